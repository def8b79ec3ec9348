"""The manual without a network, and the report for whoever helps."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.desk.conftest import Browser
from toolkit.desk.help_pages import _MANUAL


def test_the_manual_is_there_with_all_its_pages_and_links_that_lead_within_it(asked: Browser):
    overview = asked.get("/kit/临沂市/help").text
    for name in _MANUAL:
        assert (ROOT / "docs" / "zh" / f"{name}.md").is_file(), name
        assert f"/help/{name}" in overview
        text = asked.get(f"/kit/临沂市/help/{name}").text
        article = text.partition("<article")[2]
        for address in re.findall(r'href="([^"]*)"', article):
            assert address.startswith(("/kit/", "#")), (name, address)
        assert "style=" not in article
    assert asked.get("/kit/临沂市/help/why").status_code == 404
    assert asked.get("/kit/临沂市/help/..%2f..%2fcity").status_code == 404


def test_the_fault_report_holds_no_value_of_the_city(asked: Browser):
    answer = asked.get("/kit/临沂市/help/report")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.text.startswith("linyi 故障报告")
    assert "临沂市" not in answer.text


def test_a_page_of_the_manual_begins_with_the_buttons_and_shows_no_front_matter(asked: Browser):
    overview = asked.get("/kit/临沂市/help").text
    assert "在网页上怎么做" in overview
    assert ">---<" not in overview
    page = asked.get("/kit/临沂市/help/review").text
    assert page.index("做送审的文件夹") < page.index("<article")
    assert "boost" not in asked.get("/kit/临沂市/help/city-yaml").text
