"""The pictures that a line of a reader's text may begin with: `![打电话](pic:telephone)`.

What each shows is data, `templates/pictures.yaml`. The words in brackets say what the picture means
there; they are for whoever edits the text, and are not printed.
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.files import sources, yamlfile

_LEADING = re.compile(r"^\s*!\[[^\[\]]*\]\(pic:([a-z0-9-]+)\)\s*")


def split(line: str) -> tuple[str, str]:
    """The name of the picture that a line begins with, or "", and the rest of the line."""
    found = _LEADING.match(line)
    return (found[1], line[found.end():]) if found else ("", line)


def without(line: str) -> str:
    """The line's words alone."""
    return split(line)[1]


def known() -> frozenset[str]:
    """The names in the catalogue."""
    return frozenset(meanings())


@cache
def meanings() -> dict[str, str]:
    """What each picture of the catalogue means, for those who can't see it."""
    path = sources.shared().templates / "pictures.yaml"
    return {entry["name"]: entry["means"] for entry in yamlfile.read(path, path.name).data["pictures"]}
