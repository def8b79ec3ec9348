"""`python scripts/errors.py`: docs/reference/errors.md, every reason why a command cannot run, from the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference" / "errors.md"
KEYS = ("zh", "fix_zh", "en", "fix_en")
HEAD = """# 没法运行的时候 When a command cannot run

命令以 2 结束时，会说一句为什么、一句怎么办。下面是全部说法，“…”处是文件、城市或者数字。一份文件本身有错，以 1 结束，每一处错误有编号，见[规则](../zh/rules.md)。

Where a command ends with 2, it says why, and what to do. These are all of its sayings; “…” stands for a file, a city or a number. Where a file itself is at fault, it ends with 1 and each fault has a number: see the [rules](../en/rules.md).

| 说什么 | 怎么办 | Says | Do this |
|---|---|---|---|
"""


def page() -> str:
    """The page's Markdown."""
    rows = sorted({row for path in sorted((ROOT / "toolkit").rglob("*.py")) for row in rows_of(path)})
    return HEAD + "".join(f"| {' | '.join(cell.replace('|', '／') for cell in row)} |\n" for row in rows)


def rows_of(path: Path) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            given = {word.arg: words(word.value) for word in node.keywords if word.arg in KEYS}
            if {"zh", "en"} <= set(given) and given["zh"].strip("… ："):
                yield tuple(" ".join(given.get(key, "").split()) for key in KEYS)


def words(node: ast.expr) -> str:
    """The text that an expression makes, with … for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return words(node.left) + words(node.right)
    if isinstance(node, ast.IfExp):
        return f"{words(node.body)}／{words(node.orelse)}"
    return "…"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    sys.exit(0)
