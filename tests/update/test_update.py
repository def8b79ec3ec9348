"""`linyi update`, `resolve` and `undo` on a small kit: what its users were promised, and what users of other tools complain of."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.update.small import BODY, City, document
from toolkit import kit as kits
from toolkit.commands.check import check
from toolkit.commands.resolve import resolve
from toolkit.commands.undo import undo
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import notices, revision, transaction

CALL = BODY.replace("先打110。", "先打110，同时喊人。")
CHECKIN = BODY.replace("出门以前报备", "出门一天以前报备")
LAW = """changes:
- {id: P98-call, old: "1.0.0", new: "1.1.0", reason: law, why: 法律改了。, decide_by: "2030-01-31"}
"""


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)


def conflict(city: City) -> None:
    """The city and the nation both change whom to call."""
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", LAW, P98=document(CALL, "1.1.0"))
    city.update()


def test_an_unedited_document_becomes_the_national_one_byte_for_byte(city: City):
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    done = city.update()
    assert city.read() == document(CALL, "1.1.0")
    assert done.open == 0
    assert "P98-call 打给谁" in done.report


def test_an_edited_clause_stays_in_force_and_is_asked_about(city: City):
    conflict(city)
    assert "先打团里。" in city.read()
    assert "<<<<" not in city.read()
    assert 'version: "1.1.0"' in city.read()
    assert city.pages == ["P98-call"]
    page = city.read("待处理/P98-call.md")
    for words in ("先打110。", "先打团里。", "先打110，同时喊人。", "法律改了。", "2030年1月31日以前", "安全员",
                  "【＋，同时喊人＋】", "保留本市", "采用全国", "合并稿", "以后再定"):
        assert words in page, words
    order = [page.index(f"| {word} |") for word in ("保留本市", "采用全国", "合并稿", "以后再定")]
    assert order == sorted(order)


def test_a_page_names_what_its_texts_refer_to(tmp_path: Path):
    body = BODY.replace("先打110。", "先打110，照[](#P98-checkin)和[](#P98)办。")
    city = City(tmp_path, P98=document(body))
    city.edit("先打110", "先打团里")
    city.national("1.1.0", P98=document(body.replace("先打110", "马上打110"), "1.1.0"))
    city.update()
    page = city.read("待处理/P98-call.md")
    assert "[](#P98-checkin)  报备——出门以前报备，30日内补齐。\n[](#P98)  《样例制度》" in page
    assert "[](#P98-checkin) 印出来是那一条的名称" in page


def test_a_page_counts_its_choices_and_says_where_to_type_them(city: City):
    conflict(city)
    page = city.read("待处理/P98-call.md")
    assert "四种决定，选一种。打开工具包的文件夹（检查.bat 就在里面）" in page
    assert page.count("`linyi resolve P98-call --take ") == 4


def test_a_page_of_a_clause_that_is_gone_names_those_who_cite_it(tmp_path: Path):
    body = BODY.replace("先打110。", "先打110，照[](#P98-checkin)办。")
    city = City(tmp_path, P98=document(body))
    city.edit("### 报备 {#P98-checkin}\n\n出门以前报备，30日内补齐。\n\n", "")
    city.national("1.1.0", P98=document(body.replace("出门以前报备", "出门一天以前报备"), "1.1.0"))
    city.update()
    page = city.read("待处理/P98-checkin.md")
    assert "## 还有哪里用到它\n\nP98-call 打给谁。" in page


def test_a_page_says_when_the_law_behind_the_citys_words_changed(city: City):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", P98=document(CALL.replace("charity:1", "charity:2,3"), "1.1.0"))
    city.update()
    assert "依据变了：加上《慈善法》第2条、第3条；去掉《慈善法》第1条。" in city.read("待处理/P98-call.md")


def test_the_check_tells_once_of_a_clause_that_lost_its_id_and_not_of_all_who_cite_it(tmp_path: Path):
    body = BODY.replace("先打110。", "先打110，照[](#P98-checkin)办。")
    city = City(tmp_path, P98=document(body))
    city.edit(" {#P98-checkin}", "")
    city.national("1.1.0", P98=document(body.replace("出门以前报备", "出门一天以前报备"), "1.1.0"))
    city.update()
    found = check(city.root)
    assert not [finding for finding in found if finding.rule == "DOC203"]
    told = [finding.words.zh for finding in found if finding.rule == "UPD102"]
    assert len(told) == 1
    assert "多半是 P98-checkin，别的文件有 1 处用到它" in told[0]


def test_a_page_says_when_a_sentence_of_the_citys_seems_broken(city: City):
    city.edit("先打110。", "先打，。")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    city.update()
    assert "像是没有写完：“先打，。”" in city.read("待处理/P98-call.md")


def test_a_page_for_other_punctuation_suggests_the_national_text(city: City):
    city.edit("出门以前报备，30日", "出门以前报备,30日")
    city.national("1.1.0", P98=document(CHECKIN, "1.1.0"))
    city.update()
    page = city.read("待处理/P98-checkin.md")
    assert page.startswith("# P98-checkin 报备：本市只改过标点，建议采用全国\n")
    assert "两边改了同一处" not in page


def test_the_page_of_a_document_that_is_gone_says_what_it_is_about_and_not_all_of_it(tmp_path: Path):
    city = City(tmp_path)
    (city.root / city.path).unlink()
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    city.update()
    page = city.read("待处理/P98.md")
    assert "三种决定" in page
    assert "一句话说明。" in page
    assert "title_en" not in page


def test_the_word_page_says_the_same(city: City):
    conflict(city)
    with zipfile.ZipFile(city.root / "待处理" / "P98-call.docx") as packed:
        document_ = packed.read("word/document.xml").decode()
    for words in ("先打团里。", "保留本市", "法律改了。", "<w:strike/>", "<w:u "):
        assert words in document_


def test_another_clause_of_the_same_document_arrives_meanwhile(city: City):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", P98=document(CHECKIN, "1.1.0"))
    assert city.update().open == 0
    assert "先打团里。" in city.read()
    assert "出门一天以前报备" in city.read()


@pytest.mark.parametrize(("take", "words"), [
    ("local", "先打团里。"), ("national", "先打110，同时喊人。"), ("merged", "先打团里，同时喊人。"),
])
def test_a_decision_is_carried_out_and_not_asked_again(city: City, take: str, words: str):
    conflict(city)
    if take == "merged":
        page = "待处理/P98-call.md"
        before, _, rest = city.read(page).partition("=====合并稿从")
        head, _, rest = rest.partition("\n")
        _, _, end = rest.partition("=====合并稿到")
        city.write(f'{before}=====合并稿从{head}\n### 打给谁 {{#P98-call basis="charity:1"}}\n\n先打团里，同时喊人。\n\n再打团里。\n=====合并稿到{end}', page)
    done = resolve(city.root, "P98-call", take, reason="本地没有110分台", by="团务会", on=date(2029, 1, 2))
    assert words in city.read()
    assert done.open == 0
    assert city.pages == []
    taken = city.decisions.taken[0]
    assert (taken.id, taken.take, taken.by, taken.on, taken.reason) == ("P98-call", take, "团务会", "2029-01-02", "本地没有110分台")
    before_ = city.tree()
    assert city.update().changed == []
    assert city.tree() == before_
    city.national("1.2.0", P98=document(CALL.replace("再打团里。", "再打值守员。"), "1.2.0"))
    assert city.update().open == (0 if take == "national" else 1)


def test_later_stays_open_and_says_who_put_it_off(city: City):
    conflict(city)
    resolve(city.root, "P98-call", "later", by="团长", reason="等律师", on=date(2029, 1, 2))
    assert city.decisions.open[0].later == "2029-01-02，团长，等律师"
    assert "等律师" in city.read("待处理/P98-call.md")
    assert city.update().changed == []


def test_a_text_without_an_id_is_asked_about_and_named(city: City):
    city.edit(" {#P98-checkin}", "")
    city.edit("出门以前报备", "出门两天以前报备")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    assert city.update().open == 1
    assert city.pages == ["P98-无编号-1"]
    assert city.decisions.open[0].likely == "P98-checkin"
    with pytest.raises(ToolkitError, match="which clause"):
        resolve(city.root, "P98-无编号-1", "local")
    resolve(city.root, "P98-无编号-1", clause="P98-checkin")
    assert "### 报备 {#P98-checkin}\n\n出门两天以前报备" in city.read()
    assert city.decisions.open == ()


def test_a_text_without_an_id_may_become_the_citys_own(city: City):
    city.edit("### 保险 {#P98-insurance}", "### 家访 \n\n先打电话。\n\n### 保险 {#P98-insurance}")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    city.update()
    resolve(city.root, "P98-无编号-1", clause="new")
    assert "### 家访 {#P98-local-1}\n\n先打电话。" in city.read()
    assert city.update().changed == []


def test_a_lost_id_whose_clause_the_nation_changed_is_updated_once_it_is_named(city: City):
    city.edit(" {#P98-checkin}", "")
    city.national("1.1.0", P98=document(CHECKIN, "1.1.0"))
    assert city.update().open == 1
    resolve(city.root, "P98-无编号-1", clause="P98-checkin")
    assert "### 报备 {#P98-checkin}\n\n出门一天以前报备" in city.read()
    assert city.decisions.open == ()


# --- undo


def test_undo_takes_back_step_by_step_and_byte_for_byte(city: City):
    states = [city.tree()]
    conflict_edit = city.read().replace("先打110。", "先打团里。")
    city.write(conflict_edit)
    states[0] = city.tree()
    city.national("1.1.0", LAW, P98=document(CALL, "1.1.0"))
    city.update()
    states.append(city.tree())
    resolve(city.root, "P98-call", "national")
    states.append(city.tree())
    city.national("1.2.0", P98=document(CHECKIN, "1.2.0"), P97=document(name="P97"))
    city.update()
    for state in reversed(states):
        done, _ = undo(city.root)
        assert done.left == []
        assert city.tree() == state
    with pytest.raises(ToolkitError, match="nothing to take back"):
        undo(city.root)
    assert not (city.root / ".kit" / "backup").exists()


def test_undo_names_what_was_changed_since_and_leaves_it(city: City):
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    before = city.read(".kit/manifest.json")
    city.update()
    city.edit("再打团里。", "再打值守员。")
    edited = city.read()
    done, _ = undo(city.root)
    assert done.left == [city.path]
    assert city.read() == edited
    assert city.read(".kit/manifest.json") == before
    assert (city.root / done.backup / city.path).read_text(encoding="utf-8") == document()


# --- what users of other tools complain of


def test_two_conflicts_in_one_file_are_two_pages(city: City):
    city.edit("先打110。", "先打团里。")
    city.edit("保险生效再去。", "有保险再去。")
    city.national("1.1.0", P98=document(CALL.replace("保险生效再去", "保险生效并核对以后再去"), "1.1.0"))
    city.update()
    assert city.pages == ["P98-call", "P98-insurance"]
    assert "先打团里。" in city.read()
    assert "有保险再去。" in city.read()


def test_without_a_base_the_citys_text_stays_and_every_difference_is_asked(city: City):
    city.edit("先打110。", "先打团里。")
    (city.root / ".kit/base/policies/P98-sample.md").unlink()
    city.national("1.1.0", P98=document(CHECKIN, "1.1.0"))
    done = city.update()
    assert "先打团里。" in city.read()
    assert city.pages == ["P98-call", "P98-checkin"]
    assert "没有它的底本" in done.report


def test_a_dry_run_says_what_the_real_run_does_and_writes_nothing(city: City):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", LAW, P98=document(CALL, "1.1.0"), P97=document(name="P97"))
    before = city.tree()
    dry = city.update(dry_run=True)
    assert city.tree() == before
    real = city.update()
    assert (dry.report, dry.open) == (real.report, real.open)
    assert real.changed == sorted([*dry.changed, "更新报告.md", "更新报告.docx"])
    assert city.read("更新报告.md") == dry.report


def test_the_report_begins_with_what_the_office_has_to_do_and_there_is_a_word_file_of_it(city: City):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", LAW, P98=document(CALL.replace("出门以前报备", "出门一天以前报备"), "1.1.0"))
    report = city.update().report
    first, _, annexes = report.partition("\n## 附：")
    for words in ("| [P98-call 打给谁](待处理/P98-call.md) |", "法律变化", "2030年1月31日", "安全员", "照旧有效、照旧用", "一次退一步"):
        assert words in first
    assert "P98-checkin" not in first
    assert "逐份逐条（1份）" in annexes
    with zipfile.ZipFile(city.root / "更新报告.docx") as packed:
        body = packed.read("word/document.xml").decode()
    ElementTree.fromstring(body)
    for words in ("要本市决定的（1件）", "<w:tbl>", "P98-call 打给谁<", "逐份逐条"):
        assert words in body


def test_additions_arrive_for_the_base_is_never_the_new_text(city: City):
    city.national("1.1.0", P98=document(BODY + "\n### 新条 {#P98-new}\n\n新的一句。\n", "1.1.0"))
    city.update()
    assert "### 新条 {#P98-new}\n\n新的一句。\n" in city.read()


def test_running_twice_changes_nothing(city: City):
    conflict(city)
    before = city.tree()
    assert city.update().changed == []
    assert city.tree() == before


def test_nothing_is_ignored_in_silence(city: City, linyi):
    conflict(city)
    for arguments in (("check", city.root), ("matrix", city.root), ("repeats", city.root)):
        done = linyi(*arguments)
        assert "有 1 件等本市决定" in done.stderr, arguments
    assert "UPD102 P98-call" in linyi("check", city.root).stdout
    assert "等本市决定" not in linyi("--quiet", "check", city.root).stderr
    assert "错误 UPD102" in linyi("check", "--release", city.root).stdout


@pytest.mark.parametrize("changed", [False, True])
def test_a_deleted_file_does_not_come_back(city: City, changed: bool):
    (city.root / city.path).unlink()
    city.national("1.1.0", P98=document(CALL if changed else BODY, "1.1.0"), P97=document(name="P97"))
    city.update()
    assert not (city.root / city.path).exists()
    assert city.pages == (["P98"] if changed else [])
    if changed:
        resolve(city.root, "P98", "national")
        assert city.read() == document(CALL, "1.1.0")
        assert city.update().changed == []


def test_what_both_add_stays_local_and_is_asked(city: City):
    own = document("\n## 总则 {#P97-a}\n\n### 本市 {#P97-b}\n\n本市的一条。\n", name="P97", title="本市办法")
    city.write(own, "制度/P97-本市办法.md")
    city.national("1.1.0", P98=document(version="1.1.0"), P97=document(name="P97"))
    city.update()
    assert city.read("制度/P97-本市办法.md") == own
    assert city.pages == ["P97"]
    assert city.update().changed == []


def test_a_renamed_and_moved_file_is_followed_by_its_id(city: City):
    (city.root / "培训").mkdir()
    (city.root / city.path).rename(city.root / "培训" / "打电话.md")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    city.update()
    assert "同时喊人" in city.read("培训/打电话.md")
    assert not (city.root / city.path).exists()
    entry = next(entry for entry in json.loads(city.read(".kit/manifest.json"))["files"] if entry.get("id") == "P98")
    assert entry["path"] == "培训/打电话.md"


def test_without_a_terminal_a_question_is_an_error(city: City, linyi):
    conflict(city)
    done = linyi("resolve", "P98-call", city.root)
    assert done.returncode == 2
    assert "--take" in done.stderr


# --- refusals: nothing is written


def test_a_file_that_cannot_be_read_stops_all(city: City):
    (city.root / city.path).write_bytes("中文".encode("utf-16"))
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    before = city.tree()
    with pytest.raises(InvalidInput) as caught:
        city.update()
    assert caught.value.findings[0].location.path == city.path
    assert city.tree() == before


def test_a_document_whose_front_matter_broke_keeps_its_deviations_listed(city: City):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", P98=document(CHECKIN, "1.1.0"))
    city.update()
    city.edit("reason: 待填写", "reason: 团里离得近", "偏离登记.yaml")
    listed = city.read("偏离登记.yaml")
    assert "P98-call" in listed
    city.edit("---\nid:", "id:")
    city.national("1.2.0", P98=document(CHECKIN.replace("保险生效", "保险真的生效"), "1.2.0"))
    city.update()
    assert city.read("偏离登记.yaml") == listed


def test_a_text_for_a_newer_toolkit_is_refused_before_planning(city: City, linyi):
    city.national("9.0.0")
    (city.source / "policies/version.yaml").write_text("version: 9.0.0\nneeds_toolkit: 99.0.0\n", encoding="utf-8")
    done = linyi("update", city.root, "--from", city.source)
    assert done.returncode == 2
    assert "99.0.0" in done.stderr


def test_an_older_installed_text_is_refused(city: City, linyi):
    manifest = json.loads(city.read(".kit/manifest.json"))
    city.write(json.dumps({**manifest, "text": "99.0.0"}), ".kit/manifest.json")
    done = linyi("update", city.root)
    assert done.returncode == 2
    assert "99.0.0" in done.stderr


def test_a_national_text_whose_ids_are_damaged_is_refused(city: City):
    city.national("1.1.0", P98=document(BODY.replace(" {#P98-call basis=\"charity:1\"}", ""), "1.1.0"))
    with pytest.raises(InvalidInput):
        city.update()


def test_a_file_changed_between_reading_and_writing_stops_all(city: City, monkeypatch: pytest.MonkeyPatch):
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    real = revision.commit

    def late(root: Path, command: str, changes: list) -> None:
        city.edit("再打团里。", "再打值守员。")
        real(root, command, changes)

    monkeypatch.setattr(revision, "commit", late)
    with pytest.raises(ToolkitError, match="was changed in these seconds"):
        city.update()
    assert "再打值守员。" in city.read()
    assert '"text": "1.0.0"' in city.read(".kit/manifest.json")


# --- several releases apart


def test_several_releases_at_once_are_the_same_as_step_by_step(tmp_path: Path):
    bodies = {"1.1.0": CALL, "1.2.0": CALL.replace("保险生效再去。", "核对保险再去。"), "1.3.0": CHECKIN.replace("先打110。", "先打110或者119。")}
    trees = []
    for name in ("steps", "once"):
        city = City(tmp_path / name)
        city.edit("先打110。", "先打团里。")
        city.edit("保险生效再去。", "核对保险再去。")
        for version, body in bodies.items():
            reasons = "".join(f'changes:\n- {{id: P98-call, old: "1", new: "2", reason: practice, why: 第{version}版。}}\n')
            city.national(version, reasons, P98=document(body, version))
            kept = {release: text for release, text in bodies.items() if release < version}
            for release, text in kept.items():
                place = city.source / "policies" / "releases" / release / "policies"
                place.mkdir(parents=True)
                (place / "P98-sample.md").write_text(document(text, release), encoding="utf-8")
                (place.parent / "release.yaml").write_text(f"version: {release}\n'on': '2026-01-01'\nclauses: {{}}\n", encoding="utf-8")
                (city.source / "policies" / "releases" / f"{release}.yaml").write_text(reasons.replace(version, release), encoding="utf-8")
            if name == "steps" or version == "1.3.0":
                city.update()
        trees.append({path: raw for path, raw in city.tree().items() if not path.startswith("更新报告.")})
    assert trees[0] == trees[1]
    assert "第1.1.0版。" in trees[0]["待处理/P98-call.md"].decode()
    assert "第1.3.0版。" in trees[0]["待处理/P98-call.md"].decode()


# --- whole documents


def adopt(city: City, *names: str) -> None:
    city.edit("adopted:\n", f"adopted:\n  documents: [{', '.join(names)}]\n", "city.yaml")


def two(tmp_path: Path) -> City:
    return City(tmp_path, P98=document(), P97=document(name="P97"))


def test_a_document_that_the_city_does_not_adopt_and_put_away_is_told_and_not_asked(tmp_path: Path):
    city = two(tmp_path)
    adopt(city, "P98")
    (city.root / "制度/P97-样例制度.md").unlink()
    city.national("1.1.0", P98=document(version="1.1.0"), P97=document(CALL, "1.1.0", "P97"))
    done = city.update()
    assert done.open == 0
    assert "P97：本市没有施行，文件已经移走，这次全国文本改了它，没有拿来" in done.report
    assert not (city.root / "制度/P97-样例制度.md").exists()


def test_a_withdrawn_document_goes_to_the_archive(tmp_path: Path):
    city = two(tmp_path)
    city.national("1.1.0", P98=document(version="1.1.0"))
    done = city.update()
    assert done.open == 0
    assert not (city.root / "制度/P97-样例制度.md").exists()
    assert city.read(".kit/archive/P97.md") == document(name="P97")
    assert "撤下的文件（1份）" in done.report
    assert "P97" not in city.read(".kit/manifest.json")


@pytest.mark.parametrize("how", ["edited", "adopted"])
def test_a_withdrawn_document_that_was_edited_or_is_in_force_stays_and_is_asked(tmp_path: Path, how: str):
    city = two(tmp_path)
    if how == "adopted":
        adopt(city, "P97", "P98")
    else:
        city.edit("保险生效再去。", "有保险再去。", "制度/P97-样例制度.md")
    own = city.read("制度/P97-样例制度.md")
    city.national("1.1.0", P98=document(version="1.1.0"))
    assert city.update().open == 1
    assert city.pages == ["P97"]
    assert city.read("制度/P97-样例制度.md") == own
    assert city.update().changed == []
    before = city.tree()
    resolve(city.root, "P97", "local")
    assert city.read("制度/P97-样例制度.md") == own
    assert city.update().changed == []
    undo(city.root)
    assert city.tree() == before
    resolve(city.root, "P97", "national")
    assert not (city.root / "制度/P97-样例制度.md").exists()
    assert city.read(".kit/archive/P97.md") == own
    assert city.update().changed == []


def test_a_new_document_arrives_and_is_in_force_only_where_nothing_is_listed(city: City):
    adopt(city, "P98")
    city.national("1.1.0", P98=document(version="1.1.0"), P97=document(name="P97", title="新办法"))
    done = city.update()
    assert city.read("制度/P97-新办法.md") == document(name="P97", title="新办法")
    assert "写进 city.yaml 的 adopted.documents 以后才施行" in done.report


def test_a_second_file_with_the_same_id_is_left_alone_and_named(city: City):
    copy = city.read().replace("先打110。", "先打值守员。")
    city.write(copy, "制度/P98-样例制度 - 副本.md")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    done = city.update()
    assert city.read() == document(CALL, "1.1.0")
    assert city.read("制度/P98-样例制度 - 副本.md") == copy
    assert "不止一份 P98" in done.report


def test_a_file_keeps_the_name_of_its_documents_title(city: City):
    city.national("1.1.0", P98=document(version="1.1.0", title="新的名称"))
    city.update()
    assert city.read("制度/P98-新的名称.md") == document(version="1.1.0", title="新的名称")
    assert not (city.root / city.path).exists()
    undo(city.root)
    assert city.read() == document()


def test_a_file_that_the_city_named_keeps_that_name(city: City):
    (city.root / city.path).rename(city.root / "制度" / "P98-打电话.md")
    city.national("1.1.0", P98=document(CALL, "1.1.0", title="新的名称"))
    city.update()
    assert "同时喊人" in city.read("制度/P98-打电话.md")


def test_a_changed_document_is_a_draft_again_and_what_is_in_force_is_told(city: City):
    text = city.read("city.yaml")
    city.write(text.replace("  on: 待填写", '  on: "2026-05-01"', 1).replace("  version: 待填写", '  version: "临1"', 1), "city.yaml")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    report = city.update().report
    assert "现在是草稿的（1份）" in report
    assert "2026年5月1日起施行的" in report


def test_a_value_filled_in_for_a_parameter_is_offered_back(tmp_path: Path):
    body = BODY.replace("先打110。", "先打{{ team.hotline }}。")
    city = City(tmp_path, P98=document(body))
    city.edit("{{ team.hotline }}", "0539-0000000")
    city.national("1.1.0", P98=document(body.replace("30日内", "20日内"), "1.1.0"))
    done = city.update()
    assert done.open == 0
    assert "P98-call：本市把参数 {{ team.hotline }} 写成了具体的值" in done.report
    city.national("1.2.0", P98=document(body.replace("先打", "马上打"), "1.2.0"))
    city.update()
    page = city.read("待处理/P98-call.md")
    assert "马上打{{ team.hotline }}。" in page.partition("## 合并稿")[2]
    assert "只是把参数填成了具体的值" in page


# --- a kill

class Cut(BaseException):
    """The power goes."""


def cut_update(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that ends after the journal and one file are in place."""
    real, done = transaction.replace, []

    def cut(source: Path, target: Path) -> None:
        if len(done) == 2:
            raise Cut
        done.append(target)
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(transaction, "replace", cut)
        with pytest.raises(Cut):
            city.update()


