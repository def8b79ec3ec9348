"""The traditional edition is right in every word of the whole text."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from toolkit.exporters.site import traditional
from toolkit.files import sources
from toolkit.text.citations import Register

CONVERT = traditional.converter(Register(sources.shared().legal))
FOLDERS = ("policies", "templates/forms", "templates/training", "templates/registers", "templates/site")
TEXT = "".join(
    path.read_text(encoding="utf-8")
    for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.*")) if path.suffix in (".md", ".yaml")
)
# A traditional sign that OpenCC gives too freely → the only words in which it is right here.
RARE = {
    "籤": "抽籤|標籤", "隻": "一隻(?=空|看不見)", "錶": "手錶", "麵": "麵條|麵包",
    "製": "複製|印製|製作|繪製|錄製|研製|製成", "乾": "乾淨|乾爸|乾爹|乾媽|乾爽|乾燥|擦乾|乾親|餅乾|乾衣", "佈": "(?!)", "唸": "(?!)", "捱": "(?!)",
    "里": "公里|里程", "托": "摩托", "采": "(?!)", "松": "(?!)", "瞭": "(?!)",
}


@pytest.mark.parametrize(("words", "right"), [
    ("本人签名", "本人簽名"), ("自己签[]", "自己簽[]"), ("只写到", "只寫到"), ("名单只交依法", "名單只交依法"), ("一只空书包", "一隻空書包"),
    ("旧表停用", "舊表停用"), ("签到表带了", "簽到表帶了"), ("当面谈", "當面談"), ("面谈表", "面談表"), ("定制度", "定制度"),
    ("查阅、复制", "查閱、複製"), ("渠道里联系", "渠道裡聯繫"), ("并联系亲属", "並聯繫親屬"), ("有关系的", "有關係的"),
    ("只答复犯罪", "只答覆犯罪"), ("恢复服务", "恢復服務"), ("十四周岁以上", "十四周歲以上"), ("法律不准受托", "法律不准受託"),
    ("拿不准的", "拿不準的"), ("委托给谁", "委託給誰"), ("摩托车", "摩托車"), ("发布公告", "發布公告"), ("不改松", "不改鬆"),
    ("采纳没采纳", "採納沒採納"), ("孩子干重活", "孩子幹重活"), ("系统里", "系統裡"), ("后备志愿者", "後備志願者"),
    ("日志", "日誌"), ("程序", "程序"), ("回避", "迴避"), ("尽快", "儘快"), ("尽力", "盡力"), ("注销", "註銷"), ("注意", "注意"),
])
def test_a_word_is_converted_as_people_write_it(words: str, right: str):
    assert CONVERT(words) == right


@pytest.mark.parametrize("sign", sorted(RARE))
def test_no_sign_of_the_whole_text_is_of_another_word(sign: str):
    converted = CONVERT(TEXT)
    assert len(converted) == len(TEXT)
    allowed = [range(found.start(), found.end()) for found in re.finditer(RARE[sign], converted)]
    wrong = [
        converted[max(0, at - 6) : at + 6] for at in (found.start() for found in re.finditer(sign, converted))
        if not any(at in span for span in allowed)
    ]
    assert not wrong
