"""更新报告.docx: the report for those who read in Word or WPS, from its Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.update import word
from toolkit.update.word import paragraph

_SIZES = {1: 36, 2: 30, 3: 26}
_COLUMNS = (2600, 2700, 1300, 1200, 1300)
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)")


def docx(report: str) -> bytes:
    """The same words as `report`; the same bytes for the same report."""
    return word.document(piece for block in report.strip("\n").split("\n\n") for piece in _block(block))


def _block(block: str) -> Iterator[str]:
    heading = re.match(r"(#{1,3}) (.*)", block)
    if heading:
        yield paragraph(heading[2], size=_SIZES[len(heading[1])], bold=True)
    elif block.startswith("| "):
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.split("\n") if not line.startswith("|---")]
        yield word.table([[_plain(cell.strip()) for cell in row] for row in rows], _COLUMNS)
        yield paragraph("")
    else:
        for line in block.split("\n"):
            yield word.of_runs(*(
                word.run(piece, "<w:b/>" if number % 2 else "") for number, piece in enumerate(_plain(line).split("**"))
            ))


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).replace("\\|", "|")
