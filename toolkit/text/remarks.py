"""What reviewers said: `审查/意见.yaml`, to which an import adds and in which an office writes how each was settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from toolkit.errors import Finding
from toolkit.files import validation, yamltext

PATH = "审查/意见.yaml"
HEAD = "# 律师的意见。办完一条，在 done 后面写：怎么办的，谁，哪天。不要删，以后还要查。\nremarks:\n"
COMMENT, UNAPPLIED, UNTRACKED, VERDICT = "批注", "没有写进正文", "没有开修订", "结论"


@dataclass(frozen=True)
class Remark:
    """One entry; an empty `clause` is the whole document, an empty `done` is open."""

    document: str
    by: str
    text: str
    clause: str = ""
    on: str = ""
    quoted: str = ""
    answers: str = ""
    file: str = ""
    kind: str = COMMENT
    done: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """What two imports of one file have in common."""
        return self.document, self.clause, self.by, self.on, self.text, self.quoted, self.kind


def read(text: str) -> tuple[list[Remark], list[Finding]]:
    """The remarks of the file's text, and what is wrong in it (REV105, YML)."""
    file, findings = validation.recorded(text, PATH, "remarks", "REV105")
    return [Remark(**entry) for entry in file.data["remarks"]] if file else [], findings


def appended(text: str | None, remarks: Iterable[Remark]) -> str:
    """The file's text with more remarks; what stands there stays as it is. Those that are there already are left out."""
    kept = HEAD if text is None or not text.strip() else text.replace("remarks: []", "remarks:").rstrip("\n") + "\n"
    known = {remark.same for remark in read(text)[0]} if text else set[tuple[str, ...]]()
    fresh = [remark for remark in dict.fromkeys(remarks) if remark.same not in known]
    return kept + "".join(map(_entry, fresh)) if fresh else text or ""


def _entry(remark: Remark) -> str:
    data = {key: value for key, value in asdict(remark).items() if value}
    lines = [f"{key}: {yamltext.quoted(value)}" for key, value in data.items()]
    return "  - " + "\n    ".join([*lines, 'done: ""'] if not remark.done else lines) + "\n"
