"""What a lawyer marked comes home: into the source, onto a page, or into the list of remarks; never lost."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.review.tracking import Tracking, W
from toolkit import kit as kits
from toolkit.exporters.word import docx
from toolkit.files import sources
from toolkit.review import importing, marked, packed, packs
from toolkit.text import remarks
from toolkit.text.citations import Register
from toolkit.text.render import outline, render

DAY = date(2026, 12, 2)


@pytest.fixture(scope="module")
def packed_kit(linyi_kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit with a pack of two documents; the Word files lie beside it."""
    root = Path(shutil.copytree(linyi_kit, tmp_path_factory.mktemp("packed") / "临沂市"))
    subject = kits.find(root).subject()
    outlined = outline(subject.documents, subject.city)
    chosen = [document for document in outlined.documents if document.id in ("P08", "P11")]
    files = docx.export(
        [render(document, outlined, subject.city)[0] for document in chosen], subject.city, Register(sources.shared().legal),
    )
    sent = {}
    for document, file in zip(chosen, files, strict=True):
        sent[document.id] = packed.pack(
            document.id, list(packed.parts(document, outlined, subject.city)), marked.parse(file.content),
        )
        (root.parent / f"{document.id}.docx").write_bytes(file.content)
    documents = {name: packs.Sent(f"{name}.docx", packs.text_hash(kept), kept) for name, kept in sent.items()}
    packs.put(kits.Kit(root), packs.Record("2026-12-01", "2026-12-01", "审查/2026-12-01", "", "", documents))
    return root


@pytest.fixture
def kit(packed_kit: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packed_kit, tmp_path / "临沂市"))


def marking(packed_kit: Path, name: str = "P08") -> Tracking:
    return Tracking((packed_kit.parent / f"{name}.docx").read_bytes(), random.Random(1))


def saved(tracking: Tracking, place: Path) -> Path:
    place.write_bytes(tracking.done())
    return place


def text_of(kit: Path, name: str = "P08") -> str:
    return next((kit / "制度").glob(f"{name}-*.md")).read_text(encoding="utf-8")


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def two_changes(packed_kit: Path, place: Path) -> Path:
    tracking = marking(packed_kit)
    tracking.replace(tracking.find("各级团队和个人不单独"), "各级团队和个人", "各级团队和志愿者")
    tracking.replace(tracking.find("（一）姓名、照片"), "录像、", "")
    return saved(tracking, place)


def test_changes_are_written_clause_by_clause_and_taken_back_byte_for_byte(linyi: Run, packed_kit: Path, kit: Path, tmp_path: Path):
    file = two_changes(packed_kit, tmp_path / "回.docx")
    before = tree(kit)
    done = linyi("review", "import", file, kit)
    assert done.returncode == 0, done.stderr
    assert "P08-parties" in done.stdout
    assert "甲律师（2026-12-01）" in done.stdout
    changed = text_of(kit)
    assert "{{ team.name }}、各级团队和志愿者不单独收集" in changed
    assert "照片、声音" in changed
    assert changed.split("---")[1] == before[f"制度/{next((kit / '制度').glob('P08-*')).name}"].decode().split("---")[1]
    listed = (kit / "偏离登记.yaml").read_text(encoding="utf-8")
    assert "P08-parties" in listed
    assert "甲律师" in listed
    assert linyi("undo", kit).returncode == 0
    now = tree(kit)
    assert {path: raw for path, raw in now.items() if not path.startswith(".kit/")} == {
        path: raw for path, raw in before.items() if not path.startswith(".kit/")
    }


def test_a_dry_run_says_the_same_and_writes_nothing(linyi: Run, packed_kit: Path, kit: Path, tmp_path: Path):
    file = two_changes(packed_kit, tmp_path / "回.docx")
    before = tree(kit)
    dry = linyi("review", "import", file, kit, "--dry-run")
    assert tree(kit) == before
    done = linyi("review", "import", file, kit)
    assert dry.stdout.replace("会写进正文", "已写进正文") == done.stdout


def test_a_second_import_of_the_same_file_changes_nothing(packed_kit: Path, kit: Path, tmp_path: Path):
    file = two_changes(packed_kit, tmp_path / "回.docx")
    importing.take_in(kits.find(kit), [file], DAY)
    before = tree(kit)
    again = importing.take_in(kits.find(kit), [file], DAY)
    assert tree(kit) == before
    assert not again.taken.applied
    assert [change.part.id for change in again.taken.there] == ["P08-parties", "P08-scope"]


