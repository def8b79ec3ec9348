"""The site in one file for a USB stick: unpack it anywhere and open 打开这里.html."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.files import archive

PATH = "网站.zip"
_START = "打开这里.html"
_COMPRESSED = (".docx", ".pdf", ".pptx", ".xlsx")  # compressed already
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
    return archive.packed({_START: _PAGE.encode(), **dict(sorted(files.items()))}, lambda path: path.endswith(_COMPRESSED))
