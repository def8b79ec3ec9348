"""What was laid out ahead and waits in a folder until it is asked for: a PDF or a picture, by what it is made of."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_AGAIN = ".again"  # beside what several cities ask for, for nothing of theirs stands in it: it stays


@dataclass(frozen=True)
class _Shelf:
    folder: Path
    ground: str  # what else a layout hangs on: the fonts and versions of this machine
    filling: bool


_shelf: _Shelf | None = None


@contextlib.contextmanager
def filling(folder: Path, ground: str) -> Iterator[None]:
    """Meanwhile all that is laid out is put into the folder too, and what lies there is not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    with _open(_Shelf(folder, ground, True)):
        yield


@contextlib.contextmanager
def taking(folder: Path, ground: str) -> Iterator[None]:
    """Meanwhile what lies in the folder is taken out of it instead of being made; what is for several cities stays there."""
    with _open(_Shelf(folder, ground, False)):
        yield


@contextlib.contextmanager
def _open(shelf: _Shelf) -> Iterator[None]:
    global _shelf
    before, _shelf = _shelf, shelf
    try:
        yield
    finally:
        _shelf = before


def made(kind: str, source: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` makes of the source, or what it made of it ahead. One process lays out one kit at a time."""
    if _shelf is None:
        return make()
    path = _shelf.folder / hashlib.sha256(b"\0".join((_shelf.ground.encode(), kind.encode(), source))).hexdigest()
    if _shelf.filling:
        if path.exists():
            path.with_suffix(_AGAIN).touch()
        else:
            _put(path, make())
        return b""
    try:
        content = path.read_bytes()
    except OSError:
        return make()
    if not path.with_suffix(_AGAIN).exists():
        path.unlink(missing_ok=True)
    return content


def _put(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
