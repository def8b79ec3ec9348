"""An update and a review on the desk: the report, decisions in four words, a lawyer's Word file seen and taken in."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import HERE, Browser, browser
from tests.desk.old import old_kit_in
from tests.review.tracking import Tracking
from toolkit import kit as kits
from toolkit.exporters.word import docx
from toolkit.files import sources
from toolkit.review import marked, packed, packs
from toolkit.text.citations import Register
from toolkit.text.render import outline, render
from toolkit.text.tokens import tokens

KIT = "/kit/旧工具包"
PAGE = "P04-voluntary"


@pytest.fixture(scope="module")
def updated_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit of 1.0.0 with a clause of its own words, updated from the desk, which leaves a decision."""
    root = old_kit_in(tmp_path_factory.mktemp("old"), "旧工具包")
    asked = opened(root.parent)
    before = tree(root)
    planned = asked.get(f"{KIT}/update/planned").text
    assert "还什么也没有写" in planned
    assert tree(root) == before
    assert f'href="/kit/{"%E6%97%A7%E5%B7%A5%E5%85%B7%E5%8C%85"}/update/{PAGE}"' in planned
    done = asked.send_form(f"{KIT}/update")
    assert "件要本市决定" in done.text
    return root


def opened(folder: Path) -> Browser:
    made = browser(folder)
    made.get(f"/?token={made.desk.token}")
    return made


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def deciding(updated_kit: Path, tmp_path: Path) -> tuple[Browser, Path]:
    root = Path(shutil.copytree(updated_kit, tmp_path / "旧工具包"))
    return opened(root.parent), root


def text_of(root: Path) -> str:
    return next((root / "制度").glob("P04-*.md")).read_text(encoding="utf-8")


def test_a_decision_shows_three_texts_and_four_words(deciding: tuple[Browser, Path]):
    asked, _ = deciding
    text = asked.get(f"{KIT}/update/{PAGE}").text
    for words in ("本市现在的", "原来的", "新的全国文本", "保留本市", "采用全国", "合并稿", "以后再定"):
        assert words in text
    assert "<ins>（本市另有规定的从其规定）</ins>" in text
    assert "](#" not in text
    assert "basis=" not in text
    assert asked.get(f"{KIT}/update/P99-none").status_code == 404


@pytest.mark.parametrize(("take", "has_own", "has_new"), [("local", True, False), ("national", False, True), ("later", True, False)])
def test_each_word_does_what_the_command_does(deciding: tuple[Browser, Path], take: str, has_own: bool, has_new: bool):
    asked, root = deciding
    before, open_ = tree(root), kits.Kit(root).open_count()
    done = asked.send_form(f"{KIT}/update/{PAGE}", {"take": take, "reason": "本市有文件", "by": "秘书处"})
    assert done.status_code == 200
    assert kits.Kit(root).open_count() == open_ - (take != "later")
    assert ("本市另有规定的" in text_of(root)) is has_own
    assert ("](#P14-" in text_of(root).partition("P04-voluntary")[2].partition("###")[0]) is has_new
    if take == "local":
        assert "本市有文件" in (root / "偏离登记.yaml").read_text(encoding="utf-8")
    asked.send_form(f"{KIT}/undo")
    after = tree(root)
    assert {path for path in before if not path.startswith(".kit/backup")} <= set(after)
    assert all(after[path] == content for path, content in before.items() if not path.startswith(".kit/backup"))


