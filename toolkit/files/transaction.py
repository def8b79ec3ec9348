"""Writing so that a kill or a full disk leaves the old or the new, never half.

A kit is made beside its place and renamed into it. What a kill leaves carries a mark in its name
and is cleared by the next run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.files import inside, leaving, lock

LOCK = ".linyi-lock"
_MARK = ".linyi-part-"
_TRIES = 8  # a virus scanner or a preview holds a file for a moment on Windows


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
    with lock.alone(parent / LOCK, parent), writing(parent):
        _clear_leftovers(parent)
        import tempfile

        work = Path(tempfile.mkdtemp(prefix=_MARK, dir=parent))
        with leaving.undone(lambda: shutil.rmtree(work, ignore_errors=True)):
            try:
                fill(work)
                made = _single_folder(work)
                refuse_existing(target)
                with leaving.shielded():
                    replace(made, target)
            finally:
                shutil.rmtree(work, ignore_errors=True)


def refuse_existing(target: Path) -> None:
    if target.is_symlink() or target.exists():
        raise ToolkitError(
            zh=f"{target} 已经存在，没有改动它", en=f"{target} exists and was left as it is",
            fix_zh="换一个文件夹：--out 新文件夹", fix_en="choose another folder: --out NEW",
        )


def _clear_leftovers(folder: Path) -> None:
    for left in folder.glob(f"{_MARK}*"):
        if left.is_dir() and not inside.is_link(left):
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _single_folder(work: Path) -> Path:
    inner = list(work.iterdir())
    assert len(inner) == 1, inner
    return inner[0]


def replace(source: Path, target: Path) -> None:
    """Renames a file or a folder; on Windows it may have to wait for whoever looks at it."""
    for attempt in range(_TRIES):
        try:
            os.rename(source, target) if source.is_dir() else os.replace(source, target)
            return
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turns what the disk refuses into a ToolkitError which says that nothing was changed: let it be true."""
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
            zh=f"写入 {place} 失败：{error.strerror or error}；原有文件没有改动",
            en=f"writing {place} failed: {error.strerror or error}; nothing was changed",
            fix_zh="磁盘满了就先清出空间，再运行一次",
            fix_en="free some space if the disk is full, then run again",
        ) from error
