"""One writer at a time: a lock that lies beside what it locks, so that two accounts and two machines meet at it.

The system holds the lock and lets it go when its process ends, however it ends: an old file is no
lock. Whoever holds it removes the file, and whoever waited sees that the file is another one.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.errors import ToolkitError, Words
from toolkit.files import leaving

WAIT = 20.0  # seconds
_BETWEEN = 0.05
SUFFIX = ".linyi-lock"

waiting: Callable[[Path], object] = lambda shown: None  # noqa: E731 - the door puts its words here


@contextlib.contextmanager
def alone(lock: Path, shown: Path) -> Iterator[None]:
    """Holds the file `lock` for one writer of `shown`. Raises ToolkitError after 20 seconds of waiting."""
    handle = _acquire(lock, shown)
    with leaving.undone(lambda: _remove(lock)):
        try:
            yield
        finally:
            _release(handle, lock)


def clear(lock: Path) -> None:
    """Removes what a killed run left at `lock`, where nobody holds it and this account may."""
    if lock.is_file() and not lock.is_symlink() and os.access(lock.parent, os.W_OK):
        with contextlib.suppress(ToolkitError):
            handle = _try(lock, lock)
            if handle is not None:
                _release(handle, lock)


@contextlib.contextmanager
def beside(folder: Path) -> Iterator[None]:
    """Holds `folder`, which need not exist yet, by a lock beside it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot(folder.parent / f".{folder.name}{SUFFIX}", folder, error) from None
    with alone(folder.parent / f".{folder.name}{SUFFIX}", folder):
        yield


def _acquire(lock: Path, shown: Path) -> int:
    end = time.monotonic() + WAIT
    told = False
    while True:
        handle = _try(lock, shown)
        if handle is not None:
            return handle
        if time.monotonic() >= end:
            raise ToolkitError(
                zh=f"另一个 linyi 正在写 {shown}，等了 {WAIT:.0f} 秒", en=f"another linyi is writing {shown}; waited {WAIT:.0f} seconds",
                fix_zh="等它结束后再运行", fix_en="wait for it to end, then run again",
            )
        if not told:
            waiting(shown)
            told = True
        time.sleep(_BETWEEN)


def _try(lock: Path, shown: Path) -> int | None:
    """The handle of the locked file, or None where another has it."""
    from filelock import lock_descriptor

    handle = _open(lock, shown)
    if handle is None:
        return None
    try:
        if lock_descriptor(handle, blocking=False) and _is_at(handle, lock):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _open(lock: Path, shown: Path) -> int | None:
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
    if lock.is_symlink():
        raise _cannot(lock, shown, Words("那里是一个链接", "there is a link"))
    try:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT | flags, 0o666)
        except PermissionError:
            # Another account's old file: to lock it, it is enough to read it.
            return os.open(lock, os.O_RDONLY | flags)
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(handle, 0o666)  # so that other accounts can lock it too
        return handle
    except FileNotFoundError as error:
        if lock.parent.is_dir():
            return None  # another removed it at this moment
        raise _cannot(lock, shown, error) from None
    except OSError as error:
        if os.name == "nt" and lock.parent.is_dir() and isinstance(error, PermissionError):
            return None  # on Windows a file that is being removed cannot be opened
        raise _cannot(lock, shown, error) from None


def _cannot(lock: Path, shown: Path, why: OSError | Words) -> ToolkitError:
    what = why if isinstance(why, Words) else Words(why.strerror or str(why), why.strerror or str(why))
    return ToolkitError(
        zh=f"不能写入 {shown}：锁文件 {lock} 建不了（{what.zh}），什么也没有改动",
        en=f"cannot write to {shown}: no lock can be made at {lock} ({what.en}); nothing was changed",
        fix_zh="看看磁盘是否已满、文件夹是否有权限；没有别的 linyi 在运行，就删掉这个锁文件",
        fix_en="is the disk full, or the folder closed to you? If no other linyi runs, delete that file",
    )


def _is_at(handle: int, lock: Path) -> bool:
    """Whether the locked file still has its name: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(lock, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _release(handle: int, lock: Path) -> None:
    if os.name == "nt":  # an open file cannot be removed there, nor one that another has opened
        os.close(handle)
        _remove(lock)
    else:
        _remove(lock)
        os.close(handle)


def _remove(lock: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(lock)
