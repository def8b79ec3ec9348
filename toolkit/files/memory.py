"""Memory while very many small objects are made."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_GARBAGE = 50_000  # objects between two looks for garbage: what a command reads of a kit lives to its end


def look_seldom() -> None:
    """From now on this process looks for garbage seldom."""
    gc.set_threshold(_GARBAGE)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Looks for no rings of objects meanwhile: a million cells hold none, and each look walks through all."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
