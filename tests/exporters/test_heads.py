"""The national forms' heads: who signs where, whom a page is about, who keeps it; and room to write."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.conftest import ROOT
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters import fields, layout, signers, signing
from toolkit.exporters.band import band
from toolkit.files import sources, yamlfile
from toolkit.text import policy, releases, signed
from toolkit.text.blocks import Box, Table, Text, plain_text
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause, outline, render


@pytest.fixture(scope="module")
def town() -> City:
    """With every service, so that it has every form."""
    text = cityfile.to_text(cityfile.from_division(divisions.find("临沂")))
    for name in ("boarding", "behaviour_camp", "prison_visits"):
        text = text.replace(f"{name}: false", f"{name}: true")
    return City(yamlfile.parse(text, "city.yaml"))


@pytest.fixture(scope="module")
def forms(town: City) -> dict[str, Rendered]:
    read = [policy.read(path, name)[0] for name, path in releases.files(ROOT) if path.suffix == ".md"]
    outlined = outline(read, town)
    return {document.id: render(document, outlined, town)[0] for document in outlined.documents if document.is_form}


def boxes(form: Rendered) -> list[Box]:
    parts: list[RenderedChapter | RenderedClause] = [*form.chapters, *form.clauses]
    return [block for part in parts for block in part.blocks if isinstance(block, Box) and block.role == "signature"]


def test_every_signature_says_whose_it_is(forms: dict[str, Rendered]):
    labels = [(form.id, plain_text(piece)) for form in forms.values() for box in boxes(form) for line in box.lines
              for piece, label in signed.pieces(line) if label]
    labels += [(form.id, f"{item['name']}签名") for form in forms.values() for item in layout.all_fields(form) if item["type"] == "signature"]
    asked = [(form, signed.signer(label)) for form, label in labels if signed.signer(label) is not None]
    assert len(asked) > 200
    assert [(form, who) for form, who in asked if not who] == []


def test_a_person_beside_a_room_in_a_frame_of_signatures_signs_there(forms: dict[str, Rendered]):
    people = re.compile("(?:志愿者|监护人|协调员|专员|本人|见证人|孩子)(?:（[^（）]*）)?：$")
    unsigned = {
        (form.id, plain_text(piece)) for form in forms.values() for box in boxes(form) for line in box.lines for piece, label in signed.pieces(line)
        if label and people.search(plain_text(piece)) and signed.signer(plain_text(piece)) is None
    }
    assert not unsigned


@pytest.mark.parametrize(("label", "who"), [
    ("监护人签名（不会写字的按手印）：", "监护人"), ("见证人签名（不识字时，不是志愿者）：", "见证人（不识字时）"), ("登记主体（盖章）：", "登记主体（盖章）"),
    ("孩子签名、手印或者画：", "孩子"), ("本人签收（不签的，由两名在场人写明）：", "本人（签收）"), ("考官甲签名和意见", "考官甲"),
    ("乙方（盖章或者签名）：", "乙方（盖章或者签名）"), ("签名：", ""), ("（签名）：", ""), ("签名日期", ""), ("签收日期：", None), ("收到时间：", None),
])
def test_who_signs_is_read_from_the_label(label: str, who: str | None):
    assert signed.signer(label) == who


def test_a_form_says_at_its_head_who_signs_where(forms: dict[str, Rendered]):
    found = {row.name: row.who for row in signers.overview(forms["B28"])}
    assert found["第3部分 孩子自己的话"] == "孩子、问的人（不是被委托人）"
    assert found["第8部分 收回或者辞去"] == "收回或者辞去的人、收到人"
    assert len(found) == 7
    for form in forms.values():
        assert [row.part for row in signers.overview(form)] == [chapter.id for chapter in form.chapters if signers.signers(chapter)]
        assert signers.overview(form), form.id
        for row in signers.overview(form):
            heading = next(layout.part_heading(form, number) for number, chapter in enumerate(form.chapters) if chapter.id == row.part)
            assert row.name == re.sub("^([0-9]+)　", r"第\1部分 ", heading).replace("　", " ", 1)


def test_a_part_of_a_form_that_another_is_sent_to_has_that_number(forms: dict[str, Rendered]):
    sent = [(form, found) for form in forms.values() for found in re.findall("第([0-9]+)部分", str(form.chapters))]
    assert sent
    for form, found in sent:
        assert any(layout.part_heading(form, number).startswith(f"{found}　") for number in range(len(form.chapters))), form.id


def test_in_large_print_what_adults_read_is_printed_as_in_other_forms(forms: dict[str, Rendered]):
    large = [form for form in forms.values() if layout.look(form) == "large"]
    looks = {(form.id, chapter.title): layout.part_look(form, chapter) for form in large for chapter in form.chapters}
    assert {title for (form, title), look in looks.items() if form == "B02" and look == "form"} == {"大人先看"}
    assert set(looks.values()) == {"form", "large"}
    assert all(layout.part_look(form, chapter) == layout.look(form) for form in forms.values() if form not in large for chapter in form.chapters)


def test_two_of_a_kind_are_counted():
    box = Box("signature", ((Text("复核人签名：　　　　复核人签名："),), (Text("登记主体（盖章）："),)))
    clause = RenderedClause("B98-a", "复核", 1, "一、", (box,))
    chapter = RenderedChapter("B98-x", "复核", "", (), (clause,))
    form = Rendered("B98", "示例", "表单", {}, (chapter, replace(chapter, id="B98-y", title="再看")))
    both = "复核人（2人）、登记主体（盖章）"
    assert [(row.name, row.who) for row in signers.overview(form)] == [("第1部分 复核", both), ("第2部分 再看", both)]


def test_who_signs_each_year_anew_is_named_once(forms: dict[str, Rendered]):
    assert signers.overview(forms["B12"])[-1].who == "甲方（盖章）、甲方经办人、乙方、丙方"


def test_each_form_says_who_keeps_it(forms: dict[str, Rendered], town: City):
    entries = yamlfile.read(sources.shared().templates / "copies.yaml", "copies.yaml").data["copies"]
    assert [entry["id"] for entry in entries] == sorted(forms)
    for entry in entries:
        head = band(forms[entry["id"]], town)
        assert head is not None
        assert "留存" in head.kept_by or "says" in entry, entry["id"]
        own = {chapter.id for number, chapter in enumerate(forms[entry["id"]].chapters) if chapter.own_page or not number}
        assert set(entry.get("parts", {})) == set(head.parts) <= own, entry["id"]
        assert ("单面" in head.kept_by) == bool(entry.get("parts")), entry["id"]


def test_who_signs_in_a_column_of_a_table_is_named_too(forms: dict[str, Rendered]):
    assert [row.who for row in signers.overview(forms["B10"])] == ["志愿者、念读人", "志愿者"]
    assert signers.overview(forms["B55"])[0].who.startswith("接走的人（签收）、")


def test_a_form_of_which_pages_go_to_others_says_so_where_it_says_who_keeps_it(forms: dict[str, Rendered], town: City):
    given, whole = band(forms["B05"], town), band(forms["B14"], town)
    assert given
    assert whole
    assert given.parts
    assert not whole.parts
    assert given.kept_by.endswith("只一份，团队留存（另写的页除外）")
    assert whole.kept_by.endswith("只一份，团队留存")


@pytest.mark.parametrize(("cell", "filled"), [("电话：＿＿＿＿＿＿", True), ("", True), ("110", False)])
def test_a_row_is_as_high_as_a_hand_where_a_cell_has_room_to_write(cell: str, filled: bool):
    assert layout.is_to_fill(Table(((Text("什么事"),), (Text("找谁"),)), (((Text("有危险"),), (Text(cell),)),))) is filled


def test_what_the_text_says_of_copies_is_what_the_head_says(forms: dict[str, Rendered], town: City):
    counts = {"两": 2, "三": 3, "四": 4}
    seen = 0
    for form in forms.values():
        head = band(form, town)
        assert head is not None
        for chapter in form.chapters:
            said = re.search("一式([两三四])份", str(chapter))
            if not said or "双方各两份" in str(form.chapters):
                continue
            seen += 1
            if chapter.id in head.parts:  # a page of which more are made than of the others
                assert said[0] in head.parts[chapter.id], chapter.id
            else:
                assert head.kept_by.count("☐") == counts[said[1]], form.id
    assert seen >= 12


def test_a_part_that_goes_to_somebody_else_says_so(forms: dict[str, Rendered], town: City):
    head = band(forms["B28"], town)
    assert head is not None
    assert head.kept_by == "单面打印　☐\u00a0团队留存　☐\u00a0家庭留存　☐\u00a0被委托人留存"
    assert head.parts["B28-notice-page"] == "单面打印　这一页：学校、村（居）留一张，盖章的交回"


def test_each_page_has_room_for_the_number_of_whom_it_is_about(forms: dict[str, Rendered], town: City):
    without = [form.id for form in forms.values() if not band(form, town).number]  # type: ignore[union-attr]
    assert without == ["B27", "B36", "B44"]  # a visitor; parts about different people, each with its own; a unit
    for form in forms.values():
        names = [item["name"] for item in layout.all_fields(form)]
        if any(name.startswith(("孩子姓名", "孩子称呼")) for name in names) and form.id not in ("B30",):
            assert "孩子" in band(form, town).number, form.id  # type: ignore[union-attr]


def test_what_asks_for_a_longer_answer_has_a_row_of_its_own():
    asked = [{"name": name, "type": "text", "required": True} for name in ("姓名", "岗位", "见面地点和时间", "单位", "退出与交接")]
    assert [[cell.name.rstrip("\u00a0*") for cell in row] for row in fields.rows(asked)] == [
        ["姓名", "岗位"], ["见面地点和时间"], ["单位"], ["退出与交接"],
    ]


@pytest.mark.parametrize(("name", "room"), [
    ("从哪天到哪天", "年月日到年月日"), ("日期和起止时间", "年月日时分到时分"), ("权限收回时间", "年月日时分"), ("见面地点和时间", ""), ("姓名", ""),
])
def test_times_have_their_signs(name: str, room: str):
    assert "".join(fields.rows([{"name": name, "type": "text", "required": False}])[0][0].writing.split()) == room


@pytest.mark.parametrize(("words", "lined"), [("其他", True), ("别的，写明", True), ("有，批准编号：", True), ("还缺，哪天补", True), ("父亲", False), ("不写地点", False)])
def test_an_option_that_asks_for_a_word_has_a_line(words: str, lined: bool):
    assert bool(fields.Option(words).line) is lined


def test_a_seal_and_a_finger_have_their_place():
    row = signing.rows(Box("signature", ((Text("登记主体（盖章）：　　　监护人签名（不会写字的按手印）："),),)), 39.6)[0]
    assert [(cell.hint, cell.seal) for cell in row if not cell.label] == [(signing.SEAL, True), (signing.NAME, False)]


def test_a_form_with_a_page_for_each_matter_says_that_one_may_stay_empty(forms: dict[str, Rendered], town: City):
    assert band(forms["B03"], town).legend == "带 * 的必填；用不到的页，整页空着。"  # type: ignore[union-attr]
    assert band(forms["B16"], town).legend == "带 * 的必填。"  # type: ignore[union-attr]
