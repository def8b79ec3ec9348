"""A private folder for the length of a piece of work, gone also where the process is ended in its middle;
and a file of one's own put in its place in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from toolkit.files import leaving

_TURNS, _PAUSE = 15, 0.02  # seconds; together less than anybody notices


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with (
        tempfile.TemporaryDirectory(prefix="linyi-", ignore_cleanup_errors=True) as name,
        leaving.undone(lambda: _remove(Path(name))),
    ):
        yield Path(name)


def _remove(folder: Path) -> None:
    """Takes the folder away though a thread may still be writing into it: what came in meanwhile goes in the next turn."""
    for _ in range(_TURNS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)


def put(path: Path, text: str) -> None:
    """Writes the text file `path` whole or not at all; a link there is exchanged, not followed. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=".linyi-part-", dir=path.parent)
    with leaving.undone(lambda: Path(name).unlink(missing_ok=True)):
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
