"""A document's Word file with what counsel should know as comments, open places highlighted, tracking on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from toolkit.city.city import TO_BE_FILLED
from toolkit.errors import ToolkitError
from toolkit.review import marked
from toolkit.review.outgoing import grounds, runs
from toolkit.review.outgoing.grounds import Known
from toolkit.review.own_file import OwnFile, W
from toolkit.review.packed import HEADING, OURS, Packed, Paragraph
from toolkit.text.citations import Register
from toolkit.text.deviations import Told

AUTHOR = "工具包"
_COMMENTS, _SETTINGS, _STYLES, _PROPERTIES = "word/comments.xml", "word/settings.xml", "word/styles.xml", "docProps/custom.xml"
_TO_FILL, _SUGGESTED = "B4DCFF", "FFE699"  # the second is that of the style 建议值
_CHINESE = '<w:rFonts w:hint="eastAsia"/>'
_BEFORE_TRACKING = {
    "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime", "doNotDisplayPageBoundaries",
    "displayBackgroundShape", "printPostScriptOverText", "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts",
    "embedSystemFonts", "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle", "proofState",
    "formsDesign", "attachedTemplate", "linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge",
    "revisionView",
}
_COMMENT_STYLES = (
    '<w:style xmlns:w="{w}" w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>',
    '<w:style xmlns:w="{w}" w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>',
)
_NAMESPACE = W.strip("{}")
Said = Sequence[tuple[str, str]]  # a comment's paragraphs: what each is about, and its words


def commented(
    raw: bytes, packed: Packed, parts: Sequence[Known], gone: Sequence[Told], register: Register, kinds: Collection[str],
    day: str, properties: dict[str, str],
) -> bytes:
    """The file to send. `raw` is the plain one that `packed` was made of; `kinds` are those of grounds.KINDS to tell.

    `gone` are deviations that have no place in it: they are told at its title.
    Raises ToolkitError where the file would print anything else than the plain one.
    """
    file = OwnFile.opened(raw)
    paragraphs = list(file.body.iter(W + "p"))
    by_id = {part.id: part for part in parts}
    headings = {item.part: paragraphs[number] for number, item in enumerate(packed.paragraphs) if item.line == HEADING}
    first_values = dict(_highlight(paragraphs, packed, by_id))
    pen = _Pen(file, day)
    if gone and "deviation" in kinds:
        pen.comment(paragraphs[0], [("与全国文本不同", f"{item.title}：{grounds.departure(item)}") for item in gone])
    for name, part in by_id.items():
        if name in headings:
            for said in _on_heading(part, register, kinds):
                pen.comment(headings[name], said)
            if part.values and "value" in kinds:
                pen.comment(first_values.get(name, headings[name]), [("建议值", f"{'；'.join(part.values)}。{grounds.OWN_CHOICE}。")])
    _comment_styles(file)
    _track(file.tree(_SETTINGS))
    set_properties(file, properties)
    found = file.closed()
    if marked.parse(found).signs != marked.parse(raw).signs:
        raise ToolkitError(
            zh=f"{packed.document} 加了批注以后和原文不一样，没有做", en=f"{packed.document} with its comments would not print the same; it was not made",
            fix_zh="这是我们的问题，请把这份文件发给维护者", fix_en="this is our bug: send this document to the maintainers",
        )
    return found


def _on_heading(part: Known, register: Register, kinds: Collection[str]) -> Iterator[Said]:
    ground: list[tuple[str, str]] = []
    if "basis" in kinds and part.basis:
        ground.append(("依据", part.basis))
    if "duty" in kinds:
        ground += [("义务", grounds.duty(item, register)) for item in part.duties]
    if ground:
        yield ground
    if "question" in kinds:
        for item in part.questions:
            yield [("待律师答复", f"{item.id}　{item.question}"), ("没有答复以前", item.until_answered)]
    if "deviation" in kinds and part.departure:
        yield [("与全国文本不同", grounds.departure(part.departure))]


def _highlight(paragraphs: Sequence[Any], packed: Packed, parts: dict[str, Known]) -> Iterator[tuple[str, list[Any]]]:
    """Shades what is to be filled in and what no law fixes; yields the runs of each part's first design value."""
    seen: set[str] = set()
    for item, paragraph in zip(packed.paragraphs, paragraphs, strict=True):
        for start, end in _values(item, parts.get(item.part)):
            found = runs.between(paragraph, start, end)
            for run in found:
                _shade(run, _SUGGESTED)
            if found and item.part not in seen:
                seen.add(item.part)
                yield item.part, found
        text = runs.text_of(paragraph)
        at = text.find(TO_BE_FILLED)
        while at >= 0:
            for run in runs.between(paragraph, at, at + len(TO_BE_FILLED)):
                _shade(run, _TO_FILL)
            at = text.find(TO_BE_FILLED, at + 1)


