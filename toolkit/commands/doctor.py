"""`linyi doctor`: what this machine has, and what it lacks."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from toolkit import __version__
from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say
from toolkit.errors import ToolkitError, Words

_PACKAGES = ("typst", "mkdocs", "mkdocs-material", "cookiecutter")
_ROLES = {"body": "仿宋（正文）", "kai": "楷体", "hei": "黑体", "title": "小标宋（标题）", "song": "宋体"}


@dataclass(frozen=True)
class Line:
    good: bool
    words: Words
    fix: Words | None = None


def doctor(start: Path | None = None) -> Iterator[Line]:
    """One line a thing, the kit at or above `start` first. A font that stands in for the real one is
    good: it is said, not blamed."""
    if start is not None:
        yield _kit(start)
    yield _same(True, f"linyi-kit {__version__}, Python {platform.python_version()}, {platform.platform()}")
    yield _sources()
    yield _pandoc()
    yield from map(_package, _PACKAGES)
    yield from _fonts()


def _sources() -> Line:
    from toolkit.files.sources import shared

    try:
        root = shared()
    except ToolkitError as error:
        return Line(False, error.words, error.fix)
    from toolkit.text.releases import text_version

    text = text_version(root.policies).version
    count = len(list(root.policies.glob("P*.md"))), len(list((root.templates / "forms").glob("B*.md")))
    return Line(True, Words(
        f"全国文本 {text}：政策 {count[0]} 份，表单 {count[1]} 份",
        f"national text {text}: {count[0]} policies, {count[1]} forms",
    ))


def _kit(start: Path) -> Line:
    from toolkit import kit

    try:
        found = kit.find(start)
        made, text = found.manifest().get("toolkit"), found.text_version()
    except ToolkitError as error:
        return Line(False, error.words, error.fix)
    return Line(True, Words(
        f"{found.root.name}：由 linyi-kit {made} 建成，文本是{text or '没有发布过的一版'}",
        f"{found.root.name}: made by linyi-kit {made}, its text is {text or 'of no release'}",
    ))


def _pandoc() -> Line:
    try:
        import pypandoc

        return _same(True, f"pandoc {pypandoc.get_pandoc_version()}")
    except (ImportError, OSError):
        return Line(
            False, Words("没有 pandoc，不能生成 Word", "no pandoc: Word files cannot be made"),
            Words("pip install pypandoc-binary（Windows ARM 电脑没有这个包，请换一台）",
                  "pip install pypandoc-binary (there is none for Windows on ARM)"),
        )


def _package(name: str) -> Line:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return _same(True, f"{name} {version(name)}")
    except PackageNotFoundError:
        return Line(False, Words(f"没有 {name}", f"no {name}"), Words(f"pip install {name}", f"pip install {name}"))


def _fonts() -> Iterator[Line]:
    try:
        from toolkit.exporters.paper.fonts import resolve

        found = resolve()
    except ImportError:
        return  # typst is named above
    for role, font in found.items():
        instead = ("，代替缺少的字体", ", in place of the real one") if font.carried else ("", "")
        yield Line(True, Words(
            f"PDF 的{_ROLES[role]}：{font.family}{instead[0]}",
            f"PDF {role}: {font.family}{instead[1]}",
        ))


def _same(good: bool, text: str) -> Line:
    return Line(good, Words(text, text))


@click.command("doctor", help=say("这台电脑有什么，缺什么；写上工具包，就说它是哪一版。", "What this machine has and lacks, and of which version a kit is."))
@click.argument("kit", required=False, type=click.Path(path_type=Path))
def command(kit: Path | None) -> None:
    from toolkit.door import report

    healthy = True
    for line in doctor(kit):
        healthy = healthy and line.good
        mark = "OK  " if line.good else "--  "
        click.echo(mark + line.words.in_language(LANGUAGE))
        if line.fix:
            click.echo(report.cure(line.fix.in_language(LANGUAGE), LANGUAGE))
    sys.exit(GOOD if healthy else ERRORS)
