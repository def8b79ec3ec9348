"""Text as Markdown that can only be read as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.city.telephones import telephones
from toolkit.text import marks
from toolkit.text.blocks import Block, Box, Inline, Inlines, Paragraph, Ref, Table
from toolkit.text.blocks import inlines as plain_inlines

SUGGESTED = "建议值：法律没有规定，由本市和律师确定"


def text(words: str) -> str:
    """Every ASCII sign becomes a character reference: no mark-up, link, tag or attribute is left."""
    return words.translate(_SIGNS)


_SIGNS = {code: f"&#{code};" for code in range(128) if not chr(code).isalnum()} | {ord(" "): " ", ord("\n"): " "}


@dataclass(frozen=True)
class Manner:
    """How a page's text is written: ids that have an address, and what becomes of plain words."""

    links: Mapping[str, str] = field(default_factory=dict)  # id → address, relative to the page
    say: Callable[[str], str] = text


def dial(line: str) -> str:
    """A line with telephone numbers, each a link that dials."""
    written, at = "", 0
    for number in telephones(line):
        written += text(line[at : number.start])
        written += f"[{text(line[number.start : number.end])}](tel:{number.dial})"
        at = number.end
    return written + text(line[at:])


def heading(level: int, words: str, identifier: str, *attributes: str) -> str:
    """A heading with its id; `attributes` such as "data-search-exclude"."""
    return f"{'#' * level} {text(words)} {{ {' '.join(('#' + identifier, *attributes))} }}"


def blocks(found: Iterable[Block], manner: Manner) -> list[str]:
    """Markdown paragraphs, to be joined by blank lines."""
    lines: list[str] = []
    for block in found:
        if isinstance(block, Paragraph):
            lines.append(inlines(block.content, manner))
        elif isinstance(block, Table):
            lines.append(_table(block, manner))
        else:
            assert isinstance(block, Box)
            plain = Manner(manner.links)
            lines.extend(
                f'{inlines(line, plain)}\n{{: .sign }}' for line in block.lines if line
            )
    return lines


def marked(words: str) -> str:
    """Plain words of ours, design values shown as such: a register's note, a form's term."""
    return inlines(plain_inlines(marks.spans(words), (), lambda target: target), Manner())


def inlines(content: Inlines, manner: Manner) -> str:
    return "".join(_inline(piece, manner) for piece in content) or "&#8203;"


def _inline(piece: Inline, manner: Manner) -> str:
    if isinstance(piece, Ref) and piece.target in manner.links:
        words = f"[{text(piece.text)}]({manner.links[piece.target]})"
    else:
        words = manner.say(piece.text)
    if piece.suggested:
        words = f'<span class="suggested" title="{SUGGESTED}">{words}</span>'
    # Python-Markdown wants word boundaries around **, which Chinese text has not.
    return f"<strong>{words}</strong>" if piece.strong else words


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are Markdown already."""
    head = list(header)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _table(block: Table, manner: Manner) -> str:
    return table(
        (inlines(cell, manner) for cell in block.header),
        ((inlines(cell, manner) for cell in row) for row in block.rows),
    )
