"""The look of Word files: pandoc's reference document, packed from its readable parts."""

from __future__ import annotations

from functools import cache

from toolkit.files import archive, sources

# Forms print on as few pages as room for handwriting allows: 25 and 22 mm above and below.
_FORM_MARGINS = {"top": "1417", "bottom": "1247", "footer": "680"}
# Half-points and line height in twips, by look and style; policies are as the parts say.
_SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "policy": {},
    "form": {
        "BodyText": (24, 400), "FirstParagraph": (24, 400), "Heading1": (28, 460),
        "Heading2": (24, 400), "签署行": (24, 560),
    },
    "large": {
        "BodyText": (36, 580), "FirstParagraph": (36, 580), "Heading1": (40, 660),
        "Heading2": (36, 600), "签署行": (36, 720), "表内文字": (32, 500),
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
            if path.name == "document.xml" and look != "policy":
                content = _set_margins(content)
            parts[path.relative_to(folder).as_posix()] = content
    return archive.packed(parts)


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


def _set_margins(body: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(body)
    word = f"{{{root.nsmap['w']}}}"
    for margins in root.iter(f"{word}pgMar"):
        for side, value in _FORM_MARGINS.items():
            margins.set(word + side, value)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found
