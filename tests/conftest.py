"""What tests share: the command line as a process, made kits, and tools that may be missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy is no fault of the code.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at a whole kit built with every format waits a minute for it: slow."""
    for item in items:
        if "built" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def linyi() -> Run:
    """Runs the command line in a process of its own: `linyi("check", kit)`."""

    def run(*arguments: object, cwd: Path | None = None, **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "toolkit", *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, timeout=300,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1", "LINYI_LANG": "zh", "PYTHONPATH": str(ROOT), **environment},
        )

    return run


@pytest.fixture(scope="session")
def linyi_kit(linyi: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh kit of Linyi; copy it before you change it."""
    target = tmp_path_factory.mktemp("kits") / "临沂市"
    made = linyi("new", "临沂", "--no-input", "--out", target)
    assert made.returncode == 0, made.stderr
    return target


@pytest.fixture
def kit(linyi_kit: Path, tmp_path: Path) -> Path:
    """A kit of Linyi to change at will."""
    return Path(shutil.copytree(linyi_kit, tmp_path / "临沂市"))


@pytest.fixture
def old_kit(tmp_path: Path) -> Path:
    """A kit of Linyi as the program made it before the first release, its text that of 1.0.0."""
    return kit_before_releases(tmp_path / "旧工具包")


def kit_before_releases(kit: Path) -> Path:
    kept = ROOT / "tests" / "kits" / "before-releases"
    manifest = json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
    released = ROOT / "policies" / "releases" / "1.0.0"
    for entry in manifest["files"]:
        target = kit / entry["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry["ownership"] == "text":
            base = kit / ".kit" / "base" / entry["base"]
            base.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(released / entry["base"], base)
            shutil.copyfile(released / entry["base"], target)
        elif entry["path"].endswith(".yaml") and entry["ownership"] == "seed":
            shutil.copyfile(released / "templates" / "registers" / target.name, target)
    shutil.copyfile(kept / "city.yaml", kit / "city.yaml")
    (kit / ".kit" / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return kit


@pytest.fixture(scope="session")
def whole_kit(linyi_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Linyi's kit with its site in both scripts; `built` is made of it."""
    kit = Path(shutil.copytree(linyi_kit, tmp_path_factory.mktemp("whole") / "临沂市"))
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8")
    assert "languages: [zh-Hans]" in text
    path.write_text(text.replace("languages: [zh-Hans]", "languages: [zh-Hans, zh-Hant]"), encoding="utf-8")
    return kit


@pytest.fixture(scope="session")
def built(linyi: Run, whole_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything `linyi build` makes of `whole_kit`."""
    out = tmp_path_factory.mktemp("built") / "成果"
    made = linyi("build", whole_kit, "--out", out)
    assert made.returncode == 0, made.stderr
    return out


def tool(*names: str) -> str:
    """The first of `names` on this machine. In CI a missing tool is a failure, else a skip."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    reason = f"missing tool: {' or '.join(names)}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
