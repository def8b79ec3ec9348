"""A kit of Linyi made before there were releases, brought to the text of today."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from toolkit.commands.undo import undo
from toolkit.commands.update import update
from toolkit.text import releases

pytestmark = pytest.mark.slow


def tree(kit: Path) -> dict[str, bytes]:
    return {
        path.relative_to(kit).as_posix(): path.read_bytes() for path in sorted(kit.rglob("*"))
        if path.is_file() and ".kit/backup" not in path.as_posix()
    }


def edit(kit: Path, count: int = 20) -> list[str]:
    """A sentence of the city's own in `count` clauses, wherever chance puts it."""
    chance, added = random.Random(7), []
    documents = sorted([*kit.glob("制度/*.md"), *kit.glob("表单/B0*.md")])
    for number, path in enumerate(chance.sample(documents, count)):
        lines = path.read_text(encoding="utf-8").split("\n")
        start = lines.index("---", 1)
        places = [at for at, line in enumerate(lines) if at > start and line.endswith("。") and not line.startswith(("|", ":"))]
        at = chance.choice(places)
        added.append(f"本市补充第{number}条。")
        lines[at] += added[-1]
        path.write_text("\n".join(lines), encoding="utf-8")
    return added


def test_an_unedited_one_holds_the_national_text_and_is_sound(old_kit: Path, linyi: Run):
    before = tree(old_kit)
    done = update(old_kit)
    assert done.open == 0
    texts = {path.name[:3]: path.read_bytes() for _, path in releases.files(ROOT)}
    for folder in ("制度", "表单", "培训", "读本", "台账/空白"):
        for path in (old_kit / folder).glob("[PBTCR][0-9][0-9]-*"):
            assert path.read_bytes() == texts.pop(path.name[:3]), path
    assert texts == {}
    checked = linyi("check", old_kit)
    assert "0 处错误" in checked.stdout
    assert "UPD" not in checked.stdout
    assert "DEV" not in checked.stdout
    assert update(old_kit).changed == []
    undo(old_kit)
    assert tree(old_kit) == before


def test_an_edited_one_keeps_every_word_of_the_city(old_kit: Path, linyi: Run):
    added = edit(old_kit)
    before = tree(old_kit)
    dry = update(old_kit, dry_run=True)
    assert tree(old_kit) == before
    done = update(old_kit)
    assert (done.report, done.open) == (dry.report, dry.open)
    after = b"".join(raw for path, raw in tree(old_kit).items() if path.startswith(("制度", "表单"))).decode()
    assert [words for words in added if words not in after] == []
    assert 0 < done.open <= len(added)
    assert len(list((old_kit / "待处理").glob("*.docx"))) == done.open
    checked = linyi("check", old_kit)
    assert checked.stdout.count("UPD10") == done.open
    assert "DEV201" not in checked.stdout
    undo(old_kit)
    assert tree(old_kit) == before
