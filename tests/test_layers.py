"""The structure of the code: layers point one way, and only the door prints or exits."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "toolkit"
# Lower layers first. A module may import from its own layer or below.
LAYERS = [
    {"errors", "language", "__init__"},
    {"door"},
    {"files"},
    {"city"},
    {"text"},
    {"registers"},
    {"rules", "exporters"},
    {"kit"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))
BANNED = {"utils", "helpers", "common", "core", "manager"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "toolkit":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("toolkit.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path):
    own = room(path)
    for other in imports(path):
        assert LEVEL[other] < LEVEL[own] or other == own or {own, other} <= LAYERS[LEVEL[own]], (own, other)


def test_exporters_know_no_commands_and_rules_no_exporters():
    for path in MODULES:
        if room(path) == "exporters":
            assert not imports(path) & {"commands", "rules", "cli", "kit"}
        if room(path) == "rules":
            assert not imports(path) & {"exporters", "commands", "cli", "kit"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_door_prints_or_exits(path: Path):
    if room(path) in {"cli", "door"}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert name not in {"print", "exit", "quit", "sys.exit", "click.echo"}, (path.name, node.lineno)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_small_and_well_named(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert path.stem not in BANNED


def test_the_slow_libraries_are_not_loaded_for_help_and_check():
    import subprocess
    import sys

    code = ("import sys; sys.argv = ['linyi', '--help']; import toolkit.cli, toolkit.commands.check;"
            "print([name for name in ('typst', 'mkdocs', 'jieba', 'pypandoc', 'cookiecutter', 'lxml') if name in sys.modules])")
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert result.stdout.strip() == "[]"
