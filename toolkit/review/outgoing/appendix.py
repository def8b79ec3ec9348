"""附录.docx: clause → article → duty of each document, open questions, sources that were not read, design values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.city.city import City
from toolkit.review.outgoing import grounds
from toolkit.review.outgoing.checklist import Listed
from toolkit.review.outgoing.grounds import Known
from toolkit.text.blocks import Block, Inlines, Paragraph, Table, Text
from toolkit.text.citations import Obligation, Register
from toolkit.text.numerals import chinese
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

NAME = "附录.docx"
_ID = "A00"


def appendix(documents: Sequence[Listed], answered: Sequence[str], city: City, register: Register) -> Rendered:
    """`answered` are the ids of all obligations that any text of the city answers, packed or not."""
    front = {
        "id": _ID, "slug": "review-appendix", "title_en": "Appendix for counsel", "version": "",
        "subtitle": f"{city.name}　随审查包附送，由条文和登记的依据生成",
    }
    chapters = (
        RenderedChapter(f"{_ID}-matrix", "一、条文、依据和义务", "", (_said(
            "哪一条依据哪部法律的第几条，回应哪一项义务。义务用我们自己的话概括，不是法律原文；是否足够，由律师判断。"),), tuple(_matrix(documents, register))),
        RenderedChapter(f"{_ID}-questions", "二、请律师答复的问题", "", tuple(_questions(documents)), (), own_page=True),
        RenderedChapter(f"{_ID}-sources", "三、没有读到全文的来源", "", tuple(_sources(documents, city, register)), ()),
        RenderedChapter(f"{_ID}-values", "四、建议值", "", tuple(_values(documents)), ()),
        RenderedChapter(f"{_ID}-gaps", "五、没有条文回应的义务", "", tuple(_gaps(answered, city, register)), ()),
    )
    return Rendered(_ID, "法律审查附录", "清单", front, chapters)


def _matrix(documents: Sequence[Listed], register: Register) -> Iterator[RenderedClause]:
    number = 0
    for document in documents:
        rows = [row for part in document.parts for row in _rows(part, register)]
        if rows:
            number += 1
            table = Table(_cells("条", "依据", "回应的义务"), tuple(_cells(*row) for row in rows), (22, 33, 45))
            yield RenderedClause(
                f"{_ID}-{document.id.lower()}", f"《{document.title}》（{document.id}）", number, f"（{chinese(number)}）", (table,),
            )


def _rows(part: Known, register: Register) -> Iterator[tuple[str, str, str]]:
    if part.basis or part.duties:
        yield part.heading, part.basis or "—", "\n".join(_duty(item) for item in part.duties) or "—"


def _duty(item: Obligation) -> str:
    return f"（{grounds.LEVELS[item.severity]}）{item.text}（{item.id}）"


def _questions(documents: Sequence[Listed]) -> Iterator[Block]:
    places: dict[str, list[str]] = {}
    asked = {}
    for document, part in _parts(documents):
        for item in part.questions:
            asked[item.id] = item
            places.setdefault(item.id, []).append(_place(document, part))
    if not asked:
        yield _said("这些文件里没有待律师答复的问题。")
        return
    yield _said("法律没有写明、或者各地答复不一的问题。没有书面答复以前，照右边的办法从严办，团队的任何机构不得放松。")
    rows = (
        _cells(name, item.question, item.until_answered, "、".join(places[name])) for name, item in sorted(asked.items())
    )
    yield Table(_cells("编号", "问题", "没有答复以前", "管着哪一条"), tuple(rows), (8, 32, 40, 20))


def _sources(documents: Sequence[Listed], city: City, register: Register) -> Iterator[Block]:
    found: dict[str, list[str]] = {}
    items: dict[str, Obligation] = {}
    for document, part in _parts(documents):
        for item in part.duties:
            if not item.articles:
                items[item.id] = item
                found.setdefault(item.id, []).append(_place(document, part))
    if not items:
        yield _said("这些文件回应的义务，来源都读过全文。")
        return
    yield _said("下面的义务只有间接的来源，没有读到法律原文，或者法律修改以后的文字还没有拿到。请律师核对条号。")
    rows = (
        _cells(name, f"《{register.laws[item.law].short_title}》", item.text, "、".join(found[name]))
        for name, item in sorted(items.items()) if register.laws[item.law].applies_in(city.province, city.name)
    )
    yield Table(_cells("编号", "来源", "义务", "在哪一条"), tuple(rows), (8, 27, 40, 25))


def _values(documents: Sequence[Listed]) -> Iterator[Block]:
    rows = [
        _cells(document.id, part.heading, "；".join(part.values)) for document, part in _parts(documents) if part.values
    ]
    if not rows:
        yield _said("这些文件里没有建议值。")
        return
    yield _said("法律没有规定的数字和做法，是本项目的建议，由本市和律师确定。在 Word 文件里有底色。")
    yield Table(_cells("文件", "条", "建议值"), tuple(rows), (10, 38, 52))


def _gaps(answered: Sequence[str], city: City, register: Register) -> Iterator[Block]:
    missing = [
        item for item in register.obligations.values()
        if item.id not in answered and register.laws[item.law].applies_in(city.province, city.name)
    ]
    if not missing:
        yield _said("登记的义务，本市的全部文件里都有条文或者栏目回应。登记之外的义务，请律师补充。")
        return
    yield _said("下面登记的义务，本市的任何文件里都没有条文回应：没有开展的服务，没有施行的制度，或者漏了。")
    rows = (_cells(item.id, f"《{register.laws[item.law].short_title}》", item.text) for item in missing)
    yield Table(_cells("编号", "来源", "义务"), tuple(rows), (10, 35, 55))


def _parts(documents: Sequence[Listed]) -> Iterator[tuple[Listed, Known]]:
    return ((document, part) for document in documents for part in document.parts)


def _place(document: Listed, part: Known) -> str:
    return f"{document.id}{part.label.rstrip('、') or part.title}"


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _cells(*words: str) -> tuple[Inlines, ...]:
    return tuple((Text(word),) for word in words)
