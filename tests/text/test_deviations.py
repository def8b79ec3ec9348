"""偏离登记.yaml is kept true: what differs is listed, what people wrote stays, what converged is closed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.rules.test_rules import valid_city
from toolkit import rules
from toolkit.commands.check import check
from toolkit.errors import Finding, Severity, has_errors
from toolkit.files import sources, yamlfile
from toolkit.kit import Kit
from toolkit.rules.deviations import is_open
from toolkit.rules.subject import Subject
from toolkit.text import differing, policy, releases
from toolkit.text.citations import Register
from toolkit.text.deviations import FILE, Said, head, parse, update
from toolkit.text.differing import Deviation, deviations, fingerprint
from toolkit.text.policy import Document

ON = date(2026, 11, 27)
TEXT = """---
id: P98
slug: sample
title: 示例制度
title_en: Sample
kind: 制度
version: "1.0.0"
summary: 样例。
summary_en: Sample.
audience: [volunteer]
owner: 专员
---

## 总则 {#P98-general}

### 甲 {#P98-a}

每季度（建议值）看望一次。

### 乙 {#P98-b}

乙的话。

### 丙 {#P98-c}

丙的话。

## 附则 {#P98-end}

### 丁 {#P98-d}

丁的话。
"""


def document(text: str) -> Document:
    return policy.parse(text, "P98-sample.md")[0]


def kinds(new: str, old: str = TEXT) -> dict[str, str]:
    return {item.id: item.kind for item in deviations([(document(old), document(new))])}


def without(text: str, name: str) -> str:
    start = text.index(f"### {name} ")
    return text[:start] + text[text.index("#", text.index("\n", start)):]


def moved(text: str, name: str, before: str) -> str:
    start = text.index(f"### {name} ")
    block = text[start:text.index("#", text.index("\n", start))]
    rest = text.replace(block, "")
    return rest.replace(before, block + before, 1)


@pytest.mark.parametrize(("new", "expected"), [
    (TEXT, {}),
    (TEXT.replace("每季度（建议值）", "[每季度]{.suggested}"), {}),  # marks are no words
    (TEXT.replace('version: "1.0.0"', 'version: "1.0.1"'), {}),
    (TEXT.replace('{#P98-a}', '{#P98-a basis="pipl:28"}'), {}),
    (TEXT.replace("乙的话", "本市的话"), {"P98-b": "changed"}),
    (TEXT.replace("### 乙 ", "### 本市乙 "), {"P98-b": "changed"}),
    (TEXT.replace("{#P98-b}", '{#P98-b when="supports.camps"}'), {"P98-b": "changed"}),
    (TEXT.replace("## 附则", "## 本市附则"), {"P98-end": "changed"}),
    (without(TEXT, "乙"), {"P98-b": "deleted"}),
    (TEXT.replace("### 乙", "### 新 {#P98-new}\n\n新的话。\n\n### 乙"), {"P98-new": "added"}),
    (TEXT.replace("### 乙", "## 新章 {#P98-part}\n\n### 新 {#P98-new}\n\n新的话。\n\n### 乙"),
     {"P98-new": "added", "P98-b": "moved", "P98-c": "moved"}),
    (TEXT.replace("### 乙", "### 空 {#P98-new}\n\n### 乙"), {"P98-new": "added"}),  # a form's clause may hold fields alone
    (TEXT + "\n## 新章 {#P98-part}\n\n引言。\n", {"P98-part": "added"}),
    (TEXT + "\n## 新章 {#P98-part}\n", {}),
    (moved(TEXT, "丙", "### 甲"), {"P98-c": "moved"}),
    (moved(TEXT, "乙", "### 丁"), {"P98-b": "moved"}),
    (moved(TEXT, "丙", "### 甲").replace("丙的话", "本市的话"), {"P98-c": "changed"}),
    (TEXT.replace("title: 示例制度", "title: 本市制度"), {"P98": "front"}),
    (TEXT.replace("{#P98-b}", ""), {"P98-b": "deleted"}),  # the check tells of the heading without an id
])
def test_every_kind_of_difference_is_told_and_nothing_else(new: str, expected: dict[str, str]):
    assert kinds(new) == expected


def test_forms_documents_of_the_citys_own_and_dropped_ones():
    form = (ROOT / "templates" / "forms" / "B01-guardian-service-consent.md").read_text(encoding="utf-8")
    edited = form.replace("name: 联系电话", "name: 常用电话", 1)
    assert kinds(edited, form) == {"B01": "fields"}
    own, base = deviations([(None, document(TEXT)), (document(form), None)])
    assert (own.id, own.kind, own.national, bool(own.local)) == ("P98", "document", "", True)
    assert (own.document, replace(own, id="P98-general-aim").document) == ("P98", "P98")
    assert (base.id, base.kind, base.local, bool(base.national)) == ("B01", "dropped", "", True)


def test_a_clause_that_went_to_another_document_is_moved_and_told_once():
    other = document(TEXT.replace("P98", "P97").replace("### 乙 {#P97-b}", "### 乙 {#P98-b}"))
    pairs = [(document(TEXT), document(without(TEXT, "乙"))), (document(TEXT.replace("P98", "P97")), other)]
    assert [(item.id, item.kind) for item in deviations(pairs)] == [("P98-b", "moved"), ("P97-b", "deleted")]


def test_what_is_listed_stays_listed_by_every_later_toolkit():
    """Hashes in a city's register are compared for years: the same text gives the same hash."""
    (own,) = deviations([(None, document(TEXT))])
    (added,) = deviations([(document(TEXT), document(TEXT.replace("### 乙", "### 空 {#P98-new}\n\n### 乙")))])
    (deleted,) = deviations([(document(TEXT), document(without(TEXT, "乙")))])
    (front,) = deviations([(document(TEXT), document(TEXT.replace("title: 示例制度", "title: 本市制度")))])
    assert (own.national, own.local) == ("", "7905a27902d3b33f")
    assert (added.national, added.local) == ("", "c83deddd53ecb3f3")
    assert (deleted.national, deleted.local) == ("2e92738db2df4f73", "")
    assert (front.national, front.local) == ("514ee299de909780", "11c27ff4cf0e7e5c")


