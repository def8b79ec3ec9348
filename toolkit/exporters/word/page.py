"""The head and foot of a Word file's pages, put into it when pandoc is done: they say what each document says."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from html import escape

from toolkit.exporters.band import Band
from toolkit.exporters.word.ooxml import FORM_WIDTH, TEXT_WIDTH

_DOCUMENT, _RELS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_HEADS = {"default": "linyi-head-odd", "even": "linyi-head-even"}
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SMALL = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
_FLAT = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'


def with_page(parts: MutableMapping[str, bytes], band: Band | None, foot: str) -> None:
    """Puts a form's band above each page, and what the document stands as below it."""
    if band:
        _head(parts, band)
    if band or foot:
        for name in _feet(parts):
            odd = b"w:rightChars" in parts[name]
            parts[name] = _foot(foot, odd, counted=band is None).encode()


def _feet(parts: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in parts if name.startswith("word/footer") and name.endswith(".xml"))


def _head(parts: MutableMapping[str, bytes], band: Band) -> None:
    first = _line([_run(f"{band.team}　{band.title}", bold=True)], [_run("第"), _field("PAGE"), _run("页　共"), _field("NUMPAGES"), _run("页")])
    second = _line([_run(band.form)], [_run(band.kept_by)], ruled=True)
    part = f'{_DECLARED}<w:hdr xmlns:w="{_W}">{first}{second}</w:hdr>'.encode()
    references = rels = types = ""
    for kind, name in _HEADS.items():
        parts[f"word/{name}.xml"] = part
        references += f'<w:headerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="{kind}" r:id="{name}"/>'
        rels += f'<Relationship Id="{name}" Type="{_KIND}" Target="{name}.xml"/>'
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}"/>'
    _insert(parts, _DOCUMENT, "<w:footerReference", references, before=True)
    _insert(parts, _RELS, "</Relationships>", rels, before=True)
    _insert(parts, _TYPES, "</Types>", types, before=True)


def _insert(parts: MutableMapping[str, bytes], name: str, mark: str, words: str, before: bool) -> None:
    there = parts[name].decode()
    assert mark in there, (name, mark)
    parts[name] = there.replace(mark, words + mark if before else mark + words, 1).encode()


def _line(left: list[str], right: list[str], ruled: bool = False) -> str:
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="3" w:color="000000"/></w:pBdr>' if ruled else ""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{FORM_WIDTH}"/></w:tabs>'
    return (
        f'<w:p><w:pPr>{rule}{tab}<w:spacing w:before="0" w:after="0" w:line="260" w:lineRule="exact"/>{_FLAT}</w:pPr>'
        f"{''.join(left)}<w:r><w:tab/></w:r>{''.join(right)}</w:p>"
    )


def _foot(words: str, odd: bool, counted: bool) -> str:
    """The words at the inner end of the line, the page's number at the outer; a form counts in its head."""
    said = [_run(words, face="楷体_GB2312")] if words else []
    number = [_run("— ", face="宋体", size=28), _field("PAGE", face="宋体", size=28), _run(" —", face="宋体", size=28)] if counted else []
    ends = [said, number] if odd else [number, said]
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{(TEXT_WIDTH if counted else FORM_WIDTH) - (280 if counted and odd else 0)}"/></w:tabs>'
    indent = '<w:ind w:firstLineChars="0" w:firstLine="0" w:left="280"/>' if counted and not odd else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    line = "" if counted else '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>'
    return (
        f'{_DECLARED}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{tab}{line}{indent}<w:jc w:val="left"/></w:pPr>'
        f"{''.join(ends[0])}<w:r><w:tab/></w:r>{''.join(ends[1])}</w:p></w:ftr>"
    )


def _look(face: str, size: int) -> str:
    return (
        f'<w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}" w:eastAsia="{face}" w:hint="eastAsia"/>'
        f'<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _run(words: str, face: str = "仿宋_GB2312", size: int = 18, bold: bool = False) -> str:
    return f'<w:r>{_look("黑体" if bold else face, size)}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _field(name: str, face: str = "仿宋_GB2312", size: int = 18) -> str:
    """A number that Word counts."""
    look = _look(face, size)
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{look}<w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>1</w:t></w:r><w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )
