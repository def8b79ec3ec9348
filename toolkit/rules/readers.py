"""Rules for the texts of those it is about: children, guardians, people who read with difficulty.

Each subject of such a text is tied to the clauses that it retells, and has to read easily. How
easily, and which words it does without, is data: `templates/readers/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from toolkit.errors import Finding, Location, Severity, Words, joined
from toolkit.rules.subject import Subject
from toolkit.text import pictures, reading
from toolkit.text.policy import REFERENCE, Chapter, Clause, Document, Line
from toolkit.text.reading import Level
from toolkit.text.releases import fingerprint

_PICTURE = re.compile(r"!\s*[\[【]|[（(]\s*pic\s*[:：]|\]\s*[（(]?\s*pic\b")
_NO_LINE = re.compile(r"\|.*\||:{3,}")


def _readers(subject: Subject) -> Iterator[tuple[Document, Chapter]]:
    for document in subject.documents:
        if document.is_reader:
            for chapter in document.chapters:
                yield document, chapter


def _clauses(subject: Subject) -> dict[str, Clause]:
    """What can be retold, by id; a chapter only where no clause stands in it."""
    return {
        part.id: part
        for document in subject.documents if not document.is_reader
        for part, _ in document.parts() if not isinstance(part, Chapter) or not part.clauses
    }


def _retold(document: Document) -> dict[str, object]:
    found = document.data.get("retold")
    return found if isinstance(found, dict) else {}


def retold_clauses(subject: Subject) -> Iterator[Finding]:
    """RDR101–103: a subject retells clauses that exist, each with its fingerprint, and as they are now."""
    clauses = _clauses(subject)
    national = {found.id: found.retold for found in subject.deviations if found.retold}
    for document, chapter in _readers(subject):
        for target in chapter.retells:
            if subject.misses(target):
                continue
            if target not in clauses:
                yield Finding(
                    document.locate(chapter), "RDR101",
                    Words(f"{chapter.id} 讲的 {target} 不存在，或者它是分条的章",
                          f"{chapter.id} retells “{target}”, which is no clause"),
                    Words("改成现有的条文编号", "name a clause that exists"),
                )
            else:
                yield from _as_now(subject, document, chapter, target, fingerprint(clauses[target]), national.get(target))


def _as_now(
    subject: Subject, document: Document, chapter: Chapter, target: str, now: str, national: str | None
) -> Iterator[Finding]:
    """`now` is the clause's fingerprint, `national` that of the national one where the city's differs."""
    then = _retold(document).get(target)
    zh, en = _remembered(subject, chapter, f'{target}: "{now}"')
    if then is None:
        yield Finding(
            document.locate(chapter), "RDR102",
            Words(f"{chapter.id} 讲的 {target} 没有记下指纹，条文改了不会提醒",
                  f"{chapter.id} retells {target} without its fingerprint: a change would go unseen"),
            Words(f"对照 {target} 看一遍，再{zh}", f"read the subject beside {target}, then {en}"), Severity.WARNING,
        )
    elif then != now and then == national:
        # The booklet is right by the nation, and the clause is the city's own: nobody has changed it since.
        waiting = any(decision.id == target for decision in subject.decisions.open)
        asked_zh, asked_en = (f"，或者在“待处理”里把 {target} 定为采用全国", f", or decide {target} for the national text") if waiting else (
            f"，或者把 {target} 改回全国文本", f", or go back to the national {target}")
        yield Finding(
            document.locate(chapter), "RDR103",
            Words(f"{chapter.id} 讲的是全国文本的 {target}，本市的 {target} 写的不一样",
                  f"{chapter.id} retells the national {target}, and the city's says something else"),
            Words(f"两样选一样：照本市的 {target} 改好这一节，再{zh}{asked_zh}", f"either mend the subject by the city's {target}, then {en}{asked_en}"),
            Severity.WARNING,
        )
    elif then != now:
        yield Finding(
            document.locate(chapter), "RDR103",
            Words(f"{target} 改过了，{chapter.id} 讲的还是以前的", f"{target} has changed since {chapter.id} retold it"),
            Words(f"对照 {target} 改好这一节，再{zh}", f"mend the subject by {target}, then {en}"), Severity.WARNING,
        )


def _remembered(subject: Subject, chapter: Chapter, line: str) -> tuple[str, str]:
    """How it is written down that a subject was read beside its clauses: by one command in a kit, by hand elsewhere."""
    if subject.city_file is None:
        return f"在文首的 retold 下写 {line}", f"write below retold: {line}"
    return f"运行 linyi resolve {chapter.id} --take local，记下已经对照过", f"run linyi resolve {chapter.id} --take local"


def needless_fingerprints(subject: Subject) -> Iterator[Finding]:
    """RDR104: a fingerprint of a clause that no subject retells any more."""
    for document in subject.documents:
        used = {target for chapter in document.chapters for target in chapter.retells}
        for target in _retold(document):
            if document.is_reader and target not in used:
                yield Finding(
                    document.front.locate_key("retold", target), "RDR104",
                    Words(f"没有一节讲 {target}，却记着它的指纹", f"no subject retells “{target}”, yet its fingerprint is kept"),
                    Words("删去这一行，或者写进那一节的 retells", "strike the line, or add it to the subject's retells"),
                    Severity.WARNING,
                )


def known_pictures(subject: Subject) -> Iterator[Finding]:
    """RDR105, RDR106: a picture is in the catalogue, and stands at the beginning of a reader's line."""
    for document in subject.documents:
        for part, _ in document.parts():
            for line in part.lines:
                yield from _picture(document, line)


