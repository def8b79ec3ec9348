"""A training module as slides: what is shown, and what the trainer says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from toolkit.exporters.diagrams import Diagram
from toolkit.exporters.slides import hints, layouts
from toolkit.exporters.slides.wording import Titles, lines, sentences, sourced, split
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

ANSWER = "参考答案"
_MINUTES = re.compile(r"（(?:(.*?)，)?(\d+)分钟）$")
_OPTION = re.compile(r"^([A-C])\. ")


@dataclass(frozen=True)
class Slide:
    """`kind` decides the look.

    title, agenda, part, points, number, flow, columns, tiles, quote, diagram, card, answer, quiz or close.
    """

    kind: str
    kicker: str  # small, above the title: where in the module we are
    title: str
    lines: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()  # one a line, or one for the slide
    large: tuple[str, ...] = ()  # what is set large: a number, the figures of tiles, the heads of columns
    left: int = 0  # of two columns: how many of the lines stand in the first
    diagram: Diagram | None = None
    question: tuple[str, ...] = ()  # of a card: what is asked
    options: tuple[str, ...] = ()  # of a quiz
    right: int = -1  # the option that is right, where it is shown
    badge: str = ""  # at the right: how long the step takes
    source: str = ""  # at the foot: where it is written
    notes: str = ""


@dataclass(frozen=True)
class Module:
    """What the slides of one document are made with. `diagrams` by their id."""

    document: Rendered
    team: str
    numbers: Sequence[tuple[str, str]]  # whom to call: for what, and the number
    diagrams: dict[str, Diagram] = field(default_factory=dict)
    titles: Titles = field(default_factory=lambda: Titles(hints.short_titles()))


def slides(module: Module) -> list[Slide]:
    """The whole deck."""
    document = module.document
    training = document.kind == "培训"
    badge = f"{document.front.get('minutes', '')}分钟" if training else ""
    pictures = tuple(hints.of(document.id).get("pictures", ()))
    deck = [Slide("title", module.team, document.title, (bare(str(document.front.get("summary", ""))),), pictures, badge=badge)]
    for chapter in document.chapters:
        maker = _MAKERS.get(chapter.id.rpartition("-")[2]) if training else _talk
        deck.extend(maker(chapter, module) if maker else ())
    close = Slide("close", "记住", "有事打给谁", tuple(number for _, number in module.numbers), large=tuple(what for what, _ in module.numbers))
    return [*deck, close] if training else deck


def _talk(chapter: RenderedChapter, module: Module) -> Iterator[Slide]:
    for clause in chapter.clauses:
        yield from _step(_points(clause, chapter.title, clause.title, module), clause.id, module)


def _aims(chapter: RenderedChapter, module: Module) -> Iterator[Slide]:
    yield from _step(_points(chapter, "开始以前", chapter.title, module), chapter.id, module)


def _points(part: RenderedChapter | RenderedClause, kicker: str, title: str, module: Module) -> Slide:
    shown, said, source = split(part.blocks, module.titles)
    return Slide("points", kicker, title, shown, source=source, notes=said)


def _plan(chapter: RenderedChapter, module: Module) -> Iterator[Slide]:
    named = [(clause, *_timed(clause.title)) for clause in chapter.clauses]
    yield Slide(
        "agenda", "开始以前", f"今天的{chinese(len(named))}步", tuple(title for _, title, _ in named),
        large=tuple(badge for _, _, badge in named), notes="讲完一步，停一停，看看时间。",
    )
    for clause, title, badge in named:
        slide = _points(clause, f"第{clause.label.rstrip('、')}步", title, module)
        yield from _step(replace(slide, badge=badge), clause.id, module)


def _timed(title: str) -> tuple[str, str]:
    """打电话（20分钟） → 打电话, 20分钟."""
    found = _MINUTES.search(title)
    if not found:
        return title, ""
    return _MINUTES.sub(f"（{found[1]}）" if found[1] else "", title), f"{found[2]}分钟"


def _step(slide: Slide, clause: str, module: Module) -> Iterator[Slide]:
    """The slide as its hint has it, and the diagram that follows it."""
    hint = hints.of(clause)
    diagram = module.diagrams.get(hint.get("diagram", ""))
    if diagram and not hint.get("then"):
        said = "\n\n".join(filter(None, ("；".join(slide.lines) + "。", slide.notes)))
        yield replace(slide, kind="diagram", diagram=diagram, notes=said)
        return
    yield layouts.laid(slide, hint)
    if diagram:
        yield Slide("diagram", slide.kicker, diagram.title, diagram=diagram, notes=diagram.about)


def _cards(chapter: RenderedChapter, module: Module) -> Iterator[Slide]:
    count = len(chapter.clauses)
    yield Slide("part", module.document.title, "情景卡", (f"{chinese(count)}张：先自己想，再说出来，最后看下一页。",), ("think",))
    for number, clause in enumerate(chapter.clauses, 1):
        asked, answered = _halves(clause, module)
        story = tuple(line for line in asked if not line.startswith("问："))
        question = tuple(line.removeprefix("问：").strip() for line in asked if line.startswith("问："))
        pictures = tuple(hints.of(clause.id).get("pictures", ("think",)))
        kicker = f"情景卡　{number}／{count}"
        yield Slide("card", kicker, clause.title, story, pictures, question=question, notes="先让学员说，再看下一页。")
        rest, source = sourced("".join(answered))
        for shown in layouts.halved(sentences(rest)):
            yield Slide("answer", f"{kicker}　怎么做", clause.title, shown, source=source)


def _quiz(chapter: RenderedChapter, module: Module) -> Iterator[Slide]:
    count = len(chapter.clauses)
    yield Slide(
        "part", module.document.title, "测验", (f"{chinese(count)}题：举手，或者写在纸上。“必考”的题，错一题就要重学重考。",), ("write",),
    )
    for number, clause in enumerate(chapter.clauses, 1):
        asked, answered = _halves(clause, module)
        options = tuple(line for line in asked if _OPTION.match(line))
        question = tuple(line for line in asked if not _OPTION.match(line))
        kicker = f"测验　{number}／{count}"
        yield Slide("quiz", kicker, clause.title, question, options=options, notes="举手或者写在纸上，再看下一页。")
        right = "ABC".find(answered[0][:1]) if answered else -1
        because = "".join(line[2:] if line[:2] in ("A。", "B。", "C。") else line for line in answered)
        rest, source = sourced(because)
        yield Slide("quiz", f"{kicker}　答案", clause.title, (rest,) if rest.strip("。") else (), options=options, right=right, source=source)


_MAKERS = {"aims": _aims, "plan": _plan, "cards": _cards, "quiz": _quiz}


def _halves(clause: RenderedClause, module: Module) -> tuple[list[str], list[str]]:
    found = [line.text for line in lines(clause.blocks, module.titles)]
    if ANSWER not in found:
        return found, []
    at = found.index(ANSWER)
    return found[:at], found[at + 1 :]
