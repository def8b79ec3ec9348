"""Pages out of templates/desk: what stands in them is text, whatever a file says."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse

from toolkit.desk.rooms import led
from toolkit.desk.state import Desk
from toolkit.door.visible import fit_to_show
from toolkit.errors import Words
from toolkit.files import sources


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(sources.shared().templates / "desk"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    made.filters |= {"said": said, "part": lambda text: quote(text, safe=""), "column": column}
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

    Words of ours name rooms where they name commands; what stands in a file is left as it is.
    """
    return fit_to_show(led(words.zh) if isinstance(words, Words) else words or "")


def page(template: str, desk: Desk, status: int = 200, **data: Any) -> HTMLResponse:
    """A whole page. `kit` is the name of the kit that it is about, `place` which of its rooms."""
    notes, desk.notes[:] = list(desk.notes), []
    shown = {"kit": None, "place": "", "notes": notes, "fault": None, **data}
    return HTMLResponse(_environment().get_template(template).render(shown), status)


def fragment(template: str, **data: Any) -> HTMLResponse:
    return HTMLResponse(_environment().get_template(template).render(data))
