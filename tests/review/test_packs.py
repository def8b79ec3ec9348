"""`linyi review pack`: what counsel gets, that it prints what the kit prints, and what is kept of it."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import load_workbook

from tests.conftest import ROOT, Run
from tests.review import redlining
from tests.review.conftest import Sent, faults
from toolkit import kit as kits
from toolkit.commands.review_pack import review_pack
from toolkit.errors import ToolkitError
from toolkit.files import transaction
from toolkit.review import marked, packs, placing, signing
from toolkit.review.outgoing.checklist import HEADER, VERDICTS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 12, 1)
P08, P04, B16 = "P08-儿童信息保密协议", "P04-志愿者承诺书", "B16-接送与外出授权书"
REGISTER = """deviations:
  - id: P08-scope
    kind: changed
    reason: 本市慈善总会要求核对开户行
    approved_by: 决策机构
"""


def change(kit: Path, name: str, old: str, new: str) -> None:
    path = kit / "制度" / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def own(linyi_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit that says something else than the national text in two clauses of P08, one with a reason on record,
    and has struck one; P04 was approved and says something else since."""
    kit = Path(shutil.copytree(linyi_kit, tmp_path_factory.mktemp("own") / "临沂市"))
    signing.sign(kits.Kit(kit), ["P04", "B16"], "某律师", "某某律师事务所", DAY)
    change(kit, P04, "我", "本人")
    change(kit, P08, "收款账户；", "收款账户、开户行；")
    change(kit, P08, "内容应当保密。", "内容应当保密，办完即退。")
    (kit / "偏离登记.yaml").write_text(REGISTER, encoding="utf-8")
    return kit


@pytest.fixture(scope="module")
def folder(own: Path) -> Path:
    """A pack of three documents."""
    return review_pack(own, ["P08", "P04", "B16"], on=DAY).folder


def comments(path: Path) -> dict[str, list[str]]:
    """What is said of each part, the bookmark before the comment."""
    file = marked.read(path)
    found: dict[str, list[str]] = {}
    for comment in file.comments:
        part = max((at, name) for name, at in file.bookmarks.items() if at <= comment.at)[1]
        found.setdefault(part, []).append(comment.text)
    return found


def test_the_folder_holds_what_counsel_needs(folder: Path, own: Path):
    assert folder == own / "审查" / "2026-12-01"
    assert sorted(path.name for path in folder.iterdir()) == sorted([
        f"{P08}.docx", f"{P08}-修订（对照全国）.docx", f"{P04}.docx", f"{P04}-修订（对照全国）.docx", f"{P04}-修订（对照已审）.docx", f"{B16}.docx",
        "审查清单.xlsx", "说明.docx", "附录.docx",
    ])


@pytest.mark.parametrize("name", [P08, P04, B16])
def test_a_file_prints_what_the_kit_prints(folder: Path, sent: Sent, name: str):
    file = marked.read(folder / f"{name}.docx")
    plain = marked.parse(sent[name[:3]][0])
    if name == B16:  # the others were changed here; that comments change nothing is verified when they are made
        assert file.signs == plain.signs
    assert file.bookmarks.keys() == plain.bookmarks.keys()
    assert not file.unknown
    assert {comment.by.author for comment in file.comments} == {"工具包"}


def test_each_clause_says_on_what_it_rests_and_what_it_answers(folder: Path):
    said = comments(folder / f"{P08}.docx")
    ground = said["P08-scope"][0]
    assert ground.startswith("依据：《个人信息保护法》第28条；《民法典》第1032条、第1034条")
    assert "义务：（应当）" in ground
    assert "（O113）" in ground
    assert said["P08-consent-age"][1].startswith("待律师答复：OQ30")
    assert "\n没有答复以前：" in said["P08-consent-age"][1]
    assert "建议值：两个人都同意才办。法律没有规定" in said["P08-consent-age"][2]


