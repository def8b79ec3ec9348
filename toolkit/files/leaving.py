"""Ending in the middle of work: at once, and with nothing half-made.

Ctrl-C is an exception in the main thread, but that thread may be in a library's own code for
seconds, and threads beside it are waited for. So a watcher ends the process after half a second,
after it has undone what is registered here. Only the placing of finished files is waited for.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

_PATIENCE = 0.5  # seconds in which the main thread may end by itself
_LONGEST_SHIELD = 30  # seconds; a share that hangs must not hold the terminal

_undo: list[Callable[[], object]] = []
_shield = threading.Lock()
_leaving = threading.Lock()
_late = threading.Event()  # an interrupt came while shielded


@contextlib.contextmanager
def undone(undo: Callable[[], object]) -> Iterator[None]:
    """If the process leaves within this block, `undo` is called first."""
    _undo.append(undo)
    try:
        yield
    finally:
        _undo.remove(undo)


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """An interrupt waits until this block has ended. Keep it short, and put none into another."""
    with _shield:
        yield
    if _late.is_set() and threading.current_thread() is threading.main_thread():
        _late.clear()
        raise KeyboardInterrupt


def leave(code: int, words: str) -> NoReturn:
    """Says `words` on stderr and ends the process now, whatever its threads do."""
    if not _leaving.acquire(blocking=False):
        time.sleep(2 * _LONGEST_SHIELD)  # another thread is ending it
    _shield.acquire(timeout=_LONGEST_SHIELD)
    for undo in reversed(_undo):
        with contextlib.suppress(Exception):
            undo()
    # Past Python's streams: they may be held by a thread that waits for its reader.
    with contextlib.suppress(OSError, ValueError):
        os.write(2, words.encode(sys.stderr.encoding or "utf-8", "replace"))
    os._exit(code)


def watch(interrupted: Callable[[], object]) -> None:
    """From now on Ctrl-C ends the process within a second; `interrupted` is called where the main thread can't end it."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.signal(signal.SIGINT, _on_interrupt)
    signal.set_wakeup_fd(writer.detach(), warn_on_full_buffer=False)
    threading.Thread(target=_wait, args=(reader, interrupted), daemon=True).start()


def _wait(reader: socket.socket, interrupted: Callable[[], object]) -> None:
    while reader.recv(1) != bytes([signal.SIGINT]):
        pass
    time.sleep(_PATIENCE)
    interrupted()


def _on_interrupt(_: int, __: FrameType | None) -> None:
    if _shield.locked():
        _late.set()
    else:
        raise KeyboardInterrupt
