"""PDFs of several cities are laid out together: the same bytes, made once, and nobody waits for a faulty kit."""

from __future__ import annotations

import shutil
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from tests.fleet.conftest import Fleet, tree
from toolkit.commands import fleet as command
from toolkit.commands.build import build
from toolkit.exporters.paper import laid, pdf
from toolkit.files import sources
from toolkit.fleet import laying, workers
from toolkit.fleet.outcome import DONE
from toolkit.fleet.task import Options, Task, run


def tasks(fleet: Fleet, **options: Any) -> list[Task]:
    return [Task("build", str(fleet.root), member, Options(**{"formats": ("pdf",), **options})) for member in fleet.members]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each document as Typst lays it out."""
    found: list[str] = []
    alone = pdf._pdf

    def counted(template: pdf.Template, source: bytes, document: pdf.Data) -> bytes:
        found.append(document["id"])
        return alone(template, source, document)

    monkeypatch.setattr(pdf, "_pdf", counted)
    return found


def shelf(fleet: Fleet) -> Path:
    return fleet.root / ".linyi-fleet" / "laid"


def test_a_build_takes_what_was_laid_out_ahead_and_is_that_of_the_city_alone(fleet: Fleet, made: list[str], tmp_path: Path):
    fleet.edit("乙县", "30日内补齐", "二十日内补齐")
    alone = Path(shutil.copytree(fleet.root, tmp_path / "各自"))
    for member in fleet.members:
        build(alone / member.folder, ("pdf",))
    made.clear()
    laying.ahead(tasks(fleet))
    ahead = len(made)
    assert ahead == 2, "甲县 and 丙县 have the same words"
    for task in tasks(fleet):
        with laying.taking(task):
            assert run(task).state == DONE
        assert tree(task.kit / "成果") == tree(alone / task.member.folder / "成果")
    assert len(made) == ahead, "nothing is laid out twice"


def test_what_a_dead_worker_laid_out_is_not_laid_out_again(fleet: Fleet, made: list[str]):
    laying.ahead(tasks(fleet)[:2])
    before = len(made)
    assert before
    laying.ahead(tasks(fleet)[:2])
    assert len(made) == before


def test_what_is_built_already_is_not_laid_out(fleet: Fleet, made: list[str]):
    for task in tasks(fleet):
        assert run(task).state == DONE
    made.clear()
    laying.ahead(tasks(fleet))
    assert not made
    laying.ahead(tasks(fleet, force=True))
    assert made


def test_a_faulty_kit_is_told_by_its_build_and_holds_nobody_up(fleet: Fleet, made: list[str]):
    (fleet.root / "乙县" / "city.yaml").write_text("{", encoding="utf-8")
    laying.ahead(tasks(fleet))
    assert made
    states = {task.member.folder: run(task).is_bad for task in tasks(fleet)}
    assert states == {"甲县": False, "乙县": True, "丙县": False}


def test_after_a_run_nothing_waits(fleet: Fleet):
    done = command.fleet("build", fleet.root, fleet.members, Options(("pdf",)), 1)
    assert done.states() == {DONE: 3}
    assert not shelf(fleet).exists()


def test_what_other_fonts_or_versions_made_is_not_taken(tmp_path: Path):
    with laid.filling(tmp_path, "these"):
        laid.made("pdf", b"x", lambda: b"old")
    with laid.taking(tmp_path, "others"):
        assert laid.made("pdf", b"x", lambda: b"new") == b"new"
    with laid.taking(tmp_path, "these"):
        assert laid.made("png", b"x", lambda: b"picture") == b"picture"
        assert laid.made("pdf", b"x", lambda: b"new") == b"old"
        assert laid.made("pdf", b"x", lambda: b"new") == b"new", "taken once"
    assert not list(tmp_path.iterdir())


def test_what_several_cities_ask_for_stays_for_the_next(tmp_path: Path):
    with laid.filling(tmp_path, ""):
        for _ in range(2):
            laid.made("pdf", b"x", lambda: b"same")
    with laid.taking(tmp_path, ""):
        assert [laid.made("pdf", b"x", lambda: b"new") for _ in range(3)] == [b"same"] * 3


def test_each_worker_keeps_a_share_and_a_city_that_killed_one_is_alone(fleet: Fleet):
    class Worker:
        def __init__(self) -> None:
            self.done, self.kept, self.given = 0, deque[tuple[Task, int]](), list[int]()

        def give(self, task: Task, tries: int, together: tuple[Task, ...] = ()) -> None:
            self.given.append(len(together))

    given = [*tasks(fleet), *tasks(fleet)]
    crew = workers._Crew(deque([(given[0], 2), *((task, 1) for task in given[1:])]), 2, lambda outcome: None)
    first, second = Worker(), Worker()
    for worker in (first, second, second):
        crew._feed(worker)  # type: ignore[arg-type]
    assert first.given == [0]
    assert second.given == [3, 0]
    assert len(second.kept) == 1
    assert len(crew.waiting) == 2


def test_no_template_reads_what_makes_typst_forget():
    for path in (sources.shared().templates / "typst").glob("*.typ"):
        assert "sys.inputs" not in path.read_text(encoding="utf-8"), path
    assert pdf.template("document.typ") is pdf.template("document.typ")
