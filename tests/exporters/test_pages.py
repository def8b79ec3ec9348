"""Every page of every PDF looked at: what found its way to paper before is not there again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
import typst

from tests.exporters import pages
from toolkit.commands.build import read
from toolkit.exporters import layout, signers
from toolkit.exporters.paper import fonts, pdf
from toolkit.kit import find
from toolkit.text.blocks import Box, Table, plain_text
from toolkit.text.marks import bare
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

_FOOT, _HEAD = 44, 785  # points from below: between them stands what a form says
_FEW = 6


@pytest.fixture(scope="module")
def printed(built: Path) -> dict[str, list[pypdf.PageObject]]:
    """The pages of each document's PDF, of the packs too, by name."""
    return {path.stem: pages.opened(path) for folder in ("pdf", "packs") for path in sorted((built / folder).glob("*.pdf"))}


def test_what_is_looked_for_is_found_where_it_is(tmp_path: Path):
    """A page that is good, and one with each of the faults."""
    (tmp_path / "made.typ").write_text("""#set text(size: 10pt, font: "Noto Serif SC", lang: "zh")
电话0539-8100000打得通\\ 2027年3月1日\\ 签名：　　年　　月　　日
#pagebreak()
#place(dy: 100pt)[压在上面的一行] #place(dy: 104pt)[压在下面的一行]
电话0539-\\ 8100000打得通\\ 2027年3\\ 月1日\\ 签名：　　年\\ 　　月　　日""", encoding="utf-8")
    typst.Compiler(input=str(tmp_path / "made.typ"), font_paths=fonts.collection()).compile(output=str(tmp_path / "made.pdf"))
    good, bad = pages.opened(tmp_path / "made.pdf")
    assert [*pages.overlapping(good), *pages.broken(good)] == []
    assert list(pages.overlapping(bad)) == [("压在上面的一行", "压在下面的一行")]
    assert [found.replace("　", "") for found in pages.broken(bad)][:2] == ["0539-8100000", "2027年3月1日"]


@pytest.fixture(scope="module")
def forms(whole_kit: Path) -> list[Rendered]:
    return [document for document in read(find(whole_kit)).content.documents if document.kind == "表单"]


def test_no_line_is_printed_over_another(printed: dict[str, list[pypdf.PageObject]]):
    assert not [(name, number, found) for name, sheets in printed.items() for number, page in enumerate(sheets, 1)
                for found in pages.overlapping(page)]


def test_no_telephone_number_or_date_is_cut(printed: dict[str, list[pypdf.PageObject]]):
    assert not [(name, number, found) for name, sheets in printed.items() for number, page in enumerate(sheets, 1)
                for found in pages.broken(page)]


def test_what_is_signed_stands_on_the_page_of_its_signatures(printed: dict[str, list[pypdf.PageObject]], forms: list[Rendered]):
    seen = 0
    for form in forms:
        sheets = [pages.said(page) for page in printed[layout.file_name(form)]]
        for label, before in _signed(form):
            seen += 1
            assert any(label in page and any(words in page for words in before) for page in sheets), (form.id, label, before)
    assert seen > 60


def _signed(form: Rendered) -> Iterator[tuple[str, list[str]]]:
    """The first label of each frame of signatures, and the ends of what stands above it."""
    above: list[str] = []
    for chapter in form.chapters:
        for part in (chapter, *chapter.clauses):
            text, items, signatures = layout.body(part)
            above = [*_ends(part, text), *("".join(bare(item["name"]).split()) for item in items[-2:])] or above
            for box in signatures:
                label = "".join(plain_text(box.lines[0]).split("：")[0].split()).lstrip("☐")  # which is drawn
                yield label, above


def _ends(part: RenderedChapter | RenderedClause, text: tuple[object, ...]) -> list[str]:
    words = ["".join(plain_text(block.content).split()) for block in text if hasattr(block, "content")]
    return [found[-8:] for found in words[-1:] if found]


def test_no_page_of_a_form_is_nearly_empty(printed: dict[str, list[pypdf.PageObject]], forms: list[Rendered]):
    """But those that begin a part which asks for a page of its own."""
    for form in forms:
        own = ["".join(layout.part_heading(form, number).split()) for number, chapter in enumerate(form.chapters) if chapter.own_page]
        for number, page in enumerate(printed[layout.file_name(form)], 1):
            rows = {round(run.base) for run in pages.runs(page) if _FOOT < run.base < _HEAD}
            assert len(rows) >= _FEW or any(heading in pages.said(page) for heading in own), (form.id, number)


def test_smaller_print_is_for_a_form_that_needs_a_page_less_by_it(whole_kit: Path, printed: dict[str, list[pypdf.PageObject]], forms: list[Rendered]):
    content = read(find(whole_kit))
    assert content.city
    compact = [form for form in forms if layout.look(form) == "compact"]
    assert len(compact) > 10
    ready = pdf.template("document.typ")
    for form in compact:
        usual = pdf.compile_one(ready, {**pdf.data(form, content.city, content.register), "look": "form"})
        assert len(pypdf.PdfReader(io.BytesIO(usual)).pages) > len(printed[layout.file_name(form)]), form.id


def test_the_head_of_a_form_says_on_which_page_each_part_is_signed(printed: dict[str, list[pypdf.PageObject]], forms: list[Rendered]):
    """There the part's heading stands, too: where a long part is signed pages later, it is said again above the frame."""
    seen = 0
    for form in forms:
        sheets = [pages.said(page) for page in printed[layout.file_name(form)]]
        for row, label in zip(signers.overview(form), _first_labels(form), strict=True):
            seen += 1
            heading, title = "".join((row.number + row.title).split()), "".join(row.title.split())
            signed = [number for number, page in enumerate(sheets, start=1) if heading in page and label in page]
            # A title of two lines is parted by who signs.
            assert any(f"第{number}页{title[:8]}" in sheets[0] for number in signed), (form.id, heading, label)
    assert seen > 100


def _first_labels(form: Rendered) -> Iterator[str]:
    """How the first room for a signature of each part is named, of the parts that are signed."""
    for chapter in filter(signers.signers, form.chapters):
        parts = (chapter, *chapter.clauses)
        boxes = [block for part in parts for block in part.blocks if isinstance(block, Box) and block.role == "signature"]
        labels = [plain_text(box.lines[0]).split("：")[0].lstrip("☐") for box in boxes]  # which is drawn
        columns = [block.header for part in parts for block in part.blocks if isinstance(block, Table) and signers.is_signed(block)]
        labels += [plain_text(head) for header in columns for head in header if "签" in plain_text(head)]
        asked = [bare(item["name"]) for part in parts for item in part.fields if item["type"] == "signature"]
        yield from ("".join(label.split()) for label in (labels + asked)[:1])


def test_each_page_of_a_form_says_whose_it_is_and_which_page_of_how_many(printed: dict[str, list[pypdf.PageObject]], forms: list[Rendered]):
    for form in forms:
        sheets = printed[layout.file_name(form)]
        for number, page in enumerate(sheets, 1):
            head = "".join("".join(run.text.split()) for run in pages.runs(page) if run.base > _HEAD)
            assert f"第{number}页共{len(sheets)}页" in head, (form.id, number)
            assert f"表单{form.id}·版本{form.front['version']}" in head, (form.id, number)