def _values(item: Paragraph, part: Known | None) -> Iterator[tuple[int, int]]:
    """Where design values stand in a paragraph: from which sign to which."""
    if part is None or item.line == HEADING:
        return
    if item.line == OURS:  # a note below a form's field
        yield from next((places for text, places in part.notes if text == item.text), ())
        return
    yield from ((start, end) for line, start, end in part.spans if line == item.line)


def _shade(run: Any, colour: str) -> None:
    look = _look(run)
    style = look.find(W + "rStyle")
    if look.find(W + "shd") is None and (style is None or style.get(W + "val") != "建议值"):
        look.append(_element("shd", val="clear", color="auto", fill=colour))


def _look(run: Any) -> Any:
    look = run.find(W + "rPr")
    if look is None:
        look = _element("rPr")
        run.insert(0, look)
    return look


def _element(name: str, **attributes: str) -> Any:
    from lxml import etree

    found = etree.Element(W + name)
    for key, value in attributes.items():
        found.set(W + key, value)
    return found


class _Pen:
    """Writes comments into a file, under our name."""

    def __init__(self, file: OwnFile, day: str) -> None:
        self.comments, self.day, self.number = file.tree(_COMMENTS), day, 0

    def comment(self, place: Any, said: Said) -> None:
        """On a paragraph, or on runs that stand side by side."""
        identifier = str(self.number)
        self.number += 1
        inside = place if isinstance(place, list) else [
            child for child in place if child.tag not in (W + "pPr", W + "bookmarkStart", W + "bookmarkEnd")
        ]
        first, last = _top(inside[0]), _top(inside[-1])
        first.addprevious(_element("commentRangeStart", id=identifier))
        end = _element("commentRangeEnd", id=identifier)
        last.addnext(end)
        reference = _element("r")
        look = _element("rPr")
        look.append(_element("rStyle", val="CommentReference"))
        reference.append(look)
        reference.append(_element("commentReference", id=identifier))
        end.addnext(reference)
        self.comments.append(_comment(identifier, self.day, said))


def _top(element: Any) -> Any:
    """A comment's range stands beside hyperlinks, not in them."""
    while element.getparent().tag != W + "p":
        element = element.getparent()
    return element


def _comment(identifier: str, day: str, said: Iterable[tuple[str, str]]) -> Any:
    from lxml import etree

    found = _element("comment", id=identifier, author=AUTHOR, date=f"{day}T00:00:00Z", initials="工")
    for about, words in said:
        paragraph = etree.SubElement(found, W + "p")
        look = etree.SubElement(paragraph, W + "pPr")
        look.append(_element("pStyle", val="CommentText"))
        for text, bold in ((f"{about}：", True), (words, False)):
            run = etree.fromstring(f'<w:r xmlns:w="{_NAMESPACE}"><w:rPr>{_CHINESE}{"<w:b/>" if bold else ""}</w:rPr><w:t xml:space="preserve"/></w:r>')
            run.find(W + "t").text = text
            paragraph.append(run)
    return found


def _comment_styles(file: OwnFile) -> None:
    from lxml import etree

    styles = file.tree(_STYLES)
    there = {style.get(W + "styleId") for style in styles.iter(W + "style")}
    for source in _COMMENT_STYLES:
        style = etree.fromstring(source.format(w=_NAMESPACE))
        if style.get(W + "styleId") not in there:
            styles.append(style)


def _track(settings: Any) -> None:
    """Whoever opens the file has tracked changes on."""
    if settings.find(W + "trackRevisions") is None:
        before = [child for child in settings if isinstance(child.tag, str) and child.tag.removeprefix(W) in _BEFORE_TRACKING]
        settings.insert(settings.index(before[-1]) + 1 if before else 0, _element("trackRevisions"))


def set_properties(file: OwnFile, properties: dict[str, str]) -> None:
    """Custom properties of the document, in place of what there was."""
    from lxml import etree

    made = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    values = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    root = file.tree(_PROPERTIES)
    for child in list(root):
        root.remove(child)
    for number, (name, value) in enumerate(properties.items(), 2):
        entry = etree.SubElement(root, f"{{{made}}}property", fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid=str(number), name=name)
        etree.SubElement(entry, f"{{{values}}}lpwstr").text = value

