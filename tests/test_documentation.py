"""The documentation keeps up with the program."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import Run
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


PAGES = sorted(path.name for path in (ROOT / "docs/zh").glob("*.md"))


def steps(page: Path) -> list[tuple[str, int]]:
    """The commands of a page in their order, and the exit code that a comment behind them names."""
    lines = [line for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.S) for line in block.splitlines()]
    return [(line.partition("  #")[0], int((re.findall(r"#[^\d]*(\d+)", line) or ["0"])[0])) for line in lines if line]


def test_every_page_is_there_in_both_languages_with_the_same_commands_and_in_the_menu():
    assert sorted(path.name for path in (ROOT / "docs/en").glob("*.md")) == PAGES
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for name in PAGES:
        assert steps(ROOT / "docs/zh" / name) == steps(ROOT / "docs/en" / name), name
        assert f"zh/{name}" in menu
        assert f"en/{name}" in menu
    assert sum(len(steps(ROOT / "docs/zh" / name)) for name in PAGES) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PAGES if steps(ROOT / "docs/zh" / name)])
def test_the_commands_of_a_page_do_what_it_says(name: str, tmp_path: Path, linyi: Run):
    for command, code in steps(ROOT / "docs/zh" / name):
        program, *arguments = shlex.split(command)
        assert program == "linyi"
        done = linyi(*arguments, cwd=tmp_path)
        assert done.returncode == code, (command, done.stdout[-500:], done.stderr)


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolkit's documentation, built strictly with its sample city."""
    site = tmp_path_factory.mktemp("documentation") / "site"
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(site)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    return site


@pytest.mark.slow
def test_the_reference_is_made_from_the_program_and_the_schema(documentation: Path):
    commands = html.unescape((documentation / "reference/commands.html").read_text(encoding="utf-8"))
    for name, command in main.commands.items():
        for path, part in [(name, command)] + [(f"{name} {key}", value) for key, value in getattr(command, "commands", {}).items()]:
            if not hasattr(part, "commands"):
                section = commands.partition(f'id="options-{path.replace(" ", "-")}"')[2].partition("<h3")[0]
                assert section, path
                for option in (option for parameter in part.params for option in parameter.opts if option.startswith("--")):
                    assert option in section, (path, option)
    assert "检查工具包，一次列出全部问题" in commands
    assert "Check a kit: all findings at once" in commands
    keys = (documentation / "reference/city-yaml.html").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "schemas/city.schema.json").read_text(encoding="utf-8"))
    for section, entry in schema["properties"].items():
        shown = keys.partition(f'<h2 id="{section}"')[2].partition("<h2")[0]
        for key in entry.get("properties", {}):
            assert f"<code>{key}</code>" in shown, (section, key)


@pytest.mark.slow
def test_the_documentation_carries_a_sample_city_and_asks_no_other_host(documentation: Path):
    assert (documentation / "sample/site/index.html").is_file()
    assert (documentation / "sample/site/zh-Hant/policies/P15.html").is_file()
    assert not list(documentation.rglob("*.map"))
    for page in (path for path in documentation.rglob("*.html") if "sample" not in path.parts):
        text = page.read_text(encoding="utf-8")
        outside = set(re.findall(r'(?:src|href)="((?:https?:)?//[^"]+)"', text))
        assert outside <= {"https://squidfunk.github.io/mkdocs-material/"}, page
        if page.name == "404.html":
            continue
        for link in re.findall(r'href="([^"#?:]+)(?:#[^"]*)?"', text):
            assert (page.parent / unquote(link)).resolve().exists(), (page, link)
