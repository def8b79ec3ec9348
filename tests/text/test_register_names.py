"""A register is called by its title, or by the end of it: under another name nobody finds the sheet."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from toolkit.files import yamlfile

WORD = "台账"
TITLES = [
    yamlfile.read(path, path.name).data["title"] for path in sorted((ROOT / "templates" / "registers").glob("R*.yaml"))
]
TEXTS = [
    *sorted((ROOT / "policies").glob("P*.md")), ROOT / "policies" / "legal" / "norms.yaml",
    *sorted(path for kind in ("forms", "training", "readers", "registers") for path in (ROOT / "templates" / kind).glob("[BTCR]*")),
]
# What may stand before the word where no one register is meant.
NO_NAME = tuple("的在和看对上从管本入以记、，。；：（）《|☐　 \n\"-")


def unknown(text: str) -> list[str]:
    """Names before the word that no register's title ends with, with what stands before them."""
    text = text.replace("{.suggested}", "")
    starts = [at for at in range(len(text)) if text.startswith(WORD, at)]
    return [
        text[max(0, at - 12):at + len(WORD)] for at in starts
        if at and not (_named(text[:at]) or text[:at].endswith(NO_NAME))
    ]


def _named(before: str) -> bool:
    """Two characters and more before the word are the end of a title."""
    names = [title.removesuffix(WORD) for title in TITLES if title.endswith(WORD)]
    return any(before.endswith(name[-2:]) for name in names)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name[:3])
def test_a_register_named_in_a_text_is_one_that_there_is(path):
    assert unknown(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["登记在访问与权限台账", "撤下的记在宣传台账上", "事件台账上没有一条"])
def test_a_name_that_no_register_has_is_seen(text: str):
    assert unknown(text)


@pytest.mark.parametrize("text", ["记入联系台账", "转介台账和信息对外提供台账", "三本台账分开管", "把理由写入台账", "台账逐条校验"])
def test_titles_their_ends_and_the_plain_word_pass(text: str):
    assert unknown(text) == []
