"""Writing so that a kill or a full disk leaves the old or the new, never half.

A kit is made beside its place and renamed into it. A file is made beside its place and renamed
over it. What a kill leaves carries a mark in its name and is cleared by the next run.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.errors import ToolkitError

_MARK = ".linyi-part-"
_TRIES = 8  # a virus scanner or a preview holds a file for a moment on Windows


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One run at a time in `folder`; the lock itself lies in the system's temporary folder."""
    from filelock import FileLock, Timeout

    key = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"linyi-{key}.lock", timeout=20)
    try:
        lock.acquire()
    except Timeout:
        raise ToolkitError(
            zh=f"另一个 linyi 正在写 {folder}", en=f"another linyi is writing {folder}",
            fix_zh="等它结束后再运行", fix_en="wait for it to end, then run again",
        ) from None
    try:
        yield
    finally:
        lock.release()


def create(target: Path, fill: Callable[[Path], None]) -> None:
    """Makes the folder `target` whole or not at all; `fill` gets an empty folder to work in.

    Raises ToolkitError if `target` exists; whatever `fill` raises passes through.
    """
    refuse_existing(target)
    parent = target.parent
    if not parent.is_dir():
        raise ToolkitError(
            zh=f"文件夹 {parent} 不存在", en=f"there is no folder {parent}",
            fix_zh="先建好它，或换一个位置", fix_en="make it first, or choose another place",
        )
    with alone_in(parent), _writing(parent):
        clear_leftovers(parent)
        work = Path(tempfile.mkdtemp(prefix=_MARK, dir=parent))
        try:
            fill(work)
            made = _single_folder(work)
            refuse_existing(target)
            _replace(made, target)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def refuse_existing(target: Path) -> None:
    if target.is_symlink() or target.exists():
        raise ToolkitError(
            zh=f"{target} 已经存在，没有改动它", en=f"{target} exists and was left as it is",
            fix_zh="换一个文件夹：--out 新文件夹", fix_en="choose another folder: --out NEW",
        )


def clear_leftovers(folder: Path) -> None:
    """Removes what a killed run left. Call it only while alone in `folder`."""
    for left in folder.glob(f"{_MARK}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Replaces one file, atomically; makes its folder."""
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_MARK, dir=path.parent)
        part = Path(name)
        try:
            with open(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            part.chmod(0o644)
            _replace(part, path)
        finally:
            part.unlink(missing_ok=True)


def _single_folder(work: Path) -> Path:
    inside = list(work.iterdir())
    assert len(inside) == 1, inside
    return inside[0]


def _replace(source: Path, target: Path) -> None:
    for attempt in range(_TRIES):
        try:
            os.rename(source, target) if source.is_dir() else os.replace(source, target)
            return
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)


@contextlib.contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise ToolkitError(
            zh=f"不能写入 {error.filename2 or error.filename or place}",
            en=f"cannot write {error.filename2 or error.filename or place}",
            fix_zh="若它正在 Word 或 WPS 里打开，先关闭；再看文件夹的权限",
            fix_en="close it in Word or WPS if it is open there; then look at the folder's permissions",
        ) from error
    except OSError as error:
        raise ToolkitError(
            zh=f"写入 {place} 失败：{error.strerror or error}",
            en=f"writing {place} failed: {error.strerror or error}",
            fix_zh="磁盘满了就先清出空间，再运行一次；原有文件没有改动",
            fix_en="free some space if the disk is full, then run again; nothing was changed",
        ) from error