def test_the_next_command_finishes_what_a_kill_cut_off(city: City, monkeypatch: pytest.MonkeyPatch):
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", LAW, P98=document(CALL, "1.1.0"))
    cut_update(city, monkeypatch)
    kits.find(city.root)
    after = city.tree()
    assert city.pages == ["P98-call"]
    assert '"text": "1.1.0"' in city.read(".kit/manifest.json")
    assert city.update().changed == []
    assert city.tree() == after


def test_what_was_changed_after_the_kill_is_kept_and_the_update_taken_back_and_told(city: City, monkeypatch: pytest.MonkeyPatch):
    before = city.tree()
    city.national("1.1.0", LAW, P98=document(CALL, "1.1.0"))
    cut_update(city, monkeypatch)
    city.write(city.read("city.yaml") + "# 本市\n", "city.yaml")
    told: list[list[str]] = []
    monkeypatch.setattr(notices, "taken_back", told.append)
    city.write(city.read(".kit/manifest.json").replace("371325", "371326"), ".kit/manifest.json")
    kits.find(city.root)
    assert told == [[".kit/manifest.json"]]
    after = city.tree()
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == {"city.yaml", ".kit/manifest.json"}


# --- what may be damaged or forged


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1, "open": [{"page": "../../x"}], "taken": []}', '{"open": 7}'])
def test_a_damaged_record_is_told_and_stops_decisions(city: City, content: str, linyi):
    city.write(content, ".kit/decisions.json")
    assert "UPD101" in linyi("check", city.root).stdout
    with pytest.raises(ToolkitError, match="damaged"):
        resolve(city.root, "P98-call", "local")
    with pytest.raises(ToolkitError, match="damaged"):
        city.update()


