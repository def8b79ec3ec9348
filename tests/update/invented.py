"""Small documents, and random edits of them as a city and the nation might make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

FRONT = """---
id: P98
slug: sample
title: 样例制度
title_en: Sample
kind: 制度
version: "{version}"
summary: 一句话说明。
summary_en: One sentence.
audience: [volunteer]
owner: 安全员
---

"""
WORDS = ["志愿者", "监护人", "孩子", "协调员", "每月", "书面", "报备", "当日", "三日内", "签字", "登记", "电话", "回访", "值守员"]

Clause = list[str]  # its heading and its paragraphs


def clause(name: str, title: str, *paragraphs: str, level: int = 3, more: str = "") -> Clause:
    return [f"{'#' * level} {title} {{#P98-{name}{more}}}", *paragraphs]


def document(clauses: Sequence[Clause], version: str = "1.0.0") -> str:
    return FRONT.format(version=version) + "\n\n".join("\n\n".join(lines) for lines in clauses) + "\n"


def sample(chance: random.Random, size: int = 6) -> list[Clause]:
    """Chapters and clauses that repeat one another's boilerplate, as real ones do."""
    found = [clause("general", "总则", level=2)]
    for number in range(size):
        if number == size // 2:
            found.append(clause("more", "其他", level=2))
        paragraphs = [sentence(chance) for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.5:
            paragraphs.append("志愿者每次都要登记。")
        found.append(clause(f"c{number}", f"第{number}件事", *paragraphs, more=f' basis="charity:{number + 1}"'))
    return found


def sentence(chance: random.Random) -> str:
    made = "".join(chance.choices(WORDS, k=chance.randint(3, 7)))
    return f"{made}（{chance.randint(1, 10_000)}）。" if chance.random() < 0.8 else f"{made}，[30日]{{.suggested}}内办完（{chance.randint(1, 10_000)}）。"


def _pick(clauses: list[Clause], chance: random.Random) -> int:
    return chance.randrange(1, len(clauses)) if len(clauses) > 1 else 0


def change(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    if len(lines) > 1:
        lines[chance.randrange(1, len(lines))] = sentence(chance)
    else:
        lines.append(sentence(chance))


def append(clauses: list[Clause], chance: random.Random) -> None:
    clauses[_pick(clauses, chance)].append(sentence(chance))


def shorten(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    if len(lines) > 2:
        del lines[chance.randrange(1, len(lines))]


def drop(clauses: list[Clause], chance: random.Random) -> None:
    if len(clauses) > 2:
        del clauses[_pick(clauses, chance)]


def add(clauses: list[Clause], chance: random.Random) -> None:
    name = f"n{chance.randint(1, 3)}" if chance.random() < 0.2 else f"n{chance.randint(10, 10_000_000)}"
    if not any(f"#P98-{name}" in lines[0] for lines in clauses):
        clauses.insert(chance.randint(1, len(clauses)), clause(name, "新的一条", sentence(chance)))


def move(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses.pop(_pick(clauses, chance))
    clauses.insert(chance.randint(1, len(clauses)) if clauses else 0, lines)


def retitle(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    lines[0] = lines[0].replace("第", "新", 1)


def rebase(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    lines[0] = lines[0].replace('basis="', f'basis="pipl:{chance.randint(1, 60)}; ', 1)


def lose_id(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    lines[0] = lines[0].partition(" {#")[0]


def double(clauses: list[Clause], chance: random.Random) -> None:
    lines = list(clauses[_pick(clauses, chance)])
    if len(lines) > 1 and chance.random() < 0.5:
        lines[-1] = sentence(chance)
    clauses.insert(chance.randint(1, len(clauses)), lines)


def damage(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    lines[0] = chance.choice([lines[0].rstrip("}"), lines[0].replace('"', "”"), lines[0].replace("{#", "｛＃"),
                              lines[0].replace("### ", "###")])


def demote(clauses: list[Clause], chance: random.Random) -> None:
    lines = clauses[_pick(clauses, chance)]
    lines[0] = "#" + lines[0]


def mark(clauses: list[Clause], chance: random.Random) -> None:
    for lines in clauses:
        lines[1:] = [line.replace("[30日]{.suggested}", "30日（建议值）") for line in lines[1:]]


Edit = Callable[[list[Clause], random.Random], None]
NATIONAL: list[Edit] = [change, append, shorten, drop, add, move, retitle, rebase]
LOCAL: list[Edit] = [*NATIONAL, change, append, lose_id, double, damage, demote, mark]


def edited(clauses: list[Clause], chance: random.Random, edits: Sequence[Edit], most: int = 4) -> list[Clause]:
    found = [list(lines) for lines in clauses]
    for edit in chance.choices(edits, k=chance.randint(0, most)):
        edit(found, chance)
    return found


def written(text: str, chance: random.Random) -> bytes:
    """A city's file as its editor leaves it."""
    how = chance.randrange(6)
    if how == 0:
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    if how == 1:
        return text.encode("gb18030")
    if how == 2:
        return text.replace("\n", "\r\n").encode("gb18030")
    if how == 3:
        return text.rstrip("\n").encode()
    return text.encode()
