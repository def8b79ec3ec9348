"""The site in one file for a USB stick: unpack it anywhere and open 打开这里.html."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PATH = "网站.zip"
_START = "打开这里.html"
_COMPRESSED = (".docx", ".pdf", ".pptx", ".xlsx")  # compressed already
_DATE = (2026, 1, 1, 0, 0, 0)  # the same files give the same bytes
_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url=site/index.html">
<title>打开网站</title>
<p><a href="site/index.html">打开网站</a></p>
</html>
"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files (path → content) and the page to start from."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in [(_START, _PAGE.encode()), *sorted(files.items())]:
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()
