"""Names in city.yaml are compared as a reader compares them."""

from __future__ import annotations

import pytest

from toolkit.city.people import people

TITLES = frozenset({"儿童保护专员", "团长"})


@pytest.mark.parametrize("line", [
    "样例乙", "样 例 乙", "样例乙　０５３９-0000000", "样例乙（办公电话 0539-0000000转801）", "样例乙：138 0000 0000",
    "儿童保护专员样例乙", "样例乙同志", "样例乙 办公电话：0539-0000000", "样例乙 [兼]",
])
def test_one_person_however_written(line: str):
    assert list(people(line, TITLES)) == ["样例乙"]


@pytest.mark.parametrize("line", [
    "", " ", "待填写", "待填写（电话 0539-0000000）", "0539-0000000", "13800000000", "电话：0539-0000000",
    "儿童保护专员（办公电话 0539-0000000）", "团长", "值班室 0539-0000000", "——",
])
def test_nobody_is_named(line: str):
    assert people(line, TITLES) == {}


def test_several_people_and_namesakes_are_told_apart():
    assert list(people("样例甲、样例乙", TITLES)) == ["样例甲", "样例乙"]
    assert not people("样例1", TITLES).keys() & people("样例2", TITLES).keys()
    assert people("阿依古丽·样例", TITLES).keys() == people("阿依古丽•样例", TITLES).keys()
    assert people("Yang Li", TITLES).keys() == people("YANG LI", TITLES).keys()