def test_the_hash_is_that_of_the_releases_where_no_condition_is():
    for _, path in list(releases.files(ROOT))[:20]:
        for part, _ in policy.read(path, path.name)[0].parts() if path.suffix == ".md" else ():
            assert (fingerprint(part) == releases.fingerprint(part)) is (not part.when)


FOUND = deviations([(document(TEXT), document(TEXT.replace("乙的话", "本市的话")))])
KNOWN = {"P98", "P98-a", "P98-b", "P98-c", "P98-d"}


def listed(raw: bytes) -> Any:
    return yamlfile.parse(raw.decode("utf-8-sig").replace("\r\n", "\n"), FILE).data


@pytest.mark.parametrize("raw", [None, b"", head().encode(), b"deviations:\n", "# 注释\n".encode()])
def test_what_differs_is_entered_with_its_hashes_and_room_for_reasons(raw: bytes | None):
    made = update(raw, FOUND, ON, KNOWN)
    assert listed(made.content)["deviations"] == [{
        "id": "P98-b", "title": "乙", "kind": "changed", "national": FOUND[0].national, "local": FOUND[0].local,
        "reason": "待填写", "basis": "待填写", "approved_by": "待填写", "review_by": "待填写",
    }]
    if raw and b"#" in raw:
        assert made.content.startswith(raw.split(b"\n")[0])
    assert made.notes[0].zh == "P98-b：登记为偏离（改动）"
    assert update(made.content, FOUND, ON, KNOWN).content == made.content
    assert parse(made.content.decode())[1] == []


WRITTEN = """# 本市的登记
deviations:
  # 理事会 11 月讨论过
  - id: P98-b   # 乙
    reason: '山路远: 两小时'
    basis: 示例条例第八条  # 查过
    approved_by: 示例理事会
    review_by: 2027-12-31
"""


