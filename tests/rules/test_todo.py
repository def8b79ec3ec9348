"""`linyi check` is a list of what there is to do: blanks, warnings, errors; one cause once; the clause and the rule in each line."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit.city.blanks import blanks, is_blank_word
from toolkit.commands.check import check, to_do
from toolkit.errors import Finding, Severity
from toolkit.files import sources, yamlfile
from toolkit.rules.release import CONDITIONS


@pytest.fixture
def filled(kit: Path) -> Path:
    """A kit without a blank, visibly invented."""
    from tests.rules.test_rules import valid_city

    (kit / "city.yaml").write_text(valid_city(), encoding="utf-8")
    return kit


def change(kit: Path, old: str, new: str) -> None:
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rules_of(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


# --- the blanks


def test_each_blank_has_its_chinese_name_its_path_its_use_and_who_knows_it(kit: Path):
    file = yamlfile.read(kit / "city.yaml", "city.yaml")
    found = {blank.key: blank for blank in blanks(file)}
    assert len(found) == 30
    hotline = found["team.hotline"]
    assert (hotline.name.zh, hotline.section.zh) == ("热线（team.hotline）", "服务团")
    assert hotline.use.zh == "孩子、监护人和志愿者能打通的电话；正文印作 24 小时有人接"
    assert hotline.who.zh == "秘书处；装电话的人"
    assert hotline.example == '"0539-0000000"'
    for blank in found.values():
        assert all((blank.name.en, blank.use.en, blank.who.zh, blank.who.en, blank.example)), blank.key
        assert not re.search("[\u4e00-\u9fff]", blank.who.en + blank.use.en), blank.key


def test_every_section_says_who_knows_it():
    for name, section in sources.schema("city")["properties"].items():
        assert set(section["x-who"]) == {"zh", "en"}, name


@pytest.mark.parametrize(("word", "blank"), [
    ("待填写", True), ("待定", True), ("待定。", True), ("（暂无）", True), ("TBD", True), ("N/A", True), ("ＸＸＸ", True), ("无", True),
    ("无锡市民政局", False), ("样例", False), ("", False), (None, False), (5, False),
])
def test_a_word_that_says_not_yet_is_a_blank(word: object, blank: bool):
    assert is_blank_word(word) is blank


def test_people_read_blanks_then_warnings_then_errors_and_programs_the_files_order(kit: Path, linyi: Run):
    change(kit, "camps: true", "camps: 是")
    (kit / "制度" / "名单.txt").write_text("x", encoding="utf-8")
    shown = linyi("check", kit).stdout.splitlines()
    assert shown[0] == "还有 30 项待填写：打开 city.yaml，把“待填写”换成本市的情况"
    assert [line.split()[1] for line in shown[1:31]] == ["CFG201"] * 30
    assert re.match(r"制度/名单\.txt:1:1: 提醒 KIT201 ", shown[32])
    assert re.fullmatch(r"city\.yaml:[0-9]+:10: 错误 CFG103 冬夏令营等过夜营地（supports\.camps）：“是” 应为 true 或 false", shown[-3])
    assert shown[-2:] == ["    怎么办：改成：camps: true", "1 处错误，31 处提醒"]
    found = json.loads(linyi("check", kit, "--format", "json").stdout)
    assert (found["errors"], found["warnings"]) == (1, 31)
    places = [(item["path"], item["line"]) for item in found["findings"]]
    assert places == sorted(places)
    english = linyi("--lang", "en", "check", kit).stdout
    assert english.startswith("30 blanks: open city.yaml")
    assert "error CFG103 Camps" in english
    assert "提醒" not in english
    assert "fix: write: camps: true" in english


def test_the_model_is_data_that_a_page_can_show(kit: Path):
    change(kit, "camps: true", "camps: off")
    draft, issued = to_do(kit), to_do(kit, release=True)
    assert (len(draft.blanks), len(draft.warnings), len(draft.errors), draft.held) == (30, 0, 1, False)
    assert (len(issued.blanks), issued.held) == (30, True)
    assert len(draft.all) == len(issued.all) == 31
    assert [finding.rule for finding in issued.all if finding.severity is Severity.ERROR].count("CFG201") == 30


# --- one cause once


def test_one_early_date_is_one_finding_with_the_earliest_line_to_write(filled: Path):
    change(filled, 'on: "2027-03-01"', 'on: "2025-01-01"')
    (finding,) = [finding for finding in check(filled) if finding.rule == "LAW105"]
    assert (finding.location.path, finding.severity) == ("city.yaml", Severity.ERROR)
    assert "《社会救助法》2026-07-01 才施行（P01-pledge" in finding.words.zh
    line = re.search(r'改成：(on: "[0-9-]+")', finding.fix.zh)
    assert line
    change(filled, 'on: "2025-01-01"', line[1])
    assert "LAW105" not in rules_of(check(filled))


def test_a_document_that_is_gone_is_one_error_with_all_that_need_it(filled: Path):
    next((filled / "制度").glob("P08-*.md")).unlink()
    (finding,) = check(filled)
    assert (finding.rule, finding.severity) == ("KIT102", Severity.ERROR)
    assert re.search(r"P08 的文件不见了，别的文件有 1[0-9]{2} 处用到它", finding.words.zh)


@pytest.mark.slow
def test_a_document_that_nothing_needs_may_go_with_a_reminder(filled: Path):
    next((filled / "读本").glob("C05-*.md")).unlink()
    assert [(finding.rule, finding.severity) for finding in check(filled)] == [("KIT102", Severity.WARNING)]


@pytest.mark.slow
def test_a_wrong_id_is_one_error_and_not_one_for_each_clause(filled: Path):
    path = next((filled / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("id: P08", "id: P80", 1), encoding="utf-8")
    found = check(filled)
    assert [(finding.rule, finding.fix.zh) for finding in found] == [("DOC109", "改成：id: P08")]


@pytest.mark.slow
def test_a_register_that_is_gone_is_one_error(filled: Path):
    next((filled / "台账" / "空白").glob("R01-*.yaml")).unlink()
    found = check(filled)
    assert [finding.rule for finding in found] == ["REG203"]
    assert "短名为 children 的台账定义不见了" in found[0].words.zh


@pytest.mark.slow
def test_what_is_not_adopted_is_one_reminder(filled: Path):
    change(filled, "  version: ", "  documents: [P01, P08]\n  version: ")
    found = check(filled)
    assert [finding.rule for finding in found] == ["DOC205"]
    assert "P15（" in found[0].words.zh
    assert found[0].location.path == "city.yaml"


def test_a_mistyped_key_is_one_error(filled: Path):
    change(filled, "  hotline:", "  hotlne:")
    assert [finding.rule for finding in check(filled)] == ["CFG101"]


@pytest.mark.slow
def test_every_finding_in_a_clause_names_the_clause(filled: Path):
    path = next((filled / "制度").glob("P08-*.md"))
    text = path.read_text(encoding="utf-8")
    heading = re.search(r"### .*\{#P08-scope[^}]*\}\n", text)
    assert heading
    path.write_text(text.replace(heading[0], heading[0] + "\n见第三条。 {{ team.nothing }} [](#P99-none)\n", 1), encoding="utf-8")
    found = [finding for finding in check(filled) if finding.location.path == f"制度/{path.name}"]
    assert {finding.rule for finding in found} >= {"DOC302", "DOC306", "DOC203"}
    for finding in found:
        if not finding.rule.startswith("DOC"):
            continue
        assert finding.words.zh.startswith("P08-scope：")
        assert finding.words.en.startswith("P08-scope: ")


# --- before a release


def unsigned(findings: list[Finding]) -> list[Finding]:
    """The findings without what only counsel can do: to sign (REV101)."""
    return [finding for finding in findings if finding.rule != "REV101"]


def test_a_kit_with_everything_filled_in_passes_and_each_condition_stops_it(filled: Path):
    assert unsigned(check(filled, release=True)) == []
    assert {"CFG201", "CFG401", "CFG402"} <= CONDITIONS
    for old, new, rule in (
        ("leader: 团长", "leader: 待填写", "CFG201"), ("值守员（办公电话 0539-2345678）", "王五", "CFG401"),
        ("activity_ratio: 8", "activity_ratio: 5", "CFG402"),
    ):
        work = Path(shutil.copytree(filled, filled.parent / rule))
        change(work, old, new)
        assert not any(finding.severity is Severity.ERROR for finding in check(work))
        assert [(finding.rule, finding.severity) for finding in unsigned(check(work, release=True))] == [(rule, Severity.ERROR)]


@pytest.mark.slow
def test_a_number_that_only_looks_odd_stops_nothing(filled: Path):
    change(filled, "pair_exit_days: 30", "pair_exit_days: 14")
    assert [(finding.rule, finding.severity) for finding in unsigned(check(filled, release=True))] == [("CFG403", Severity.WARNING)]


def test_each_pair_of_numbers_names_a_clause_that_says_so_and_keys_that_exist(linyi_kit: Path):
    from toolkit.city.city import names
    from toolkit.kit import Kit

    texts = {part.id: part.text for document in Kit(linyi_kit).subject().documents for part, _ in document.parts()}
    pairs = sources.schema("city")["x-agree"]
    assert len(pairs) >= 9
    for pair in pairs:
        assert pair["words"] in texts[pair["clause"]], pair
        assert ("most" in pair) != ("least" in pair)
        assert {pair["key"], *(pair[limit] for limit in ("most", "least") if isinstance(pair.get(limit), str))} <= names(switches=False)
        assert pair["zh"]
        assert not re.search("[\u4e00-\u9fff]", pair["en"])


@pytest.mark.slow
def test_a_city_that_rewrote_the_clause_is_not_asked_again(filled: Path):
    change(filled, "visit_minutes: 120", "visit_minutes: 240")
    assert rules_of(check(filled)) == {"CFG402": 1}
    path = next((filled / "制度").glob("P07-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("[一次两到三小时]", "[一次两到四小时]"), encoding="utf-8")
    assert "CFG402" not in rules_of(check(filled))
