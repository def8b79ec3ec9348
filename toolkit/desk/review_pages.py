"""A review by counsel: what goes out, what came back in Word, who approved what."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, opening, takes, to
from toolkit.desk.pages import page
from toolkit.desk.sheets import no_file
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.review.gathering import Change
    from toolkit.review.importing import Imported
    from toolkit.text.phrases import Piece

_PLACE = "review"


def overview(request: Request) -> Response:
    return _overview(request)


def _overview(request: Request, status: int = 200, fault: ToolkitError | None = None) -> Response:
    from toolkit.review import packs, signing

    kit = kit_of(request)
    standing, trouble = [], None
    try:
        standing = signing.status(kit, date.today())
    except ToolkitError as error:
        trouble = error
    counts = {name: sum(item.state.kind == name for item in standing) for name in ("none", "approved", "stale", "expired")}
    needed = sum(item.document[0] in "PB" for item in standing)
    return page(
        "review.html", desk_of(request), status, kit=request.path_params["kit"], place=_PLACE, standing=standing, trouble=trouble,
        counts=counts, sent=[(path.name, _words(path)) for path in packs.folders(kit)], needed=needed, packed=bool(list(packs.ids(kit))), fault=fault,
    )


def packed(request: Request, form: Form) -> Response:
    """Makes the folder that goes to counsel, and opens it."""
    from toolkit.commands.review_pack import review_pack

    kit, desk = kit_of(request), desk_of(request)
    try:
        sent = review_pack(kit.root)
    except ToolkitError as error:
        return _overview(request, 422, error)
    folder = sent.folder.relative_to(kit.root).as_posix()
    opened = "，已经打开" if desk.shows(sent.folder) else ""
    note = f"{sent.documents} 份文件做好了，在“{folder}”这个文件夹里{opened}。发出以前填好里面的 说明.docx 第二部分。"
    return to(request, f"/kit/{kit.root.name}/review", note)


def _words(folder: Path) -> int:
    """How many Word files lie in it."""
    return sum(file.suffix == ".docx" and not file.name.startswith("~") for file in folder.rglob("*"))


def opened(request: Request, form: Form) -> Response:
    """Opens a folder that was made for counsel, by its name."""
    from toolkit.review import packs

    kit = kit_of(request)
    found = next((path for path in packs.folders(kit) if path.name == form["folder"]), None)
    if found is None:
        raise HTTPException(404)
    return to(request, f"/kit/{kit.root.name}/review", opening(desk_of(request), found))


@dataclass(frozen=True)
class Shown:
    """A change of a clause as it is shown; `by` are its authors."""

    document: str
    part: str
    title: str
    by: str
    pieces: Sequence[Piece]
    gone: bool


def given(request: Request, form: Form) -> Response:
    """What files that came back would change; nothing is written yet, and the files wait in memory alone."""
    from toolkit.review import importing

    kit, desk = kit_of(request), desk_of(request)
    files = form.files
    if not files:
        return _overview(request, 422, no_file("律师改过的 Word 文件，或者填好的审查清单", "the marked Word files"))
    untracked = form["untracked"] == "1"
    found = importing.take_in(kit, files, date.today(), untracked, dry=True)
    key = secrets.token_hex(8)
    desk.waiting = {key: (kit.root, files, untracked)}
    return _shown(request, found, key)


def accepted(request: Request, form: Form) -> Response:
    from toolkit.review import importing
    from toolkit.text import remarks

    kit, desk = kit_of(request), desk_of(request)
    root, files, untracked = desk.waiting.pop(form["key"], (None, [], False))
    if root != kit.root:
        raise ToolkitError(
            zh="这些文件已经不在手上了", en="these files are no longer at hand",
            fix_zh="把律师的文件再交一次", fix_en="hand counsel's files over once more",
        )
    done = importing.take_in(kit, files, date.today(), untracked)
    words = [f"{len(done.taken.applied)} 条写进了正文"]
    if done.taken.waiting:
        words.append(f"{len(done.taken.waiting)} 条等本市决定，在“更新”里")
    if done.gathered.remarks:
        words.append(f"批注 {len(done.gathered.remarks)} 条，在 {remarks.PATH}")
    return to(request, f"/kit/{kit.root.name}/review", "，".join(words) + "。要退回，到“更新”里。")


def _shown(request: Request, found: Imported, key: str) -> Response:
    from toolkit.desk.naming import Names
    from toolkit.review.taking import authors
    from toolkit.text import phrases

    names = Names(kit_of(request).subject())

    def change(item: Change) -> Shown:
        old = names.tokens(item.part.source, item.document)
        new = names.tokens(item.source or "", item.document, old)
        return Shown(item.document, item.part.id, item.title or item.part.title, authors(item.by), phrases.pieces(old.shown, new.shown), item.source is None)

    taken, gathered = found.taken, found.gathered
    return page(
        "returned.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, key=key,
        applied=list(map(change, taken.applied)), there=[item.part.id for item in taken.there], waiting=taken.waiting,
        unplaced=list(map(change, taken.unplaced)), untracked=list(map(change, gathered.untracked)), listed=gathered.listed,
        remarks=gathered.remarks, refused=found.refused,
    )


def signed(request: Request, form: Form) -> Response:
    from toolkit.commands.review_sign import review_sign

    kit = kit_of(request)
    try:
        documents = form.several.get("document", [])
        documents = ["all"] if "all" in documents else documents
        if not documents or not form["reviewer"].strip() or not form["firm"].strip():
            raise ToolkitError(
                zh="要写明哪几份文件、哪位律师、哪个事务所", en="documents, lawyer and firm are needed",
                fix_zh="选好文件，写上律师和事务所", fix_en="choose documents and give both names",
            )
        made = review_sign(kit.root, documents, form["reviewer"], form["firm"])
    except ToolkitError as error:
        return _overview(request, 422, error)
    return to(request, f"/kit/{kit.root.name}/review", f"记下了 {len(made)} 份文件的签署。同意的文字存在 审查/已审。")


ROUTES = [
    Route("/kit/{kit}/review", looks(overview)),
    Route("/kit/{kit}/review/pack", takes(packed), methods=["POST"]),
    Route("/kit/{kit}/review/open", takes(opened), methods=["POST"]),
    Route("/kit/{kit}/review/given", takes(given), methods=["POST"]),
    Route("/kit/{kit}/review/accept", takes(accepted), methods=["POST"]),
    Route("/kit/{kit}/review/sign", takes(signed), methods=["POST"]),
]
