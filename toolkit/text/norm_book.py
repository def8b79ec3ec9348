"""N00: the service norms of all policies in one document, to hang on a wall, and the sheet to audit them by.

Made of the clauses as this city reads them; nothing is adopted or signed by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Ref, Table, Text
from toolkit.text.citations import Audited, Register
from toolkit.text.norm_words import Stated, stated
from toolkit.text.numerals import chinese
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

ID = "N00"
_POINTS = (("达到", 2), ("部分", 1), ("没有", 0))
_ROOM = "　" * 6  # to write in


@dataclass(frozen=True)
class _Norm:
    id: str
    document: Rendered
    clause: RenderedClause
    words: Stated
    audited: Audited


def norm_book(documents: Sequence[Rendered], register: Register) -> Rendered | None:
    """The document, or None where no document of the city states a norm."""
    norms = sorted(_norms(documents, register), key=lambda norm: norm.id)
    if not norms:
        return None
    missing = [name for name in register.norms if name not in {norm.id for norm in norms}]
    front = {
        "id": ID, "slug": "service-norms", "title_en": "The forty-eight service norms",
        "subtitle": "由各份制度汇编而成，以制度原文为准", "version": "",
        "summary": "各份制度里的服务规范汇成一张表，可以挂在墙上；后面是每年自查用的打分表。",
        "summary_en": "The norms of all policies in one table for the wall, and the sheet for the yearly self-check.",
    }
    chapters = (
        RenderedChapter(f"{ID}-use", "怎样用", "", tuple(map(_said, _use(norms, missing))), ()),
        RenderedChapter(f"{ID}-norms", "服务规范", "", (), tuple(_by_document(norms))),
        RenderedChapter(f"{ID}-audit", "自查打分表", "", tuple(_audit(norms)), (), own_page=True),
    )
    return Rendered(ID, "四十八条服务规范", "汇编", front, chapters)


def _norms(documents: Sequence[Rendered], register: Register) -> Iterator[_Norm]:
    for document in documents:
        for clause in document.clauses:
            audited = register.audited.get(clause.norm or "")
            if clause.norm and audited:
                yield _Norm(clause.norm, document, clause, stated(clause, audited.says), audited)


def _use(norms: Sequence[_Norm], missing: Sequence[str]) -> Iterator[str]:
    yield "每份制度写三条可以逐条核对的服务规范。这里摘出每一条要做到的、谁负责、怎样衡量；全文、例外和依据看括号里的那一条。"
    yield "哪些数字是建议值，制度的草案里标明。制度改了，重新生成，这里就跟着改；这份汇编不单独通过，不签名。"
    if missing:
        yield f"本市现有{len(norms)}条。{'、'.join(missing)}所在的条属于没有开展的服务，或者没有施行的制度，不列。"


def _by_document(norms: Sequence[_Norm]) -> Iterator[RenderedClause]:
    documents = {norm.document.id: norm.document for norm in norms}
    for number, document in enumerate(documents.values(), 1):
        rows = tuple(_row(norm) for norm in norms if norm.document.id == document.id)
        table = Table(_cells("编号", "规范", "谁负责", "怎样衡量"), rows, (10, 49, 15, 26))
        yield RenderedClause(
            f"{ID}-{document.id.lower()}", document.title, number, f"{chinese(number)}、", (table,),
        )


def _row(norm: _Norm) -> tuple[Inlines, ...]:
    place = Ref(norm.clause.id, f"（{norm.document.id}第{chinese(norm.clause.number)}条）")
    duty = (Text(f"{norm.clause.title}\n", strong=True), Text(norm.words.duty), place)
    measure = norm.words.measure or f"看{norm.audited.evidence}。"
    return ((Text(norm.id),), duty, (Text(norm.audited.who),), (Text(measure),))


def _audit(norms: Sequence[_Norm]) -> Iterator[Block]:
    yield _said(
        "自查的人逐条看证据再打勾："
        + "，".join(f"{words}记{points}分" for words, points in _POINTS)
        + "。看不到证据的，算没有。只记材料的编号，不抄孩子的姓名和情况。"
    )
    yield Box("signature", _cells(
        f"团队：{_ROOM}{_ROOM}{_ROOM}自查日期：", f"自查的人：{_ROOM}{_ROOM}　复核的人：",
    ))
    marks = [f"{words}\n{points}分" for words, points in _POINTS]
    rows = (
        _cells(norm.id, norm.clause.title, norm.audited.evidence, "☐", "☐", "☐", "") for norm in norms
    )
    yield Table(_cells("编号", "规范", "看什么", *marks, "证据编号，要改的"), tuple(rows), (11, 25, 30, 10, 10, 10, 20))
    most, some = _POINTS[0][1], _POINTS[1][1]
    yield _said(
        f"达到　　　条×{most}分，加部分　　　条×{some}分，合计　　　　分；满分{most * len(norms)}分。"
        "没有达到的，写明谁改、几月几日以前改好，下一次先看这几条。"
    )


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _cells(*words: str) -> tuple[Inlines, ...]:
    return tuple((Text(word),) for word in words)
