"""Pages out of templates/desk: what stands in them is text, whatever a file says."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse

from toolkit.desk.plain import fields, plain
from toolkit.desk.rooms import NAMES, led
from toolkit.desk.state import Desk
from toolkit.door.visible import fit_to_show
from toolkit.errors import Words
from toolkit.files import sources

_CLAUSE = re.compile(r"(?:(?<=（)|(?<=[ 改]))([PBTC][0-9]{2})(-[a-z0-9-]+)(?=）| 那一条)")


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(sources.shared().templates / "desk"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    made.filters |= {"said": said, "part": lambda text: quote(text, safe=""), "column": column, "linked": linked, "field": lambda key, kit: field_address(kit, key)}
    made.globals["room_names"] = NAMES
    return made


def column(number: int) -> str:
    """The letters of a sheet's column, from 1."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def said(words: Words | str | None) -> str:
    """Words as a reader of the desk gets them: in Chinese, without a sign that hides or a number of a person.

    Words of ours name rooms where they name commands, and titles where they name keys; what stands in a file is left as it is.
    """
    return fit_to_show(plain(led(words.zh)) if isinstance(words, Words) else words or "")


def linked(words: Words, kit: str) -> Any:
    """`said`, where each field and each clause that the words name leads to it."""
    from markupsafe import Markup, escape

    made = str(escape(said(words)))
    for title, path in fields(words.zh).items():
        made = made.replace(str(escape(title)), f'<a href="{field_address(kit, path)}">{escape(title)}</a>', 1)
    made = _CLAUSE.sub(lambda match: f'<a href="/kit/{quote(kit)}/text/{match[1]}#{match[1]}{match[2]}">{match[1]}</a>', made)
    return Markup(made)  # noqa: S704 - escaped above


def field_address(kit: str, key: str) -> str:
    """Where on the desk a fact of city.yaml is filled in; `key` is its path. "" for what is no fact."""
    section, _, rest = key.partition(".")
    section = section.partition("[")[0]
    if section not in sources.schema("city")["properties"]:
        return ""
    return f"/kit/{quote(kit)}/facts/{section}" + (f"#{section}.{rest}" if rest and "[" not in key else "")


def page(template: str, desk: Desk, status: int = 200, **data: Any) -> HTMLResponse:
    """A whole page. `kit` is the name of the kit that it is about, `place` which of its rooms."""
    notes, desk.notes[:] = list(desk.notes), []
    shown = {"kit": None, "place": "", "notes": notes, "fault": None, **data}
    return HTMLResponse(_environment().get_template(template).render(shown), status)


def fragment(template: str, **data: Any) -> HTMLResponse:
    return HTMLResponse(_environment().get_template(template).render(data))
