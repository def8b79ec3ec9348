"""Tables and page breaks in WordprocessingML, where pandoc has no say in width and height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from toolkit.exporters.fields import Cell
from toolkit.exporters.layout import Letterhead
from toolkit.text.blocks import Inline, Inlines, Table, Text, plain_text

TEXT_WIDTH = 8845  # twips between the margins: 156 mm
ROW_HEIGHT = 540  # twips: 9.5 mm, room to write by hand
_BOOKMARK_BASE = 900_000  # far above the numbers that pandoc gives

_SUGGESTED = "建议值"  # a ground that a printer shows too
_STRONG = "条号"  # 黑体, as print does it, instead of a smeared 仿宋

# Without the hint, Word sets Chinese quotation marks in the Latin font.
_CHINESE = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
_STYLE = '<w:tblStyle w:val="Table"/>'


def table(source: Table) -> str:
    """A table in full width whose head repeats on every page."""
    widths = _widths(len(source.header), source)
    head = _row([_cell(cell, width, "表头文字")
                 for cell, width in zip(source.header, widths, strict=True)], head=True)
    body = [
        _row([_cell(cell, width) for cell, width in zip(row, widths, strict=True)])
        for row in source.rows
    ]
    return _table(widths, [head, *body])


def two_columns(rows: Iterable[tuple[str, str]], head: tuple[str, str]) -> str:
    """The annex: what a clause rests on."""
    widths = [TEXT_WIDTH * 2 // 5, TEXT_WIDTH - TEXT_WIDTH * 2 // 5]
    lines = [_row([_cell(text, width, "表头文字") for text, width in zip(head, widths, strict=True)], head=True)]
    lines += [
        _row([_cell(text, width) for text, width in zip(row, widths, strict=True)]) for row in rows
    ]
    return _table(widths, lines)


def field_table(rows: Sequence[tuple[Cell, ...]]) -> str:
    """A form's fields: names at the left of the room to write."""
    name = TEXT_WIDTH // 5
    room = TEXT_WIDTH // 2 - name
    widths = [name, room, name, TEXT_WIDTH - 2 * name - room]
    return _table(widths, [_field_row(row, widths) for row in rows])


def _field_row(row: tuple[Cell, ...], widths: list[int]) -> str:
    cells = []
    for number, cell in enumerate(row):
        span = 1 if len(row) == 2 else 3
        room = widths[2 * number + 1] if span == 1 else sum(widths[1:])
        note = _paragraph(cell.note, "填写说明") if cell.note else ""
        cells.append(_cell(cell.name, widths[2 * number]))
        cells.append(_cell(cell.writing, room, span=span, more=note))
    return _row(cells, height=ROW_HEIGHT * max(cell.lines for cell in row))


def page_break_heading(identifier: str, text: str, number: int, first: bool) -> str:
    """A chapter that begins its own page, bookmarked like every other."""
    mark = _BOOKMARK_BASE + number
    broken = "" if first else "<w:pageBreakBefore/>"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{broken}</w:pPr>'
        f'<w:bookmarkStart w:id="{mark}" w:name="{escape(identifier)}"/>'
        f'<w:r>{_CHINESE}<w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:bookmarkEnd w:id="{mark}"/></w:p>'
    )


def letterhead(head: Letterhead) -> str:
    """发文机关标志 35 mm below the margin, 发文字号 two lines below it, and the red line."""
    red = '<w:color w:val="C00000"/>'
    name = (
        '<w:rPr><w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体" '
        f'w:hint="eastAsia"/>{red}<w:sz w:val="{2 * head.size}"/></w:rPr>'
    )
    line = (
        '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="11" w:color="C00000"/></w:pBdr>'
        '<w:spacing w:before="1120" w:after="560" w:line="560" w:lineRule="exact"/>'
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="发文字号"/><w:spacing w:before="1984" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:r>{name}<w:t xml:space="preserve">{escape(head.name)}</w:t></w:r></w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="发文字号"/>{line}</w:pPr>'
        f'<w:r>{_CHINESE}<w:t xml:space="preserve">{escape(head.number)}</w:t></w:r></w:p>'
    )


def plain_table(widths: Sequence[int], rows: Sequence[str]) -> str:
    """Rows side by side without lines around them."""
    return _table(widths, rows, look="")


def _table(widths: Sequence[int], rows: Sequence[str], look: str = _RULED) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{_STYLE if look else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{look}<w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        # Two tables in a row would grow together without a paragraph between them.
        '<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _row(cells: Sequence[str], head: bool = False, height: int = 0) -> str:
    rule = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{rule}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str | Inlines, width: int, style: str = "表内文字", span: int = 1, more: str = "") -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(text, style)}{more}</w:tc>"
    )


def character_style(piece: Inline) -> str | None:
    """The style of a run that is not plain words. A run has one: a strong design value is shown as such."""
    return _SUGGESTED if piece.suggested else _STRONG if piece.strong else None


def _paragraph(text: str | Inlines, style: str) -> str:
    pieces = (Text(text),) if isinstance(text, str) else text
    runs = "".join(map(_run, pieces or (Text(""),)))
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{runs}</w:p>'


def _run(piece: Inline) -> str:
    style = _SUGGESTED if piece.suggested else None  # a table's words have the weight of their row
    look = f'<w:rPr><w:rStyle w:val="{style}"/><w:rFonts w:hint="eastAsia"/></w:rPr>' if style else _CHINESE
    lines = '<w:br/>'.join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in piece.text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def _widths(count: int, source: Table) -> list[int]:
    """Columns as the table says, or as wide as their longest cells ask, none below a fifth of an even share."""
    if source.widths:
        shares = [TEXT_WIDTH * part // sum(source.widths) for part in source.widths]
        return [*shares[:-1], TEXT_WIDTH - sum(shares[:-1])]
    asked = [
        max(4, *(min(40, len(plain_text(row[column]))) for row in (source.header, *source.rows)))
        for column in range(count)
    ]
    least = TEXT_WIDTH // (count * 5)
    free = TEXT_WIDTH - least * count
    widths = [least + free * part // sum(asked) for part in asked]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths
