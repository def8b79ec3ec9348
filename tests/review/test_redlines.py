"""Redlines: accept all for the new text, reject all for the old, and phrases as a person would mark them."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.review import redlining
from tests.review.conftest import Sent, faults
from tests.review.tracking import Tracking
from toolkit.errors import ToolkitError
from toolkit.review import marked
from toolkit.review.own_file import OwnFile
from toolkit.review.redline.redline import redline, verify
from toolkit.text import policy, releases

TEXT = """---
id: P08
slug: child-information-confidentiality
title: 保密协议
title_en: Confidentiality agreement
kind: 制度
version: "1.1.0"
summary: 约定谁能看。
summary_en: Who may see it.
audience: [volunteer]
owner: 信息保护专员
---

## 总则 {#P08-definitions}

### 双方 {#P08-parties}

甲方是登记主体。乙方是志愿者。

{{ team.name }}不单独收集孩子的信息。

### 范围 {#P08-scope}

儿童信息是指下列内容：

（一）姓名和照片；

（二）住址和学校。

| 信息 | 谁可以用 |
|---|---|
| 电话 | 协调员 |
| 学校 | 志愿者 |
| 照片 | 宣传组 |

## 保密 {#P08-secret}

### 不说出去 {#P08-silence}

乙方不得把孩子的信息告诉别人。拿不准的，先问[](#P08-scope)所说的专员。

### 封存 {#P08-sealed}

封存的记录，乙方不得打听。
"""

CASES = {
    "words": ("告诉别人。", "告诉任何人，不得发到群里。"),
    "row added": ("| 学校 | 志愿者 |\n", "| 学校 | 志愿者 |\n| 账户 | 付款单位 |\n"),
    "row struck": ("| 学校 | 志愿者 |\n", ""),
    "cell": ("| 照片 | 宣传组 |", "| 照片 | 没有人 |"),
    "paragraph split": ("甲方是登记主体。乙方", "甲方是登记主体。\n\n乙方"),
    "paragraph added": ("（二）住址和学校。", "（二）住址和学校；\n\n（三）账户。"),
    "paragraph before a table struck": ("\n（二）住址和学校。\n", ""),
    "clause added": ("### 封存 {#P08-sealed}", "### 举报 {#P08-report}\n\n看到泄露的，立即报告。\n\n### 封存 {#P08-sealed}"),
    "clause struck": ("### 不说出去 {#P08-silence}\n\n乙方不得把孩子的信息告诉别人。拿不准的，先问[](#P08-scope)所说的专员。\n\n", ""),
    "title": ("title: 保密协议", "title: 儿童信息保密协议"),
    "heading": ("### 范围 {", "### 儿童信息是什么 {"),
    "table added": ("封存的记录，乙方不得打听。", "封存的记录，乙方不得打听。\n\n| 记录 | 期限 |\n|---|---|\n| 犯罪 | 永久 |"),
    "column added": (
        "| 信息 | 谁可以用 |\n|---|---|\n| 电话 | 协调员 |\n| 学校 | 志愿者 |\n| 照片 | 宣传组 |",
        "| 信息 | 谁 | 何时 |\n|---|---|---|\n| 电话 | 协调员 | 当日 |\n| 学校 | 志愿者 | 当日 |\n| 照片 | 宣传组 | 无 |",
    ),
}
SEALED = "### 封存 {#P08-sealed}\n\n封存的记录，乙方不得打听。\n"


@pytest.fixture(scope="module")
def versions(sent: Sent) -> dict[str, bytes]:
    """The text and each case's, as Word files."""
    texts = {"": TEXT, **{name: TEXT.replace(*change) for name, change in CASES.items()}}
    texts["clause moved"] = TEXT.replace(SEALED, "").replace("## 保密 {", SEALED + "\n## 保密 {")
    assert len(set(texts.values())) == len(texts)
    made = redlining.files(list(texts.values()), sent.subject.city, sent.subject.documents)
    return dict(zip(texts, made, strict=True))


def made_of(versions: dict[str, bytes], name: str) -> bytes:
    return redline(versions[""], versions[name], "工具包", "2026-12-01")


@pytest.mark.parametrize("name", [*CASES, "clause moved"])
def test_accepting_gives_the_new_and_rejecting_the_old(versions: dict[str, bytes], name: str):
    for one, other in (("", name), (name, "")):
        found = marked.parse(redline(versions[one], versions[other], "工具包", "2026-12-01"))
        assert redlining.text(found, "put") == redlining.text(marked.parse(versions[one]), "put")
        assert redlining.text(found, "struck") == redlining.text(marked.parse(versions[other]), "put")
        assert not found.unknown
        assert {sign.put.author for sign in found.signs if sign.put} <= {"工具包"}


@pytest.mark.parametrize(("name", "start", "expected"), [
    ("words", "乙方不得把", "乙方不得把孩子的信息告诉[-别人-][+任何人，不得发到群里+]。"),
    ("cell", "照片¶", "照片¶[-宣传组-][+没有人+]¶"),
    ("row struck", "[-学校", "[-学校¶志愿者¶-]照片¶"),
    ("row added", "[+账户", "[+账户¶付款单位¶+]照片¶"),
    ("paragraph split", "甲方是登记", "甲方是登记主体。[+¶+]乙方是志愿者。"),
    ("paragraph added", "（二）住", "（二）住址和学校[+；¶（三）账户+]。¶"),
    ("clause added", "[+第四条", "[+第四条　举报¶看到泄露的，立即报告。¶+]"),
    ("title", "[+儿童信息+]", "[+儿童信息+]保密协议¶"),
    ("heading", "第二条", "第二条　[-范围-][+儿童信息是什么+]¶"),
])
def test_phrases_are_marked_as_a_person_would(versions: dict[str, bytes], name: str, start: str, expected: str):
    assert redlining.shown(made_of(versions, name), start).startswith(expected)


def test_a_clause_that_moved_is_shown_as_moved(versions: dict[str, bytes]):
    xml = OwnFile.opened(made_of(versions, "clause moved")).parts["word/document.xml"].decode()
    assert xml.count("moveFromRangeStart") == xml.count("moveToRangeStart") == 1
    assert "<w:moveTo " in xml
    assert "<w:del " in xml  # 第三条 of the clause that now comes later


def test_a_struck_clause_keeps_its_bookmark(versions: dict[str, bytes]):
    assert "P08-silence" in marked.parse(made_of(versions, "clause struck")).bookmarks


def test_what_did_not_change_is_not_touched(versions: dict[str, bytes]):
    new = OwnFile.opened(versions["words"]).parts["word/document.xml"].decode()
    xml = OwnFile.opened(made_of(versions, "words")).parts["word/document.xml"].decode()
    assert xml.count("<w:ins ") == xml.count("<w:del ") == 1
    assert xml.count("<w:p>") == new.count("<w:p>")


def test_a_file_with_marks_is_refused(versions: dict[str, bytes]):
    tracking = Tracking(versions[""], random.Random(1))
    tracking.replace(tracking.find("封存的记录"), "打听", "询问")
    with pytest.raises(ToolkitError) as refused:
        redline(tracking.done(), versions["words"], "工具包", "2026-12-01")
    assert refused.value.fix.zh


def test_a_wrong_redline_is_refused_with_its_place(versions: dict[str, bytes]):
    wrong = made_of(versions, "words")
    with pytest.raises(ToolkitError) as refused:
        verify(wrong, marked.parse(versions[""]), marked.parse(versions["cell"]))
    assert "P08-" in refused.value.words.zh


@pytest.fixture(scope="module")
def texts(sent: Sent) -> dict[str, str]:
    return redlining.sources_of(sent.subject.documents, sent.subject.texts)


def pairs_at_random(sent: Sent, texts: dict[str, str], names: list[str], count: int, seed: int) -> list[tuple[bytes, bytes]]:
    chance = random.Random(seed)
    chosen = [chance.choice(names) for _ in range(count)]
    new = [redlining.varied(texts[name], chance, chance.randrange(1, 9)) for name in chosen]
    made = redlining.files([*(texts[name] for name in dict.fromkeys(chosen)), *new], sent.subject.city, sent.subject.documents)
    old = dict(zip(dict.fromkeys(chosen), made, strict=False))
    return [(old[name], after) for name, after in zip(chosen, made[len(old):], strict=True)]


def check_pairs(pairs: list[tuple[bytes, bytes]]) -> None:
    """All are right both ways, and little more is marked than the signs that differ."""
    marks = differ = 0
    for old, new in pairs:
        found = redline(old, new, "工具包", "2026-12-01")  # verified in there; and here by another way:
        assert redlining.text(marked.parse(found), "put") == redlining.text(marked.parse(old), "put")
        assert redlining.text(marked.parse(found), "struck") == redlining.text(marked.parse(new), "put")
        shown, least = redlining.counts(found, old, new)
        marks, differ = marks + shown, differ + least
    assert differ > 30 * len(pairs)
    assert marks <= 1.5 * differ


def test_random_versions_are_right_both_ways(sent: Sent, texts: dict[str, str]):
    check_pairs(pairs_at_random(sent, texts, ["P09", "B12"], 10, 5))


@pytest.mark.slow
def test_a_hundred_random_versions_are_right_both_ways(sent: Sent, texts: dict[str, str]):
    names = sorted(name for name in texts if name[0] in "PB" and name in sent.documents)
    check_pairs(pairs_at_random(sent, texts, names, 120, 6))


@pytest.fixture(scope="module")
def first_release(sent: Sent) -> dict[str, tuple[bytes, bytes]]:
    """Each document of 1.0.0 that is still there, as it was and as it is."""
    from toolkit.exporters.word import docx
    from toolkit.text.render import outline, render

    city, register = sent.subject.city, sent.subject.register
    old = [policy.read(path, path.name)[0] for _, path in releases.files(ROOT / "policies" / "releases" / "1.0.0") if path.suffix == ".md"]
    found = []
    for documents in (old, sent.subject.documents):
        outlined = outline(documents, city)
        kept = [document for document in outlined.documents if document.id[0] in "PBT"]
        made = docx.export([render(document, outlined, city)[0] for document in kept], city, register)
        found.append({document.id: file.content for document, file in zip(kept, made, strict=True)})
    return {name: (found[0][name], found[1][name]) for name in found[0] if name in found[1]}


@pytest.mark.slow
def test_every_document_against_the_first_release_is_right_both_ways(first_release: dict[str, tuple[bytes, bytes]]):
    assert len(first_release) > 50
    check_pairs(list(first_release.values()))


@pytest.mark.slow
@pytest.mark.office
def test_every_redline_is_valid(first_release: dict[str, tuple[bytes, bytes]], versions: dict[str, bytes], tmp_path: Path):
    made = {name: redline(old, new, "工具包", "2026-12-01") for name, (old, new) in first_release.items()}
    made |= {name: made_of(versions, name) for name in versions if name}
    for number, raw in enumerate(made.values()):
        (tmp_path / f"{number}.docx").write_bytes(raw)
    assert not faults(sorted(tmp_path.iterdir()))


_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle(listed As String)
  Dim n As Integer, line As String, fields
  n = FreeFile
  Open listed For Input As #n
  Do While Not EOF(n)
    Line Input #n, line
    If Len(line) &gt; 3 Then
      fields = Split(line, "|")
      One fields(0), fields(1), fields(2)
    End If
  Loop
  Close #n
  StarDesktop.terminate()
End Sub
Sub One(source As String, target As String, command As String)
  Dim a(0) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden" : a(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, a())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
  Dim b(0) As New com.sun.star.beans.PropertyValue
  b(0).Name = "FilterName" : b(0).Value = "MS Word 2007 XML"
  doc.storeToURL(target, b())
  doc.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_accepts_and_rejects_alike(first_release: dict[str, tuple[bytes, bytes]], tmp_path: Path):
    """Another program's reading; an inserted table that it rejects leaves an empty paragraph, or an empty place to fill in."""
    basic = tmp_path / "profile" / "user" / "basic" / "Standard"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(_MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    jobs = []
    for name, (old, new) in first_release.items():
        made = tmp_path / f"{name}.docx"
        made.write_bytes(redline(old, new, "工具包", "2026-12-01"))
        jobs += [f"{made.as_uri()}|{(tmp_path / f'{name}-{does}.docx').as_uri()}|.uno:{does}AllTrackedChanges" for does in ("Accept", "Reject")]
    (tmp_path / "jobs.txt").write_text("\n".join(jobs) + "\n", encoding="ascii")
    subprocess.run([*command, f'macro:///Standard.Module1.Settle("{tmp_path / "jobs.txt"}")'], check=True, capture_output=True, timeout=600)
    for name, (old, new) in first_release.items():
        for does, wanted in (("Accept", new), ("Reject", old)):
            got = marked.read(tmp_path / f"{name}-{does}.docx")
            assert not any(sign.put or sign.struck for sign in got.signs)
            assert squeezed(got) == squeezed(marked.parse(wanted)), (name, does)


def squeezed(file: marked.Marked) -> list[str]:
    words = redlining.text(file, "put").replace("\u00a0", " ").replace("\u2011", "-").replace("\u200d", "")  # which LibreOffice writes where a place to fill in is empty
    return [line.strip() for line in words.split("\n") if line.strip()]
