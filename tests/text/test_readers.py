"""The texts for children, guardians and easy reading: whole, tied to their clauses, and easy."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.files import yamlfile
from toolkit.text import pictures, policy, reading, releases
from toolkit.text.policy import Chapter, Document

FILES = sorted((ROOT / "templates" / "readers").glob("C*.md"))
BOOKLETS = [policy.read(path, path.name)[0] for path in FILES]
by_id = pytest.mark.parametrize("booklet", BOOKLETS, ids=lambda booklet: booklet.id)


def test_there_is_a_booklet_for_each_kind_of_reader():
    assert [booklet.id for booklet in BOOKLETS] == ["C01", "C02", "C03", "C04", "C05"]
    assert [booklet.data["reader"] for booklet in BOOKLETS] == list(reading.measures().levels)


@by_id
def test_each_booklet_has_the_nine_subjects_in_their_order(booklet: Document):
    assert len(reading.measures().subjects) == 9
    assert [chapter.id for chapter in booklet.chapters] == [f"{booklet.id}-{name}" for name in reading.measures().subjects]


@by_id
def test_each_subject_is_tied_to_clauses_and_each_line_has_its_picture(booklet: Document):
    for chapter in booklet.chapters:
        assert chapter.retells, chapter.id
        for line in chapter.lines:
            if line.text and not line.text.startswith("{%"):
                assert pictures.split(line.text)[0] in pictures.known(), line


def test_a_booklet_reads_the_same_whatever_services_a_city_offers():
    """A subject is never left out: what depends on a service stands in lines of its own."""
    assert not [chapter.id for booklet in BOOKLETS for chapter in booklet.chapters if chapter.when or booklet.when]


def test_the_catalogue_says_of_every_picture_once_what_it_means_and_shows():
    entries = yamlfile.read(ROOT / "templates/pictures.yaml", "pictures.yaml").data["pictures"]
    names = [entry["name"] for entry in entries]
    assert len(names) == len(set(names))
    for entry in entries:
        assert set(entry) == {"name", "means", "zh", "en", "of"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["name"])
        assert all(entry[key] for key in ("name", "means", "zh", "en"))
        assert re.search(r"[\u4e00-\u9fff]", entry["zh"])
        assert entry["en"].isascii()
    used = {pictures.split(line.text)[0] for booklet in BOOKLETS for chapter in booklet.chapters for line in chapter.lines}
    assert used - {""} <= set(names)


def test_the_measures_name_readers_that_there_are():
    data = yamlfile.read(ROOT / "templates/readers/reading.yaml", "reading.yaml").data
    for entry in data["words"]:
        assert set(entry["in"]) <= set(data["readers"])
        assert entry["words"]
        assert entry["say"]
    for reader in data["readers"]:
        words = [word for entry in data["words"] if reader in entry["in"] for word in entry["words"]]
        assert len(words) == len(set(words)), reader
    assert all(any(word in harmless for entry in data["words"] for word in entry["words"]) for harmless in data["harmless"])


# --- how easily a text reads


def subject(*lines: str) -> Chapter:
    body = "\n\n".join(lines)
    return policy.parse(f"---\nid: C98\nkind: 读本\n---\n\n## 节 {{#C98-volunteer}}\n\n{body}\n", "x.md")[0].chapters[0]


@pytest.mark.parametrize(("words", "count"), [
    ("你可以说不。", 5), ("“不！”他说。", 3), ("打110，或者12355。", 5), ("打 0539-0000000。", 2),
    ("也能打{{}}。", 4), ("15个工作日", 5), ("，。！", 0), ("QQ群", 2), ("𠮷", 1),
])
def test_a_number_a_word_and_a_value_are_one_sign_and_punctuation_none(words: str, count: int):
    assert len(reading.signs(words)) == count


@pytest.mark.parametrize(("line", "count"), [
    ("你可以说不。", 1), ("你可以说不", 1), ("你可以说不。你可以走开。", 2), ("先问孩子；不愿意就不开始。", 2),
    ("你可以说：“不要！我要走。”", 1), ("“不！”你可以这样说。", 1), ("真的吗？！", 1), ("想他……可以难过。", 1), ("", 0),
])
def test_sentences_end_where_one_stops_reading(line: str, count: int):
    assert len(reading.sentences(line)) == count


@pytest.mark.parametrize(("line", "cut"), [
    ("你可以说：“不要！我要走。”再走开。去找人；别怕", ["你可以说：“不要！我要走。”再走开。", "去找人；", "别怕"]),
    ("（你可以走。）“真的？”他问。！", ["（你可以走。）", "“真的？”他问。！"]), ("。。你好。", ["你好。"]),
])
def test_sentences_are_cut_out_as_they_stand(line: str, cut: list[str]):
    assert reading.sentences(line) == cut


@given(st.text("你可以说不。！？；，“”……110 ", max_size=60))
def test_cutting_into_sentences_loses_no_sign(line: str):
    assert [sign for sentence in reading.sentences(line) for sign in sentence if reading.signs(sign)] == [
        sign for sign in line if reading.signs(sign)
    ]


@pytest.mark.parametrize(("words", "rare"), [
    ("你好，110", []), ("饕餮", ["饕", "餮"]), ("座啊", []), ("亍", ["亍"]), ("𠮷", ["𠮷"]), ("們", ["們"]),
])
def test_the_first_level_of_gb_2312_is_common_and_all_else_rare(words: str, rare: list[str]):
    assert reading.rare(words) == rare  # 座 is the last of the first level, 亍 the first of the second


def test_what_is_read_aloud_has_no_pictures_blocks_or_marks():
    made = subject("{% if supports.camps %}", "![停](pic:stop-hand) **不**想去，[7日]{.suggested}内说{{ team.hotline }}。", "{% endif %}")
    assert [line.text for line in reading.said(made)] == ["不想去，7日内说{{}}。"]


def test_lines_keep_their_numbers_and_what_says_nothing_is_left_out():
    made = subject("第一行。", "{% if supports.camps %}", "**第二行**。", "![停](pic:stop-hand)")
    assert [(line.number, line.text) for line in reading.said(made)] == [(8, "第一行。"), (12, "第二行。")]


def test_the_measures_are_those_of_the_file():
    data = yamlfile.read(ROOT / "templates/readers/reading.yaml", "reading.yaml").data
    found = reading.measures()
    assert found.minute == data["minute"]
    assert {name: vars(level) for name, level in found.levels.items()} == data["readers"]
    for reader, words in found.words.items():
        said = {word: entry["say"] for entry in data["words"] if reader in entry["in"] for word in entry["words"]}
        assert {plain.word: plain.say for plain in words} == said
        assert [len(plain.word) for plain in words] == sorted((len(word) for word in said), reverse=True)
    assert set(found.words) == set(data["readers"])


def test_a_longer_word_of_law_is_named_and_not_what_it_holds():
    assert [plain.word for plain in reading.of_law("你的个人信息", "child-6-9")] == ["个人信息"]
    assert [plain.word for plain in reading.of_law("舍不得你，这不得了", "child-6-9")] == []
    assert [plain.word for plain in reading.of_law("监护人不得打孩子", "guardian")] == ["不得"]


# --- scripts/retold.py


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("retold_script", ROOT / "scripts" / "retold.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PRINTS = {"P98-a": "0" * 16, "P98-b": "1" * 16}
SOURCE = """---
id: C98
kind: 读本
summary: "a: b"   # kept
---

