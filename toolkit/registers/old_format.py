"""Old workbooks (.xls, .et), made into .xlsx by a process of its own.

Their cells cannot be counted before they are read, and a few damaged bytes ask for gigabytes: the
reader may fall, or be stopped, without the program falling with it. What it gives is read as
strictly as any other file.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from toolkit.files import archive, leaving, sources
from toolkit.files.process import UNSEEN

MOST_MEMORY = 1_000_000_000  # bytes; Windows knows no such limit
_LONGEST = 30  # seconds
_DATE, _MOMENT, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"


def modern(raw: bytes) -> bytes:
    """An old workbook as the bytes of an .xlsx file. Raises Refused."""
    paths = [str(sources.PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit.registers.old_format"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=UNSEEN, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    with process, leaving.undone(process.kill):
        try:
            made, _ = process.communicate(raw, timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            raise archive.damaged() from None
        except BaseException:
            process.kill()
            raise
    if process.returncode or not made:
        raise archive.damaged()
    return made


def _convert(raw: bytes) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]
    from python_calamine import CalamineWorkbook

    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {form: made.add_format({"num_format": form}) for form in (_DATE, _MOMENT, _TIME)}
    with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        for name in book.sheet_names:
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                for column, cell in enumerate(cells):
                    if cell != "":
                        _write(sheet, row, column, cell, formats)
    made.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, (datetime, date, time, timedelta)):
        form = _MOMENT if isinstance(cell, datetime) else _DATE if isinstance(cell, date) else _TIME
        sheet.write_datetime(row, column, cell, formats[form])
    else:
        sheet.write_string(row, column, str(cell))


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.buffer.write(_convert(sys.stdin.buffer.read()))
