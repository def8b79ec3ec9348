"""Text as Markdown that can only be read as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.blocks import Block, Box, Inline, Inlines, Paragraph, Ref, Table

Links = Mapping[str, str]  # id → address, relative to the page


def text(words: str) -> str:
    """Every ASCII sign becomes a character reference: no mark-up, link, tag or attribute is left."""
    return "".join(_sign(character) for character in " ".join(words.split("\n")))


def _sign(character: str) -> str:
    if character.isascii() and not character.isalnum() and character != " ":
        return f"&#{ord(character)};"
    return character


def heading(level: int, words: str, identifier: str) -> str:
    return f"{'#' * level} {text(words)} {{ #{identifier} }}"


def blocks(found: Iterable[Block], links: Links) -> list[str]:
    """Markdown paragraphs, to be joined by blank lines."""
    lines: list[str] = []
    for block in found:
        if isinstance(block, Paragraph):
            lines.append(inlines(block.content, links))
        elif isinstance(block, Table):
            lines.append(_table(block, links))
        else:
            assert isinstance(block, Box)
            lines.extend(
                f'{inlines(line, links)}\n{{: .sign }}' for line in block.lines if line
            )
    return lines


def inlines(content: Inlines, links: Links) -> str:
    return "".join(_inline(piece, links) for piece in content) or "&#8203;"


def _inline(piece: Inline, links: Links) -> str:
    words = text(piece.text)
    if isinstance(piece, Ref) and piece.target in links:
        words = f"[{words}]({links[piece.target]})"
    # Python-Markdown wants word boundaries around **, which Chinese text has not.
    return f"<strong>{words}</strong>" if piece.strong else words


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are Markdown already."""
    head = list(header)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _table(block: Table, links: Links) -> str:
    return table(
        (inlines(cell, links) for cell in block.header),
        ((inlines(cell, links) for cell in row) for row in block.rows),
    )
