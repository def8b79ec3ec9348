"""What somebody at the door should hear of a kit that was found; the door puts its words here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

open_decisions: Callable[[int], object] = lambda count: None  # noqa: E731
taken_back: Callable[[Sequence[str]], object] = lambda paths: None  # noqa: E731 - a revision that a kill cut off
