"""What changed in the map after the statistics of 2023, and names that are gone: data/divisions/changes.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.errors import Words
from toolkit.files import yamlfile
from toolkit.files.sources import PACKAGE

PATH = PACKAGE / "data" / "divisions" / "changes.yaml"
YEAR = 2023  # of the statistics


@dataclass(frozen=True)
class Move:
    """A town that lies in another county now; without `town`, every one of the county that is named by no other move."""

    origin: str
    to: str
    town: str = ""
    code: str = ""


@dataclass(frozen=True)
class Change:
    """One notice: the day it was made known, what it did, and where it can be read."""

    date: str
    words: Words
    source: str
    new: Mapping[str, str]  # code → name
    gone: Mapping[str, tuple[str, ...]]  # code → codes of what it is now
    moves: tuple[Move, ...]

    def touches(self, code: str) -> bool:
        """Whether it changed the division with this code, or something within it."""
        codes = [*self.new, *self.gone, *(part for move in self.moves for part in (move.origin, move.to))]
        return any(part.startswith(code) for part in codes)


@dataclass(frozen=True)
class Former:
    """A name that is gone. `code` has six digits, `now` the codes of what it is; `year` is when it went."""

    name: str
    code: str
    now: tuple[str, ...]
    year: int
    source: str

    @property
    def notice(self) -> str:
        """The notice's number, such as 国函〔2010〕129号; "" where only an address is known."""
        number = self.source.split()[0]
        return number if number.endswith("号") else ""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yamlfile.read(PATH, PATH.name).data
    return data


@cache
def since() -> tuple[Change, ...]:
    """Every change after the data, the oldest first."""
    return tuple(
        Change(
            item["date"], Words(item["zh"], item["en"]), item["source"],
            {new["code"]: new["name"] for new in item.get("new", ())},
            {gone["code"]: tuple(gone["now"]) for gone in item.get("gone", ())},
            tuple(
                Move(move["from"], move["to"], move.get("town", ""), move.get("code", ""))
                for move in item.get("towns", ())
            ),
        )
        for item in _data()["since"]
    )


def touching(code: str) -> list[Change]:
    """The changes after the data that concern a division."""
    return [change for change in since() if change.touches(code)]


@cache
def former() -> tuple[Former, ...]:
    """Names that are gone, with what they are now; those that went after the data have their names from it."""
    return tuple(
        Former(item["name"], item["code"], tuple(item["now"]), item["date"], item["source"])
        for item in _data()["former"]
    )


def applied(places: Mapping[str, str]) -> dict[str, str]:
    """Code → name of provinces, prefectures and counties, brought from the data's year to the present."""
    found = dict(places)
    for change in since():
        for code in change.gone:
            del found[code]
        found |= change.new
    return found


def gone_since(places: Mapping[str, str]) -> list[Former]:
    """The counties of the data that are no more."""
    return [
        Former(places[code], code, now, int(change.date[:4]), change.source)
        for change in since() for code, now in change.gone.items()
    ]


def placed(code: str, name: str) -> tuple[str, str]:
    """The county that a town of the data lies in now, and the town's code."""
    for change in since():
        moves = [move for move in change.moves if move.origin == code[:6] and move.town in ("", name)]
        if moves:
            move = max(moves, key=lambda move: len(move.town))  # a town that is named goes its own way
            return move.to, move.code or code
    return code[:6], code