def test_a_clause_of_the_citys_own_says_why(folder: Path):
    said = comments(folder / f"{P08}.docx")
    assert said["P08-scope"][1] == "与全国文本不同：改动；理由：本市慈善总会要求核对开户行；批准：决策机构"
    assert "与全国文本不同：改动；没有登记理由" in said["P08-volunteers"]
    assert {part for part, lines in said.items() for line in lines if "与全国文本不同" in line} == {"P08-scope", "P08-volunteers"}


def shaded(path: Path) -> dict[str, set[str]]:
    """Colour → the texts on it, runs that stand side by side together."""
    with zipfile.ZipFile(path) as zipped:
        root = etree.fromstring(zipped.read("word/document.xml"))
    found: dict[str, set[str]] = {}
    for run in root.iter(W + "r"):
        style, shade = run.find(f"{W}rPr/{W}rStyle"), run.find(f"{W}rPr/{W}shd")
        colour = shade.get(W + "fill") if shade is not None else "FFE699" if style is not None and style.get(W + "val") == "建议值" else ""
        if colour:
            found.setdefault(colour, set()).add("".join(text.text for text in run.iter(W + "t")))
    return found


def test_what_is_to_be_filled_in_and_what_no_law_fixes_is_shaded_in_forms_too(folder: Path):
    form = shaded(folder / f"{B16}.docx")
    assert form == {"B4DCFF": {"待填写"}, "FFE699": {"两名以上", "一米四坐增高座椅", "30日内"}}
    agreement = shaded(folder / f"{P08}.docx")
    assert agreement["B4DCFF"] == {"待填写"}
    assert "两个人都同意才办" in agreement["FFE699"]


def test_tracking_is_on_and_the_file_knows_its_pack(folder: Path, own: Path):
    identifier = packs.ids(kits.Kit(own))[0]
    for name, kind in ((P08, "review"), (f"{P08}-修订（对照全国）", "redline")):
        assert marked.read(folder / f"{name}.docx").properties == {
            "linyi-pack": identifier, "linyi-document": "P08", "linyi-kind": kind,
        }
    with zipfile.ZipFile(folder / f"{P08}.docx") as zipped:
        assert b"<w:trackRevisions/>" in zipped.read("word/settings.xml")


def test_the_record_leads_back_what_returns(folder: Path, own: Path):
    kit = kits.Kit(own)
    record = packs.load(kit, packs.ids(kit)[0])
    assert (record.on, record.folder) == ("2026-12-01", "2026-12-01")
    for name in (P08, P04, B16):
        kept = record.documents[name[:3]]
        assert kept.file == f"{name}.docx"
        assert kept.text == packs.text_hash(kept.packed)
        assert not placing.place(marked.read(folder / kept.file), kept.packed).hunks


@pytest.mark.parametrize("name", ["2026-12-01-00000000", "../manifest", "damaged"])
def test_an_unknown_or_damaged_record_is_refused_with_the_next_step(folder: Path, own: Path, name: str):
    (own / ".kit" / "packs" / "damaged.json").write_text('{"id": [', encoding="utf-8")
    with pytest.raises(ToolkitError) as refused:
        packs.load(kits.Kit(own), name)
    (own / ".kit" / "packs" / "damaged.json").unlink()
    assert "review pack" in refused.value.fix.zh


def test_redlines_show_what_differs_from_the_national_and_from_the_approved_text(folder: Path):
    national = redlining.shown((folder / f"{P08}-修订（对照全国）.docx").read_bytes(), "收款账户")
    assert national.startswith("收款账户[+、开户行+]；")
    since = marked.read(folder / f"{P04}-修订（对照已审）.docx")
    assert "".join(sign.text for sign in since.signs if sign.put) == "本人"
    assert "".join(sign.text for sign in since.signs if sign.struck) == "我"


