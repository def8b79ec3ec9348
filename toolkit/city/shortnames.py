"""What people call a division: 延边朝鲜族自治州 is 延边."""

from __future__ import annotations

import re
from functools import cache

_SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|行政委员会|地区|林区|省|市|县|区|州|盟|旗)$"
)
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡"
    "|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯"
    "|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
# The place before the peoples that name it with them: 广西 + 壮族 + 自治区, 管城 + 回族 + 区.
_AUTONOMOUS = re.compile(
    rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族)*"
    rf"(?:(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔|(?:{_PEOPLES})族)自治[州县旗区]|(?:{_PEOPLES})族区)$"
)
_PEOPLE_ALONE = re.compile(rf"^({_PEOPLES})族自治[州县旗]$")


@cache
def short_name(name: str) -> str:
    """延边朝鲜族自治州 → 延边, 鄂温克族自治旗 → 鄂温克, 临沂市 → 临沂, 费县 → 费县 (one character is no name)."""
    autonomous = _AUTONOMOUS.match(name) or _PEOPLE_ALONE.match(name) if "族" in name or "自治" in name else None
    if autonomous and len(autonomous[1]) > 1:
        return autonomous[1]
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name
