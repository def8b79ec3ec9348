"""The documentation keeps up with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.cli import main

ROOT = Path(__file__).resolve().parent.parent
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "toolkit").rglob("*.py")))
VALIDATION = (ROOT / "toolkit" / "validation.py").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    return re.findall(r"```(?:sh|bat)\n(.*?)```", text, re.S)


def test_both_readmes_give_the_same_commands():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert commands(english) == commands(chinese)
    assert len(commands(english)) == 4
    assert re.findall(r"`linyi [^`]*`", english) == re.findall(r"`linyi [^`]*`", chinese)
    for text in (english, chinese):
        assert len(text.splitlines()) <= 80


def test_ci_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = commands((ROOT / "README.md").read_text(encoding="utf-8"))[2].strip().split(" && ")[-1]
    assert "-m pytest -n auto" in wanted
    assert "-m pytest -n auto" in script


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_documented(name: str):
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## linyi {name}\n")[2].partition("\n## ")[0]
    assert section
    for parameter in main.commands[name].params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in section, option


def test_every_rule_is_documented_and_every_documented_rule_exists():
    written = set(re.findall(r"^\| ([A-Z]{3}[0-9]{3}) \|", (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8"), re.M))
    used = set(re.findall(r'"((?:YML|DOC|LAW|CFG|PII|KIT|WRD|REG)[0-9]{3})"', CODE))
    schema = {f"{prefix}{number}" for prefix in ("CFG", "FRM", "REG") for number in re.findall(r'\(\s*"(1[0-9]{2})"', VALIDATION)}
    assert written == used | schema


def test_the_documentation_builds_without_a_warning(tmp_path: Path):
    import subprocess
    import sys

    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert result.returncode == 0, result.stderr
