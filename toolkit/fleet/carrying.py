"""A kit as one file to a machine that does not see the fleet's folder, and what was built there as one file back.

What a build never reads does not travel: filled registers, and of the review all but the sign-offs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.files import archive, inside, journal, output, temporary
from toolkit.files.journal import Change
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.task import Task, run
from toolkit.kit import OUTPUT, Kit
from toolkit.kit.places import CITY, FOLDERS, REGISTERS
from toolkit.text import deviations, issues, signoffs

_GOES = tuple(f"{name}/" for name in (*FOLDERS.values(), REGISTERS[1], ".kit", OUTPUT))
_GO = (CITY, deviations.FILE, issues.PATH, signoffs.PATH)
_STAYS = ".kit/lock"


@dataclass(frozen=True)
class Returned:
    """`made` is a zip of the new and changed files below 成果, `gone` what was removed there, `before` the hashes that were sent."""

    outcome: Outcome
    made: bytes
    gone: tuple[str, ...]
    before: Mapping[str, str]


def packed(kit: Path) -> bytes:
    """What a build of the kit in the folder `kit` reads, and what was built, as a zip."""
    found = {}
    for path in sorted(kit.rglob("*")):
        name = path.relative_to(kit).as_posix()
        if name != _STAYS and (name in _GO or name.startswith(_GOES)) and not inside.has_link(kit, name) and path.is_file():
            found[name] = path.read_bytes()
    return archive.packed(found)


def build(task: Task, sent: bytes) -> Returned:
    """On the other machine: builds the kit that was sent, in a private folder."""
    with temporary.folder() as work:
        root = work / task.member.folder
        for name, content in archive.opened(sent).items():
            if inside.is_relative(name):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(content)
        before = _hashes(root / OUTPUT)
        outcome = run(replace(task, root=str(work)))
        after = _hashes(root / OUTPUT)
        made = {name: (root / OUTPUT / name).read_bytes() for name, mark in after.items() if before.get(name) != mark}
        return Returned(outcome, archive.packed(made), tuple(sorted(before.keys() - after.keys())), before)


def _hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): journal.hash_of(path) or "" for path in sorted(folder.rglob("*")) if path.is_file()}


def place(task: Task, returned: Returned) -> Outcome:
    """Here: puts into the kit's 成果 what came back, all or nothing; what a person changed meanwhile is kept beside. Raises ToolkitError."""
    kit = Kit(task.kit)
    made = {name: content for name, content in archive.opened(returned.made).items() if inside.is_relative(name)}
    with kit.alone():
        output.open_output(kit.output, kit.root)
        journal.commit(kit.output, [
            *(Change(name, content, None if name == output.STATE else _ours(returned, name)) for name, content in made.items()),
            *(Change(name, None, _ours(returned, name)) for name in returned.gone if inside.is_relative(name)),
        ])
    return returned.outcome


def _ours(returned: Returned, name: str) -> tuple[str, ...]:
    return (returned.before[name],) if name in returned.before else ()
