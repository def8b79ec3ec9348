"""The head and foot of a Word file's pages, put into it when pandoc is done: they say what each document says."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, MutableMapping
from html import escape
from typing import Any

from toolkit.exporters.band import Band
from toolkit.exporters.word import ooxml
from toolkit.exporters.word.ooxml import FORM_WIDTH, TEXT_WIDTH

_DOCUMENT, _RELS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_KINDS = ("default", "even")
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FLAT = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'


def with_page(parts: MutableMapping[str, bytes], band: Band | None, foot: str, first: str = "") -> None:
    """Puts a form's band above each page, and what the document stands as below it.

    `first` is the id of its first part: a part that goes to somebody else has a head of its own.
    """
    if band:
        _heads(parts, band, first)
    if band or foot:
        for name in _feet(parts):
            odd = b"w:rightChars" in parts[name]
            parts[name] = _foot(foot, odd, counted=band is None).encode()


def _feet(parts: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in parts if name.startswith("word/footer") and name.endswith(".xml"))


def _heads(parts: MutableMapping[str, bytes], band: Band, first: str) -> None:
    """A head for each copy that pages are of, and the sections that bear them."""
    from lxml import etree

    root = etree.fromstring(parts[_DOCUMENT])
    body = root.find(f"{{{_W}}}body")
    last = body.find(f"{{{_W}}}sectPr")
    made: dict[str, str] = {}
    kept = band.parts.get(first, band.kept_by)
    for heading, identifier in list(_own_pages(body)):
        words = band.parts.get(identifier, band.kept_by)
        if words != kept:
            ending = copy.deepcopy(last)
            _refer(ending, _head(parts, band, kept, made))
            _end_section(heading, ending)
            kept = words
    _refer(last, _head(parts, band, kept, made))
    parts[_DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _own_pages(body: Any) -> Iterator[tuple[Any, str]]:
    """The headings that begin a page, and the ids of their parts."""
    for paragraph in body.findall(f"{{{_W}}}p"):
        mark = paragraph.find(f"{{{_W}}}bookmarkStart")
        if mark is not None and paragraph.find(f"{{{_W}}}pPr/{{{_W}}}pageBreakBefore") is not None:
            yield paragraph, str(mark.get(f"{{{_W}}}name"))


def _end_section(heading: Any, ending: Any) -> None:
    """Ends a section above the heading, which then begins a page by that."""
    above = heading.getprevious()
    while above.tag not in (f"{{{_W}}}p", f"{{{_W}}}tbl"):
        above = above.getprevious()
    look = above.find(f"{{{_W}}}pPr")
    assert look is not None, "every table ends with a paragraph, every paragraph has a style"
    look.append(ending)
    own = heading.find(f"{{{_W}}}pPr")
    own.remove(own.find(f"{{{_W}}}pageBreakBefore"))


def _refer(section: Any, name: str) -> None:
    from lxml import etree

    for number, kind in enumerate(_KINDS):
        reference = etree.Element(f"{{{_W}}}headerReference", nsmap={"r": _R})
        reference.set(f"{{{_W}}}type", kind)
        reference.set(f"{{{_R}}}id", f"{name}-{kind}")
        section.insert(number, reference)


def _head(parts: MutableMapping[str, bytes], band: Band, kept: str, made: dict[str, str]) -> str:
    """The name of the head that says so, made where it is not there yet."""
    if kept in made:
        return made[kept]
    made[kept] = name = f"linyi-head{len(made) + 1}"
    first = _line([_run(band.team, bold=True)], [_run("第"), _field("PAGE"), _run("页　共"), _field("NUMPAGES"), _run("页")])
    second = _line([_run(f"{band.form}　{band.title}")], [_run(band.legend)] if band.legend else [])
    number = [_run(f"{band.number}："), _run("　" * 14, lined=True)] if band.number else []
    third = _line(number, [_run(kept)], ruled=True)
    rels = types = ""
    for kind in _KINDS:
        parts[f"word/{name}-{kind}.xml"] = f'{_DECLARED}<w:hdr xmlns:w="{_W}">{first}{second}{third}</w:hdr>'.encode()
        rels += f'<Relationship Id="{name}-{kind}" Type="{_KIND}" Target="{name}-{kind}.xml"/>'
        types += f'<Override PartName="/word/{name}-{kind}.xml" ContentType="{_TYPE}"/>'
    _insert(parts, _RELS, "</Relationships>", rels)
    _insert(parts, _TYPES, "</Types>", types)
    return name


def _insert(parts: MutableMapping[str, bytes], name: str, mark: str, words: str) -> None:
    there = parts[name].decode()
    assert mark in there, (name, mark)
    parts[name] = there.replace(mark, words + mark, 1).encode()


def _line(left: list[str], right: list[str], ruled: bool = False) -> str:
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="3" w:color="000000"/></w:pBdr>' if ruled else ""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{FORM_WIDTH}"/></w:tabs>'
    height = 340 if ruled else 250
    return (
        f'<w:p><w:pPr>{rule}{tab}<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>{_FLAT}</w:pPr>'
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


def _look(face: str, size: int, lined: bool = False) -> str:
    return (
        f'<w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}" w:eastAsia="{face}" w:hint="eastAsia"/>'
        f'<w:spacing w:val="0"/>{ooxml.size(size, lined)}</w:rPr>'
    )


def _run(words: str, face: str = "仿宋_GB2312", size: int = 18, bold: bool = False, lined: bool = False) -> str:
    return f'<w:r>{_look("黑体" if bold else face, size, lined)}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _field(name: str, face: str = "仿宋_GB2312", size: int = 18) -> str:
    """A number that Word counts."""
    look = _look(face, size)
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{look}<w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>1</w:t></w:r><w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )
