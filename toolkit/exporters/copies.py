"""Who keeps which copy of a form, and how it is printed: templates/copies.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from toolkit.files import sources, yamlfile


@cache
def copies() -> Mapping[str, Mapping[str, Any]]:
    """A form's id → its entry; a form that is not named has none."""
    path = sources.shared().templates / "copies.yaml"
    return {entry["id"]: entry for entry in yamlfile.read(path, path.name).data["copies"]}


def fingerprint() -> str:
    """Changes with the file."""
    return (sources.shared().templates / "copies.yaml").read_text(encoding="utf-8")
