"""What 打开.bat starts: the desk of the folder 工具包 beside it, without a window of its own.

What it would say on a terminal stands in desk.log beside this file; where it cannot start, a box says so.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOG = HERE / "desk.log"
KITS = HERE.parent / "工具包"  # named here and not by 打开.bat: cmd may read a Chinese name in another code page


def _log():
    """The file that stands for the terminal; nothing where the folder is read-only (a USB stick with its lock on)."""
    try:
        return open(LOG, "a" if __name__ != "__main__" else "w", encoding="utf-8", buffering=1)  # noqa: SIM115 - for as long as the program runs
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


# pythonw.exe has no terminal: who writes to one would fail. A build's own process comes by here too.
sys.stderr = _log()
sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the opening address holds the token: it is kept nowhere
os.environ["LINYI_LANG"] = "zh"
os.environ["PYTHONUTF8"] = "1"


def main():
    sys.argv = ["linyi", "--quiet", "desk", str(KITS)]
    from toolkit.cli import run

    try:
        KITS.mkdir(exist_ok=True)
        run()
    except OSError as error:
        _tell(f"{error.strerror}: {KITS}")
    except SystemExit as end:
        if end.code not in (0, None):
            _tell(LOG.read_text(encoding="utf-8") if LOG.is_file() else "")


def _tell(said):
    import ctypes

    print(said, file=sys.stderr)
    words = f"没有打开。\n\n{said.strip()[-600:]}\n\n把 program\\desk.log 发给帮忙的人。"
    if hasattr(ctypes, "windll"):
        ctypes.windll.user32.MessageBoxW(None, words, "临沂工具包", 0x10)


if __name__ == "__main__":
    main()
