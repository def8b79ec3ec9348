"""A training module as slides: what is shown, and what the trainer says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.text.blocks import Block, Box, Paragraph, Table, plain_text
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

ANSWER = "参考答案"
_MINUTES = re.compile(r"（(?:(.*?)，)?(\d+)分钟）$")
_ITEM = re.compile(r"^（[一二三四五六七八九十]+）")
_OPTION = re.compile(r"^([A-C])\. ")


@dataclass(frozen=True)
class Slide:
    """`kind` is one of title, points, card, answer, quiz, close; it decides the look."""

    kind: str
    kicker: str  # small, above the title: where in the module we are
    title: str
    lines: tuple[str, ...] = ()
    question: tuple[str, ...] = ()  # of a card: what is asked
    options: tuple[str, ...] = ()  # of a quiz
    right: int = -1  # the option that is right, where it is shown
    badge: str = ""  # at the right: how long the step takes
    notes: str = ""


def slides(document: Rendered, team: str, numbers: Sequence[str]) -> list[Slide]:
    """The whole deck. `numbers` are the lines of a module's last slide: whom to call."""
    training = document.kind == "培训"
    badge = f"{document.front.get('minutes', '')}分钟" if training else ""
    summary = str(document.front.get("summary", ""))
    deck = [Slide("title", team, document.title, (summary,), badge=badge)]
    for chapter in document.chapters:
        maker = _MAKERS.get(chapter.id.rpartition("-")[2]) if training else _talk
        deck.extend(maker(chapter) if maker else ())
    return [*deck, Slide("close", "记住", "有事打给谁", tuple(numbers))] if training else deck


def _talk(chapter: RenderedChapter) -> Iterator[Slide]:
    for clause in chapter.clauses:
        shown, said = _split(clause.blocks)
        yield Slide("points", chapter.title, clause.title, shown, notes=said)


def _aims(chapter: RenderedChapter) -> Iterator[Slide]:
    shown, said = _split(chapter.blocks)
    yield Slide("points", "开始以前", chapter.title, shown, notes=said)


def _plan(chapter: RenderedChapter) -> Iterator[Slide]:
    for clause in chapter.clauses:
        shown, said = _split(clause.blocks)
        found = _MINUTES.search(clause.title)
        title = _MINUTES.sub(f"（{found[1]}）" if found and found[1] else "", clause.title)
        badge = f"{found[2]}分钟" if found else ""
        yield Slide("points", f"第{clause.label.rstrip('、')}步", title, shown, badge=badge, notes=said)


def _cards(chapter: RenderedChapter) -> Iterator[Slide]:
    for clause in chapter.clauses:
        asked, answered = _halves(clause)
        story = tuple(line for line in asked if not line.startswith("问："))
        question = tuple(line.removeprefix("问：").strip() for line in asked if line.startswith("问："))
        yield Slide("card", "情景卡", clause.title, story, question, notes="先让学员说，再看下一页。")
        yield Slide("answer", "情景卡：怎么做", clause.title, _sentences(answered))


def _quiz(chapter: RenderedChapter) -> Iterator[Slide]:
    for clause in chapter.clauses:
        asked, answered = _halves(clause)
        options = tuple(line for line in asked if _OPTION.match(line))
        question = tuple(line for line in asked if not _OPTION.match(line))
        title = clause.title
        yield Slide("quiz", "测验", title, question, options=options, notes="举手或者写在纸上，再看下一页。")
        right = "ABC".find(answered[0][:1]) if answered else -1
        because = tuple(line[2:] if line[:2] in ("A。", "B。", "C。") else line for line in answered)
        yield Slide("quiz", "测验：答案", title, because, options=options, right=right)


_MAKERS = {"aims": _aims, "plan": _plan, "cards": _cards, "quiz": _quiz}


def _split(blocks: Iterable[Block]) -> tuple[tuple[str, ...], str]:
    """Items go on the slide, without their numbers; everything else is for the trainer."""
    shown, said = [], []
    for line, item in _lines(blocks):
        if item:
            shown.append(_ITEM.sub("", line).rstrip("；。"))
        else:
            said.append(line)
    return tuple(shown), "\n\n".join(said)


def _halves(clause: RenderedClause) -> tuple[list[str], list[str]]:
    lines = [line for line, _ in _lines(clause.blocks)]
    if ANSWER not in lines:
        return lines, []
    at = lines.index(ANSWER)
    return lines[:at], lines[at + 1 :]


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[str, bool]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain_text(block.content), block.item
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield "　".join(plain_text(cell) for cell in row), False
        else:
            assert isinstance(block, Box)
            yield from ((plain_text(line), False) for line in block.lines)


def _sentences(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """An answer sentence by sentence: short lines are read from the back of a hall."""
    text = "".join(paragraphs)
    return tuple(piece for piece in re.findall(r"[^。！？]*[。！？][”）]*|[^。！？]+$", text) if piece.strip())
