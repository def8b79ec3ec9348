"""Numbers are found as people write them, judged by whether anybody could dial them, and made into links that dial."""

from __future__ import annotations

import re

import pytest

from tests.rules.test_rules import valid_city
from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.city.telephones import reachable, telephones
from toolkit.exporters.site.markdown import dial
from toolkit.exporters.site.pages.english import _urgent
from toolkit.exporters.site.pages.start import urgent
from toolkit.files import yamlfile


@pytest.mark.parametrize(("line", "dialled"), [
    ("值守员（办公电话 0539-2345678）", ["05392345678"]), ("0539-2345678 转 12", ["05392345678,12"]), ("010-62345678-801", ["01062345678,801"]),
    ("（0539）2345678", ["05392345678"]), ("０５３９－２３４５６７８", ["05392345678"]), ("0539 2345678、0539-2345679", ["05392345678", "05392345679"]),
    ("05392345678", ["05392345678"]), ("+86 539 2345678", ["05392345678"]), ("+86-10-62345678", ["01062345678"]), ("400-812-3456", ["4008123456"]),
    ("12345", ["12345"]), ("110", ["110"]), ("12356", ["12356"]), ("95598", ["95598"]), ("13800138000", ["13800138000"]),
    ("办公室 203 室 电话 0539-2345678", ["05392345678"]),
])
def test_a_number_that_can_be_dialled_is_found_and_dials(line: str, dialled: list[str]):
    assert [number.dial for number in telephones(line)] == dialled
    assert reachable(line)
    assert dial(line).count("](tel:") == len(dialled)
    for number in dialled:
        assert f"](tel:{number})" in dial(line)


@pytest.mark.parametrize(("line", "why"), [
    ("0539-0000000", "没有这样的号码"), ("0539-123456", "没有这样的号码"), ("8012345", "没有区号"), ("0139-2345678", "没有这样的号码"),
    ("010-2345678", "没有这样的号码"),
])
def test_a_number_that_nobody_can_dial_is_told_why(line: str, why: str):
    (number,) = telephones(line)
    assert number.fault
    assert why in number.fault.zh
    assert not re.search("[\u4e00-\u9fff]", number.fault.en)
    assert not reachable(line)


@pytest.mark.parametrize("line", ["王五", "办公室 203 室", "2027-03-01", "待填写", "", "三楼 12345678", "微信 abc12345"])
def test_what_is_no_number_is_none(line: str):
    assert list(telephones(line)) == []
    assert "tel:" not in dial(line)


def test_what_stands_around_a_number_stays_text():
    assert dial("<b>甲</b> 0539-2345678 [x](y)") == "&#60;b&#62;甲&#60;&#47;b&#62; [0539&#45;2345678](tel:05392345678) &#91;x&#93;&#40;y&#41;"


@pytest.mark.parametrize("page", [urgent, _urgent])
def test_every_line_of_the_emergency_page_dials(page):
    city = City(yamlfile.parse(valid_city(), "city.yaml"))
    rows = [line for line in page(city).content.splitlines() if line.startswith("| ") and "---" not in line][1:]
    lines = [row for row in rows if not row.startswith(("| 找谁", "| Who", "| 电话 |"))]
    assert len(lines) >= 9 + len(list(calls(city)))
    assert [row for row in lines if "](tel:" not in row] == []
