"""Finds the shared sources: policies, templates and schemas.

In a checkout they lie beside the package; in an installed wheel, inside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import toolkit
from toolkit.errors import ToolkitError


@dataclass(frozen=True)
class Sources:
    """A folder laid out like this repository's shared sources."""

    root: Path

    @property
    def policies(self) -> Path:
        return self.root / "policies"

    @property
    def legal(self) -> Path:
        return self.root / "policies" / "legal"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"


PACKAGE = Path(toolkit.__file__).resolve().parent


@cache
def shared() -> Sources:
    """The sources this installation carries."""
    for root in (PACKAGE / "shared", PACKAGE.parent):
        if (root / "schemas" / "city.schema.json").is_file():
            return Sources(root)
    raise ToolkitError(
        zh="这份安装缺少政策文本和模板",
        en="this installation lacks the policies and templates",
        fix_zh="重新安装：pip install --force-reinstall linyi-kit",
        fix_en="install it again: pip install --force-reinstall linyi-kit",
    )


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema `name`, such as "city"."""
    path = shared().schemas / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
