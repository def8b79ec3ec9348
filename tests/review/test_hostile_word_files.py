"""A Word file that came by mail is hostile until read."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.review.conftest import Sent
from toolkit.files.archive import Refused
from toolkit.review import marked

_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def file(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return stream.getvalue()


def document(body: str) -> bytes:
    return file(**{"word/document.xml": _DOCUMENT.format(body)})


@pytest.mark.parametrize(("raw", "says"), [
    (b"", "损坏"),
    (b"PK\x03\x04 no zip", "损坏"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
    (file(**{"xl/workbook.xml": "<a/>"}), "不是 Word"),
    (file(**{"word/document.xml": "<a"}), "损坏"),
    (file(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}), "DOCTYPE"),
    (file(**{"word/document.xml": _DOCUMENT.format(""), "word/vbaProject.bin": b"x"}), "宏"),
    (file(**{
        "word/document.xml": _DOCUMENT.format(""),
        "word/_rels/settings.xml.rels": '<Relationships><Relationship Id="a" TargetMode="External" '
        'Type="http://x/attachedTemplate" Target="http://invalid.example/a.dotm"/></Relationships>',
    }), "从外面取"),
    (document("<w:sdt>" * 250 + "</w:sdt>" * 250), "太深"),
], ids=["empty", "no zip", "encrypted", "a workbook", "cut", "entities", "macros", "template from outside", "deep"])
def test_it_is_refused_with_the_next_step(raw: bytes, says: str):
    with pytest.raises(Refused) as refused:
        marked.parse(raw)
    assert says in refused.value.words.zh
    assert refused.value.fix.zh


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused) as refused:
        marked.parse(file(**{"word/document.xml": b"\0" * 120_000_000}))
    assert "太大" in refused.value.words.zh


def test_an_entity_bomb_is_refused():
    tenfold = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{tenfold}]><a>&a9;</a>'
    with pytest.raises(Refused):
        marked.parse(file(**{"word/document.xml": bomb}))


def test_links_that_a_person_put_in_are_no_danger(sent: Sent):
    raw, _ = sent["P08"]
    assert marked.parse(raw).signs


def test_text_within_content_controls_and_smart_tags_is_seen():
    found = marked.parse(document(
        "<w:sdt><w:sdtContent><w:p><w:smartTag><w:r><w:t>一</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>二</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
    ))
    assert "".join(sign.text for sign in found.signs) == "一二\n"


def test_a_picture_or_an_unknown_thing_is_named_and_never_dropped_in_silence():
    found = marked.parse(document("<w:p><w:r><w:drawing/></w:r><w:r><w:t>一</w:t></w:r></w:p>"))
    assert found.unknown == [(0, "drawing")]