def test_what_people_wrote_stays_with_its_comments_and_quotes():
    made = update(WRITTEN.encode(), FOUND, ON, KNOWN).content.decode()
    rest = [line for line in made.split("\n") if line.strip().split(":")[0] not in ("title", "kind", "national", "local")]
    assert "\n".join(rest) == WRITTEN
    assert listed(made.encode())["deviations"][0]["local"] == FOUND[0].local


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"", "gb18030")])
def test_byte_order_mark_line_ends_and_encoding_stay(end: str, mark: bytes, encoding: str):
    made = update(mark + WRITTEN.replace("\n", end).encode(encoding), FOUND, ON, KNOWN)
    assert made.content.startswith(mark)
    assert made.content == mark + update(WRITTEN.encode(), FOUND, ON, KNOWN).content.decode().replace("\n", end).encode(encoding)


def test_what_is_like_the_national_text_again_is_closed_with_who_and_why():
    entered = update(WRITTEN.encode(), FOUND, ON, KNOWN).content
    made = update(entered, [], ON, KNOWN)
    data = listed(made.content)
    assert data["deviations"] == []
    closed = data["closed"][0]
    assert (closed["reason"], closed["approved_by"], closed["closed_on"]) == ("山路远: 两小时", "示例理事会", "2026-11-27")
    assert closed["note"] == "乙；查过"  # its comments
    assert "# 理事会 11 月讨论过" in made.content.decode()
    assert "结案" in made.notes[0].zh
    again = update(made.content, FOUND, ON, KNOWN)
    assert listed(again.content)["closed"] == data["closed"]
    assert listed(again.content)["deviations"][0]["reason"] == "待填写"


def test_an_entry_of_which_nobody_wrote_a_word_is_not_kept():
    """So that several releases at once leave the same register as one after the other."""
    made = update(update(None, FOUND, ON, KNOWN).content, [], ON, KNOWN)
    assert made.content == head().encode()
    assert made.notes[0].zh == "P98-b：和全国文本一样了，不再登记"


def test_an_id_that_nothing_has_is_left_for_a_person():
    slip = WRITTEN.replace("P98-b ", "P98-bb")
    made = update(slip.encode(), [], ON, KNOWN)
    assert made.content == slip.encode()
    assert not made.notes


@pytest.mark.parametrize("wrong", ["null", "5", "[P98-b]", "{a: 1}", "true"])
def test_an_id_that_is_no_text_is_left_for_a_person(wrong: str):
    slip = WRITTEN.replace("id: P98-b ", f"id: {wrong} ")
    assert slip != WRITTEN
    made = update(slip.encode(), [], ON, KNOWN)
    assert made.content == slip.encode()


@pytest.mark.parametrize("key", ["national", "local"])
def test_an_entry_with_a_hash_was_one_and_is_closed(key: str):
    entered = WRITTEN.replace("id: P98-b ", "id: P98-bb ").replace("    reason:", f"    {key}: '0123456789abcdef'\n    reason:")
    assert [item["id"] for item in listed(update(entered.encode(), [], ON, KNOWN).content)["closed"]] == ["P98-bb"]


def test_a_hash_sign_within_quotes_is_no_comment():
    quoted = WRITTEN.replace("示例条例第八条  # 查过", '"第#8条 \\" # 甲"  # 查过').replace("'山路远: 两小时'", "'山路 # 远'")
    (closed,) = listed(update(quoted.encode(), [], ON, KNOWN).content)["closed"]
    assert closed["note"] == "乙；查过"
    assert (closed["reason"], closed["basis"]) == ("山路 # 远", '第#8条 " # 甲')


def test_a_document_that_could_not_be_compared_keeps_its_entries():
    entered = update(WRITTEN.encode(), FOUND, ON, KNOWN).content
    assert update(entered, [], ON, KNOWN, unread={"P98"}).content == entered


