"""A deck as a file: the parts of templates/pptx, which every deck shares, and its own slides between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from toolkit.exporters import pictures
from toolkit.exporters.slides.shapes import (
    DECLARATION,
    HEIGHT,
    NAMESPACES,
    TREE,
    WIDTH,
    Sheet,
    safe,
)
from toolkit.files import archive, sources
from toolkit.text.marks import bare
from toolkit.text.render import Rendered

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
_MADE = "2026-01-01T00:00:00Z"
_INCH = 914_400
_FIRST = 10  # the first relation of the presentation that is a slide's
Drawn = tuple[Sheet, str, str]  # a slide, the colour of its ground, and what the trainer reads


def packed(slides: Sequence[Drawn], document: Rendered) -> bytes:
    """The presentation's file; the same slides give the same bytes."""
    return archive.packed(dict(_parts(slides, document)), stored=lambda name: name.endswith(".png"))


def _parts(slides: Sequence[Drawn], document: Rendered) -> Iterator[tuple[str, bytes]]:
    noted = [number for number, (_, _, notes) in enumerate(slides, 1) if notes]
    yield "[Content_Types].xml", _types(len(slides), noted)
    yield "_rels/.rels", _relations({
        "rId1": ("officeDocument", "ppt/presentation.xml"), "rId3": ("extended-properties", "docProps/app.xml"),
    }, {"rId2": ("core-properties", "docProps/core.xml")})
    yield "docProps/app.xml", _app(len(slides), len(noted))
    yield "docProps/core.xml", _core(document)
    yield "ppt/presentation.xml", _presentation(len(slides))
    yield "ppt/_rels/presentation.xml.rels", _relations({
        "rId1": ("slideMaster", "slideMasters/slideMaster1.xml"), "rId2": ("notesMaster", "notesMasters/notesMaster1.xml"),
        "rId3": ("presProps", "presProps.xml"), "rId4": ("viewProps", "viewProps.xml"),
        "rId5": ("theme", "theme/theme1.xml"), "rId6": ("tableStyles", "tableStyles.xml"),
        **{f"rId{_FIRST + number}": ("slide", f"slides/slide{number + 1}.xml") for number in range(len(slides))},
    })
    yield from _shared().items()
    for number, (sheet, paper, notes) in enumerate(slides, 1):
        targets = {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        targets |= {f"rId{at}": ("image", f"../media/{name}.png") for at, name in enumerate(sheet.images, 2)}
        if notes:
            targets["rId99"] = ("notesSlide", f"../notesSlides/notesSlide{number}.xml")
            yield f"ppt/notesSlides/notesSlide{number}.xml", _notes(notes)
            yield f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels", _relations({
                "rId1": ("notesMaster", "../notesMasters/notesMaster1.xml"), "rId2": ("slide", f"../slides/slide{number}.xml"),
            })
        yield f"ppt/slides/slide{number}.xml", sheet.xml(paper)
        yield f"ppt/slides/_rels/slide{number}.xml.rels", _relations(targets)
    for name, drawn in pictures.pngs(name for sheet, _, _ in slides for name in sheet.images).items():
        yield f"ppt/media/{name}.png", drawn


@cache
def _shared() -> Mapping[str, bytes]:
    folder = sources.shared().templates / "pptx"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*")) if path.is_file()}


def _types(count: int, noted: Sequence[int]) -> bytes:
    main = {
        "/ppt/presentation.xml": "presentation.main", "/ppt/slideMasters/slideMaster1.xml": "slideMaster",
        "/ppt/slideLayouts/slideLayout1.xml": "slideLayout", "/ppt/notesMasters/notesMaster1.xml": "notesMaster",
        "/ppt/presProps.xml": "presProps", "/ppt/viewProps.xml": "viewProps", "/ppt/tableStyles.xml": "tableStyles",
        **{f"/ppt/slides/slide{number + 1}.xml": "slide" for number in range(count)},
        **{f"/ppt/notesSlides/notesSlide{number}.xml": "notesSlide" for number in noted},
    }
    office = "application/vnd.openxmlformats-officedocument"
    named = {name: f"{_TYPE}.{kind}+xml" for name, kind in main.items()} | {
        "/ppt/theme/theme1.xml": f"{office}.theme+xml", "/ppt/theme/theme2.xml": f"{office}.theme+xml",
        "/docProps/app.xml": f"{office}.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in named.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relations(office: Mapping[str, tuple[str, str]], package: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """`office` and `package` say whose kinds of relation they are: id → kind and target."""
    lines = [f'<Relationship Id="{at}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for at, (kind, to) in office.items()]
    lines += [
        f'<Relationship Id="{at}" Type="{_PACKAGE}/relationships/metadata/{kind}" Target="{to}"/>'
        for at, (kind, to) in (package or {}).items()
    ]
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def _presentation(count: int) -> bytes:
    slides = "".join(f'<p:sldId id="{256 + number}" r:id="rId{_FIRST + number}"/>' for number in range(count))
    return (
        f'{DECLARATION}<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0">'
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="{round(WIDTH * _INCH)}" cy="{round(HEIGHT * _INCH)}"/>'
        '<p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle><a:defPPr><a:defRPr lang="zh-CN"/></a:defPPr>'
        "</p:defaultTextStyle></p:presentation>"
    ).encode()


def _notes(words: str) -> bytes:
    paragraphs = "".join(
        f'<a:p><a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>{safe(line)}</a:t></a:r></a:p>' for line in words.split("\n\n")
    )
    return (
        f"{DECLARATION}<p:notes {NAMESPACES}><p:cSld><p:spTree>{TREE}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="幻灯片图像"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="备注"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}'
        "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    ).encode()


def _core(document: Rendered) -> bytes:
    summary = bare(str(document.front.get("summary", "")))
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{safe(document.title)}</dc:title><dc:subject>{safe(document.kind)}</dc:subject><dc:creator></dc:creator>"
        f"<dc:description>{safe(summary)}</dc:description><cp:lastModifiedBy></cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:modified><dc:language>zh-CN</dc:language></cp:coreProperties>'
    ).encode()


def _app(count: int, noted: int) -> bytes:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Slides>{count}</Slides><Notes>{noted}</Notes></Properties>"
    ).encode()