@pytest.mark.slow
def test_a_damaged_approved_file_is_told_and_the_rest_is_made(linyi: Run, kit: Path):
    (kit / "审查" / "已审").mkdir()
    (kit / "审查" / "已审" / f"{B16}.docx").write_bytes(b"PK no zip")
    said = linyi("review", "pack", kit, "--doc", "B16")
    assert said.returncode == 0, said.stderr
    assert "B16 对照已审的修订稿没有做" in said.stderr
    assert (next((kit / "审查").glob("20*")) / f"{B16}.docx").is_file()


def test_the_checklist_has_a_row_a_clause_to_be_filled_in(folder: Path, own: Path, sent: Sent):
    book = load_workbook(folder / "审查清单.xlsx")
    rows = book.get_sheet_by_name("审查清单").to_python()
    at = next(number for number, row in enumerate(rows) if row[0] == "文件")
    assert tuple(rows[at]) == HEADER
    by_id = {row[11]: dict(zip(HEADER, row, strict=True)) for row in rows[at + 1:]}
    assert [name for name in by_id if name.startswith("P08")] == [clause.id for clause in sent.documents["P08"].clauses()]
    scope = by_id["P08-scope"]
    assert (scope["文件"], scope["条"], scope["标题"], scope["结论"], scope["意见"]) == ("P08", "第二条", "儿童信息是什么", "", "")
    assert scope["依据"].startswith("《个人信息保护法》第28条")
    assert "开户行" in scope["与全国文本的不同"]
    assert [row["规范"] for row in by_id.values() if row["文件"] == "P08" and row["规范"]] == ["N22", "N23", "N24"]
    record = packs.load(kits.Kit(own), packs.ids(kits.Kit(own))[0])
    facts = dict(row[:2] for row in book.get_sheet_by_name("审查包").to_python())
    assert facts == {"pack": record.id, **{name: sent.text for name, sent in record.documents.items()}}


def test_the_checklist_offers_verdicts_filters_and_repeated_heads_and_hides_the_ids(folder: Path):
    with zipfile.ZipFile(io.BytesIO((folder / "审查清单.xlsx").read_bytes())) as zipped:
        sheet, book = zipped.read("xl/worksheets/sheet1.xml").decode(), zipped.read("xl/workbook.xml").decode()
    assert ",".join(VERDICTS) in sheet
    assert "<autoFilter" in sheet
    assert 'hidden="1"' in sheet
    assert "Print_Titles" in book
    assert 'state="hidden"' in book


def words(path: Path) -> str:
    return "".join(sign.text for sign in marked.read(path).signs)


def test_the_cover_sheet_says_whose_text_it_is_and_leaves_room_for_the_reviewer(folder: Path, own: Path):
    text = words(folder / "说明.docx")
    record = packs.load(kits.Kit(own), packs.ids(kits.Kit(own))[0])
    for said in ("临沂市", record.id, record.documents["P08"].text[:8], "请在哪天以前答复", "律师事务所（盖章）", "审查人签名", "“修订”已经开着"):
        assert said in text


def test_the_appendix_leads_from_clauses_to_articles_and_duties(folder: Path):
    text = words(folder / "附录.docx")
    assert "第二条　儿童信息是什么\n《个人信息保护法》第28条；《民法典》第1032条、第1034条\n（应当）" in text
    for part in ("二、请律师答复的问题", "三、没有读到全文的来源", "四、建议值", "五、没有条文回应的义务"):
        assert part in text
    assert "OQ30" in text
    assert "P08-" not in text


@pytest.mark.slow
def test_kinds_of_comments_can_be_left_out(own: Path, tmp_path: Path):
    folder = review_pack(own, ["P08"], ["basis", "duty", "value", "deviation"], tmp_path / "包", DAY).folder
    said = comments(folder / f"{P08}.docx")
    assert all(line.startswith("待律师答复：") for lines in said.values() for line in lines)
    assert "P08-consent-age" in said


def test_a_second_pack_of_a_day_lies_beside_the_first_and_none_is_written_over(own: Path, folder: Path):
    second = review_pack(own, ["B16"], on=DAY).folder
    assert second.name == "2026-12-01-2"
    before = sorted(packs.ids(kits.Kit(own)))
    with pytest.raises(ToolkitError) as refused:
        review_pack(own, ["B16"], out=folder, on=DAY)
    assert "已经存在" in refused.value.words.zh
    assert sorted(packs.ids(kits.Kit(own))) == before


