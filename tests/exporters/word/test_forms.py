"""Forms in Word: a head on each page, framed signatures that stay with what is signed, rooms to fill in on the screen."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import tool
from toolkit.exporters.word import docx, keeping
from toolkit.text.blocks import Box, Text, Value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def part(content: bytes, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def words(element: Any) -> str:
    return "".join("-" if node.tag == f"{W}noBreakHyphen" else node.text or "" for node in element.iter(f"{W}t", f"{W}noBreakHyphen"))


@pytest.fixture
def form(documents, city, register) -> bytes:
    """The form of the samples with a box to sign and telephone numbers."""
    from dataclasses import replace

    sample = next(document for document in documents if document.kind == "表单")
    slip = sample.chapters[1]
    box = Box("signature", (
        (Text("监护人签名（不会写字的按手印）：　　　　日期：　　　　年　　月　　日"),),
        (Text("登记主体（盖章）："), Value("示例：单位　　　甲"), Text("　　　日期：")),
        (), (Text("☐ 我同意"),),
    ))
    text = replace(slip.clauses[0], blocks=(*slip.clauses[0].blocks, box))
    changed = replace(sample, chapters=(sample.chapters[0], replace(slip, clauses=(text,))))
    city.data["team"]["hotline"] = "0539-0000000"
    return docx.export([changed], city, register)[0].content


def test_each_page_says_whose_form_it_is_and_which_page_of_how_many(form: bytes, city):
    body = part(form, "word/document.xml")
    kinds = {reference.get(f"{W}type") for reference in body.iter(f"{W}headerReference")}
    assert kinds == {"default", "even"}
    for name in ("word/linyi-head1-default.xml", "word/linyi-head1-even.xml"):
        head = part(form, name)
        assert words(head).startswith(f"{' '.join(city.team_name.split())}第1页　共1页表单 B98 · 版本 1.0.0　示例同意书带 * 的必填。孩子编号：　")
        assert [field.text.strip() for field in head.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]


def frame(form: bytes) -> Any:
    return next(table for table in part(form, "word/document.xml").iter(f"{W}tbl") if keeping._caption(table) == "签署")


def test_who_signs_stands_in_a_frame_with_room_for_the_hand(form: bytes):
    rows = [[words(cell) for cell in row.findall(f"{W}tc")] for row in frame(form).findall(f"{W}tr")]
    day = "\u2003\u2003\u2003\u2003年\u2003\u2003月\u2003\u2003日"
    assert rows == [
        ["监护人签名（不会写字的按手印）：", "（写清姓名）", "日期：", "　　　　年　　月　　日"],
        ["登记主体（盖章）：", "示例：单位　　　甲（盖章处）", "日期：", day],
        ["☐\u00a0我同意"],
    ]
    heights = [int(height.get(f"{W}val")) for height in frame(form).iter(f"{W}trHeight")]
    assert len(heights) == 3
    assert min(heights) >= 510  # 9 mm


def test_signatures_never_leave_what_is_signed(form: bytes):
    body = part(form, "word/document.xml").find(f"{W}body")
    blocks = [block for block in body if block.tag in (f"{W}p", f"{W}tbl")]
    at = next(number for number, block in enumerate(blocks) if keeping._caption(block) == "签署")
    above = next(number for number in range(at, 0, -1) if words(blocks[number]).endswith("撤回"))  # the clause's heading
    for block in blocks[above:at]:
        assert all(paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in block.iter(f"{W}p"))
    rows = frame(form).findall(f"{W}tr")
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [row.find(f".//{W}keepNext") is not None for row in rows] == [True, True, True]  # the contact box goes with it


def test_telephone_numbers_are_not_broken(form: bytes):
    contact = next(table for table in part(form, "word/document.xml").iter(f"{W}tbl") if keeping._caption(table) == "联系")
    assert "电话0539-0000000" in words(contact)
    assert [text.text for text in contact.iter(f"{W}t") if text.text and "-" in text.text] == []


def controls(root: Any) -> dict[str, Any]:
    return {control.find(f"{W}sdtPr/{W}alias").get(f"{W}val"): control for control in root.iter(f"{W}sdt")}


def test_rooms_are_filled_in_on_the_screen_too(form: bytes):
    found = controls(part(form, "word/document.xml"))
    assert {"孩子称呼 *", "出生日期 *", "情况说明"} < set(found)
    assert found["出生日期 *"].find(f"{W}sdtPr/{W}date") is not None
    assert {name for name, control in found.items() if control.find(f"{W}sdtPr/{W14}checkbox") is not None} == {"意愿 *：愿意", "意愿 *：不愿意"}
    raw = zipfile.ZipFile(io.BytesIO(form)).read("word/document.xml").decode()
    assert 'mc:Ignorable="w14"' in raw[:2000]


@pytest.mark.office
@pytest.mark.slow
def test_what_is_filled_in_is_kept_by_libreoffice(form: bytes, tmp_path: Path):
    """Values set as a program sets them, saved by LibreOffice as Word, opened again."""
    office = tool("soffice", "libreoffice")
    parts = {name: zipfile.ZipFile(io.BytesIO(form)).read(name) for name in zipfile.ZipFile(io.BytesIO(form)).namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    fill = controls(root)
    for name, value in (("孩子称呼 *", "小样"), ("出生日期 *", "2015年3月1日"), ("情况说明", "都好")):
        control = fill[name]
        control.find(f"{W}sdtPr").remove(control.find(f"{W}sdtPr/{W}showingPlcHdr"))
        next(control.iter(f"{W}t")).text = value
    ticked = fill["意愿 *：愿意"]
    ticked.find(f".//{W14}checked").set(f"{W14}val", "1")
    next(ticked.iter(f"{W}t")).text = "☑"
    parts["word/document.xml"] = etree.tostring(root)
    with zipfile.ZipFile(tmp_path / "form.docx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=300,
    )
    root = part((tmp_path / "saved" / "form.docx").read_bytes(), "word/document.xml")
    assert [words(control) for control in root.iter(f"{W}sdt")] == ["小样", "2015年3月1日", "☑", "☐", "都好"]
    assert [checked.get(f"{W14}val") for checked in root.iter(f"{W14}checked")] == ["1", "0"]


def test_a_box_never_parts_from_its_words(form: bytes):
    root = part(form, "word/document.xml")
    boxes = [control for control in root.iter(f"{W}sdt") if control.find(f"{W}sdtPr/{W14}checkbox") is not None]
    assert boxes
    for box in boxes:
        assert words(box.getnext()).startswith("\u00a0")
    assert not [text.text for text in root.iter(f"{W}t") if text.text and "☐ " in text.text]