def test_an_unreadable_document_or_base_closes_nothing(kit: Path):
    path = policy_file(kit)
    path.write_text(path.read_text(encoding="utf-8").replace("甲方是在", "甲方就是在", 1), encoding="utf-8")
    (kit / FILE).write_bytes(update(None, Kit(kit).subject().deviations, ON).content)
    next((kit / ".kit" / "base" / "policies").glob("P08-*.md")).unlink()
    assert told(kit) == [f"DEV208 {path.relative_to(kit).as_posix()}"]
    path.write_bytes(b"\xff\xfe")
    assert told(kit) == []


def test_new_words_get_new_hashes_and_the_report_asks_for_the_reason():
    entered = update(WRITTEN.encode(), FOUND, ON, KNOWN).content
    again = deviations([(document(TEXT), document(TEXT.replace("乙的话", "又改的话")))])
    made = update(entered, again, ON, KNOWN)
    assert listed(made.content)["deviations"][0]["local"] == again[0].local
    assert listed(made.content)["deviations"][0]["reason"] == "山路远: 两小时"
    assert made.notes[0].zh == "P98-b：本市又改过，核对理由还对不对"
    gone = deviations([(document(TEXT), document(without(TEXT, "乙")))])
    entry = listed(update(made.content, gone, ON, KNOWN).content)["deviations"][0]
    assert entry["kind"] == "deleted"
    assert "local" not in entry


def test_who_decided_and_why_is_entered():
    said = {"P98-b": Said("路远", "示例主任")}
    entry = listed(update(None, FOUND, ON, KNOWN, said).content)["deviations"][0]
    assert (entry["reason"], entry["approved_by"], entry["basis"]) == ("路远", "示例主任", "待填写")
    entry = listed(update(WRITTEN.encode(), FOUND, ON, KNOWN, said).content)["deviations"][0]
    assert (entry["reason"], entry["approved_by"]) == ("山路远: 两小时；路远", "示例主任")


def test_lessons_and_booklets_are_listed_without_being_asked_for_reasons():
    lesson = Deviation("T01-cards", "changed", "卡片", "a" * 16, "b" * 16, FOUND[0].at)
    assert "reason" not in listed(update(None, [lesson], ON).content)["deviations"][0]


@pytest.mark.parametrize("raw", [b"deviations: [", b"- a\n", b"text", b"deviations: 5\n", b"closed: {}\n", b"\xff\xfea\x00", "deviations: []\u202e\n".encode()])
def test_a_register_that_cannot_be_read_is_not_touched_and_told(raw: bytes):
    made = update(raw, FOUND, ON, KNOWN)
    assert made.content == raw
    assert "没有动" in made.notes[0].zh


WORDS = st.sampled_from(["路远", "“山区”: 两小时", "# 不是注释", "待填写", "", "true", "- 一", "一\n二", "5"])
COMMENT = st.sampled_from(["", "  # 说明甲", "  # 说明乙"])


@st.composite
def registers(draw) -> tuple[str, list[str], list[str]]:
    """A register by hand, in several layouts, with all the words and the comments that stand in it."""
    said, comments, lines = [], [], ["# 头上的话", "deviations:"]
    for name in draw(st.lists(st.sampled_from(["P98-a", "P98-b", "P98-c", "P98-slip"]), max_size=4)):
        item = {"id": name, **draw(st.dictionaries(st.sampled_from(["reason", "basis", "approved_by", "note"]), WORDS, max_size=3))}
        said += [value for key, value in item.items() if key != "id" and value not in ("", "待填写")]
        if draw(st.booleans()):
            lines.append("  - " + json.dumps(item, ensure_ascii=False))
            continue
        comment = draw(COMMENT)
        dumped = yaml.safe_dump([item], allow_unicode=True, sort_keys=False, width=1000).rstrip("\n").split("\n")
        if "" not in dumped:  # else the comment would be part of a text over several lines
            dumped[0] += comment
            comments += [comment.strip("# ")] if comment else []
        lines += [f"  {line}" if line else line for line in dumped]
    if lines[-1] == "deviations:":
        lines[-1] = "deviations: []"
    return "\n".join(lines) + "\n", said, comments


