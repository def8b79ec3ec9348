"""The leaders see how many hours a month each post takes in their city, and who has too many."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters.site.pages.hours import AT, beside_clause, hours_page
from toolkit.exporters.slides.hours import hours_slide
from toolkit.files import yamlfile
from toolkit.text.citations import Register

REGISTER = Register(ROOT / "policies" / "legal")


def city(pairs: int, coordinators: int, small: bool = False) -> City:
    answers = cityfile.from_division(divisions.find("临沂"))
    answers["size"] = {"pairs": pairs, "coordinators": coordinators}
    answers["tiers"]["small"] = small
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


def shown(found: City) -> str:
    page = hours_page(found, REGISTER, {"P07-contact": "policies/P07.md#P07-contact"})
    return re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), page.content)


def row(text: str, post: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {post} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_every_post_stands_with_its_hours_in_whole_numbers():
    text = shown(city(50, 5))
    assert "合计每月约163小时" in text
    assert row(text, "协调员") == ["5", "76", "15"]
    assert row(text, "团长") == ["1", "9", "9"]
    assert not re.search(r"[0-9]\.[0-9]", text)
    assert "没有一个岗位每人每月超过40小时" in text
    assert "小办公室里每个人" not in text


def test_who_has_more_than_forty_hours_is_told_with_how_many_share_it():
    text = shown(city(300, 5))
    assert row(text, "协调员") == ["5", "415", "<strong>83</strong>"]
    assert "协调员每人约83小时，要11人分担" in text


def test_a_small_office_is_told_person_by_person():
    text = shown(city(20, 2, small=True))
    assert "小办公室里每个人" in text
    assert row(text, "儿童保护专员、听孩子说的人、招募组员、培训组员、讲师") == ["1", "15", "15"]


def test_a_task_leads_to_its_clause_where_the_city_has_it():
    text = shown(city(20, 2))
    assert "[P07](policies/P07.md#P07-contact)" in text
    assert "| P14 |" in text


def test_the_clause_on_growth_has_the_citys_own_sum_beside_it():
    assert AT == "T15-growth"
    assert "合计每月约91小时" in "".join(beside_clause(city(20, 2), REGISTER))


@pytest.mark.parametrize(("pairs", "coordinators", "said"), [(20, 2, "没有一个岗位"), (300, 5, "协调员")])
def test_the_briefings_last_slide_fits_and_its_notes_name_every_post(pairs: int, coordinators: int, said: str):
    slide = hours_slide(city(pairs, coordinators), REGISTER)
    assert len(slide.lines) == 6
    assert all(len(line) <= 30 for line in slide.lines)
    assert said in slide.notes.rpartition("\n\n")[2]
    assert {task.post for task in REGISTER.tasks} <= {
        post.id for post in REGISTER.posts.all.values() if post.title in slide.notes
    }


def test_hours_add_up_on_the_slide():
    slide = hours_slide(city(100, 8), REGISTER)
    assert "合计约278小时" in slide.title
