"""Word files edited by LibreOffice itself, tracking on, two authors: the source becomes exactly the accepted form."""

from __future__ import annotations

import json
import random
import re
import shutil
import socket
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.review.conftest import Sent
from tests.review.test_tracked_changes import accepted, came_back, squeezed
from toolkit.review import packed
from toolkit.review.edits import edited

SCRIPT = Path(__file__).with_name("libreoffice_edits.py")
WANTED = [*(f"P{number:02}" for number in range(1, 17)), "B01", "B02", "B03", "B07", "B12", "B28"]


def can_edit() -> bool:
    return bool(shutil.which("soffice")) and subprocess.run(
        ["/usr/bin/python3", "-c", "import uno"], capture_output=True, check=False).returncode == 0


pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_edit(), reason="LibreOffice with python3-uno is not here")]


def once(sent: packed.Packed) -> list[tuple[str, str, str]]:
    """Stretches of eight plain signs that stand once in the file: the part, the role of the line, the words."""
    whole = "\n".join(paragraph.text for paragraph in sent.paragraphs)
    found = []
    for part in sent.parts.values():
        for line in part.lines:
            plain = "".join(sign.text if not sign.fixed else "\n" for sign in line.signs)
            for match in re.finditer(r"[\u4e00-\u9fff]{8}", plain):
                if whole.count(match[0]) == 1:
                    found.append((part.id, line.role, match[0]))
                    break
    return found


def edits_of(sent: packed.Packed, chance: random.Random) -> tuple[list[list[str]], list[list[str]], dict[str, str]]:
    """The edits of two authors, each in another line; what each asks for, by part."""
    places = once(sent)
    chance.shuffle(places)
    text, cells = ([place for place in places if place[1] == role] for role in ("paragraph", "cell"))
    # What follows a paragraph that is struck with its end is a paragraph too: a table there would go with it.
    whole = [
        paragraph.text for paragraph, after in pairwise(sent.paragraphs)
        if min(paragraph.line, after.line) >= 0 and paragraph.part == after.part
        and sent.parts[after.part].lines[after.line].role == "paragraph"
    ]
    going, *moving = [place for place in text if any(place[2] in words for words in whole)][:2]
    text = [place for place in text if place not in (going, *moving)]
    assert len(text) >= 5, sent.document
    # It moves within its clause or to another one; words that stood once stand twice in the marked file.
    target = text[4] if len(text) > 5 else text[3]
    first = [
        ["replace", text[0][2][2:6], "改成这样"], ["strike", text[1][2][3:5]], ["comment", text[2][2], "依据是什么？", "甲律师"],
    ]
    second = [
        ["reply", "依据是什么？", "见慈善法。", "乙律师"],
        ["insert", text[3][2], "（新加的话）"], ["paragraph", text[4][2], "新的一段，由乙律师加。"], ["strike paragraph", going[2]],
        *(["move", place[2], target[2]] for place in moving),
    ]
    if cells:
        second.append(["replace", cells[0][2][1:4], "格里改"])
    return first, second, {"comment": text[2][0]}


def unique(edits: list[list[str]], sent: packed.Packed) -> bool:
    whole = "\n".join(paragraph.text for paragraph in sent.paragraphs)
    return all(whole.count(words[1]) == 1 for words in edits if words[0] != "reply")


def test_every_document_comes_back_as_it_was_accepted(sent: Sent, tmp_path: Path):
    names = [name for name in WANTED if name in sent.documents]
    sent.make(names)
    names = [name for name in names if sum(role == "paragraph" for _, role, _ in once(sent[name][1])) >= 6]
    assert sum(name[0] == "P" for name in names) == 16
    assert sum(name[0] == "B" for name in names) >= 5
    jobs, asked = [], {}
    for number, name in enumerate(names):
        for seed in range(200):
            first, second, where = edits_of(sent[name][1], random.Random(1000 * number + seed))
            if unique([*first, *second], sent[name][1]):
                break
        else:
            raise AssertionError(name)
        asked[name] = first, second, where
        (tmp_path / f"{name}.docx").write_bytes(sent[name][0])
        jobs.append({
            "file": str(tmp_path / f"{name}.docx"), "saved": str(tmp_path / f"{name}-back.docx"),
            "authors": [{"name": "甲律师", "edits": first}, {"name": "乙律师", "edits": second}],
        })
    run(jobs, tmp_path)
    counted: Counter[str] = Counter()
    for name in names:
        raw = (tmp_path / f"{name}-back.docx").read_bytes()
        first, second, where = asked[name]
        placed, parts, problems = came_back(raw, sent[name][1])
        assert not problems, (name, problems)
        assert not [hunk for hunk in placed.hunks if hunk.untracked], name
        wanted = accepted(raw, sent[name][1])
        was, now = list[str](), list[str]()
        for part, changes in parts.items():
            new = edited(changes.part, changes.edits)
            got = changes.part.label + (changes.title or changes.part.title) + sent.printed(name, new)
            assert squeezed(got) == squeezed(wanted[part]), (name, part)
            was += re.findall(r"\{\{[^}]*\}\}", changes.part.source)
            now += re.findall(r"\{\{[^}]*\}\}", new)
            counted["parts"] += 1
        # A struck paragraph takes its placeholders along; a moved one keeps them.
        going = next(edit[1] for edit in second if edit[0] == "strike paragraph")
        struck = next(line for found in sent[name][1].parts.values() for line in found.lines if going in line.text)
        assert len(was) - len(now) <= sum(sign.fixed for sign in struck.signs), name
        assert {by.author for hunk in placed.hunks for by in hunk.by} == {"甲律师", "乙律师"}
        [(part, comment), (same, answer)] = placed.comments
        assert (part, comment.text, comment.by.author) == (where["comment"], "依据是什么？", "甲律师"), name
        assert (same, answer.answers, answer.by.author) == (part, comment.id, "乙律师"), name
        assert answer.text.endswith("见慈善法。"), name
        text = "".join(hunk.text for hunk in placed.hunks)
        for kind, *words in [*first, *second]:
            if kind in ("replace", "insert", "paragraph"):
                assert words[1] in text, (name, words)
        counted["hunks"] += len(placed.hunks)
        counted["moves"] += sum(edit[0] == "move" for edit in second)
    assert counted["hunks"] >= 5 * len(names)
    assert counted["moves"] >= 16


def run(jobs: list[dict[str, object]], folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "jobs.json").write_text(json.dumps(jobs, ensure_ascii=False), encoding="utf-8")
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         f"--accept=socket,host=127.0.0.1,port={port};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        done = subprocess.run(
            ["/usr/bin/python3", SCRIPT, str(port), folder / "jobs.json"], capture_output=True, text=True, timeout=600, check=False,
        )
        assert done.returncode == 0, done.stderr
    finally:
        office.terminate()
        office.wait(timeout=60)
