"""`linyi doctor`: what this machine has, and what it lacks."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit import __version__
from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say, tell
from toolkit.errors import ToolkitError, Words

if TYPE_CHECKING:
    from toolkit.kit import Kit

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


REPORT = "故障报告.txt"


def report(start: Path | None = None) -> str:
    """The text of a report that an office can send to whoever helps it: versions, fonts, the system, and
    the findings of the kit at or above `start` by rule and place. No value, no name, no path of the machine."""
    from toolkit.door import fault_report

    parts = [
        (Words("系统", "System"), [f"linyi-kit {__version__}, Python {platform.python_version()} {platform.architecture()[0]}", *_system()]),
        (Words("程序和字体", "Programs and fonts"), [_marked(line) for line in (_sources(), _pandoc(), *map(_package, _PACKAGES), *_fonts())]),
        (Words("工具包", "Kit"), list(_of_kit(start))),
    ]
    return fault_report.text(parts, LANGUAGE)


def _system() -> Iterator[str]:
    import locale

    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    streams = [getattr(stream, "encoding", None) for stream in (sys.stdin, sys.stdout)]
    yield f"{locale.getlocale()[0]}, {sys.getfilesystemencoding()}, utf8 mode {sys.flags.utf8_mode}, {streams}"


def _marked(line: Line) -> str:
    return ("OK  " if line.good else "--  ") + line.words.in_language(LANGUAGE)


def _of_kit(start: Path | None) -> Iterator[str]:
    """What a kit is made of and its findings; where that fails, the kind of the failure and its place in the program."""
    from toolkit import kit, rules
    from toolkit.door import fault_report
    from toolkit.files.sources import PACKAGE

    try:
        found = kit.find(start or Path())
        subject = found.subject()
        yield f"linyi-kit {_version(found)}"
        yield f"{len(subject.documents)} documents, {len(subject.ledgers)} registers, {len(subject.others)} others"
        if subject.city:
            towns = sum(len(unit.towns) for unit in subject.city.units)
            switches = [name for name, on in subject.city.data["supports"].items() if on]
            yield f"{subject.city.data['city']['tier']}, {len(subject.city.units)} units, {towns} towns; {', '.join(switches)}"
        yield from fault_report.findings_by_rule(rules.check(subject), LANGUAGE)
    except ToolkitError as error:
        yield type(error).__name__ + (say("：这里没有工具包", ": no kit here") if start is None else "")
    except Exception as error:  # the report is for just that
        yield fault_report.failure(error, PACKAGE)


def _version(found: Kit) -> str:
    try:
        return f"{_plain(found.manifest().get('toolkit'))}, text {_plain(found.text_version())}"
    except ToolkitError:
        return "?"


def _plain(version: object) -> str:
    """A version as we write it; a manifest from elsewhere may say anything."""
    return str(version) if re.fullmatch(r"[0-9a-z.+-]{1,20}", str(version)) else "?"


def write_report(target: Path, text: str) -> Path:
    """Puts the report in its place. Raises ToolkitError where something else lies there."""
    from toolkit.door.fault_report import FIRST
    from toolkit.files import inside, temporary

    if inside.is_link(target) or (target.exists() and not _is_report(target, FIRST)):
        raise ToolkitError(
            zh=f"{target.name} 已经存在，不是故障报告，没有改动它", en=f"{target.name} exists, is no fault report, and was left as it is",
            fix_zh="换一个文件名：--report 新文件名", fix_en="choose another name: --report NEW",
        )
    temporary.put(target, text)
    return target


def _is_report(path: Path, first: str) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip() == first


@click.command("doctor", help=say("这台电脑有什么，缺什么；写上工具包，就说它是哪一版。", "What this machine has and lacks, and of which version a kit is."))
@click.argument("kit", required=False, type=click.Path(path_type=Path))
@click.option("--report", "target", is_flag=False, flag_value=REPORT, type=click.Path(path_type=Path), metavar="[FILE]",
              help=say("写一份可以发给别人帮忙看的报告，里面没有个人信息", "write a report for whoever helps you, without personal data"))
@click.pass_context
def command(context: click.Context, kit: Path | None, target: Path | None) -> None:
    from toolkit.door.report import cure

    if target is not None:
        if kit is None and (target / "city.yaml").is_file():  # `doctor --report KIT`
            kit, target = target, Path(REPORT)
        written = write_report(target, report(kit))
        tell(context, say(f"报告写在 {written}。里面没有个人信息，可以发给帮忙的人。", f"the report is {written}: it holds no personal data and may be sent"))
        return
    healthy = True
    for line in doctor(kit):
        healthy = healthy and line.good
        click.echo(_marked(line))
        if line.fix:
            click.echo(cure(line.fix.in_language(LANGUAGE), LANGUAGE))
    sys.exit(GOOD if healthy else ERRORS)
