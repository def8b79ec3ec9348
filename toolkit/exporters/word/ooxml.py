"""Tables and page breaks in WordprocessingML, where pandoc has no say in width and height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from toolkit.exporters.layout import Letterhead
from toolkit.text.blocks import Inline, Inlines, Table, Text, plain_text

TEXT_WIDTH = 8845  # twips between the margins: 156 mm
FORM_WIDTH = 9525  # 168 mm: forms have narrower margins
SIGNED, CONTACT, DECISION = "签署", "联系", "决定"  # captions by which keeping knows a table; no reader sees them
TAB = "<w:r><w:tab/></w:r>"
BOOKMARK_BASE = 900_000  # far above the numbers that pandoc gives

_SUGGESTED = "建议值"  # a ground that a printer shows too
_STRONG = "条号"  # 黑体, as print does it, instead of a smeared 仿宋

# Without the hint, Word sets Chinese quotation marks in the Latin font.
_CHINESE = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_GAP = '<w:p><w:pPr><w:spacing w:line="70" w:lineRule="exact"/></w:pPr></w:p>'
_STYLE = '<w:tblStyle w:val="Table"/>'


def table(source: Table, full: int = TEXT_WIDTH, height: int = 0) -> str:
    """A table in full width whose head repeats on every page; `height` is the least of a row, in twips."""
    widths = _widths(len(source.header), source, full)
    head = row([_cell(cell, width, "表头文字") for cell, width in zip(source.header, widths, strict=True)], head=True)
    body = [
        row([_cell(cell, width) for cell, width in zip(line, widths, strict=True)], height=height)
        for line in source.rows
    ]
    return framed(widths, [head, *body])


def two_columns(rows: Iterable[tuple[str, str]], head: tuple[str, str]) -> str:
    """The annex: what a clause rests on."""
    widths = [TEXT_WIDTH * 2 // 5, TEXT_WIDTH - TEXT_WIDTH * 2 // 5]
    lines = [row([_cell(text, width, "表头文字") for text, width in zip(head, widths, strict=True)], head=True)]
    lines += [
        row([_cell(text, width) for text, width in zip(line, widths, strict=True)]) for line in rows
    ]
    return framed(widths, lines)


def page_break_heading(identifier: str, text: str, number: int, first: bool) -> str:
    """A chapter that begins its own page, bookmarked like every other."""
    mark = BOOKMARK_BASE + number
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


def closing(lines: Sequence[Inlines], indents: Sequence[float]) -> str:
    """落款: each line so many signs from the right, a line free above, on the page of the text before."""
    found = []
    for number, (line, indent) in enumerate(zip(lines, indents, strict=True)):
        above = '<w:spacing w:before="1120"/>' if not number else ""
        right = f'<w:ind w:rightChars="{round(indent * 100)}" w:right="{round(indent * 320)}"/>'
        look = f'<w:pPr><w:pStyle w:val="署名"/>{"<w:keepNext/>" if number < len(lines) - 1 else ""}{above}{right}</w:pPr>'
        found.append(f'<w:p>{look}{"".join(map(_run, line or (Text(""),)))}</w:p>')
    return "".join(found)


def colophon(issuer: str, printed: str) -> str:
    """版记 at the foot of the last page: who had it printed at the left, when at the right."""
    wide = TEXT_WIDTH * 3 // 5
    line = '<w:{0} w:val="single" w:sz="8" w:space="0" w:color="000000"/>'

    def words(text: str, side: str) -> str:
        indent = "leftChars" if side == "left" else "rightChars"
        look = f'<w:pPr><w:pStyle w:val="表内文字"/><w:spacing w:line="480"/><w:ind w:{indent}="100"/><w:jc w:val="{side}"/></w:pPr>'
        return f'<w:p>{look}<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{size(28)}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    cells = cell(words(issuer, "left"), wide) + cell(words(printed, "right"), TEXT_WIDTH - wide)
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{line.format("top")}{line.format("bottom")}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{wide}"/><w:gridCol w:w="{TEXT_WIDTH - wide}"/></w:tblGrid>'
        f"{row([cells])}</w:tbl>{_GAP}"
    )


def plain_table(widths: Sequence[int], rows: Sequence[str]) -> str:
    """Rows side by side without lines around them."""
    return _table(widths, rows, "")


def framed(
    widths: Sequence[int], rows: Sequence[str], outer: int = 4, inner: bool = True, columns: bool = True, caption: str = "",
) -> str:
    """A table with lines; `outer` is its frame's weight in eighths of a point, `columns` whether lines part them all."""
    sides = [(side, outer) for side in ("top", "left", "bottom", "right")]
    sides += [("insideH", 4)] if inner and columns else []
    sides += [("insideV", 4)] if inner else []
    lines = "".join(f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/>' for side, weight in sides)
    return _GAP + _table(widths, rows, f"<w:tblBorders>{lines}</w:tblBorders>", caption)


def _table(widths: Sequence[int], rows: Sequence[str], look: str, caption: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    named = f'<w:tblCaption w:val="{caption}"/>' if caption else ""
    return (
        f'<w:tbl><w:tblPr>{_STYLE if look else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{look}<w:tblLayout w:type="fixed"/>{named}'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        # Two tables in a row would grow together without a paragraph between them.
        f"{_GAP}"
    )


def row(cells: Sequence[str], head: bool = False, height: int = 0) -> str:
    """A row that no page break parts; `height` is its least, in twips."""
    rule = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{rule}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def cell(inside: str, width: int, span: int = 1, fill: str = "", merge: str = "", top: bool = False) -> str:
    """A cell of whole paragraphs; `merge` is restart or continue of a cell over several rows."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}{ground}<w:vAlign w:val="{"top" if top else "center"}"/></w:tcPr>'
        f"{inside}</w:tc>"
    )


def _cell(text: str | Inlines, width: int, style: str = "表内文字") -> str:
    return cell(paragraph(text, style), width)


def character_style(piece: Inline) -> str | None:
    """The style of a run that is not plain words. A run has one: a strong design value is shown as such."""
    return _SUGGESTED if piece.suggested else _STRONG if piece.strong else None


def paragraph(text: str | Inlines, style: str, keep: bool = False) -> str:
    """Words in a style; `keep`: on the page of what follows."""
    pieces = (Text(text),) if isinstance(text, str) else text
    return plain_paragraph("".join(map(_run, pieces or (Text(""),))), style, keep)


def plain_paragraph(runs: str, style: str, keep: bool = False, tabs: Sequence[int] = (), side: str = "") -> str:
    """Runs in a style, with tabs at so many twips; `side` is center or right."""
    stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in tabs)
    look = ("<w:keepNext/>" if keep else "") + (f"<w:tabs>{stops}</w:tabs>" if stops else "") + (f'<w:jc w:val="{side}"/>' if side else "")
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/>{look}</w:pPr>{runs}</w:p>'


def picture_paragraph(run: str) -> str:
    """A picture as high as it is: an exact line would cut it."""
    look = '<w:keepNext/><w:spacing w:before="40" w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="表内文字"/>{look}</w:pPr>{run}</w:p>'


def size(half_points: int, lined: bool = False) -> str:
    """How large a run is, 0 as the text around it, and a line below it: the end of its look, in the order that Word keeps."""
    line = '<w:u w:val="single"/>' if lined else ""
    return (f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else "") + line


def run(words: str, strong: bool = False) -> str:
    """Plain words."""
    look = f'<w:rPr><w:rStyle w:val="{_STRONG}"/><w:rFonts w:hint="eastAsia"/></w:rPr>' if strong else _CHINESE
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def shares(width: int, parts: Sequence[int]) -> list[int]:
    """The width in so many parts, to the last twip."""
    found = [width * part // sum(parts) for part in parts]
    return [*found[:-1], width - sum(found[:-1])]


def _run(piece: Inline) -> str:
    style = _SUGGESTED if piece.suggested else None  # a table's words have the weight of their row
    look = f'<w:rPr><w:rStyle w:val="{style}"/><w:rFonts w:hint="eastAsia"/></w:rPr>' if style else _CHINESE
    lines = '<w:br/>'.join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in piece.text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def _widths(count: int, source: Table, full: int) -> list[int]:
    """Columns as the table says, or as wide as their longest cells ask, none below a fifth of an even share."""
    if source.widths:
        return shares(full, source.widths)
    asked = [
        max(4, *(min(40, len(plain_text(line[column]))) for line in (source.header, *source.rows)))
        for column in range(count)
    ]
    least = full // (count * 5)
    free = full - least * count
    widths = [least + free * part // sum(asked) for part in asked]
    widths[-1] += full - sum(widths)
    return widths
