"""City facts as forms: judged at once, saved as edits of the text, never over what somebody changed by hand."""

from __future__ import annotations

import re
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from tests.conftest import ROOT
from tests.desk.conftest import Browser
from toolkit.city import changing, cityfile
from toolkit.city.divisions import find
from toolkit.city.questions import question, questions
from toolkit.desk import facts as views
from toolkit.desk.pages import said
from toolkit.files import sources, yamlfile

TEAM, NUMBERS = "/kit/临沂市/facts/team", "/kit/临沂市/facts/numbers"
HOTLINE = {"was:team.hotline": "", "f:team.hotline": "0539-8100000"}


def test_every_topic_of_the_schema_is_a_page_with_all_its_fields(asked: Browser):
    overview = asked.get("/kit/临沂市/facts").text
    for name, entry in sources.schema("city")["properties"].items():
        assert f"/facts/{name}" in overview
        text = asked.get(f"/kit/临沂市/facts/{name}").text
        assert entry["title"] in text
        for item in questions():
            if item.key.startswith(f"{name}.") and not item.when:
                assert f'name="was:{item.key}"' in text, item.key
                assert str(escape(said(item.description))) in text


def test_what_is_blank_is_counted_and_listed_by_who_knows_it(asked: Browser):
    assert "缺 <b>30</b> 项" in asked.get("/kit/临沂市/facts").text
    sheet = asked.get("/kit/临沂市/facts/sheet").text
    assert "还缺 30 项" in sheet
    assert sheet.count('<td class="write">') == 30
    assert "问：决策机构" in sheet


def test_a_field_is_judged_by_the_same_words_as_in_the_terminal_and_at_once(asked: Browser):
    asked.send_form("/kit/临沂市/facts/judge", {"key": "team.hotline", "value": "1"})  # loads what it needs
    start = time.perf_counter()
    answer = asked.send_form("/kit/临沂市/facts/judge", {"key": "team.hotline", "value": "打这个"})
    assert time.perf_counter() - start < 0.2
    assert "区号-号码，例如 0539-0000000" in answer.text
    assert asked.send_form("/kit/临沂市/facts/judge", {"key": "team.hotline", "value": "0539-8100000"}).text.strip() == ""
    assert asked.send_form("/kit/临沂市/facts/judge", {"key": "team.nothing", "value": ""}).status_code == 404
    hostile = asked.send_form("/kit/临沂市/facts/judge", {"key": "team.hotline", "value": "<script>alert(1)</script>"}).text
    assert "<script>" not in hostile


def test_a_saved_fact_changes_its_line_alone_and_undo_takes_it_back(asked: Browser, kit: Path, linyi):
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8").replace("  hotline: 待填写  # 热线", "  # 请王会计问\n  hotline: 待填写   # 热线，装好再填")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    answer = asked.send_form(TEAM, {"seen": asked.seen(TEAM), **HOTLINE})
    assert "保存了：热线" in answer.text
    expected = before.replace("  hotline: 待填写   # 热线".encode(), '  hotline: "0539-8100000"   # 热线'.encode())
    assert path.read_bytes() == expected
    assert linyi("undo", kit).returncode == 0
    assert path.read_bytes() == before


def test_what_a_person_surely_means_is_written_in_its_right_form(asked: Browser, kit: Path):
    asked.send_form(NUMBERS, {"seen": asked.seen(NUMBERS), "was:numbers.visits_per_year": "4", "f:numbers.visits_per_year": "十二次"})
    assert "  visits_per_year: 12  # 每年陪伴次数" in (kit / "city.yaml").read_text(encoding="utf-8")


def test_one_fault_keeps_all_unsaved_and_all_typed(asked: Browser, kit: Path):
    before = (kit / "city.yaml").read_bytes()
    answer = asked.send_form(TEAM, {
        "seen": asked.seen(TEAM), "was:team.hotline": "", "f:team.hotline": "没有电话的", "was:team.leader": "", "f:team.leader": "李团长（示例）",
    })
    assert answer.status_code == 422
    assert "还没有保存：1 项要改" in answer.text
    assert 'value="李团长（示例）"' in answer.text
    assert 'value="没有电话的"' in answer.text
    assert (kit / "city.yaml").read_bytes() == before


def test_what_was_changed_by_hand_meanwhile_is_shown_and_never_overwritten(asked: Browser, kit: Path):
    path = kit / "city.yaml"
    seen = asked.seen(TEAM)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("hotline: 待填写", 'hotline: "0539-7000000"').replace("leader: 待填写", "leader: 手写的团长"), encoding="utf-8")
    by_hand = path.read_bytes()
    typed = {"seen": seen, **HOTLINE, "was:team.leader": "", "f:team.leader": ""}
    answer = asked.send_form(TEAM, typed)
    assert answer.status_code == 409
    assert path.read_bytes() == by_hand
    assert "文件里现在是：<b>0539-7000000</b>" in answer.text
    assert 'value="手写的团长"' in answer.text  # nobody touched it here: as in the file
    again = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text)
    assert again
    saved = asked.send_form(TEAM, {**typed, "seen": again[1], "was:team.hotline": "0539-7000000", "was:team.leader": "手写的团长", "f:team.leader": "手写的团长"})
    assert saved.status_code == 200
    assert 'hotline: "0539-8100000"' in path.read_text(encoding="utf-8")
    assert "手写的团长" in path.read_text(encoding="utf-8")


