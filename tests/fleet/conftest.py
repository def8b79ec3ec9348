"""A small fleet: kits of one short document each, and a national text of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.update import small
from toolkit.fleet.members import Member, lying_in

NAMES = ("甲县", "乙县", "丙县")


class Fleet:
    """Three kits side by side in `root`, and the nation in `source`."""

    def __init__(self, work: Path) -> None:
        self.root, self.source = work / "各市", work / "nation"
        small.national(self.source, {"P98": small.document()})
        for number, name in enumerate(NAMES, 1):
            kit = small.kit(self.root / name, self.source)
            self.edit(name, 'code: "371325"', f'code: "37132{number}"', "city.yaml")
            assert (kit / "city.yaml").is_file()

    @property
    def members(self) -> list[Member]:
        return lying_in(self.root)

    def path(self, name: str, path: str = "制度/P98-样例制度.md") -> Path:
        return self.root / name / path

    def edit(self, name: str, old: str, new: str, path: str = "制度/P98-样例制度.md") -> None:
        text = self.path(name, path).read_text(encoding="utf-8")
        assert old in text
        self.path(name, path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def national(self, body: str, version: str = "1.1.0") -> None:
        small.national(self.source, {"P98": small.document(body, version)}, version)


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without_times(text: str) -> str:
    """Seconds and days, which differ from run to run, as signs."""
    return re.sub(r"\d+(\.\d+)? (秒|s\b)", r"… \2", re.sub(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", "DAY", text))
