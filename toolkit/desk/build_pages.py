"""What a kit becomes: made by format, ended at will, and opened."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from toolkit.desk import folder
from toolkit.desk.forms import Form
from toolkit.desk.glance import glance
from toolkit.desk.handlers import desk_of, kit_of, looks, opening, takes, to
from toolkit.desk.making import Making
from toolkit.desk.pages import fragment, page
from toolkit.desk.state import Desk
from toolkit.files import inside

OUTPUT, ISSUED, CERTIFICATES = "成果", "成果/印发", "台账/证明"
_WORDS = {
    "docx": ("Word", "改、送审、印发用"), "pdf": ("PDF", "打印、发给别人看"), "packs": ("打印包", "一沓一沓按用途排好"),
    "xlsx": ("台账", "空白的 Excel 工作簿"), "calendar": ("年度事项", "一年里什么时候办什么"), "pptx": ("幻灯片", "培训用"),
    "site": ("网站", "手机和电脑上看，能搜索"), "handbook": ("手机手册", "志愿者、培训师、监护人各一本"),
}


def build(request: Request) -> Response:
    desk, name = desk_of(request), request.path_params["kit"]
    place = folder.root(desk.folder, name)
    return page(
        "build.html", desk, kit=name, place="build", making=desk.making.get(name), formats=formats(), glance=glance(place),
        made=made(place), has_site=(place / OUTPUT / "site" / "index.html").is_file(),
    )


def formats() -> list[tuple[str, str, str]]:
    from toolkit.exporters import MODULES

    return [(form, *_WORDS.get(form, (form, ""))) for form in MODULES]


def made(place: Path, output: str = OUTPUT) -> list[tuple[str, str, list[str]]]:
    """The files built into `output` by format, as they lie there; the site is a folder of its own."""
    found = []
    for form, (words, _) in _WORDS.items():
        within = place / output / form
        if form != "site" and within.is_dir() and not inside.has_link(place, f"{output}/{form}"):
            files = sorted((path.name for path in within.iterdir() if path.is_file() and not path.name.startswith((".", "~"))), key=_place)
            found += [(form, words, files)] if files else []
    return found


def _place(name: str) -> tuple[int, str]:
    """Policies first, then forms, lessons and booklets, and what else there is."""
    return ("PBTC".find(name[0]) if name[1:3].isdigit() and name[0] in "PBTC" else 4, name)


def state(request: Request) -> Response:
    """How far it is, for the script of the open page; without one the whole page is loaded again."""
    name = request.path_params["kit"]
    making = desk_of(request).making.get(name)
    if making is None:
        raise HTTPException(404)
    found = fragment("progress.html", making=making, formats=formats())
    if not making.is_running:
        found.headers["X-Over"] = "1"
    return found


def begun(request: Request, form: Form) -> Response:
    kit, desk = kit_of(request), desk_of(request)
    known = [name for name, _, _ in formats()]
    wanted = [name for name in known if name in form.several.get("format", [])]
    address = f"/kit/{request.path_params['kit']}/build"
    if not wanted:
        return to(request, address, "没有选要做什么：至少选一样。")
    begin(desk, Making(kit.root, wanted))
    return to(request, address)


def begin(desk: Desk, making: Making) -> None:
    """Begins it, unless something is being made of that kit."""
    running = desk.making.get(making.root.name)
    if running is None or not running.is_running:
        desk.making[making.root.name] = making
        making.start()


def cancelled(request: Request, form: Form) -> Response:
    desk, name = desk_of(request), request.path_params["kit"]
    if name in desk.making:
        desk.making[name].cancel()
    return to(request, f"/kit/{name}/build", "停下来了。已经做好的还在，没有做完的不留半成品。")


def file(request: Request) -> Response:
    """A built file, named by what lies there. A PDF is shown, the others are handed over."""
    return _handed(request, OUTPUT)


def issued_file(request: Request) -> Response:
    return _handed(request, ISSUED)


def _handed(request: Request, output: str) -> Response:
    place = folder.root(desk_of(request).folder, request.path_params["kit"])
    form, name = request.path_params["form"], request.path_params["name"]
    if not any(form == known and name in files for known, _, files in made(place, output)) or inside.has_link(place, f"{output}/{form}/{name}"):
        raise HTTPException(404)
    shown = "inline" if name.endswith(".pdf") else "attachment"
    return FileResponse(place / output / form / name, filename=name, content_disposition_type=shown)


# What may be opened of a kit, and the room that one goes back to.
_OPENS = {
    "kit": ("", ""), "made": (OUTPUT, "/build"), "site": (f"{OUTPUT}/site/index.html", "/build"), "issued": (ISSUED, "/build/issue"),
    "certificates": (CERTIFICATES, "/registers/hours"), "review": ("审查", "/selfcheck"),
}


def opened(request: Request, form: Form) -> Response:
    """Opens one of the places above with this machine's own programs."""
    desk, name = desk_of(request), request.path_params["kit"]
    place = folder.root(desk.folder, name)
    wanted, room = _OPENS.get(form["what"], ("..", ""))
    if wanted == ".." or inside.has_link(place, wanted) or not (place / wanted).exists():
        raise HTTPException(404)
    return to(request, f"/kit/{name}{room}", opening(desk, place / wanted, "网站" if form["what"] == "site" else ""))


ROUTES = [
    Route("/kit/{kit}/build", looks(build)),
    Route("/kit/{kit}/build", takes(begun), methods=["POST"]),
    Route("/kit/{kit}/build/state", looks(state)),
    Route("/kit/{kit}/build/cancel", takes(cancelled), methods=["POST"]),
    Route("/kit/{kit}/made/{form}/{name}", looks(file)),
    Route("/kit/{kit}/issued/{form}/{name}", looks(issued_file)),
    Route("/kit/{kit}/open", takes(opened), methods=["POST"]),
]
