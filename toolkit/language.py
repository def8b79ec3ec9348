"""Which language messages are in: `--lang`, then LINYI_LANG, then the system's."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence

LANGUAGES = ("zh", "en")


def choose(arguments: Sequence[str]) -> str:
    """The language, known before any option is parsed: help texts need it too."""
    for number, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        if value in LANGUAGES:
            return value
    wanted = os.environ.get("LINYI_LANG", "")
    return wanted if wanted in LANGUAGES else _of_the_system()


def _of_the_system() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    if sys.platform == "win32":
        name = locale.getlocale()[0] or ""
        return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    return "en"
