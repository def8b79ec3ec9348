"""The questions are one model: what is asked, when, and what an answer comes to; no terminal is needed."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.city import cityfile
from toolkit.city.cityfile import Answers
from toolkit.city.divisions import find
from toolkit.city.interview import Interview
from toolkit.city.questions import applies, judge, open_questions, question, questions
from toolkit.files import sources
from toolkit.files.validation import validate
from toolkit.files.yamlfile import parse
from toolkit.files.yamltext import flow

FEI = find("费县")
KNOWN = cityfile.from_division(FEI)


def test_every_key_that_one_answer_fills_has_its_question_in_the_schemas_order():
    keys = [item.key for item in questions()]
    assert keys == [
        f"{section}.{name}" for section, entry in sources.schema("city")["properties"].items() for name in entry.get("properties", {})
    ]
    for item in questions():
        assert all((item.topic.zh, item.topic.en, item.title.zh, item.title.en, item.description.zh, item.who.zh, item.who.en, item.example)), item.key
    hotline = question("team.hotline")
    assert (hotline.kind, hotline.title.zh, hotline.topic.zh, hotline.example, hotline.may_wait) == ("string", "热线", "服务团", "0539-0000000", True)
    with pytest.raises(KeyError):
        question("team.nothing")


def test_a_new_city_is_asked_what_only_people_know_and_which_services_there_are():
    asked = {item.key for item in open_questions({}, KNOWN)}
    assert {"team.name", "team.host", "team.hotline", "partners.law_firm"} <= asked
    assert {key for key in asked if key.startswith("supports.")} == {f"supports.{name}" for name in KNOWN["supports"]}
    assert not {"city.name", "team.leader", "numbers.visits_per_year", "adopted.on"} & asked
    left = {item.key for item in open_questions({"team": {"hotline": "12345"}, "supports": {"camps": False}}, KNOWN)}
    assert asked - left == {"team.hotline", "supports.camps"}


def test_a_question_that_hangs_on_a_switch_is_asked_only_where_it_is_on():
    days, number = question("numbers.camp_days_max"), question("adopted.issue_number")
    on: Answers = {"supports": {"camps": True, "behaviour_camp": False}}
    assert applies(days, on)
    assert applies(days, {"supports": {"camps": False, "behaviour_camp": True}})
    assert not applies(days, {"supports": {"camps": False, "behaviour_camp": False}})
    assert not applies(number, KNOWN)
    assert applies(number, {"adopted": {"red_head": True}})
    assert applies(question("team.name"), {})


@pytest.mark.parametrize(("key", "said", "value"), [
    ("adopted.on", "2026-3-1", "2026-03-01"), ("adopted.on", "２０２６年３月１日", "2026-03-01"), ("numbers.visits_per_year", "12次", 12),
    ("numbers.visits_per_year", "“12”", 12), ("numbers.visit_minutes", "１２０", 120), ("supports.camps", "没有", False), ("supports.camps", "是", True),
    ("team.hotline", " ０５３９－２３４５６７８ ", "0539-2345678"), ("team.leader", "　王五　", "王五"), ("team.leader", "待定", "待填写"),
    ("team.hotline", "", "默认"), ("site.languages", "简体、繁体", ["zh-Hans", "zh-Hant"]), ("team.leader", "= 1+1", "= 1+1"),
    ("roles.duty", "值守员 ０５３９－２３４５６７８", "值守员 ０５３９－２３４５６７８"), ("team.hotline", "13800138000", "13800138000"),
])
def test_an_answer_comes_to_its_right_form(key: str, said: str, value: Any):
    found = judge(question(key), said, "默认")
    assert found.fault is None
    assert found.value == value
    assert type(found.value) is type(value)


@pytest.mark.parametrize(("key", "said", "fault", "fix"), [
    ("adopted.on", "2026-2-30", "格式不对", "年-月-日"), ("adopted.on", "2026-02-30", "日历上没有 2026-02-30 这一天", "2027-03-01"),
    ("numbers.visits_per_year", "3", "超出范围", "4 到 52"), ("numbers.visit_minutes", "2小时", "应为整数", "单位：分钟"),
    ("supports.camps", "也许", "应为 true 或 false", "答 是 或者 否"), ("team.hotline", "打不通", "格式不对", "区号-号码"),
    ("team.email", "office", "格式不对", "office@example.org"), ("team.name", "长" * 101, "最多 100 个字", ""),
    ("team.leader", "王\u202e五", "看不见的", "重新输入"), ("team.leader", "王\ufffd五", "读不出的", "重新输入"),
    ("roles.duty", "王五 13800138000", "手机号码", "办公电话"), ("team.address", "11010519491231002X 号", "身份证号", "删掉"),
])
def test_a_wrong_answer_is_told_at_once_with_what_to_do(key: str, said: str, fault: str, fix: str):
    found = judge(question(key), said)
    assert found.fault
    assert found.fix
    assert fault in found.fault.zh
    assert fix in found.fix.zh
    assert not re.search("[\u4e00-\u9fff]", found.fault.en.replace("打不通", "").replace("也许", "").replace("2小时", ""))


def test_what_is_to_be_known_and_no_fault_is_a_remark():
    for key, said in (("team.hotline", "2345678"), ("roles.duty", "王五"), ("contacts.police", "13800138000"), ("contacts.police", "0539-0000000")):
        found = judge(question(key), said)
        assert found.fault is None
        assert found.remark, (key, said)
    assert judge(question("roles.duty"), "王五 0539-2345678").remark is None


@given(st.text(max_size=60), st.sampled_from([item.key for item in questions()]))
def test_whatever_is_said_is_taken_or_told_and_what_is_taken_can_be_written(said: str, key: str):
    item = question(key)
    found = judge(item, said, "默认")
    if found.fault is None and said.strip() and found.value != "待填写":
        schema = {"type": "object", "properties": {"x": dict(item.schema)}}
        assert validate(parse(f"x: {flow(found.value)}", "x"), schema) == []


def test_one_field_is_judged_within_ten_milliseconds():
    for item in questions():
        judge(item, "x")  # its schema is compiled once
    began = time.perf_counter()
    for item in questions():
        judge(item, "０５３９－２３４５６７８")
    each = (time.perf_counter() - began) / len(questions())
    assert each < 0.01


# --- a conversation


def test_a_conversation_goes_on_back_and_keeps_every_good_answer():
    kept: list[Answers] = []
    talk = Interview(FEI, {"team": {"name": "给定团"}}, keep=kept.append)
    assert talk.question
    assert (talk.number, talk.total, talk.question.key, talk.default) == (1, 15, "team.short_name", "服务团")
    assert not talk.back()
    assert talk.reply("简称").fault is None
    assert talk.reply("").value == "待填写"
    assert (talk.number, talk.question.key) == (3, "team.registration")
    assert talk.reply("不是号码吗").fault
    assert talk.number == 3
    assert talk.back()
    assert talk.default == "待填写"
    talk.reply("样例协会")
    assert kept[-1] == {"team": {"short_name": "简称", "host": "样例协会"}}
    assert len(kept) == 3
    while talk.question:
        talk.reply("")
    assert talk.answers["team"]["name"] == "给定团"
    assert talk.answers["supports"] == KNOWN["supports"]
    assert cityfile.to_text(cityfile.merge(KNOWN, talk.answers))


def test_a_draft_is_gone_on_with_or_gone_through_again():
    drafted = {"team": {"name": "甲", "short_name": "乙", "hotline": "12345"}}
    talk = Interview(FEI, {}, drafted)
    assert talk.drafted == 3
    assert talk.default == "甲"
    talk.resume()
    assert talk.question
    assert talk.question.key == "team.host"
    while talk.question:
        talk.reply("")
    assert talk.answers["team"]["hotline"] == "12345"
    assert talk.answers["team"]["name"] == "甲"
    again = Interview(FEI, {}, drafted, before=1)
    assert (again.number, again.total) == (2, 17)
    assert again.reply("").value == "甲"


def test_whoever_has_answered_everything_is_asked_nothing():
    assert Interview(FEI, KNOWN).question is None
