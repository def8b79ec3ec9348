"""Pictures in Word files: named in the XML while it is made, put into the file afterwards."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from html import escape

from toolkit.exporters import pictures

MARK = "linyi-picture-"  # begins its name too, by which a file that comes back is known to hold ours
_USED = re.compile(rb'r:embed="' + MARK.encode() + rb'([a-z0-9-]+)"')
_EMU = 635  # in a twip
_RELS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def inline(name: str, means: str, size: int, number: int) -> str:
    """A run that shows the picture `name` as a square of `size` twips; `means` is read to those who can't see it."""
    side = size * _EMU
    drawing, wordml = "http://schemas.openxmlformats.org/drawingml/2006/main", "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{wordml}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:docPr id="{number}" name="{MARK}{name}" descr="{escape(means)}"/>'
        f'<a:graphic xmlns:a="{drawing}"><a:graphicData uri="{wordml}/picture"><pic:pic xmlns:pic="{wordml}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{MARK}{name}"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def put_pictures(parts: MutableMapping[str, bytes]) -> None:
    """Puts the pictures that document.xml names into the parts of a Word file."""
    names = sorted({match.decode() for match in _USED.findall(parts["word/document.xml"])})
    if not names:
        return
    rels = "".join(
        f'<Relationship Id="{MARK}{name}" Type="{_KIND}" Target="media/{name}.png"/>' for name in names
    )
    parts[_RELS] = parts[_RELS].replace(b"</Relationships>", rels.encode() + b"</Relationships>")
    if b'Extension="png"' not in parts[_TYPES]:
        parts[_TYPES] = parts[_TYPES].replace(b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>')
    parts.update({f"word/media/{name}.png": drawn for name, drawn in pictures.pngs(names).items()})
