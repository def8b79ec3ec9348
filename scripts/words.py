"""Writes templates/words.txt: the words of the shared text, cut once by jieba.

The phrase diff (toolkit/text/phrases.py) cuts at these words, so that nobody waits for jieba's
dictionary. Run it when much new text has come: python scripts/words.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.text import releases  # noqa: E402

_HAN = re.compile("[\u4e00-\u9fff]+")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def words() -> list[str]:
    """Every word of two signs or more in the text as it is and in every release kept."""
    import jieba

    jieba.setLogLevel("ERROR")
    policies = ROOT / "policies"
    roots = [ROOT, *(releases.folder(policies, version) for version in releases.versions(policies))]
    runs = {
        run
        for root in roots for _, path in releases.files(root)
        for run in _HAN.findall(_PLACEHOLDER.sub("", path.read_text(encoding="utf-8")))
    }
    return sorted({word for run in runs for word in jieba.cut(run, HMM=False) if len(word) > 1})


if __name__ == "__main__":
    found = words()
    (ROOT / "templates" / "words.txt").write_text("\n".join(found) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(found)} words")
