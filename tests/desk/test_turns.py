"""city.yaml edited on the page and by hand in turns: nothing that a hand wrote is lost, moved or written otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.conftest import Browser
from toolkit.city import changing
from toolkit.city.questions import question
from toolkit.desk import facts as views
from toolkit.files import yamlfile

BOM = b"\xef\xbb\xbf"
WORDS = st.text("甲乙丙 丁#:'\"-—0159,，{}[]&*!|>%@`", min_size=1, max_size=12).map(str.strip).filter(bool)
ON_PAGE = st.one_of(
    st.fixed_dictionaries({}, optional={
        "team.name": WORDS, "team.leader": WORDS, "team.address": WORDS, "team.hotline": st.sampled_from(["0539-8100000", "12345"]),
        "team.email": st.just("office@example.org"),
    }).filter(bool),
    st.fixed_dictionaries({}, optional={
        "numbers.visits_per_year": st.integers(4, 52).map(str), "numbers.refresher_hours": st.integers(8, 20).map(str),
    }).filter(bool),
    st.fixed_dictionaries({"supports.camps": st.sampled_from(["true", "false"])}),
)
# What a hand does at a line that bears a value: `n` says which, of those there are.
BY_HAND = st.tuples(st.sampled_from(["above", "behind", "empty", "single", "double", "line ends", "mark"]), st.integers(0, 200))
_LINE = re.compile(r"^(  [a-z_]+: )([^\s#'\"\[{|>&*!][^#]*?)(  +#.*)?$")


def by_hand(raw: bytes, kind: str, number: int) -> bytes:
    """The file after somebody was at it with Notepad: never another value."""
    if kind == "mark":
        return raw.removeprefix(BOM) if raw.startswith(BOM) else BOM + raw
    if kind == "line ends":
        return raw.replace(b"\r\n", b"\n") if b"\r\n" in raw else raw.replace(b"\n", b"\r\n")
    end = "\r\n" if b"\r\n" in raw else "\n"
    lines = raw.decode("utf-8-sig").split(end)
    places = [place for place, line in enumerate(lines) if _LINE.match(line)]
    place = places[number % len(places)]
    found = _LINE.match(lines[place])
    assert found
    before, value, comment = found.groups()
    if kind == "above":
        lines.insert(place, f"  # 王会计：{number}")
    elif kind == "empty":
        lines.insert(place, "")
    elif kind == "behind":
        lines[place] = f"{before}{value}  # 手记{number}{(comment or '').strip().replace('#', '，')}"
    elif yamlfile.parse(f"a: {value}", "").data["a"] == value:  # a number in quotes would be another value
        lines[place] = f"{before}'{value}'{comment or ''}" if kind == "single" else f'{before}"{value}"{comment or ""}'
    return (BOM if raw.startswith(BOM) else b"") + end.join(lines).encode()


def by_page(asked: Browser, path: Path, typed: dict[str, str]) -> None:
    address = f"/kit/临沂市/facts/{next(iter(typed)).partition('.')[0]}"
    data = yamlfile.parse(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), "").data
    was = {key: views.value_of(key, data) for key in typed}
    form = {"seen": asked.seen(address)}
    for key, value in typed.items():
        form |= {f"was:{key}": "" if was[key] == "待填写" else str(was[key]).lower() if isinstance(was[key], bool) else str(was[key]), f"f:{key}": value}
    answer = asked.send_form(address, form, follow_redirects=False)
    assert answer.status_code == 303, answer.text


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(turns=st.lists(st.one_of(ON_PAGE, BY_HAND), min_size=2, max_size=7))
def test_nothing_that_a_hand_wrote_is_lost_moved_or_written_otherwise(asked: Browser, kit: Path, linyi_kit: Path, turns: list):
    path = kit / "city.yaml"
    path.write_bytes((linyi_kit / "city.yaml").read_bytes())
    for turn in turns:
        before = path.read_bytes()
        if isinstance(turn, tuple):
            path.write_bytes(by_hand(before, *turn))
            continue
        typed = {key: value for key, value in turn.items() if not changing.answer(question(key), value).fault}
        if not typed:
            continue
        by_page(asked, path, typed)
        after = path.read_bytes()
        assert after.startswith(BOM) == before.startswith(BOM)
        assert (b"\r\n" in after) == (b"\r\n" in before)
        assert b"\r" not in after.replace(b"\r\n", b"")
        old, new = (raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n") for raw in (before, after))
        assert len(old) == len(new), "a value stays on its line"
        names = {key.rpartition(".")[2] for key in typed}
        for was, now in zip(old, new, strict=True):
            if was != now:
                assert was.split(":")[0] == now.split(":")[0]
                assert was.strip().partition(":")[0] in names
                assert re.findall(r"  +#.*$", was) == re.findall(r"  +#.*$", now)[-1:] or "#" not in was, "what stands behind it stays"
        data = yamlfile.parse("\n".join(new), "").data
        for key, value in typed.items():
            assert views.value_of(key, data) == changing.answer(question(key), value).value, key
