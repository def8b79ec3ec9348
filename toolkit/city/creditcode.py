"""统一社会信用代码 (GB 32100-2015): whether a code of eighteen signs is possible at all."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
LENGTH = 18


def check_sign(body: str) -> str:
    """The eighteenth sign for the seventeen before it. Raises ValueError where one of them is none of the standard's."""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return _SIGNS[-total % 31]


def is_possible(code: str) -> bool:
    try:
        return len(code) == LENGTH and check_sign(code[:-1]) == code[-1]
    except ValueError:
        return False
