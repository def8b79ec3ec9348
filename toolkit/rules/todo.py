"""What an office still has to do for its kit, as one list: for the terminal and for a page alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.city.blanks import Blank, blanks
from toolkit.errors import Finding, Severity
from toolkit.files.yamlfile import YamlFile

BLANK = "CFG201"


@dataclass(frozen=True)
class ToDo:
    """`blanks` to fill in, in the file's order; `held` says that they stop a release. `warnings` and
    `errors` are everything else, each in file order; `all` is every finding, blanks included."""

    blanks: tuple[Blank, ...]
    warnings: tuple[Finding, ...]
    errors: tuple[Finding, ...]
    all: tuple[Finding, ...]
    held: bool


def to_do(findings: Sequence[Finding], city_file: YamlFile | None) -> ToDo:
    """The list that the findings of a kit come to."""
    open_ = tuple(blanks(city_file)) if city_file else ()
    others = [finding for finding in findings if finding.rule != BLANK]
    return ToDo(
        open_,
        tuple(finding for finding in others if finding.severity is Severity.WARNING),
        tuple(finding for finding in others if finding.severity is Severity.ERROR),
        tuple(findings),
        any(finding.rule == BLANK and finding.severity is Severity.ERROR for finding in findings),
    )
