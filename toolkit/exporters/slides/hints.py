"""How each step of a lesson is best shown: templates/slides.yaml. A hint that no longer fits the text is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from toolkit.files import sources, yamlfile

Hint = Mapping[str, Any]


def of(clause: str) -> Hint:
    """The hint for a clause; an empty one where there is none."""
    return _read()[0].get(clause, {})


def short_titles() -> Mapping[str, str]:
    """Id of a document → what trainers call it."""
    return _read()[1]


@cache
def _read() -> tuple[Mapping[str, Hint], Mapping[str, str]]:
    path = sources.shared().templates / "slides.yaml"
    data = yamlfile.read(path, path.name).data
    return {hint["at"]: hint for hint in data["slides"]}, dict(entry.split(" ", 1) for entry in data["short"])
