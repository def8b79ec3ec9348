"""Makes toolkit/data/sounds.txt from the package pypinyin, which only this script needs.

    pip install pypinyin==0.55.0
    python scripts/sounds.py

How the signs of GB 2312 are read, without tones; of several readings the commonest.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "toolkit" / "data" / "sounds.txt"
HEAD = "# Syllable, and the signs of GB 2312 that are read so: from the PyPI package pypinyin 0.55.0 (MIT).\n"


def signs() -> list[str]:
    """The 6,763 signs of GB 2312."""
    found = []
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                found.append(bytes((first, second)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def main() -> None:
    from pypinyin import Style, pinyin

    groups: dict[str, str] = defaultdict(str)
    for sign in signs():
        groups[pinyin(sign, style=Style.NORMAL)[0][0].replace("ü", "v")] += sign
    lines = [f"{syllable} {groups[syllable]}\n" for syllable in sorted(groups)]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{sum(map(len, groups.values()))} signs, {len(groups)} syllables")


if __name__ == "__main__":
    main()
