"""`linyi cities`: finds cities by name or code."""

from __future__ import annotations

from toolkit.city import divisions
from toolkit.city.divisions import Division


def cities(text: str) -> list[Division]:
    """Every division that can have a kit and whose name or code holds `text`."""
    return divisions.search(text)
