"""A private folder for the length of a piece of work, gone also where the process is ended in its middle."""

from __future__ import annotations

import contextlib
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