def _picture(document: Document, line: Line) -> Iterator[Finding]:
    if not ("!" in line.text or "pic" in line.text):
        return
    name, rest = pictures.split(line.text) if document.is_reader else ("", line.text)
    if name and name not in pictures.known():
        import difflib

        near = difflib.get_close_matches(name, sorted(pictures.known()), 1, 0.5)
        yield Finding(
            Location(document.path, line.number), "RDR105",
            Words(f"图名 {name} 不在图的目录里", f"picture {name} is not in the catalogue"),
            Words(f"是不是想写 {near[0]}？", f"did you mean {near[0]}?") if near else
            Words("改成目录里的图名，或删去这张图", "name one of the catalogue, or strike the picture"),
        )
    found = _PICTURE.search(rest)
    if found:
        yield Finding(
            Location(document.path, line.number, len(line.text) - len(rest) + found.start() + 1), "RDR106",
            Words("图的写法或者位置不对：它会照样印出来", "a picture written or placed wrongly: it would be printed as it stands"),
            Words("图只放在读本一行的开头，写成 ![打电话](pic:telephone)",
                  "begin a reader's line with it, written ![…](pic:telephone)"),
        )


def plain_lines(subject: Subject) -> Iterator[Finding]:
    """RDR107: a reader's line is a sentence: no table, no box, no number of a clause."""
    for document, chapter in _readers(subject):
        for line in chapter.lines:
            if _NO_LINE.match(line.text.strip()) or REFERENCE.search(line.text):
                yield Finding(
                    Location(document.path, line.number), "RDR107",
                    Words("读本里不用表格、框和条文的引用", "a reader has no tables, boxes or references to clauses"),
                    Words("用一句平常的话写出来", "say it in a plain sentence"),
                )


Measure = Callable[[Document, Chapter, Level, Sequence[Line]], Iterator[Finding]]


def reading_level(subject: Subject) -> Iterator[Finding]:
    """RDR201–205: short sentences, one a line, common characters, no words of law, a minute to read."""
    for document, chapter in _readers(subject):
        level = reading.measures().levels.get(str(document.data.get("reader")))
        if level:
            said = list(reading.said(chapter))
            for measure in _MEASURES:
                yield from measure(document, chapter, level, said)


def _short_sentences(document: Document, chapter: Chapter, level: Level, said: Sequence[Line]) -> Iterator[Finding]:
    for line in said:
        for sentence in reading.sentences(line.text):
            count = len(reading.signs(sentence))
            if count > level.sentence:
                yield _hard(
                    document, line.number, "RDR201",
                    f"这一句有 {count} 个字，{level.zh}一句至多 {level.sentence} 个：“{sentence}”",
                    f"a sentence of {count} signs; for {level.en} at most {level.sentence}: '{sentence}'",
                    "分成两行，一行说一件事", "make two lines of it, one thought each",
                )


def _common_characters(document: Document, chapter: Chapter, level: Level, said: Sequence[Line]) -> Iterator[Finding]:
    words = "".join([chapter.title, *(line.text for line in said)])
    rare, count = reading.rare(words), len(reading.signs(words))
    if count and 100 * (count - len(rare)) < level.common * count:
        shown = joined(Words(sign, f"“{sign}”") for sign in dict.fromkeys(rare))
        yield _hard(
            document, chapter.line, "RDR202",
            f"常用字占 {100 - 100 * len(rare) / count:.1f}%，{level.zh}至少要 {level.common}%；不常用的：{shown.zh}",
            f"{100 - 100 * len(rare) / count:.1f}% common characters; for {level.en} at least {level.common}%; rare: {shown.en}",
            "换成常用的字", "use common characters",
        )


def _words_of_law(document: Document, chapter: Chapter, level: Level, said: Sequence[Line]) -> Iterator[Finding]:
    for line in [Line(chapter.line, chapter.title), *said]:
        for plain in reading.of_law(line.text, str(document.data["reader"])):
            yield _hard(
                document, line.number, "RDR203",
                f"“{plain.word}”是公文里的词，{level.zh}不一定懂",
                f"'{plain.word}' is a word of law or offices, not for {level.en}",
                f"换个说法，例如：{plain.say}", f"say it otherwise, such as “{plain.say}”",
            )


def _a_minute(document: Document, chapter: Chapter, level: Level, said: Sequence[Line]) -> Iterator[Finding]:
    most = reading.measures().minute
    count = sum(len(reading.signs(line.text)) for line in said)
    if count > most:
        yield _hard(
            document, chapter.line, "RDR204",
            f"{chapter.id} 有 {count} 个字，一分钟念不完；至多 {most} 个",
            f"{chapter.id} has {count} signs, more than a minute to read aloud; at most {most}",
            "留下最要紧的话", "keep what matters most",
        )


def _one_sentence_a_line(document: Document, chapter: Chapter, level: Level, said: Sequence[Line]) -> Iterator[Finding]:
    for line in said:
        count = len(reading.sentences(line.text))
        if count > 1:
            yield _hard(
                document, line.number, "RDR205", f"这一行有 {count} 句话", f"{count} sentences on one line",
                "一句话写一行", "give each sentence a line",
            )


def _hard(document: Document, line: int, rule: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Finding:
    place = Location(document.path, line)
    return Finding(place, rule, Words(zh, en), Words(fix_zh, fix_en), Severity.WARNING)


_MEASURES: tuple[Measure, ...] = (
    _short_sentences, _common_characters, _words_of_law, _a_minute, _one_sentence_a_line,
)
RULES = (retold_clauses, needless_fingerprints, known_pictures, plain_lines, reading_level)
