"""What a browser sends, read within bounds and in memory alone: nothing that somebody uploads touches the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from toolkit.errors import ToolkitError
from toolkit.files.given import Given

MOST_TEXT = 2_000_000  # bytes of a form without files: twice the largest text that is read
MOST_FILES, MOST_UPLOAD = 60, 100_000_000
_MOST_FIELDS = 3_000


@dataclass(frozen=True)
class Form:
    """The last value of each field, all of those that stand there several times, and the files by their field."""

    values: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    files: list[Given] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


async def read(request: Request) -> Form:
    """Raises ToolkitError where it is too large or no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _with_files(request)
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise _unknown()
    body = b"".join([part async for part in _bounded(request, MOST_TEXT)])
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise _unknown() from None
    return _form(pairs, [])


def _form(pairs: list[tuple[str, str]], files: list[Given]) -> Form:
    several: dict[str, list[str]] = {}
    for name, value in pairs:
        several.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Form({name: values[-1] for name, values in several.items()}, several, files)


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = int(request.headers.get("content-length", "0") or 0) if request.headers.get("content-length", "0").isdigit() else 0
    if size > most:
        raise _too_large(most)
    async for part in request.stream():
        size = size if request.headers.get("content-length") else size + len(part)
        if size > most:
            raise _too_large(most)
        yield part


async def _with_files(request: Request) -> Form:
    from starlette.datastructures import UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    class InMemory(MultiPartParser):
        spool_max_size = MOST_UPLOAD + 1  # beyond what is let in at all: its files never go to the disk

    try:
        parser = InMemory(request.headers, _bounded(request, MOST_UPLOAD), max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MOST_TEXT)
        found = await parser.parse()
    except MultiPartException:
        raise _unknown() from None
    pairs, files = [], []
    for name, value in found.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:  # a field that was left empty is sent too
                files.append(Given(value.filename.replace("\\", "/").rpartition("/")[2], await value.read()))
            await value.close()
        else:
            pairs.append((name, value))
    return _form(pairs, files)


def _too_large(most: int) -> ToolkitError:
    return ToolkitError(
        zh=f"一次给的太大：最多 {most // 1_000_000} MB", en=f"too large: at most {most // 1_000_000} MB at once",
        fix_zh="少选几个文件，分几次来", fix_en="choose fewer files, and come again with the others",
    )


def _unknown() -> ToolkitError:
    return ToolkitError(
        zh="读不懂浏览器发来的内容", en="what the browser sent cannot be read",
        fix_zh="回到上一页，刷新以后再来一次", fix_en="go back, load the page again and try once more",
    )
