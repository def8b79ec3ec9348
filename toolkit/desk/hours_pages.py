"""Who served how long, counted from filled registers in memory; certificates for those who are ticked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.build_pages import CERTIFICATES
from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to
from toolkit.desk.pages import page
from toolkit.desk.sheets import by_sheet, no_file
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.registers.hours import Service


@dataclass(frozen=True)
class Counted:
    """What was counted last, until certificates are made of it or something else is counted: sums, and no file."""

    root: Path
    services: Sequence[Service]
    start: date
    end: date


def drop(request: Request) -> Response:
    today = date.today()
    return _shown(request, date(today.year, 1, 1), today)


def counted(request: Request, form: Form) -> Response:
    from toolkit.commands.registers import hours_in

    kit, today = kit_of(request), date.today()
    start, end = date(today.year, 1, 1), today
    try:
        start, end = _day(form["from"]), _day(form["to"])
        if not form.files:
            raise no_file("填好的台账：结对台账、走访记录要有", "filled registers: pairs and visits are needed")
        services = hours_in(kit, form.files, start, end)
    except ToolkitError as error:
        return _shown(request, start, end, 422, fault=error, sheets=list(by_sheet(error.findings)))
    key = secrets.token_hex(8)
    desk_of(request).counted = {key: Counted(kit.root, services, start, end)}
    return _shown(request, start, end, services=services, key=key)


def certified(request: Request, form: Form) -> Response:
    """Certificates for those ticked, in the folder of a kit that is never built or shared."""
    from toolkit.commands.certificates import certificates

    kit, desk = kit_of(request), desk_of(request)
    held = desk.counted.get(form["key"])
    if held is None or held.root != kit.root:
        raise ToolkitError(
            zh="算好的时长已经不在手上了", en="what was counted is no longer at hand",
            fix_zh="把台账再选一次，重新算", fix_en="choose the registers once more",
        )
    ticked = set(form.several.get("volunteer", []))
    wanted = [item for item in held.services if item.volunteer in ticked]
    try:
        if not wanted:
            raise ToolkitError(zh="没有选给谁开证明", en="nobody was chosen", fix_zh="在名单里勾上本人要的", fix_en="tick those who want one")
        made = certificates(kit, wanted, kit.root / CERTIFICATES, held.end, form["details"] == "1")
    except ToolkitError as error:
        return _shown(request, held.start, held.end, 422, services=held.services, key=form["key"], fault=error, ticked=ticked)
    desk.counted.clear()
    return to(request, f"/kit/{kit.root.name}/registers/hours", f"开了 {len(made)} 份证明，在 {CERTIFICATES}：姓名手写，盖章后交本人。")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise ToolkitError(
            zh="日期没有写全", en="a day is missing", fix_zh="写哪年哪月哪日，例如 2027-03-01", fix_en="write the day as 2027-03-01",
        ) from None


def _shown(request: Request, start: date, end: date, status: int = 200, **more: Any) -> Response:
    kit = kit_of(request)
    shown = {"services": None, "key": "", "fault": None, "sheets": (), "ticked": (), **more}
    return page(
        "hours.html", desk_of(request), status, kit=request.path_params["kit"], place="registers", start=start, end=end,
        certificates=CERTIFICATES, has_folder=(kit.root / CERTIFICATES).is_dir(), **shown,
    )


ROUTES = [
    Route("/kit/{kit}/registers/hours", looks(drop)),
    Route("/kit/{kit}/registers/hours", takes(counted), methods=["POST"]),
    Route("/kit/{kit}/registers/hours/certificates", takes(certified), methods=["POST"]),
]
