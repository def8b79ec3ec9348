"""What lies in a folder that came from others: never reached through a link that leads out of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from toolkit.errors import Finding, Location, ToolkitError, Words

_LONGEST = 255  # bytes of a name, on every system that we know
MOST_FILES = 500  # of documents, and of definitions of registers: eight times what there are


def is_relative(path: object) -> bool:
    """Whether `path`, read from a file, names a place below a folder on every system."""
    if not isinstance(path, str) or "\0" in path or not _is_encodable(path):
        return False
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if any(len(part.encode()) > _LONGEST for part in parts):
        return False
    return bool(parts) and ".." not in parts and not path.startswith(("/", "\\")) and ":" not in parts[0]


def _is_encodable(text: str) -> bool:
    """Whether `text` can be written at all: JSON may spell half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_link(folder: Path, path: str) -> bool:
    """Whether a link or a junction lies on the way from `folder` to the file `path` below it, or is it."""
    place = str(folder)
    for part in PurePosixPath(path).parts:
        place = os.path.join(place, part)
        if is_link(place):
            return True
    return False


def is_link(path: str | Path) -> bool:
    found = seen(path)
    return found is not None and leads_on(found)


def seen(path: str | Path) -> os.stat_result | None:
    """What lies at `path` itself, links not followed; None where there is nothing, or it cannot be asked."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def leads_on(found: os.stat_result) -> bool:
    """Whether that is a link or a junction."""
    junction = getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(found.st_mode) or junction


def fault(root: Path, path: Path) -> Words | None:
    """Why the file `path` of the folder `root` is not read, if it is not."""
    try:
        leads_out = not path.resolve().is_relative_to(root.resolve())
        plain = stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        return Words("是一个没有目标的链接", "is a link to nothing") if is_link(path) else None
    if leads_out:
        return Words("是一个通向外面的链接", "is a link that leads out of the folder")
    return None if plain else Words("不是普通文件", "is no ordinary file")


def readable(root: Path, files: list[tuple[Path, str]], refused: list[Finding]) -> list[tuple[Path, str]]:
    """KIT104, KIT105: the files of the kit `root` that may be read; a kit that came by mail may hold anything."""
    if len(files) > MOST_FILES:
        refused.append(Finding(
            Location(files[MOST_FILES][1]), "KIT105",
            Words(f"这里有 {len(files)} 个文件，最多 {MOST_FILES} 个", f"{len(files)} files here, at most {MOST_FILES} are read"),
            Words("把不属于工具包的文件移走", "move away what is no part of the kit"),
        ))
    found = []
    for path, shown in files[:MOST_FILES]:
        words = fault(root, path)
        if words is None:
            found.append((path, shown))
        else:
            refused.append(Finding(
                Location(shown), "KIT104", Words(f"没有读：{words.zh}", f"not read: it {words.en}"),
                Words("把真的文件放在这里，或者删掉它", "put the real file here, or delete it"),
            ))
    return found


def refuse_link(folder: Path, root: Path | None = None) -> None:
    """Raises ToolkitError where `folder`, or a folder between `root` and it, is a link."""
    places = [folder]
    if root is not None and folder.is_relative_to(root):
        places = [place for place in (folder, *folder.parents) if place != root and place.is_relative_to(root)]
    for place in places:
        if is_link(place):
            raise ToolkitError(
                zh=f"{place} 是一个链接，不在里面写", en=f"{place} is a link; nothing is written through it",
                fix_zh="换成真的文件夹，或者用 --out 写明另一个位置", fix_en="put a real folder there, or name another place: --out DIR",
            )


def without_empty(top: Path, folder: Path) -> None:
    """Removes folders that became empty, below `top`."""
    while folder != top and folder.is_relative_to(top):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:
            return
        folder = folder.parent
