"""R00: the list of the registers that a city uses, which the policies promise and the secretariat keeps."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.registers.ledger import SENSITIVITY, Ledger
from toolkit.text.blocks import Block, Inlines, Paragraph, Ref, Table, Text
from toolkit.text.render import Rendered, RenderedChapter

ID = "R00"
TITLE = "台账清单"
HEADER = ("编号", "台账", "谁填谁管", "用来做什么", "规定它的文件", "里面有")


def register_list(ledgers: Sequence[Ledger]) -> Rendered | None:
    """The list as a document, or None where a city keeps no register."""
    if not ledgers:
        return None
    front = {
        "id": ID, "slug": "register-list", "title_en": "List of registers", "version": "",
        "workbook": True,
        "subtitle": "由台账的定义生成，秘书处保管",
        "summary": "本市使用的每一本台账：编号、名称、谁填谁管、用来做什么。",
        "summary_en": "Every register in use: number, title, keeper, and what it is for.",
    }
    words = (
        f"本市使用{len(ledgers)}本台账。孩子、家庭和志愿者的事只登记在这些台账和各张表单里；要加一本，先按制度审查。行动表、风险登记册、字段用途表、讲师名册这类不写孩子的办公记录不在此列。",
        "填好的台账只存在单位的电脑里，不发群、不放网盘，不用个人手机拍。",
    )
    table = Table(
        tuple((Text(name),) for name in HEADER), tuple(tuple(_row(ledger)) for ledger in ledgers),
        (9, 19, 20, 30, 11, 11),
    )
    blocks: tuple[Block, ...] = (*(Paragraph((Text(line),)) for line in words), table)
    return Rendered(ID, TITLE, "清单", front, (RenderedChapter(f"{ID}-list", "在用的台账", "", blocks, ()),))


def cells(ledger: Ledger) -> tuple[str, ...]:
    """What the list says of a register, under HEADER."""
    worst = max(column.sensitivity for column in ledger.columns)
    return (
        ledger.id, ledger.title, ledger.keeper or "按制度指定的岗位", ledger.purpose, "、".join(ledger.documents),
        SENSITIVITY[worst].partition("，")[0],
    )


def _row(ledger: Ledger) -> list[Inlines]:
    identifier, title, *rest = cells(ledger)
    return [(Text(identifier),), (Ref(ledger.id, title),), *((Text(words),) for words in rest)]
