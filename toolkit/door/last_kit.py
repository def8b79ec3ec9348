"""A kit that stands last among other arguments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_CITY = "city.yaml"


def split_kit(given: Sequence[Path]) -> tuple[list[Path], Path]:
    """What comes before the kit, and the kit: the last argument if it holds a city.yaml, else the folder we are in."""
    if len(given) > 1 and (given[-1] / _CITY).is_file():
        return list(given[:-1]), given[-1]
    return list(given), Path()
