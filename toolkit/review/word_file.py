"""A Word file from outside as its parts of XML: bounded, and with nothing in it that could act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.files import archive
from toolkit.files.archive import Refused
from toolkit.files.given import Given

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc and .wps, and .docx with a password
DOCUMENT = "word/document.xml"
FIX = Words("请寄件人在 Word 或 WPS 里另存为 .docx，重新发来", "ask the sender to save it anew as .docx in Word or WPS")


def content(path: Path | Given) -> bytes:
    """The bytes of the file at `path`. Raises Refused, or OSError."""
    return archive.content(path)


def parts(raw: bytes) -> dict[str, bytes]:
    """The XML parts of a .docx, name → bytes. Raises Refused with the next step."""
    if raw.startswith(_OLE):
        raise Refused(
            Words("是加了密码的 Word 文件，或者是旧格式 .doc、.wps", "a Word file with a password, or in the old format .doc or .wps"),
            Words("在 Word 或 WPS 里打开，去掉密码，另存为 .docx", "open it in Word or WPS, take the password off, save it as .docx"),
        )
    try:
        found = archive.parts(raw, lambda name: name.endswith((".xml", ".rels")) or "vbaProject" in name)
    except Refused as error:
        raise Refused(error.words, FIX) from None
    if DOCUMENT not in found:
        raise Refused(Words("不是 Word 文件", "it is no Word file"), FIX)
    _refuse_dangers(found)
    return found


def _refuse_dangers(parts: dict[str, bytes]) -> None:
    if any("vbaProject" in name for name in parts):
        raise Refused(Words("文件里有宏", "the file holds macros"), FIX)
    for name, part in parts.items():
        if not name.endswith(".rels"):
            continue
        for link in xml(part):
            kind = str(link.get("Type", "")).rsplit("/", 1)[-1]
            if link.get("TargetMode") == "External" and kind != "hyperlink":
                raise Refused(Words(f"文件要从外面取东西（{kind[:30]}）", f"the file fetches something from outside ({kind[:30]})"), FIX)


def xml(part: bytes) -> Any:
    """The root of a part. Raises Refused where it is damaged, or holds a DOCTYPE."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(Words("文件损坏", "the file is damaged"), FIX) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(Words("文件里有 DOCTYPE，Word 不会写它", "the file holds a DOCTYPE, which Word never writes"), FIX)
    return root
