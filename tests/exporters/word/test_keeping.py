"""What stands before a long part's signatures goes with them: two decisions, of anything else the last."""

from __future__ import annotations

import pytest
from lxml import etree

from toolkit.exporters.word import keeping, ooxml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table(words: str, caption: str = "") -> str:
    cells = [ooxml.cell(ooxml.paragraph(words, "表内文字"), 2000) for _ in range(4)]
    return ooxml.framed([2000] * 4, [ooxml.row(cells)], caption=caption)


@pytest.mark.parametrize(("caption", "kept"), [(ooxml.DECISION, ["甲", "乙"]), ("", ["乙"])])
def test_two_decisions_in_a_row_stay_with_their_signatures_and_two_tables_of_fields_do_not(caption: str, kept: list[str]):
    long = ooxml.paragraph("字" * 800, "BodyText")
    body = f"{long}{table('甲', caption)}{table('乙', caption)}{table('签名', ooxml.SIGNED)}"
    made = etree.fromstring(keeping.finished(f'<w:document xmlns:w="{_W[1:-1]}"><w:body>{body}</w:body></w:document>'.encode()))
    found = [one for one in made.iter(_W + "tbl") if one.find(f".//{_W}keepNext") is not None]
    assert ["".join(one.itertext())[0] for one in found] == kept
