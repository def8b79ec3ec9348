"""说明.docx: the sheet on top: whose text in which version, who asks what by when, how to mark, what not to mark here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.city.city import TO_BE_FILLED, City
from toolkit.review.outgoing import appendix, checklist
from toolkit.review.outgoing.commenting import AUTHOR
from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Table, Text
from toolkit.text.numerals import dated
from toolkit.text.render import Rendered, RenderedChapter

NAME = "说明.docx"
_ID = "A01"
_ROOM = "　" * 8


@dataclass(frozen=True)
class Line:
    """A document of the pack. `national` and `approved` say how it stands to those texts."""

    id: str
    title: str
    version: str
    parts: int
    hash: str
    national: str
    approved: str


@dataclass(frozen=True)
class Facts:
    """What the sheet says of the pack. `text` is the national text's version, "" if none is known."""

    pack: str
    on: str
    toolkit: str
    text: str
    lines: Sequence[Line]
    open: int  # places that still say 待填写, in all documents


def cover(facts: Facts, city: City) -> Rendered:
    front = {"id": _ID, "slug": "review-cover", "title_en": "Cover sheet for counsel", "version": ""}
    chapters = (
        RenderedChapter(f"{_ID}-pack", "一、送审的文本", "", tuple(_pack(facts, city)), ()),
        RenderedChapter(f"{_ID}-ask", "二、谁送审，请审什么", "", (), (), fields=tuple(_ask(city))),
        RenderedChapter(f"{_ID}-how", "三、怎样批改", "", tuple(_paragraphs(_HOW)), ()),
        RenderedChapter(f"{_ID}-not", "四、不能在 Word 里改的", "", tuple(_paragraphs(_NOT)), ()),
        RenderedChapter(f"{_ID}-files", "五、文件和校验码", "", tuple(_files(facts)), ()),
        RenderedChapter(f"{_ID}-seal", "六、审查人填写", "", (
            _said("只对上面列出的这一版文字负责。文字、填入的值、依据的法律有变化的，要再送审。"),
            Box("signature", _cells(f"审查人签名：{_ROOM}{_ROOM}　日期：　　　　年　　月　　日", "律师事务所（盖章）：", "", "")),
        ), (), own_page=True, fields=_SEAL),
    )
    return Rendered(_ID, f"{city.name}志愿服务团文本法律审查说明", "表单", front, chapters)


def _pack(facts: Facts, city: City) -> Iterator[Block]:
    adopted = city.data["adopted"]
    rows = [
        ("城市和团队", f"{city.name}，{' '.join(city.team_name.split())}"),
        ("送审的文件", f"{len(facts.lines)} 份，共 {sum(line.parts for line in facts.lines)} 条；明细在“五、文件和校验码”"),
        ("本市的版本", f"版本 {adopted['version']}，施行日期 {dated(adopted['on'])}"),
        ("全国文本的版本", facts.text or "不认识的版本"),
        ("制作", f"{dated(facts.on)}，linyi-kit {facts.toolkit}"),
        ("审查包编号", facts.pack),
        ("还没有填的", f"{facts.open} 处“{TO_BE_FILLED}”，在 Word 文件里有底色。填好以后，有关的条要再看一遍" if facts.open else "没有"),
    ]
    yield Table(_cells("项目", "内容"), tuple(_cells(*row) for row in rows), (22, 78))


def _ask(city: City) -> Iterator[dict[str, Any]]:
    host = " ".join(str(city.data["team"]["host"]).split())
    known = f"登记：{host}" if host and host != TO_BE_FILLED else ""
    yield {"name": "送审单位", "type": "longtext", "rows": 1, "required": True, "note": known}
    yield {"name": "经办人", "type": "text", "required": True}
    yield {"name": "联系电话", "type": "phone", "required": True}
    yield {"name": "请在哪天以前答复", "type": "date", "required": True}
    yield {"name": "送审日期", "type": "date", "required": True}
    yield {"name": "请重点看的问题", "type": "longtext", "rows": 3, "required": False,
           "note": f"待律师答复的问题另见《{appendix.NAME.removesuffix('.docx')}》第二部分"}


_HOW = (
    "（一）请在 `编号-标题.docx` 上改。文件打开时“修订”已经开着；用 WPS 打开的，请看一眼“审阅—修订”是不是亮着。",
    "（二）要改文字，直接改：增、删、换、拆段、并段、表格里的字、增减表格的行都可以。不要关掉修订，也不要“接受”“拒绝”。",
    "（三）有疑问、不想替我们定稿的，加批注；对我们的批注可以直接“答复”。",
    f"（四）作者写着“{AUTHOR}”的批注是我们附的：依据、义务、待律师答复的问题、建议值、与全国文本的不同。看过不用删。",
    "（五）浅黄底色的是建议值，法律没有规定；浅蓝底色的是待填写。",
    f"（六）每一条的结论填在 `{checklist.NAME}`：{'、'.join(checklist.VERDICTS)}。文件名请不要改；改了也认得，只是慢一些。",
    "（七）`…-修订（对照全国）.docx` 和 `…-修订（对照已审）.docx` 只供看改了哪里，请不要在上面改。",
    "（八）几位律师分开看的，各用各的一份，改完都发回来，由我们合并。两位改了同一句的，会一起请您定。",
)
_NOT = (
    "（一）本市的名称、电话、人名、数字是从本市的配置填进去的，改了写不回去。请写批注，由办公室改配置。",
    "（二）章和条的编号、对别的条的引用（如“第九条”）自动排。增删一条，后面的会自己跟着变。",
    "（三）页眉页脚、目录、“附：条文依据”、表单的栏目名由程序生成。要改请写批注。",
    "（四）字体、字号、行距按公文格式统一排，单独改了格式的只记下来，不采用。",
)
_SEAL = (
    {"name": "审查人", "type": "text", "required": True}, {"name": "执业证号", "type": "text", "required": False},
    {"name": "律师事务所", "type": "longtext", "rows": 1, "required": True},
    {"name": "审查范围", "type": "longtext", "rows": 2, "required": True, "note": "写文件编号；只看了一部分的，写明哪几条"},
    {"name": "总的结论", "type": "enum", "required": True, "options": ["同意施行", "修改后同意", "现在不宜施行"]},
    {"name": "有效到哪一天", "type": "date", "required": False},
    {"name": "另外的意见", "type": "longtext", "rows": 5, "required": False},
)


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    return (_said(line.replace("`", "")) for line in lines)


def _files(facts: Facts) -> Iterator[Block]:
    yield _said("校验码由文件印出的全部文字算出，取前八位；文字有一个字不同，校验码就不同。")
    rows = (
        _cells(line.id, line.title, line.version, str(line.parts), line.hash[:8], line.national, line.approved) for line in facts.lines
    )
    yield Table(_cells("编号", "文件", "版本", "条", "校验码", "对照全国", "对照已审"), tuple(rows), (9, 28, 11, 7, 17, 14, 14))


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),), item=words.startswith("（"))


def _cells(*words: str) -> tuple[Inlines, ...]:
    return tuple((Text(word),) for word in words)
