"""What reaches a terminal or a log: no sign that acts on it, no half of a name's bytes, no number of a person."""

from __future__ import annotations

from toolkit.files.textfile import INVISIBLE


def visible(text: str) -> str:
    """Signs that steer a terminal, hide or reorder, as escapes: `\\x1b`. Line breaks and tabs stay."""
    return INVISIBLE.sub(lambda match: _escape(ord(match[0])), text)


def fit_to_show(text: str) -> str:
    """`visible`, and without numbers of persons: for what repeats something from a file."""
    from toolkit.files import personal  # its patterns take a twentieth of a start

    return visible(personal.masked(text))


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file's name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
