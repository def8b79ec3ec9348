"""Which files a check of registers reads, and which of those given it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.errors import Finding, Location, ToolkitError, Words
from toolkit.files import inside
from toolkit.files.given import Given
from toolkit.registers.register_list import ID as LIST

ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".et", ".csv"}
MOST_FILES = 2_000
BLANK = "空白"  # where a kit keeps the blank ones
# Tables, and packed folders that may hold some: a register in such a file would be missed in silence.
_TABLES = {
    ".xlsb", ".xltx", ".xltm", ".xlt", ".ett", ".ots", ".fods", ".numbers", ".tsv", ".dbf", ".xml", ".html", ".htm", ".mht",
    ".zip", ".rar", ".7z", ".gz", ".tar",
}
_LITTER = re.compile(r"[.~]|(?:Thumbs\.db|desktop\.ini|__MACOSX)$", re.I)


@dataclass
class Gathered:
    """`files` with what to call each; `passed` are names of what is no table; `findings` name what was missed."""

    files: list[tuple[Path | Given, str]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def gather(paths: Sequence[Path | Given]) -> Gathered:
    """The workbooks named, and those in folders named and in folders within them, each once. Raises ToolkitError.

    Lock files of Office and WPS, what systems leave beside files, the list of registers and blank ones
    in a kit are passed over.
    """
    found = Gathered()
    seen: set[Path] = set()
    for path in paths:
        if isinstance(path, Given):
            found.files.append((path, path.name))
            continue
        for item, shown in _within(path, "", found) if path.is_dir() else [(path, path.name)]:
            if item.resolve() not in seen:
                seen.add(item.resolve())
                found.files.append((item, shown))
            if len(found.files) > MOST_FILES:
                raise ToolkitError(
                    zh=f"{path} 里的文件太多，最多 {MOST_FILES} 个", en=f"too many files in {path}, at most {MOST_FILES}",
                    fix_zh="写明放台账的文件夹", fix_en="name the folder of the registers",
                )
    if not found.files and not found.findings:
        raise ToolkitError(
            zh="没有要检查的工作簿", en="no workbook to check",
            fix_zh="写上文件或者文件夹，例如 linyi registers check 台账", fix_en="name files or a folder: linyi registers check 台账",
        )
    return found


def _within(folder: Path, before: str, found: Gathered) -> Iterator[tuple[Path, str]]:
    for item in sorted(folder.iterdir()):
        shown = before + item.name
        if _LITTER.match(item.name) or (item.is_dir() and item.name == BLANK):
            continue
        ending = item.suffix.lower()
        if item.is_dir():
            if inside.is_link(item):
                found.findings.append(_missed(shown, Words("是一个链接", "it is a link"),
                                              Words("把真的文件夹放在这里，或者另外写明它", "put the real folder here, or name it too")))
            else:
                yield from _within(item, shown + "/", found)
        elif ending in ENDINGS:
            if not item.name.startswith(LIST):
                yield item, shown
        elif ending in _TABLES:
            found.findings.append(_missed(shown, Words(f"不读 {ending} 文件", f"{ending} files are not read"),
                                          Words("是台账的，另存为 .xlsx；不是的，移到别处", "if it is a register, save it as .xlsx; else move it away")))
        else:
            found.passed.append(shown)


def _missed(shown: str, why: Words, fix: Words) -> Finding:
    return Finding(Location(shown), "REG312", Words(f"没有读：{why.zh}", f"not read: {why.en}"), fix)
