"""`linyi registers hours --certificates`: the certificates of service of those named, as Word files in a folder apart."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.kit import Kit
    from toolkit.registers.hours import Service


def certificates(kit: Kit, services: Sequence[Service], folder: Path, until: date, details: bool = False) -> list[Path]:
    """Writes a certificate for each of `services` into `folder`, all or none; returns their paths.

    The folder holds personal data: it is none that is built, shared or kept in a repository, and no file
    in it is written over. Raises ToolkitError, and InvalidInput where the kit has an error.
    """
    from toolkit.commands.build import read
    from toolkit.exporters.certificate import FORM, certificate, unknown
    from toolkit.exporters.layout import FORBIDDEN
    from toolkit.exporters.word import docx
    from toolkit.files import journal, lock

    folder = Path(os.path.abspath(folder))
    _refuse_shared(folder, kit)
    _refuse_unserved(services)
    checked = read(kit)
    form = next((document for document in checked.content.documents if document.id == FORM), None)
    if form is None:
        raise ToolkitError(
            zh=f"工具包里没有志愿服务记录证明（{FORM}）", en=f"the kit has no certificate of service ({FORM})",
            fix_zh="文本更新到 1.1.0；写了 adopted.documents 的，把它加进去", fix_en="update the text to 1.1.0; add it to adopted.documents",
        )
    lacking = unknown(checked.city)
    if lacking:
        raise ToolkitError(
            zh=f"证明上要写谁开的，city.yaml 里还没有填：{'、'.join(lacking)}", en=f"a certificate says who issues it, and city.yaml does not: {', '.join(lacking)}",
            fix_zh="填上登记主体的名称、登记证号和电话", fix_en="fill in the registered body's name, number and telephone",
        )
    made = docx.export([certificate(form, item, checked.city, until, details) for item in services], checked.city, checked.register)
    names = [f"{FORM}-{form.title}-{item.volunteer}".translate(FORBIDDEN)[:80] + f"-{until:%Y%m%d}.docx" for item in services]
    changes = [
        journal.Change(name, artifact.content, ours=())
        for name, artifact in zip(names, made, strict=True)
    ]
    with lock.beside(folder):
        _refuse_existing(folder, changes)
        folder.mkdir(parents=True, exist_ok=True)
        journal.commit(folder, changes)
    return [folder / name for name in names]


def _refuse_shared(folder: Path, kit: Kit) -> None:
    """Nothing is written where it might be built, shared or kept in a repository: in a kit, 台账 alone is never."""
    from toolkit.files import inside

    private = kit.root / "台账"
    ours = folder.is_relative_to(private) and not folder.is_relative_to(private / "空白")
    if not ours and (folder.is_relative_to(kit.root) or any((place / ".git").exists() for place in (folder, *folder.parents))):
        raise ToolkitError(
            zh=f"{folder} 在工具包或者版本库里：证明有个人信息，不放在会生成、会上传的地方",
            en=f"{folder} is in the kit or in a repository: certificates hold personal data, and that is built or shared",
            fix_zh="换一个只有本单位能看的文件夹，或者放在台账里：--certificates 台账/证明", fix_en="choose a folder of your own, or one among the registers: --certificates 台账/证明",
        )
    inside.refuse_link(folder, kit.root)


def _refuse_unserved(services: Sequence[Service]) -> None:
    none = [item.volunteer for item in services if item.days is None]
    if none or not services:
        raise ToolkitError(
            zh=f"这段时间没有服务记录，不能开证明：{'、'.join(none)}", en=f"nothing was served in that time, and no certificate can be made: {', '.join(none)}",
            fix_zh="核对编号和起止日期：--from、--to", fix_en="check the numbers and the days: --from, --to",
        )


def _refuse_existing(folder: Path, changes: Sequence[object]) -> None:
    from toolkit.files import journal

    there = [
        change.path for change in changes
        if isinstance(change, journal.Change) and change.content is not None
        and os.path.lexists(folder / change.path) and journal.hash_of(folder / change.path) != journal.digest(change.content)
    ]
    if there:
        raise ToolkitError(
            zh=f"{folder} 里已经有：{'、'.join(there)}；没有写任何文件", en=f"{folder} holds already: {', '.join(there)}; nothing was written",
            fix_zh="移走旧的，或者换一个文件夹", fix_en="move the old ones away, or choose another folder",
        )
