"""The English edition: where each reader begins, what to do in an emergency, and what each text settles.

The texts themselves are Chinese; links lead to them, out of this edition's folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.exporters.site.markdown import dial, table, text
from toolkit.exporters.site.pages.page import GROUPS, Page, address
from toolkit.exporters.site.pages.start import readers
from toolkit.exporters.urgent import NATIONAL
from toolkit.text.render import Rendered

_URGENT = (
    '<p class="urgent">A child is being hurt, or you suspect it? '
    '<a href="urgent.html">What to do now</a></p>'
)
_NO_ADVICE = "No legal advice. A document without a sign-off record has not been reviewed by a lawyer."
_KINDS = {"P": "Policies", "B": "Forms", "T": "Training", "C": "Booklets"}
_MADE = "Made of the policies"


def english(
    documents: Sequence[Rendered], made: Sequence[Rendered], targets: Mapping[str, str], city: City
) -> list[Page]:
    """The pages of the English edition."""
    return [_home(documents, made), _urgent(city), *_starts(targets)]


def _home(documents: Sequence[Rendered], made: Sequence[Rendered]) -> Page:
    lines = [
        "# One volunteer, one child", _URGENT,
        "Each volunteer stands by one child: one to one, in four ways (heart, will, skill, hardship), "
        "for as long as the child wishes. The texts are Chinese; below stands what each settles.",
        '<p class="readers">' + "".join(
            f'<a href="start-{reader["name"]}.html"><b>{text(reader["title_en"])}</b><br>{text(reader["use_en"])}</a>'
            for reader in readers()
        ) + "</p>",
    ]
    groups = [(_KINDS[letter], [item for item in documents if item.id.startswith(letter)]) for letter, _ in GROUPS]
    for name, group in [*groups, (_MADE, made)]:
        rows = [_row(document) for document in group]
        if rows:
            lines += [f"## {name}", table(("Id", "Document", "What it settles"), rows)]
    return Page("index.md", "Home", "\n\n".join([*lines, _NO_ADVICE]))


def _row(document: Rendered) -> tuple[str, str, str]:
    title, summary = (text(str(document.front.get(key, ""))) for key in ("title_en", "summary_en"))
    return f'<a href="../{_built(address(document.id))}">{document.id}</a>', title, summary


def _starts(targets: Mapping[str, str]) -> Iterator[Page]:
    for reader in readers():
        lines = [f"# {text(reader['title_en'])}: begin here", _URGENT, "\n".join(_first(reader, targets))]
        yield Page(f"start-{reader['name']}.md", reader["title_en"], "\n\n".join(lines), "Begin here")


def _first(reader: Mapping[str, Any], targets: Mapping[str, str]) -> Iterator[str]:
    found = ((item, item.get("page") or targets.get(item.get("to", ""))) for item in reader["first"])
    for number, (item, to) in enumerate(((item, to) for item, to in found if to), 1):
        yield f'{number}. <a href="../{_built(to)}">{text(item["say_en"])}</a>'


def _built(target: str) -> str:
    """The address of a Markdown page once it is built."""
    return target.replace(".md", ".html", 1)


def _urgent(city: City) -> Page:
    lines = [
        "# What to do now",
        '<p class="urgent">Danger: call <a href="tel:110">110</a> (police). Somebody is hurt: call '
        '<a href="tel:120">120</a> (ambulance). Nobody has to approve a report, and no proof is needed.</p>',
        "1. Bring the child out of danger and stay. Never leave the child alone with the person you suspect.",
        "2. Report at once, to the police, or to the civil-affairs or education authority. A suspicion is enough: don't investigate.",
        "3. Listen. Don't question, don't promise secrecy, take no pictures or recordings. Note the child's own words, time and place.",
        "4. After reporting, tell the child-protection officer. Is the officer or a leader the one suspected: only the police and civil affairs.",
        "5. No private settlement, no message to a chat group, no word to people it does not concern.",
        "## Numbers in all China",
        table(("Number", "When"), ((f"[{number}](tel:{number})", when) for number, _, when in NATIONAL)),
        "## Numbers here",
        table(("Who", "Number"), ((call.who.en, dial(call.line)) for call in calls(city))),
    ]
    return Page("urgent.md", "Emergency", "\n\n".join(lines))
