"""Which documents are compared with the national text: those that are not word for word like it, and no other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from toolkit.text import base, policy

TEXT = "---\nid: {id}\ntitle: 示例\n---\n\n## 章 {{#{id}-a}}\n\n甲。\n"


def entry(name: str, **more: Any) -> dict[str, Any]:
    text = TEXT.format(id=name)
    return {"id": name, "ownership": "text", "base": f"policies/{name}.md", "sha256": hashlib.sha256(text.encode()).hexdigest(), **more}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A kit's base with P97, P98 and P99."""
    folder = tmp_path / base.FOLDER / "policies"
    folder.mkdir(parents=True)
    for name in ("P97", "P98", "P99"):
        (folder / f"{name}.md").write_text(TEXT.format(id=name), encoding="utf-8")
    return tmp_path


def compared(root: Path, entries: list[dict[str, Any]], texts: Mapping[str, str], unread: tuple[str, ...] = ()) -> tuple[list[tuple[str, str]], list[str]]:
    """Ids of the national and the local side of each pair, and of those whose base is lost."""
    lost: list[str] = []
    documents = [policy.parse(text, path)[0] for path, text in texts.items()]
    found = list(base.pairs(root, entries, documents, texts, unread, lost))
    return [(one.id if one else "", other.id if other else "") for one, other in found], lost


def test_a_document_like_its_base_is_not_compared_and_a_changed_one_is(root: Path):
    texts = {"P97.md": TEXT.format(id="P97"), "P98.md": TEXT.format(id="P98").replace("甲", "乙")}
    assert compared(root, [entry("P97"), entry("P98")], texts) == ([("P98", "P98")], [])


def test_a_document_of_the_citys_own_has_no_base_and_one_that_is_gone_no_local_side(root: Path):
    texts = {"P55.md": TEXT.format(id="P55"), "P97.md": TEXT.format(id="P97")}
    assert compared(root, [entry("P97"), entry("P98")], texts) == ([("", "P55"), ("P98", "")], [])
    assert compared(root, [entry("P97"), entry("P98")], texts, unread=("P98",)) == ([("", "P55")], [])


def test_what_is_no_text_of_the_nation_is_not_compared(root: Path):
    entries = [entry("P97"), {**entry("R98"), "ownership": "seed"}, {"ownership": "text", "path": "制度/x.md"}, {"ownership": "seed"}]
    assert compared(root, entries, {"P97.md": TEXT.format(id="P97")}) == ([], [])


def test_a_second_document_of_one_id_and_one_without_id_are_passed_over(root: Path):
    texts = {"P97.md": TEXT.format(id="P97"), "P97-b.md": TEXT.format(id="P97") + "乙。", "x.md": "---\ntitle: 甲\n---\n"}
    assert compared(root, [entry("P97")], texts) == ([], [])


@pytest.mark.parametrize("place", ["policies/P55.md", "../P97.md", "/etc/hostname", "", None, "policies"])
def test_a_base_that_cannot_be_read_is_told(place: str | None, root: Path):
    texts = {"P97.md": TEXT.format(id="P97") + "乙。"}
    assert compared(root, [entry("P97", base=place)], texts) == ([], ["P97"])
    (root / base.FOLDER / "policies" / "P98.md").write_text("no front matter", encoding="utf-8")
    assert compared(root, [entry("P98")], {"P98.md": TEXT.format(id="P98") + "乙。"}) == ([], ["P98"])
