"""`scripts/audit.py`: what could not be looked up is never told as free of weaknesses."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT

FINE = {"name": "click", "version": "8.5.1", "vulns": []}
SKIPPED = {"name": "click", "skip_reason": "Dependency not found on PyPI and could not be audited: click (8.5.1)"}
WEAK = {"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "INVENTED-1", "fix_versions": ["3.1.7"], "aliases": [], "description": "x"}]}
OPEN = {"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "INVENTED-2", "fix_versions": [], "aliases": [], "description": "x"}]}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_script", ROOT / "scripts" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("answers", "code", "words"), [
    ([], 2, ["error: not audited: no list of weaknesses can be reached"]),
    ([[FINE]], 0, ["1 packages, no known weakness"]),
    ([[SKIPPED]], 2, ["error: not audited: 1 of 1 packages cannot be looked up: click"]),
    ([[SKIPPED], [FINE]], 0, ["1 packages, no known weakness"]),
    ([[FINE, WEAK], [FINE, WEAK]], 1, ["error: jinja2 3.1.6: INVENTED-1, mended in 3.1.7"]),
    ([[{**SKIPPED, "name": name} for name in "abcdef"]], 2, ["error: not audited: 6 of 6 packages cannot be looked up: a, b, c, d, e …"]),
    ([[SKIPPED, OPEN]], 1, ["error: jinja2 3.1.6: INVENTED-2, not mended yet", "error: not audited: 1 of 2 packages cannot be looked up: click"]),
])
def test_weaknesses_gaps_and_silence_are_told_apart(script: ModuleType, answers: list[list[dict[str, Any]]], code: int, words: list[str]):
    assert script.told(answers) == (words, code)


@pytest.mark.parametrize(("output", "found"), [
    ('{"dependencies": [{"name": "click", "version": "8.5.1", "vulns": []}], "fixes": []}', [FINE]),
    ("", None), ("Traceback", None),
])
def test_a_service_that_gives_no_answer_is_not_an_answer(script: ModuleType, monkeypatch: pytest.MonkeyPatch, output: str, found: Any):
    monkeypatch.setattr(script.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, output, ""))
    assert script.asked("pypi") == found


def test_ci_tells_of_weaknesses_and_is_not_blocked_by_them():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    tells = text.partition("# What follows tells what is coming and blocks nothing.")[2]
    assert re.search(r"pip-audit==[0-9.]+ .*scripts/audit\.py", tells)
    assert re.search(r"^tell .* audit$", tells, re.M)
