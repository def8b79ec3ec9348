"""A private folder for the length of a piece of work, gone also where the process is ended in its middle;
and a file of one's own put in its place in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from toolkit.files import leaving


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with (
        tempfile.TemporaryDirectory(prefix="linyi-", ignore_cleanup_errors=True) as name,
        leaving.undone(lambda: shutil.rmtree(name, ignore_errors=True)),
    ):
        yield Path(name)


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
