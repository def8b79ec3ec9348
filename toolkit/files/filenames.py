"""Names that can stand as a folder or a file on every system, and text that says nothing."""

from __future__ import annotations

from toolkit.errors import Words
from toolkit.files.textfile import INVISIBLE

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in "0123456789"}
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols to Unicode, and empty on paper


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing, whatever stands there: blanks of every width, fillers."""
    return all(sign.isspace() or sign in _FILLERS for sign in text)


def filename_fault(name: str) -> Words | None:
    """Why `name` can't name a folder on every system, or None."""
    if not name.strip() or set(name) <= {"."}:
        return Words("名称是空的", "the name is empty")
    bad = sorted({sign for sign in name if sign in '<>:"/\\|?*\n\t' or INVISIBLE.match(sign)})
    if bad:
        shown = " ".join(_sign(sign) for sign in bad)
        return Words(f"名称里不能有 {shown}", f"the name may not contain {' '.join(map(repr, bad))}")
    if name[-1] in ". " or name[0] == " ":
        return Words("名称首尾不能是点或空格", "the name may not end in a dot or blank")
    if name.split(".")[0].strip().lower() in _RESERVED:
        return Words(f"{name} 是 Windows 的保留名称", f"{name} is a reserved name on Windows")
    return None


def _sign(sign: str) -> str:
    if sign in "\n\r":
        return "换行"
    if sign == "\t":
        return "制表符（Tab）"
    return f"看不见的字符 U+{ord(sign):04X}" if INVISIBLE.match(sign) else sign