def test_the_merged_draft_is_edited_on_the_page_with_its_tokens_whole(deciding: tuple[Browser, Path]):
    import html

    asked, root = deciding
    page = asked.get(f"{KIT}/update/{PAGE}").text
    found = re.search(r'<textarea id="draft"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    draft = html.unescape(found[1])
    assert "【" in draft
    done = asked.send_form(f"{KIT}/update/{PAGE}", {"take": "merged", "draft": draft.replace("从其规定", "照办（示例）"), "reason": "合在一起", "by": ""})
    assert done.status_code == 200, done.text
    clause = text_of(root).partition("P04-voluntary")[2].partition("###")[0]
    assert "照办（示例）" in clause
    assert "](#P14-" in clause
    assert "【" not in clause


def test_a_text_that_lost_its_id_is_said_to_be_a_clause_the_citys_own_or_nothing(updated_kit: Path, tmp_path: Path):
    root = Path(shutil.copytree(updated_kit, tmp_path / "旧工具包"))
    path = next((root / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\n### 本市加的一段\n\n本市另外约定（示例）。\n", encoding="utf-8")
    asked = opened(root.parent)
    asked.send_form(f"{KIT}/update")
    found = next(item for item in kits.Kit(root).decisions().open if item.document == "P08")
    text = asked.get(f"{KIT}/update/{found.page}").text
    for words in ("就是这一条", "本市自有", "删去这一段", "以后再定"):
        assert words in text
    done = asked.send_form(f"{KIT}/update/{found.page}", {"clause": ["", "new"], "reason": "", "by": ""})
    assert done.status_code == 200
    assert "{#P08-local-1" in path.read_text(encoding="utf-8")


def test_an_answer_that_does_not_fit_changes_nothing_and_says_why(deciding: tuple[Browser, Path]):
    asked, root = deciding
    before = tree(root)
    done = asked.send_form(f"{KIT}/update/{PAGE}", {"take": "", "reason": "写了的理由"})
    assert done.status_code == 422
    assert "还没有选怎样决定" in done.text
    assert "写了的理由" in done.text
    assert tree(root) == before


def test_a_report_is_words_and_leads_to_decisions_alone():
    from toolkit.desk.update_pages import as_page

    made = str(as_page("# 更新报告\n\n- <script>x</script> [甲](javascript:alert(1)) ![图](http://x/y.png) [P01](待处理/P01-x.md) [乙](http://evil/)\n\n|甲|乙|\n|---|---|\n|[去](待处理/../../x.md)|b|\n", "某市"))
    assert "<script" not in made
    assert "javascript:" not in made
    assert "evil" not in made
    assert "<img" not in made
    assert made.count("<a ") == 1
    assert "/update/P01-x" in made


def test_tokens_stand_for_all_that_is_no_plain_text_and_come_back_as_they_were():
    source = "打{{ team.hotline }}，照[](#P08-exit)办，[30日]{.suggested}内。{% if supports.camps %}夏令营{{ team.hotline }}{% else %}没有{% endif %}【原有的】"
    made = tokens(source, {"team.hotline": "热线", "supports.camps": "营地"}.get, lambda name: "第九条")
    assert made.shown == "打【热线】，照【第九条】办，【建议值 30日】内。【“营地”的】夏令营【热线】【否则】没有【以上到此】【原有的】"
    assert made.source(made.shown) == source
    changed = made.changed(made.shown.replace("打【热线】", "打", 1) + "【第九条】")
    assert (changed.lost, changed.more) == ({"【热线】": 1}, {"【第九条】": 1})
    again = tokens("[](#P09-x)和{{ team.hotline }}", {"team.hotline": "热线"}.get, lambda name: "第九条", made)
    assert again.shown == "【第九条 2】和【热线】"
    assert again.source(made.shown) == source


@pytest.fixture(scope="module")
def sent_kit(linyi_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit with a pack of one document; its Word file lies beside it."""
    root = Path(shutil.copytree(linyi_kit, tmp_path_factory.mktemp("sent") / "临沂市"))
    subject = kits.find(root).subject()
    outlined = outline(subject.documents, subject.city)
    document = next(item for item in outlined.documents if item.id == "P08")
    file = docx.export([render(document, outlined, subject.city)[0]], subject.city, Register(sources.shared().legal))[0]
    kept = packed.pack("P08", list(packed.parts(document, outlined, subject.city)), marked.parse(file.content))
    (root.parent / "P08.docx").write_bytes(file.content)
    packs.put(kits.Kit(root), packs.Record("2026-12-01", "2026-12-01", "审查/2026-12-01", "", "", {"P08": packs.Sent("P08.docx", packs.text_hash(kept), kept)}))
    return root


def test_a_lawyers_word_file_is_seen_first_and_taken_in_when_accepted(sent_kit: Path, tmp_path: Path):
    root = Path(shutil.copytree(sent_kit, tmp_path / "临沂市"))
    tracking = Tracking((sent_kit.parent / "P08.docx").read_bytes(), random.Random(1))
    tracking.replace(tracking.find("各级团队和个人不单独"), "各级团队和个人", "各级团队和志愿者")
    asked, before = opened(root.parent), tree(root)
    seen = asked.post("/kit/临沂市/review/given", files={"files": ("P08 律师改.docx", tracking.done())}, headers={"Origin": HERE})
    assert seen.status_code == 200, seen.text
    assert "会写进正文（1）" in seen.text
    assert "<del>个人</del><ins>志愿者</ins>" in seen.text
    assert tree(root) == before
    key = re.search(r'name="key" value="(\w+)"', seen.text)
    assert key
    taken = asked.send_form("/kit/临沂市/review/accept", {"key": key[1]})
    assert "1 条写进了正文" in taken.text
    assert "各级团队和志愿者" in next((root / "制度").glob("P08-*")).read_text(encoding="utf-8")
    assert asked.desk.waiting == {}
    again = asked.send_form("/kit/临沂市/review/accept", {"key": key[1]})
    assert "已经不在手上" in again.text
    asked.send_form("/kit/临沂市/undo")
    assert "各级团队和个人" in next((root / "制度").glob("P08-*")).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "content", "words"), [
    ("x.docx", b"PK\x03\x04nonsense", "没有读 x.docx"), ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧格式"),
    ("../../审查清单.xlsx", b"nothing", "没有读 审查清单.xlsx"),
])
def test_a_hostile_file_is_refused_by_name_and_nothing_is_written(sent_kit: Path, tmp_path: Path, name: str, content: bytes, words: str):
    root = Path(shutil.copytree(sent_kit, tmp_path / "临沂市"))
    asked, before = opened(root.parent), tree(root)
    answer = asked.post("/kit/临沂市/review/given", files={"files": (name, content)}, headers={"Origin": HERE})
    assert words in answer.text
    assert tree(root) == before


def test_how_each_document_stands_is_what_the_command_says(sent_kit: Path, tmp_path: Path):
    root = Path(shutil.copytree(sent_kit, tmp_path / "临沂市"))
    asked = opened(root.parent)
    assert "没有签署" in asked.get("/kit/临沂市/review").text
    assert asked.send_form("/kit/临沂市/review/sign", {"document": "P08", "reviewer": "", "firm": ""}).status_code == 422
    signed = asked.send_form("/kit/临沂市/review/sign", {"document": "P08", "reviewer": "甲律师", "firm": "示例事务所"})
    assert "记下了 1 份文件的签署" in signed.text
    assert "<b>1</b> 份已审查" in signed.text


def test_folders_made_for_counsel_are_listed_newest_first_and_opened_where_this_machine_can(sent_kit: Path, tmp_path: Path):
    root = Path(shutil.copytree(sent_kit, tmp_path / "临沂市"))
    for name in ("2026-12-01", "2026-12-01-2", "已审"):
        (root / "审查" / name).mkdir(parents=True)
    (root / "审查" / "2026-12-01-2" / "P08.docx").write_bytes(b"")
    asked, launched = opened(root.parent), []
    asked.desk.opener = launched.append
    assert re.findall(r'name="folder" value="([^"]+)"', asked.get("/kit/临沂市/review").text) == ["2026-12-01-2", "2026-12-01"]
    assert "2026-12-01-2，1 个 Word 文件" in asked.get("/kit/临沂市/review").text
    assert "在这台电脑上打开了：2026-12-01" in asked.send_form("/kit/临沂市/review/open", {"folder": "2026-12-01"}).text
    assert launched == [root / "审查" / "2026-12-01"]
    for foreign in ("已审", "..", ""):
        assert asked.send_form("/kit/临沂市/review/open", {"folder": foreign}).status_code == 404
    asked.desk.opener = lambda path: 127  # no program for it
    assert f"请自己打开：{root / '审查' / '2026-12-01'}" in asked.send_form("/kit/临沂市/review/open", {"folder": "2026-12-01"}).text