def test_a_pack_that_cannot_be_written_leaves_nothing(kit: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transaction, "replace", full)
    with pytest.raises((ToolkitError, OSError)):
        review_pack(kit, ["B16"], on=DAY)
    monkeypatch.undo()
    assert not packs.ids(kits.Kit(kit))
    assert [path.name for path in (kit / "审查").iterdir()] == ["说明.md"]


@pytest.mark.slow
def test_the_same_text_gives_the_same_bytes(own: Path, tmp_path: Path):
    one, other = (review_pack(own, ["B16"], out=tmp_path / name / "包", on=DAY).folder for name in ("一", "二"))
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {path.name: path.read_bytes() for path in other.iterdir()}


def test_an_unknown_document_is_refused(linyi: Run, own: Path):
    said = linyi("review", "pack", own, "--doc", "P99")
    assert said.returncode == 2
    assert "P99" in said.stderr
    assert "P08" in said.stderr


def test_a_kit_with_errors_is_not_sent(linyi: Run, kit: Path):
    path = kit / "制度" / f"{P08}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("{{ team.host }}", "{{ team.nobody }}", 1), encoding="utf-8")
    said = linyi("review", "pack", kit)
    assert said.returncode == 1
    assert "team.nobody" in said.stderr
    assert not list((kit / "审查").glob("20*"))


@pytest.fixture(scope="module")
def whole(linyi_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, packs.Record]:
    """The pack of all that is signed off, and its record."""
    kit = Path(shutil.copytree(linyi_kit, tmp_path_factory.mktemp("whole") / "临沂市"))
    return review_pack(kit, on=DAY).folder, packs.load(kits.Kit(kit), packs.ids(kits.Kit(kit))[0])


@pytest.mark.slow
def test_every_policy_and_form_is_sent_and_leads_back_to_its_source(whole: tuple[Path, packs.Record], sent: Sent):
    folder, record = whole
    of_services = [name for name in sent.documents if name[0] in "PB" and name not in record.documents]
    assert of_services == ["P12", "B17", "B18", "B19", "B49", "B56"]  # those that Linyi's kit does not switch on
    assert list(record.documents) == [name for name in sent.documents if name[0] in "PB" and name not in of_services]
    assert len(record.content()) < 3_000_000  # 1.5 MB as measured
    for kept in record.documents.values():
        file = marked.read(folder / kept.file)
        assert not placing.place(file, kept.packed).hunks
        assert {name for name in file.bookmarks if not name.endswith("_basis")} == set(kept.packed.parts)


@pytest.mark.slow
@pytest.mark.office
def test_every_file_of_a_pack_is_valid(whole: tuple[Path, packs.Record], folder: Path):
    files = [path for place in (whole[0], folder) for path in sorted(place.iterdir())]
    assert len(files) > 70
    assert not faults(files)


@pytest.mark.slow
def test_a_kill_leaves_a_whole_pack_or_none(kit: Path):
    command = [sys.executable, "-m", "toolkit", "review", "pack", kit, "--doc", "B16"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    long = time.monotonic() - began
    first = next((kit / "审查").glob("20*"))
    names = sorted(path.name for path in first.iterdir())
    chance = random.Random(7)
    for _ in range(20):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        time.sleep(chance.uniform(0.5, 1.1) * long)
        process.kill()
        process.wait()
        made = sorted((kit / "审查").glob("20*"))
        assert all(sorted(path.name for path in found.iterdir()) == names for found in made)
        records = [packs.load(kits.Kit(kit), name) for name in packs.ids(kits.Kit(kit))]
        assert {found.name for found in made} <= {record.folder for record in records}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert not list((kit / "审查").glob(".linyi*"))
    assert not list((kit / ".kit" / "packs").glob(".linyi*"))
