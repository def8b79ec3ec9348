"""Rules for what lies in a kit's folders: what is gone, and what nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject


def lost(subject: Subject, files: Iterable[Mapping[str, str]], folders: Iterable[str]) -> Iterator[Finding]:
    """KIT102, KIT103: every document of the manifest is there, and no folder is empty.

    `files` are the manifest's entries, `folders` those of documents.
    """
    present = {document.id for document in subject.documents}
    adopted = subject.city.adopted_documents if subject.city else None
    unreadable = {finding.location.path for finding in subject.findings}
    emptied = set()
    for folder in folders:
        listed = {
            entry.get("id") for entry in files
            if str(entry.get("path", "")).startswith(f"{folder}/") and (adopted is None or entry.get("id") in adopted)
        }
        if listed and listed.isdisjoint(present) and not any(path.startswith(f"{folder}/") for path in unreadable):
            emptied.add(folder)
            yield Finding(
                Location(folder), "KIT103",
                Words(f"{folder} 里一份文件也没有了", f"no document is left in {folder}"),
                Words("把文件夹移回来，或者从备份、.kit/base 拷回",
                      "move the folder back, or copy it from a backup or from .kit/base"),
            )
    for entry in files:
        name, path = entry.get("id"), entry.get("path", "")
        if entry.get("ownership") != "text" or name in present or path in unreadable or path.split("/")[0] in emptied:
            continue
        if adopted is not None and name not in adopted:
            continue  # the city has said that it does without
        yield Finding(
            Location(path), "KIT102",
            Words(f"{name} 的文件不见了", f"the file of {name} is gone"),
            Words("确实不施行就写进 adopted.documents；否则从 .kit/base 拷回",
                  "list what is adopted in adopted.documents, or copy it back from .kit/base"),
            Severity.WARNING,
        )


def files_not_read(subject: Subject) -> Iterator[Finding]:
    """KIT201: something lies among the documents or definitions that no command reads."""
    for path in subject.others:
        words = Words("这个文件没有人读，不会进成品", "nobody reads this; it will be in nothing that is built")
        fix = Words("文件名写成 P17-标题.md、B51-标题.md 的样子（台账定义是 R24-名称.yaml），直接放在文件夹里；用不着的移走",
                    "name it like P17-title.md or B51-title.md (a register R24-name.yaml), right in the folder; else move it away")
        yield Finding(Location(path), "KIT201", words, fix, Severity.WARNING)


RULES = (files_not_read,)