def test_a_document_that_is_a_link_stops_all(city: City, tmp_path: Path):
    (tmp_path / "elsewhere.md").write_text(document(), encoding="utf-8")
    (city.root / city.path).unlink()
    (city.root / city.path).symlink_to(tmp_path / "elsewhere.md")
    city.national("1.1.0", P98=document(CALL, "1.1.0"))
    with pytest.raises(InvalidInput):
        city.update()
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == document()


def test_a_kit_without_a_manifest_is_not_updated(city: City):
    (city.root / ".kit/manifest.json").unlink()
    with pytest.raises(ToolkitError, match="missing or damaged"):
        city.update()


def test_a_damaged_base_counts_as_none(city: City):
    city.write("x", ".kit/base/policies/P98-sample.md")
    city.edit("先打110。", "先打团里。")
    city.national("1.1.0", P98=document(BODY, "1.1.0"))
    assert city.update().open == 1
    assert "先打团里。" in city.read()


def test_a_late_decision_is_an_error_and_a_draft_is_built_all_the_same(kit: Path, linyi, tmp_path: Path):
    from toolkit.text import decisions
    from toolkit.text.decisions import Because, Decision, Decisions

    open_ = Decision("P10-call", "P10-call", "P10", "打给谁", "安全员", "both-changed", "a\n", "b\n", "c\n",
                     reasons=(Because("1.1.0", "law", "法律改了。", "2020-01-31"),))
    (kit / decisions.PATH).write_bytes(decisions.written(Decisions((open_,))))
    checked = linyi("check", kit)
    assert checked.returncode == 1
    assert "错误 UPD103" in checked.stdout
    built = linyi("build", kit, "--only", "calendar", "--out", tmp_path / "成果")
    assert built.returncode == 0, built.stderr
    assert "有 1 件等本市决定" in built.stderr