def test_units_are_added_changed_and_struck_one_at_a_time(asked: Browser, kit: Path):
    path, address = kit / "city.yaml", "/kit/临沂市/facts/units"
    before = path.read_text(encoding="utf-8").split("\n")
    new = {"name": "新设区", "code": "", "zone": "true", "towns": "甲街道\r\n乙镇\r\n", "do": "save"}
    assert "保存了：新设区" in asked.send_form(f"{address}/new", {**new, "seen": asked.seen(f"{address}/new")}).text
    file = yamlfile.read(path, "city.yaml")
    assert file.data["units"][-1] == {"name": "新设区", "zone": True, "towns": ["甲街道", "乙镇"]}
    last = len(file.data["units"]) - 1
    changed = {**new, "code": "３７１３９９", "zone": "false", "towns": "甲街道、丙镇", "seen": asked.seen(f"{address}/{last}")}
    asked.send_form(f"{address}/{last}", changed)
    assert yamlfile.read(path, "city.yaml").data["units"][-1] == {"name": "新设区", "code": "371399", "towns": ["甲街道", "丙镇"]}
    wrong = asked.send_form(f"{address}/{last}", {**changed, "name": "", "seen": asked.seen(f"{address}/{last}")})
    assert wrong.status_code == 422
    asked.send_form(f"{address}/{last}", {**new, "do": "strike", "seen": asked.seen(f"{address}/{last}")})
    assert path.read_text(encoding="utf-8").split("\n") == before
    stale = asked.send_form(f"{address}/0", {**new, "do": "strike", "seen": "0" * 64})
    assert stale.status_code == 409
    assert path.read_text(encoding="utf-8").split("\n") == before


def test_a_city_yaml_that_cannot_be_read_is_shown_with_its_line(asked: Browser, kit: Path):
    (kit / "city.yaml").write_text("team:\n  name: 甲\n  name: 乙\n", encoding="utf-8")
    answer = asked.get("/kit/临沂市/facts")
    assert answer.status_code == 422
    assert "第 3 行" in answer.text
    assert "city.yaml 读不懂" in asked.get("/").text


def test_values_are_text_on_every_page(asked: Browser, kit: Path):
    path = kit / "city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("leader: 待填写", "leader: \"<script>x</script>{{ 7*7 }}\\\" onfocus=\\\"x\""), encoding="utf-8")
    for address in (TEAM, "/kit/临沂市/facts", "/kit/临沂市/check"):
        text = asked.get(address).text
        assert "<script>x" not in text
        assert '" onfocus="' not in text


FACTS = st.fixed_dictionaries({}, optional={
    "team.name": st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30),
    "team.leader": st.sampled_from(["甲：乙", "# 不是注释", "'引号'", '"双"', "待填写", "true", "0539"]),
    "team.hotline": st.sampled_from(["0539-8100000", "12345"]),
    "supports.camps": st.booleans(), "numbers.visits_per_year": st.integers(4, 52), "adopted.documents": st.just(["P01", "P08"]),
    "adopted.red_head": st.booleans(), "size.pairs": st.integers(1, 999),
})
BY_HAND = st.sampled_from([
    ("  address: 待填写  # 地址", "  # 新办公室，三月搬\n  address: '临沂市某路 1 号'    # 地址"), ("\n# 合作单位", "\n\n# ———— 王会计 ————\n# 合作单位"),
    ("  email: 待填写", '  email: "office@example.org"'), ("  aid_liaison: 待填写", "  aid_liaison:   款物岗（示例） 0539-0000000"),
])
TEXT = cityfile.to_text(cityfile.from_division(find("费县")))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FACTS, BY_HAND), min_size=1, max_size=6))
def test_edited_on_the_page_and_by_hand_in_turns_the_file_keeps_comments_order_and_quotes(turns):
    raw = TEXT.encode()
    for turn in turns:
        before = raw.decode()
        if isinstance(turn, tuple):
            raw = before.replace(*turn, 1).encode()
            continue
        raw = changing.changed(raw, turn)
        was, now = yamlfile.parse(before, "").data, yamlfile.parse(raw.decode(), "").data
        for item in questions():
            expected = turn.get(item.key, views.value_of(item.key, was))
            assert views.value_of(item.key, now) == expected, item.key
        touched = {key.rpartition(".")[2] for key in turn}
        kept = [line for line in before.split("\n") if line.strip().partition(":")[0] not in touched]
        after = iter(raw.decode().split("\n"))
        assert all(line in after for line in kept)  # every other line is there still, in its order
        comments = [line.partition("  #")[2] for line in before.split("\n") if "  #" in line]
        assert [comment for comment in comments if comment not in raw.decode()] == []


def test_a_switch_says_what_appears_with_it(asked: Browser):
    text = asked.get("/kit/临沂市/facts/supports").text
    assert re.search(r"选“是”才有：《[^》]*》", text)
    found = re.search(r'id="supports.camps".*?class="effect">(.*?)</p>', text, re.S)
    assert found
    assert re.search(r"正文里 [1-9][0-9]* 处", found[1])


def test_a_field_left_empty_is_blank_or_gone_or_a_fault_as_its_key_allows():
    assert changing.answer(question("team.hotline"), " ").value == "待填写"
    assert changing.answer(question("adopted.documents"), "").value is changing.GONE
    assert changing.answer(question("numbers.visits_per_year"), "").fault
    assert changing.answer(question("city.name"), "").fault


def test_the_desk_has_no_rule_and_no_wording_of_a_finding():
    for path in (ROOT / "toolkit" / "desk").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "Finding(" not in text, path.name
        assert "severity=" not in text, path.name
