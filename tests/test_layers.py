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
    {"files"},
    {"door"},
    {"city"},
    {"text"},
    {"registers"},
    {"rules", "exporters"},
    {"kit"},
    {"update"},
    {"review"},
    {"commands", "desk", "fleet"},  # the desk and the fleet call what the commands call, and add no rule
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


SAYS = {"print", "exit", "quit", "sys.exit", "click.echo", "click.prompt", "click.confirm", "tell", "show"}


def says(node: ast.AST) -> list[str]:
    calls = (ast.unparse(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return [name for name in calls if name in SAYS]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_door_prints_or_exits(path: Path):
    if room(path) not in {"cli", "door", "commands"}:
        assert not says(ast.parse(path.read_text(encoding="utf-8")))


COMMANDS = sorted(path for path in (PACKAGE / "commands").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_commands_function_returns_data_and_only_its_door_prints(path: Path):
    """What is not part of the click command, and not used by it alone, says nothing."""
    functions = {
        node.name: node for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    doors = {name for name, node in functions.items() if "click" in "".join(map(ast.unparse, node.decorator_list)) or
             "command.command" in "".join(map(ast.unparse, node.decorator_list))}
    reached = {name for name in functions if not name.startswith(("_", "tell")) and name not in doors}
    if not functions:
        return  # a group: its commands have files of their own
    assert path.stem in reached or {"new", "check"} <= reached
    while True:
        called = {
            inner.id for name in reached for inner in ast.walk(functions[name]) if isinstance(inner, ast.Name)
        } & set(functions)
        if called <= reached:
            break
        reached |= called
    assert not reached & doors
    for name in reached:
        assert not says(functions[name]), name


def test_the_door_is_thin_and_few_rooms_stand_outside_the_wings():
    assert len((PACKAGE / "cli.py").read_text(encoding="utf-8").splitlines()) <= 120
    assert len(list(PACKAGE.glob("*.py"))) <= 6


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_small_and_well_named(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert path.stem not in BANNED


def test_the_slow_libraries_are_not_loaded_for_help_and_check():
    import subprocess
    import sys

    code = ("import sys, click; from toolkit.cli import main; main.get_help(click.Context(main));"
            "early = [name for name in ('yaml', 'jinja2', 'jsonschema') if name in sys.modules];"
            "import toolkit.commands.check, toolkit.kit, toolkit.rules;"
            "slow = ('typst', 'mkdocs', 'pypandoc', 'cookiecutter', 'lxml');"
            "print(early + [name for name in slow if name in sys.modules])")
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert result.stdout.strip() == "[]"
