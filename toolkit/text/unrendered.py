"""Why a text cannot be rendered in a city, and what to do about it, in words."""

from __future__ import annotations

from toolkit.errors import Words
from toolkit.text import blocks, limits, placeholders


def unfillable(error: placeholders.Unfillable) -> Words:
    listed = "、".join(error.names)
    return Words(f"城市配置里没有 {listed}", f"the city has no {listed}")


def too_much() -> Words:
    return Words(f"填上本市的值以后超过 {limits.FILLED} 个字", f"longer than {limits.FILLED} characters once it is filled")


def lost(error: blocks.LostCells) -> Words:
    return Words(
        f"表格的这一行有 {error.cells} 格，表头只有 {error.width} 格，多出来的印不出来",
        f"this row has {error.cells} cells under a head of {error.width}; the rest would be lost",
    )


def missing(target: str) -> Words:
    return Words(
        f"引用的 {target} 不存在，或者本市没有这项服务",
        f"{target} is referred to, but does not exist or belongs to a service not offered here",
    )


def not_adopted(target: str) -> Words:
    return Words(f"引用的 {target} 所在的文件本市没有施行", f"refers to {target}, which is not adopted here")


FILL = Words(
    "对照配置说明改正名称，或在 city.yaml 里补上", "correct the name, or add it to city.yaml"
)
CLOSE_BOX = Words("框用 ::: 签署 开始，用 ::: 结束", "open with “::: 签署”, close with “:::”")
SHORTEN = Words("减少 {% for %} 里的文字，或者分成几条", "put less into {% for %}, or split the clause")
JOIN_CELLS = Words("给表头加一格，或者合并这一行的格；格里本来就有的 | 写成 \\|",
                   "widen the head or join cells; write a | that belongs to a cell as \\|")
ADOPT = Words(
    "把那份文件加进施行的文件（adopted.documents），或改掉这处引用",
    "add that document to adopted.documents, or change the reference",
)
REFER = Words(
    "改成现有的编号，或者改掉提到它的话；那一条只在某项服务开启时才有的，引用也放进同一个 {% if %} 里",
    "name an existing id, or do without it; a clause that depends on a switch needs the same {% if %} around it",
)
