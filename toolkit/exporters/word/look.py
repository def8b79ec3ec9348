"""The look of Word files: pandoc's reference document, packed from its readable parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from toolkit.files import archive, sources

HINT = "填写说明"
# Forms print on as few pages as room for handwriting allows: 25 and 15 mm above and below, 168 mm wide.
_FORM_MARGINS = {"top": "1417", "bottom": "850", "left": "1247", "right": "1134", "header": "312", "footer": "397"}
_BOOKLET_MARGINS = {"top": "1417", "bottom": "1247", "footer": "680"}
_FORMS = ("form", "compact", "large")
_FORM_HEAD = "EBEBEB"
# Above and below, in twips.
_SPACES = {"Heading1": ("160", "80"), "Heading2": ("80", "40"), "Title": ("40", "100"), HINT: ("40", "0")}
_COMPACT_SPACES = {"Heading1": ("100", "60"), "Heading2": ("50", "20"), "Title": ("0", "60"), HINT: ("20", "0")}
# Half-points and line height in twips, by look and style; policies are as the parts say.
_SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "policy": {},
    "form": {
        "BodyText": (24, 350), "FirstParagraph": (24, 350), "Heading1": (25, 400), "Heading2": (25, 360),
        "Title": (40, 560), HINT: (19, 260),
    },
    "compact": {
        "BodyText": (22, 310), "FirstParagraph": (22, 310), "Heading1": (23, 340), "Heading2": (23, 310),
        "Title": (36, 480), "表内文字": (21, 270), HINT: (18, 230),
    },
    "large": {
        "BodyText": (32, 420), "FirstParagraph": (32, 420), "Heading1": (34, 460), "Heading2": (34, 420),
        "Title": (44, 620), "表内文字": (28, 390), HINT: (24, 320),
    },
    "booklet-16": {"BodyText": (32, 460), "Heading1": (48, 700), "目录行": (32, 520)},
    "booklet-18": {"BodyText": (36, 520), "Heading1": (54, 780), "目录行": (36, 580)},
}


@cache
def reference(look: str) -> bytes:
    """A reference.docx for a look of layout.look; the same bytes every time."""
    folder = sources.shared().templates / "docx" / "reference"
    parts = {}
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            content = path.read_bytes()
            if path.name == "styles.xml":
                content = _resize(content, _SIZES[look])
                if look in _FORMS:
                    content = _form_heads(content, _COMPACT_SPACES if look == "compact" else _SPACES)
            if path.name == "document.xml" and look != "policy":
                content = _set_margins(content, _FORM_MARGINS if look in _FORMS else _BOOKLET_MARGINS)
            parts[path.relative_to(folder).as_posix()] = content
    return archive.packed(parts)


def hint(look: str) -> int:
    """The size of what is printed small in a form, in twips."""
    return _SIZES[look][HINT][0] * 10


def _resize(styles: bytes, sizes: dict[str, tuple[int, int]]) -> bytes:
    from lxml import etree

    root = etree.fromstring(styles)
    word = f"{{{root.nsmap['w']}}}"
    for style in root.iter(f"{word}style"):
        size = sizes.get(style.get(f"{word}styleId", ""))
        if size is None:
            continue
        for mark in style.iter(f"{word}sz", f"{word}szCs"):
            mark.set(f"{word}val", str(size[0]))
        for spacing in style.iter(f"{word}spacing"):
            if spacing.get(f"{word}line"):
                spacing.set(f"{word}line", str(size[1]))
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _form_heads(styles: bytes, spaces: Mapping[str, tuple[str, str]]) -> bytes:
    """A form's parts begin with a grey line, its clauses at the margin; the title leaves no empty lines."""
    from lxml import etree

    root = etree.fromstring(styles)
    word = f"{{{root.nsmap['w']}}}"
    for style in root.iter(f"{word}style"):
        name = style.get(f"{word}styleId", "")
        look = style.find(f"{word}pPr")
        if name not in spaces or look is None:
            continue
        spacing, indent = look.find(f"{word}spacing"), look.find(f"{word}ind")
        spacing.set(f"{word}before", spaces[name][0])
        spacing.set(f"{word}after", spaces[name][1])
        if not name.startswith("Heading"):
            continue
        for key in ("firstLineChars", "firstLine"):
            indent.set(word + key, "0")
        look.find(f"{word}jc").set(f"{word}val", "left")
        if name == "Heading1":
            ground = etree.Element(f"{word}shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", _FORM_HEAD)):
                ground.set(word + key, value)
            look.insert(look.index(spacing), ground)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _set_margins(body: bytes, sides: dict[str, str]) -> bytes:
    from lxml import etree

    root = etree.fromstring(body)
    word = f"{{{root.nsmap['w']}}}"
    for margins in root.iter(f"{word}pgMar"):
        for side, value in sides.items():
            margins.set(word + side, value)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found
