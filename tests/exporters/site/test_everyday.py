"""The list of everyday words: every phrase leads somewhere that exists, and says one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pytest

from tests.conftest import ROOT
from toolkit.city import sounds
from toolkit.exporters.site import search

KEPT = search.everyday()
# Pages that are put together at build.
PAGES = {"urgent", "glossary", "laws", "norms", "standards", "workload", "changes", "pictures", "N00", "R00"}


@cache
def existing() -> set[str]:
    """Ids of documents, registers, chapters and clauses of the shared text, and of pages."""
    found = set(PAGES)
    for folder in ("policies", "templates/forms", "templates/training", "templates/readers"):
        for path in (ROOT / folder).glob("[PBTC][0-9][0-9]-*.md"):
            found |= {path.name[:3], *re.findall(r"\{#([A-Z][0-9]{2}-[a-z0-9-]+)", path.read_text(encoding="utf-8"))}
    found |= {path.name[:3] for path in (ROOT / "templates/registers").glob("R*.yaml")}
    readers = (ROOT / "templates/site/readers.yaml").read_text(encoding="utf-8")
    return found | {f"start-{name}" for name in re.findall(r"- name: (\w+)", readers)}


def test_the_list_is_long_enough_to_be_of_use():
    phrases = [say for item in KEPT["everyday"] for say in item["say"]]
    assert len(phrases) >= 150
    assert len(KEPT["harm"]) >= 50


@pytest.mark.parametrize("item", KEPT["everyday"], ids=lambda item: str(item["say"][0]))
def test_a_phrase_leads_to_what_exists(item: dict):
    assert item["to"]
    assert set(item["to"]) <= existing(), set(item["to"]) - existing()
    assert len(set(item["to"])) == len(item["to"])


def test_no_phrase_stands_twice_in_one_entry_and_all_are_text_as_it_is_compared():
    lists = [item["say"] for part in ("everyday", "same") for item in KEPT[part]] + [KEPT["harm"], KEPT["ignore"]]
    for group in lists:
        for phrase in group:
            assert isinstance(phrase, str), phrase
            assert phrase == unicodedata.normalize("NFKC", phrase).strip(), phrase
        assert len(set(group)) == len(group), [phrase for phrase in group if group.count(phrase) > 1]


def test_no_word_of_harm_is_ignored():
    assert not set(KEPT["harm"]) & set(KEPT["ignore"])


def test_a_sign_sounds_one_way_and_unknown_ones_stand_for_themselves():
    assert sounds.sound("襄杨") == sounds.sound("襄阳") == "xiang yang"
    assert sounds.sound("台帐") == sounds.sound("台账")
    assert sounds.sound("A1龘") == "A 1 龘"
    every = "".join(sounds.signs().values())
    assert len(every) == len(set(every)) == 6763
