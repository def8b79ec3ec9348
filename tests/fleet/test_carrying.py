"""A kit goes to another machine as one file, and what was built comes back as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.fleet.conftest import Fleet, tree
from toolkit.files import archive, journal
from toolkit.fleet import carrying
from toolkit.fleet.carrying import Returned
from toolkit.fleet.outcome import DONE, Outcome
from toolkit.fleet.task import Task


def test_filled_registers_and_a_lawyers_words_stay_at_home(fleet: Fleet):
    kit = fleet.root / "甲县"
    for path in ("台账/2026.xlsx", "台账/空白/R01-样例.yaml", "审查/P01-意见.docx", "审查/签署.yaml", "待处理/P98.md", "别的.txt", "成果/docx/P98.docx", ".kit/lock"):
        (kit / path).parent.mkdir(parents=True, exist_ok=True)
        (kit / path).write_bytes(b"x")
    assert sorted(archive.opened(carrying.packed(kit))) == sorted([
        ".kit/base/policies/P98-sample.md", ".kit/city.schema.json", ".kit/manifest.json", "city.yaml", "制度/P98-样例制度.md",
        "台账/空白/R01-样例.yaml", "审查/签署.yaml", "成果/docx/P98.docx",
    ])


def test_a_link_does_not_travel(fleet: Fleet, tmp_path: Path):
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (fleet.root / "甲县" / "制度" / "P97-链接.md").symlink_to(tmp_path / "secret")
    assert "制度/P97-链接.md" not in archive.opened(carrying.packed(fleet.root / "甲县"))


def returned(before: dict[str, bytes], made: dict[str, bytes], gone: tuple[str, ...] = ()) -> Returned:
    return Returned(
        Outcome("build", "甲县", DONE), archive.packed(made), gone, {name: journal.digest(content) for name, content in before.items()},
    )


def test_what_a_person_changed_meanwhile_is_kept_beside(fleet: Fleet):
    task = Task("build", str(fleet.root), fleet.members[0])
    out = task.kit / "成果"
    (out / "docx").mkdir(parents=True)
    (out / "docx" / "P98.docx").write_bytes(b"changed by hand")
    (out / "docx" / "P99.docx").write_bytes(b"old")
    sent = {"docx/P98.docx": b"built before", "docx/P99.docx": b"old"}
    carrying.place(task, returned(sent, {"docx/P98.docx": b"new", ".linyi-build.json": b"{}"}, ("docx/P99.docx",)))
    assert sorted(tree(out).values()) == [b"changed by hand", b"new", b"{}"]
    assert (out / "docx" / "P98.docx").read_bytes() == b"new"


def test_nothing_is_placed_outside_the_kit(fleet: Fleet):
    task = Task("build", str(fleet.root), fleet.members[0])
    carrying.place(task, returned({}, {"../../../evil": b"x", "docx/P98.docx": b"new"}, ("../city.yaml",)))
    assert tree(task.kit / "成果") == {"docx/P98.docx": b"new"}
    assert (task.kit / "city.yaml").is_file()


def test_a_build_there_tells_what_is_wrong_as_one_here(fleet: Fleet):
    fleet.edit("甲县", "先打110。", "先打{{ team.nothing }}。")
    task = Task("build", str(fleet.root), next(member for member in fleet.members if member.folder == "甲县"))
    found = carrying.build(replace(task, root="/nowhere"), carrying.packed(task.kit))
    assert (found.outcome.state, found.outcome.errors[0]["path"]) == ("errors", "制度/P98-样例制度.md")
    assert archive.opened(found.made) == {}
