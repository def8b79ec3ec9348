"""Mends mkdocs-material's Chinese search in the built site.

Its search worker cuts a query into words of the index, but never looks at a word that reaches the
end of the query: "保密" is searched as "保". One comparison is off by one. And a word of one sign
weighs like any other: "不独处" finds every "不". Such a word counts only where it stands alone.
"""

from __future__ import annotations

import re

_CUT = re.compile(rb"(for\(let (\w+)=(\w+)\+1;\2)<(?=(\w+)\.length;\2\+\+\)\4\.slice\(\3,\2\)in )")

_WORDS = re.compile(rb'return (\w+)\.has\(""\)\?')


def mend(path: str, content: bytes) -> bytes:
    """The content of a built file, mended where it is the search worker of a known make."""
    if "/workers/search." not in path:
        return content
    return _WORDS.sub(rb"\1.size>1&&\1.forEach(w=>{w.length<2&&\1.delete(w)});\g<0>", _CUT.sub(rb"\1<=", content))
