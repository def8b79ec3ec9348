"""The yearly self-check: a new workbook; a filled one summed up in memory."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to
from toolkit.desk.pages import page
from toolkit.desk.sheets import by_sheet, no_file
from toolkit.errors import ToolkitError

_FIRST, _LAST = 2020, 2199  # as the command takes them


def overview(request: Request) -> Response:
    return _shown(request)


def made(request: Request, form: Form) -> Response:
    """A blank workbook of the year, and the folder where it lies."""
    from toolkit.commands.selfcheck import new

    kit, desk = kit_of(request), desk_of(request)
    year = form["year"].strip()
    try:
        if not (year.isascii() and year.isdigit() and _FIRST <= int(year) <= _LAST):
            raise ToolkitError(zh="年份没有写对", en="no such year", fix_zh=f"写四位数字，例如 {date.today().year}", fix_en="write four digits")
        path = new(kit.root, int(year))
    except ToolkitError as error:
        return _shown(request, 422, fault=error, year=year)
    opened = "文件夹也打开了，" if desk.shows(path.parent) else ""
    return to(request, f"/kit/{kit.root.name}/selfcheck", f"做好了：{path.relative_to(kit.root).as_posix()}。{opened}照“怎样用”那一页填。")


def checked(request: Request, form: Form) -> Response:
    from toolkit.commands.selfcheck import check_in
    from toolkit.registers.self_check import LIGHTS, by_part, by_standard, headline

    kit, on = kit_of(request), date.today()
    try:
        if not form.files:
            raise no_file("填好的自查表", "a filled self-check")
        found = check_in(kit, form.files[0], on)
    except ToolkitError as error:
        return _shown(request, 422, fault=error)

    def counts(groups: dict[str, Counter[str]]) -> list[tuple[str, list[int]]]:
        return [(name, [group[light] for light in (*LIGHTS, "")]) for name, group in groups.items()]

    open_ = sorted((item for item in found.answers if item.is_open()), key=lambda item: (item.values.get("until") or date.max, item.asked.id))
    return _shown(
        request, found=found, sheets=list(by_sheet(found.findings)), lights=[*LIGHTS, "没有选"], open=open_, today=on,
        groups=[("按部分", counts(by_part(found.answers))), ("按标准", counts(by_standard(found.answers)))],
        sum=headline(found.answers) if found.answers else "",
    )


def _shown(request: Request, status: int = 200, **more: Any) -> Response:
    from toolkit.commands.selfcheck import FOLDER

    kit = kit_of(request)
    there = sorted(path.name for path in (kit.root / FOLDER).glob("年度自查-*.xlsx"))
    shown = {"found": None, "fault": None, "year": str(date.today().year), **more}
    return page("selfcheck.html", desk_of(request), status, kit=request.path_params["kit"], place="registers", folder=FOLDER, there=there, **shown)


ROUTES = [
    Route("/kit/{kit}/selfcheck", looks(overview)),
    Route("/kit/{kit}/selfcheck/new", takes(made), methods=["POST"]),
    Route("/kit/{kit}/selfcheck", takes(checked), methods=["POST"]),
]
