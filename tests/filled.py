"""A kit without a blank, visibly invented, its texts signed off: one that may be issued."""

from __future__ import annotations

from pathlib import Path

from tests.rules.test_rules import valid_city
from toolkit.commands.new import new
from toolkit.commands.review_sign import review_sign

NUMBER = "示例发〔2027〕1号"


def fill_in(kit: Path) -> Path:
    """Two documents, a notice and a form, in a kit of 临沂."""
    text = valid_city().replace("adopted:\n", f"adopted:\n  documents: [P09, B27]\n  red_head: true\n  issue_number: {NUMBER}\n", 1)
    (kit / "city.yaml").write_text(text, encoding="utf-8")
    review_sign(kit, ["all"], "某律师", "某某律师事务所")
    return kit


def filled_kit_in(folder: Path) -> Path:
    return fill_in(new("临沂", folder / "示例市"))