def test_a_clause_that_the_city_changed_meanwhile_becomes_a_page_that_is_decided(linyi: Run, packed_kit: Path, kit: Path, tmp_path: Path):
    path = next((kit / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("救助金额和收款账户", "救助的金额和收款的账户"), encoding="utf-8")
    done = linyi("review", "import", two_changes(packed_kit, tmp_path / "回.docx"), kit)
    assert done.returncode == 1
    assert "录像、" in text_of(kit)
    assert "各级团队和志愿者" in text_of(kit)
    page = (kit / "待处理" / "P08-scope-审查.md").read_text(encoding="utf-8")
    assert "送审以后，本市自己也改过它" in page
    assert "甲律师" in page
    check = linyi("check", kit)
    assert "UPD102" in check.stdout
    assert check.returncode == 0
    taken = linyi("resolve", "P08-scope-审查", kit, "--take", "national", "--by", "团长", "--reason", "律师意见")
    assert taken.returncode == 0, taken.stderr
    assert "照片、声音" in text_of(kit)
    assert not (kit / "待处理" / "P08-scope-审查.md").exists()


def test_an_update_leaves_a_page_of_the_review_alone(linyi: Run, packed_kit: Path, kit: Path, tmp_path: Path):
    path = next((kit / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("救助金额和收款账户", "救助的金额和收款的账户"), encoding="utf-8")
    linyi("review", "import", two_changes(packed_kit, tmp_path / "回.docx"), kit)
    before = (kit / "待处理" / "P08-scope-审查.md").read_bytes()
    assert linyi("update", kit).returncode == 0
    assert (kit / "待处理" / "P08-scope-审查.md").read_bytes() == before


def test_two_reviewers_who_differ_become_a_page_with_both_texts(packed_kit: Path, kit: Path, tmp_path: Path):
    first = two_changes(packed_kit, tmp_path / "甲.docx")
    tracking = marking(packed_kit)
    tracking.replace(tracking.find("（一）姓名、照片"), "学校和联系方式", "学校、班级和联系方式", "乙律师")
    done = importing.take_in(kits.find(kit), [first, saved(tracking, tmp_path / "乙.docx")], DAY)
    page = (kit / "待处理" / "P08-scope-审查.md").read_text(encoding="utf-8")
    assert "改得不一样" in page
    assert "学校、班级" in page
    assert "录像、" in text_of(kit)
    assert not done.is_whole


def test_what_cannot_be_applied_and_each_comment_stand_in_the_list(packed_kit: Path, kit: Path, tmp_path: Path):
    tracking = marking(packed_kit)
    tracking.replace(tracking.find("各级团队和个人不单独"), "志愿服务团", "志愿服务队")
    text = next(found for found in tracking.root.iter(W + "t") if "（四）救助金额" in (found.text or ""))
    text.text = text.text.replace("收款账户", "账户")
    done = importing.take_in(kits.find(kit), [saved(tracking, tmp_path / "回.docx")], DAY)
    found, findings = remarks.read((kit / remarks.PATH).read_text(encoding="utf-8"))
    assert not findings
    assert {remark.kind for remark in found} == {remarks.UNAPPLIED, remarks.UNTRACKED}
    assert not done.is_whole
    assert "收款账户" in text_of(kit)


def test_untracked_changes_are_applied_when_asked_for(packed_kit: Path, kit: Path, tmp_path: Path):
    tracking = marking(packed_kit)
    text = next(found for found in tracking.root.iter(W + "t") if "（四）救助金额" in (found.text or ""))
    text.text = text.text.replace("收款账户", "账户")
    done = importing.take_in(kits.find(kit), [saved(tracking, tmp_path / "回.docx")], DAY, untracked=True)
    assert "救助金额和账户" in text_of(kit)
    assert done.is_whole


def test_files_that_are_not_read_are_named_and_the_others_are_taken(linyi: Run, packed_kit: Path, kit: Path, tmp_path: Path):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "别的.docx").write_bytes((packed_kit.parent / "P11.docx").read_bytes()[:500])
    done = linyi("review", "import", tmp_path / "坏.docx", tmp_path / "没有.docx", two_changes(packed_kit, tmp_path / "回.docx"), kit)
    assert done.returncode == 1
    assert "没有读 坏.docx" in done.stdout
    assert "没有读 没有.docx" in done.stdout
    assert "照片、声音" in text_of(kit)


def test_a_kit_that_sent_nothing_out_says_what_to_do(linyi: Run, linyi_kit: Path, packed_kit: Path):
    done = linyi("review", "import", packed_kit.parent / "P08.docx", linyi_kit)
    assert done.returncode == 2
    assert "linyi review pack" in done.stderr


def test_a_clause_struck_whole_goes_and_line_ends_stay(packed_kit: Path, kit: Path, tmp_path: Path):
    path = next((kit / "制度").glob("P08-*.md"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    tracking = marking(packed_kit)
    at = tracking.find("儿童信息是什么")
    while at is not None and at.tag != W + "bookmarkEnd":
        following = at.getnext()
        if at.tag == W + "p":
            tracking.strike_paragraph(at)
        at = following
    done = importing.take_in(kits.find(kit), [saved(tracking, tmp_path / "回.docx")], DAY)
    raw = path.read_bytes()
    assert done.is_whole
    assert b"P08-scope" not in raw
    assert raw.startswith(b"\xef\xbb\xbf---\r\n")
    assert raw.count(b"\r\n") == raw.count(b"\n")