@given(registers(), st.sets(st.sampled_from("abc")))
@settings(max_examples=100)
def test_nothing_that_people_wrote_is_lost(written: tuple[str, list[str], list[str]], differ: set[str]):
    text, said, comments = written
    now = [Deviation(f"P98-{name}", "changed", name, "1" * 16, "2" * 16, FOUND[0].at) for name in sorted(differ)]
    made = update(text.encode(), now, ON, KNOWN)
    data, shown = listed(made.content), made.content.decode()
    held = [value for entry in [*(data["deviations"] or []), *(data.get("closed") or [])] for value in entry.values()]
    for words in said:
        assert words in held or any(words in str(value) for value in held), words
    for comment in comments:
        assert comment in shown
    assert "# 头上的话" in shown
    assert {item.id for item in now} <= {entry["id"] for entry in data["deviations"]}
    assert update(made.content, now, ON, KNOWN).content == made.content


WRONG = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5), st.lists(st.none(), max_size=2),
                  st.dictionaries(st.text(max_size=3), st.none(), max_size=2))
KEYS = ["id", "title", "kind", "national", "local", "reason", "basis", "approved_by", "review_by", "note", "closed_on", "别的"]
ENTRY = st.dictionaries(st.sampled_from(KEYS), WRONG, max_size=5).map(lambda item: {"id": "P98-b", **item} if len(item) % 2 else item)


@given(st.one_of(WRONG, st.fixed_dictionaries({}, optional={
    "deviations": st.one_of(WRONG, st.lists(st.one_of(WRONG, ENTRY), max_size=3)),
    "closed": st.one_of(WRONG, st.lists(st.one_of(WRONG, ENTRY), max_size=2)), "x": WRONG,
})))
@settings(max_examples=100)
def test_every_wrong_type_is_a_warning_with_its_place_and_nothing_falls(data: Any):
    subject = Subject(Register(sources.shared().legal))
    subject.deviations = FOUND
    text = yaml.safe_dump(data, allow_unicode=True)
    try:
        subject.listed, findings = parse(text)
    except yamlfile.Unreadable:
        return
    for item in findings + [item for rule in rules.deviations.RULES for item in rule(subject)]:
        assert item.severity is Severity.WARNING
        assert item.location.line >= 1
        assert item.words.zh
        assert item.words.en
        assert item.fix.zh
    made = update(text.encode(), FOUND, ON, KNOWN)
    assert made.content == text.encode() or "P98-b" in [
        item.get("id") for item in listed(made.content)["deviations"] if isinstance(item, dict)]


