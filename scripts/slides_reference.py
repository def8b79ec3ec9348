"""Writes templates/pptx: the parts that every deck shares, made once by python-pptx from its own template.

Run it again after a new python-pptx, look at a deck, and commit what changed.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.util import Inches

TARGET = Path(__file__).resolve().parents[1] / "templates" / "pptx"
FONT = "微软雅黑"  # Windows and WPS have it; others take their own Chinese font
SHARED = re.compile(r"ppt/(theme|slideMasters|slideLayouts|notesMasters)/|ppt/(presProps|viewProps|tableStyles)\.xml$")


def main() -> None:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    master = presentation.slide_master
    for layout in list(master.slide_layouts):
        if layout.name != "Title Only":
            master.slide_layouts.remove(layout)
    slide = presentation.slides.add_slide(master.slide_layouts[0])
    slide.notes_slide.notes_text_frame.text = "-"
    packed = io.BytesIO()
    presentation.save(packed)
    with zipfile.ZipFile(packed) as opened:
        for name in opened.namelist():
            if SHARED.match(name):
                path = TARGET / name.replace("slideLayout6", "slideLayout1")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_chinese(opened.read(name).replace(b"slideLayout6.xml", b"slideLayout1.xml")))


def _chinese(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for mark in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}ea"):
        if not mark.get("typeface", "").startswith("+"):
            mark.set("typeface", FONT)
            for latin in mark.itersiblings("{*}latin", preceding=True):
                latin.set("typeface", FONT)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)) + b"\n"


if __name__ == "__main__":
    main()
