"""What a booklet consists of, whatever the format: large print, a subject a page, a picture a line.

It has no numbers of clauses and no notes of law but one line, which says that it is no contract.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.exporters.fingerprints import of_folder
from toolkit.files import sources
from toolkit.text import reading
from toolkit.text.blocks import Inlines, Paragraph
from toolkit.text.policy import READER
from toolkit.text.render import Rendered, RenderedChapter


@dataclass(frozen=True)
class Told:
    """A line, and the name of the picture that shows it, or ""."""

    picture: str
    content: Inlines


@dataclass(frozen=True)
class Subject:
    id: str
    heading: str
    lines: tuple[Told, ...]


@dataclass(frozen=True)
class Booklet:
    """`points` is the size of its print; `edition` tells an old copy from a new one."""

    title: str
    team: str
    note: str
    edition: str
    points: int
    subjects: tuple[Subject, ...]

    @property
    def pictures(self) -> set[str]:
        """The names of those that its lines show."""
        return {told.picture for subject in self.subjects for told in subject.lines if told.picture}


def is_booklet(document: Rendered) -> bool:
    """Whether it is laid out as a booklet, not as a document."""
    return document.kind == READER


def points(document: Rendered) -> int:
    """The size of its print."""
    return reading.measures().levels[str(document.front["reader"])].points


def fingerprint() -> str:
    """Changes with the size of print, and with the drawings."""
    return repr([level.points for level in reading.measures().levels.values()]) + of_folder(sources.shared().templates / "pictures")


def booklet(document: Rendered, city: City) -> Booklet:
    """The booklet that a reader's text makes in this city."""
    reader = str(document.front["reader"])
    you = "您" if reader == "guardian" else "你"
    team = " ".join(city.team_name.split())
    return Booklet(
        " ".join(document.title.split()), team,
        f"这是给{you}看的，不是合同；全文问{team}，电话{city.data['team']['hotline']}。",
        f"{document.id}　{document.front['version']}", points(document),
        tuple(map(_subject, document.chapters)),
    )


def _subject(chapter: RenderedChapter) -> Subject:
    lines = (Told(block.picture, block.content) for block in chapter.blocks if isinstance(block, Paragraph))
    return Subject(chapter.id, chapter.title, tuple(lines))
