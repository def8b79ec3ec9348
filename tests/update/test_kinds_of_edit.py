"""Every kind of edit that cities make, against a national text that changed elsewhere and one that changed the same place.

`cases/base.md` is what the city once had, `cases/elsewhere.md` the national text that changed another
clause (and marks its design values anew). A case is a folder:

    local.md        the city's document; how.txt says in which encoding and line ends (utf-8, LF unless told)
    new.md          the national text that changed the same place
    elsewhere.out   what the document holds after the first, with its questions below a line of =
    new.out         the same after the second

To write them anew: LINYI_WRITE_CASES=1 pytest tests/update/test_kinds_of_edit.py; then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit.update import assurance, document, parts
from toolkit.update.document import Merged

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def sides(folder: Path, new: str) -> tuple[parts.Source, parts.Source, parts.Source]:
    base, other = ((folder / name if (folder / name).exists() else CASES / name).read_bytes() for name in ("base.md", new))
    return parts.read(base, "base"), parts.read(local(folder), "local"), parts.read(other, "new")


def local(folder: Path) -> bytes:
    """The city's file as its editor wrote it."""
    text = (folder / "local.md").read_text(encoding="utf-8")
    how = (folder / "how.txt").read_text(encoding="utf-8") if (folder / "how.txt").exists() else ""
    if "crlf" in how:
        text = text.replace("\n", "\r\n")
    return text.encode("gb18030" if "gb18030" in how else "utf-8-sig" if "bom" in how else "utf-8")


def outcome(merged: Merged, folder: Path) -> str:
    asked = [
        f"{question.kind} {question.id}{f' ~ {question.likely}' if question.likely else ''}{f' ({question.how})' if question.how else ''}"
        for question in merged.questions
    ]
    return "\n".join((merged.source.text.replace("\r\n", "\n").rstrip("\n"), "=" * 20, *asked)) + "\n"


def test_there_are_enough():
    assert len(FOLDERS) >= 32
    assert all({"local.md", "new.md", "elsewhere.out", "new.out"} <= {path.name for path in folder.iterdir()} for folder in FOLDERS)


@pytest.mark.parametrize("new", ["elsewhere", "new"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_edit_has_the_outcome_that_was_decided_for_it(folder: Path, new: str):
    base, own, national = sides(folder, f"{new}.md")
    merged = document.merge("P98", base, own, national)
    assert assurance.lost(own, national, merged) == []
    assert assurance.undelivered(national, merged) == []
    if os.environ.get("LINYI_WRITE_CASES"):
        (folder / f"{new}.out").write_text(outcome(merged, folder), encoding="utf-8", newline="\n")
    assert outcome(merged, folder) == (folder / f"{new}.out").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_file_stays_in_the_citys_hand(folder: Path):
    """Encoding, BOM, line ends and the end of the file are as they were, but where nothing was edited."""
    base, own, national = sides(folder, "new.md")
    after = document.merge("P98", base, own, national).source.raw
    before = local(folder)
    if before == base.raw:
        assert after == national.raw
        return
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert b"\r\r" not in after
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r\n" not in before
    assert after.endswith(b"\n") == before.endswith(b"\n")
    assert parts.read(after, "after").hand == parts.read(before, "before").hand


@pytest.mark.parametrize("new", ["elsewhere", "new"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_change_of_marks_alone_asks_nothing(folder: Path, new: str):
    """With the marks of the base as the nation now writes them, the same is asked."""
    base, own, national = sides(folder, f"{new}.md")
    marked = parts.parse(base.text.replace("30日（建议值）", "[30日]{.suggested}"))
    asked, before = (
        [(question.kind, question.id) for question in document.merge("P98", side, own, national).questions] for side in (marked, base)
    )
    assert asked == before
