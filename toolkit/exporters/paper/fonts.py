"""Which fonts a PDF is set in: the real ones where the machine has them, free ones otherwise."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# By role, best first. The last of each comes with the toolkit.
CHOICES = {
    "body": (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", "Zhuque Fangsong (technical preview)", "FandolFang R", "Noto Serif SC",
    ),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "LXGW WenKai", "FandolKai", "Noto Serif SC"),
    "hei": ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "Source Han Serif SC Heavy", "Noto Serif SC Black", "Noto Serif SC"),
    "song": ("SimSun", "宋体", "STSong", "FandolSong", "Noto Serif SC"),
}
# Where systems keep fonts; folders of other systems are simply not there.
_FOLDERS = (
    "C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
)
_CARRIED = {"Noto Serif SC", "Noto Sans SC"}


@dataclass(frozen=True)
class Font:
    family: str
    carried: bool  # comes with the toolkit, and stands in for the real one


@cache
def collection() -> Any:
    """The machine's fonts and the carried ones, for Typst."""
    import typst

    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(carried_folder())]
    )


@cache
def resolve() -> dict[str, Font]:
    """The font that each role is set in on this machine."""
    families = set(collection().families())
    found = {}
    for role, choices in CHOICES.items():
        family = next(name for name in choices if name in families or name in _CARRIED)
        found[role] = Font(family, family in _CARRIED)
    return found


def fingerprint() -> str:
    """Changes when a font is added or removed. Names only: to read all fonts takes too long."""
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    names = (path.name for folder in folders if folder.is_dir() for path in folder.rglob("*"))
    return hashlib.sha256("/".join(sorted(names)).encode("utf-8", "replace")).hexdigest()


def carried_folder() -> Path:
    import pylopdf_fonts_zh_cn

    return Path(str(pylopdf_fonts_zh_cn.__file__)).parent
