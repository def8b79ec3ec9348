"""What a person would ask about a value that the schema allows: is it known at all, can there be such a number?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.city import creditcode
from toolkit.city.blanks import is_blank_word
from toolkit.errors import Words

# Signs that stand where somebody did not know: 某号, 1××号, 待查, 是不是三楼？
_GAP = re.compile(r"某|[×✕＊*]|(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|[?？]|待[查核问补定填]|不详|记不清|＿|__|…|\.{3}")
_EXAMPLE = "示例"  # an invented value says that it is one, and is meant so
_CODE = re.compile(r"[0-9A-Z]{18}")
POLICE, REGISTRATION = "contacts.police", "team.registration"


@dataclass(frozen=True)
class Doubt:
    """`kind` is gap, code or emergency; `words` what is wrong, to be read behind the field's title; `fix` what to do."""

    kind: str
    words: Words
    fix: Words


def doubt(key: str, value: str) -> Doubt | None:
    """What is doubtful about the value of `key`, a path such as team.address; None for a blank or an example."""
    if is_blank_word(value) or _EXAMPLE in value:
        return None
    gap = _GAP.search(value)
    if gap:
        return Doubt(
            "gap", Words(f"里有“{gap[0]}”，像是还没有问到", f"holds “{gap[0]}”, as if it were not known yet"),
            Words("问清楚再填；现在还不知道，就写待填写（网页上空着就行）", "ask and fill it in; while it is not known, write “待填写”"),
        )
    if key == REGISTRATION and _CODE.fullmatch(value) and not creditcode.is_possible(value):
        return Doubt(
            "code", Words("不会有这样的统一社会信用代码：最后一位校验不符", "there can be no such unified social credit code: its check digit fails"),
            Words("照登记证书一位一位核对，没有 I、O、S、V、Z", "compare it with the certificate sign by sign; there is no I, O, S, V or Z"),
        )
    if key == POLICE and value.strip() == "110":
        return Doubt(
            "emergency", Words("只写了 110，条文里已经印着", "110 alone, which the texts print anyway"),
            Words("问辖区派出所或者公安局的值班电话，填在这里", "ask the local police for their duty number"),
        )
    return None