## 节 {#C98-volunteer retells="P98-b P98-a"}

retold: 你可以说不。
--- 
"""
WANTED = SOURCE.replace("# kept\n", f'# kept\nretold:\n  P98-b: "{"1" * 16}"\n  P98-a: "{"0" * 16}"\n')


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("before", [SOURCE, WANTED, WANTED.replace("1111", "2222"), WANTED.replace("  P98-a", "  P98-gone")])
def test_fingerprints_are_written_and_every_other_byte_stays(script: ModuleType, before: str, ending: str):
    before, wanted = (text.replace("\n", ending).encode() for text in (before, WANTED))
    assert script.tied(before, "C98.md", PRINTS) == wanted


def test_keys_behind_the_fingerprints_stay(script: ModuleType):
    before = WANTED.replace("retold:\n  P98-b", "retold: {}\nowner: 示例\nretold:\n  P98-b").replace("retold: {}\n", "")
    assert b"owner: " in script.tied(before.encode(), "C98.md", PRINTS)


def test_what_is_no_clause_is_refused(script: ModuleType):
    with pytest.raises(script.Refused, match="P98-a"):
        script.tied(SOURCE.encode(), "C98.md", {"P98-b": "1" * 16})


def test_the_shared_texts_are_tied_to_the_clauses_as_they_are(script: ModuleType, capsys: pytest.CaptureFixture[str]):
    assert script.main(["--check"]) == 0, capsys.readouterr().out


def test_a_changed_file_is_told_and_written_only_without_check(script: ModuleType, tmp_path: Path):
    path = tmp_path / FILES[0].name
    path.write_bytes(re.sub(rb'(  P04-role: ")[0-9a-f]{16}', rb"\g<1>0123456789abcdef", FILES[0].read_bytes()))
    stale = path.read_bytes()
    assert script.main(["--check", str(path)]) == 1
    assert path.read_bytes() == stale
    assert script.main([str(path)]) == 0
    assert path.read_bytes() == FILES[0].read_bytes()


def test_a_release_keeps_the_booklets(tmp_path: Path):
    assert [name for name, _ in releases.files(ROOT) if name.startswith("templates/readers/")] == [
        f"templates/readers/{path.name}" for path in FILES
    ]
    assert not [name for name, _ in releases.files(releases.folder(ROOT / "policies", "1.0.0")) if "readers" in name]
