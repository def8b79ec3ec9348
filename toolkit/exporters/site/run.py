"""Runs mkdocs-material in this process: quietly, with a fixed date, and nothing shared with others."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError

_EPOCH = "1767225600"  # pages carry a build date; a fixed one keeps two builds the same


def run(configuration: Path, dirty: bool = False) -> None:
    """Builds the site beside the mkdocs.yml `configuration`; `dirty`: only the pages written since.

    Raises ToolkitError if mkdocs finds fault.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    cut_nothing()
    with _quiet() as heard, _fixed_date():
        try:
            # A dirty build warns that it is one, and knows no anchors of the pages it skips.
            build(_sooner(load_config(str(configuration), strict=not dirty)), dirty=dirty)
        except (MkDocsException, Abort, SystemExit) as error:
            detail = "; ".join(heard) or str(error)
            raise ToolkitError(
                zh=f"网站没有做成：{detail[:600]}", en=f"the site was not built: {detail[:600]}",
                fix_zh="按提示改正，或用 --only docx,pdf 先做其他成品",
                fix_en="mend it, or build the rest: --only docx,pdf",
            ) from None


def _sooner(config: Any) -> Any:
    from toolkit.exporters.site.plain import Plain
    from toolkit.exporters.site.sections import Index
    from toolkit.exporters.site.templates import prepared

    config.markdown_extensions.append(Plain())
    if "material/search" in config.plugins:
        config.plugins["linyi/search"] = Index()
    environment = config.theme.get_env
    config.theme.get_env = lambda: prepared(environment())
    return config


def cut_nothing() -> None:
    """Keeps the theme from cutting Chinese words: it would, by jieba and its cache in a shared folder, where a machine has it."""
    from material.plugins.search import plugin

    plugin.jieba = None


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextlib.contextmanager
def _quiet() -> Iterator[list[str]]:
    """Warnings are kept for our own message; nothing is printed past the command line."""
    logger = logging.getLogger("mkdocs")
    handler, before = _Heard(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


@contextlib.contextmanager
def _fixed_date() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