@pytest.fixture
def kit(linyi_kit: Path, tmp_path: Path) -> Path:
    """A kit whose only document is P08: a whole one takes its time."""
    manifest = json.loads((linyi_kit / ".kit" / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = [entry for entry in manifest["files"] if entry.get("id", "P08") == "P08"]
    for name in (FILE, "city.yaml", *(entry["path"] for entry in manifest["files"]),
                 *(f".kit/base/{entry['base']}" for entry in manifest["files"] if "base" in entry)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(linyi_kit / name, tmp_path / name)
    (tmp_path / ".kit" / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def policy_file(kit: Path) -> Path:
    return next((kit / "制度").glob("P08-*.md"))


def found(kit: Path) -> list[Finding]:
    """What reading and the rules of deviations say; the others take their time."""
    subject = Kit(kit).subject()
    return [*subject.findings, *(item for rule in rules.deviations.RULES for item in rule(subject))]


def told(kit: Path) -> list[str]:
    return [f"{item.rule} {item.location.path}" for item in found(kit) if item.rule.startswith("DEV")]


def test_a_kit_is_told_of_its_own_words_until_they_are_listed_with_a_reason(kit: Path):
    assert told(kit) == []
    path = policy_file(kit)
    path.write_text(path.read_text(encoding="utf-8").replace("甲方是在", "甲方就是在", 1), encoding="utf-8")
    shown = path.relative_to(kit).as_posix()
    assert told(kit) == [f"DEV201 {shown}"]
    subject = Kit(kit).subject()
    (kit / FILE).write_bytes(update((kit / FILE).read_bytes(), subject.deviations, ON).content)
    assert told(kit) == [f"DEV202 {FILE}"]
    release = [item for item in found(kit) if is_open(item)]
    assert [item.rule for item in release] == ["DEV202"]
    (kit / FILE).write_text((kit / FILE).read_text(encoding="utf-8").replace("review_by: 待填写", "review_by: 2999-12-31").replace(
        ": 待填写", ": 示例"), encoding="utf-8")
    assert told(kit) == []


def test_a_document_that_is_gone_is_asked_about_once(kit: Path):
    policy_file(kit).rename(kit / "制度" / "不用了")
    assert [item.rule for item in found(kit) if item.rule in ("KIT102", "KIT103", "DEV201")] == ["KIT103"]
    shutil.copyfile(next((ROOT / "policies").glob("P09-*.md")), kit / "制度" / "P09-样例.md")
    assert [item.rule for item in found(kit) if item.rule in ("KIT102", "KIT103", "DEV201")] == ["KIT103", "DEV201"]  # P09 is the city's own
    (kit / "city.yaml").write_text(valid_city().replace("adopted:\n", "adopted:\n  documents: [P09]\n"), encoding="utf-8")
    assert {f"{item.rule} {item.location.path}" for item in found(kit) if item.rule in ("KIT102", "DEV201")} == {
        f"DEV201 {FILE}", "DEV201 制度/P09-样例.md"}


def test_without_a_reason_a_release_stops_and_a_draft_does_not(kit: Path):
    path = policy_file(kit)
    path.write_text(path.read_text(encoding="utf-8").replace("甲方是在", "甲方就是在", 1), encoding="utf-8")
    for raw, rule in ((None, "DEV201"), (update(None, Kit(kit).subject().deviations, ON).content, "DEV202"), (b"text", "DEV103")):
        if raw:
            (kit / FILE).write_bytes(raw)
        for release, severity in ((False, Severity.WARNING), (True, Severity.ERROR)):
            assert {item.severity for item in check(kit, release) if item.rule == rule} == {severity}


@pytest.mark.parametrize(("raw", "rule"), [
    ("# 本市改了一条".encode("gb18030") + b"\ndeviations: []\n", "YML010"), (b"deviations: [\n", "YML001"), ("本市把30日改成15日\n".encode(), "DEV103"),
])
def test_whatever_lies_in_the_register_a_draft_can_be_built(kit: Path, raw: bytes, rule: str):
    (kit / FILE).write_bytes(raw)
    heard = found(kit)
    assert rule in [item.rule for item in heard]
    assert not has_errors(heard)


def test_a_base_that_is_gone_is_told_where_it_is_needed(kit: Path):
    path = policy_file(kit)
    next((kit / ".kit" / "base" / "policies").glob("P08-*.md")).unlink()
    assert told(kit) == []  # nothing differs by the manifest
    path.write_text(path.read_text(encoding="utf-8") + "\n本市的话。\n", encoding="utf-8")
    assert told(kit) == [f"DEV208 {path.relative_to(kit).as_posix()}"]


def test_the_base_is_parsed_only_for_documents_that_differ(kit: Path, monkeypatch: pytest.MonkeyPatch):
    parsed = []
    real = policy.parse
    monkeypatch.setattr(policy, "parse", lambda text, shown: parsed.append(shown) or real(text, shown))
    path = policy_file(kit)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))  # an editor's habit is no difference
    Kit(kit).subject()
    assert not [shown for shown in parsed if shown.startswith(".kit")]
    path.write_text(path.read_text(encoding="utf-8-sig") + "\n本市的话。\n", encoding="utf-8")
    Kit(kit).subject()
    assert [shown for shown in parsed if shown.startswith(".kit")] == [".kit/base/policies/P08-child-information-confidentiality.md"]


def test_kinds_are_those_of_the_schema():
    kinds_there = sources.schema("deviations")["properties"]["deviations"]["items"]["properties"]["kind"]["enum"]
    assert set(kinds_there) == set(differing.KINDS)
