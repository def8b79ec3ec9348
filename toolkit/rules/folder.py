"""A rule for what lies in a kit's folders and is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject


def files_not_read(subject: Subject) -> Iterator[Finding]:
    """KIT201: something lies among the documents or definitions that no command reads."""
    for path in subject.others:
        words = Words("这个文件没有人读，不会进成品", "nobody reads this; it will be in nothing that is built")
        fix = Words("文件名写成 P17-标题.md、B51-标题.md 的样子（台账定义是 R24-name.yaml），直接放在文件夹里；用不着的移走",
                    "name it like P17-title.md or B51-title.md (a register R24-name.yaml), right in the folder; else move it away")
        yield Finding(Location(path), "KIT201", words, fix, Severity.WARNING)


RULES = (files_not_read,)
