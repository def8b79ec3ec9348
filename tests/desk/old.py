"""A kit made before the first release, which has words of its own where the next text changed too."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import kit_before_releases


def old_kit_in(folder: Path, name: str = "旧市") -> Path:
    """A kit of 1.0.0 with two clauses in its own words, which the next text changed too."""
    kit = kit_before_releases(folder / name)
    for document, words in (("P04", "没有人派我来"), ("P02", "处境困难的孩子")):
        path = next((kit / "制度").glob(f"{document}-*.md"))
        text = path.read_text(encoding="utf-8")
        assert words in text
        path.write_text(text.replace(words, f"{words}（本市另有规定的从其规定）", 1), encoding="utf-8")
    return kit
