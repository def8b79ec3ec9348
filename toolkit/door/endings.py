"""Every way to end: its exit code and its words, in the reader's language."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from toolkit import language
from toolkit.door.visible import fit_to_show, visible
from toolkit.errors import InvalidInput, ToolkitError, Words
from toolkit.files import leaving

GOOD, ERRORS, CANNOT_RUN, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130
LANGUAGE = language.choose(sys.argv[1:])


def say(zh: str, en: str) -> str:
    return visible(Words(zh, en).in_language(LANGUAGE))


def csv_text(text: str) -> str:
    """CSV for stdout: where that is UTF-8 and no terminal, it begins with the mark without which Excel takes it for GBK."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    return f"\ufeff{text}" if unicode and not sys.stdout.isatty() else text


def tell(context: click.Context, text: str) -> None:
    """What a person at a terminal likes to know, on stderr; nothing with --quiet."""
    if not context.find_root().obj:
        click.echo(text, err=True)


def tell_open(context: click.Context, count: int) -> None:
    """How many decisions an update left open; once for each number, however often a kit is read."""
    if count and context.find_root().meta.get("linyi.open") != count:
        context.find_root().meta["linyi.open"] = count
        tell(context, say(
            f"有 {count} 件等本市决定：看“待处理”，用 linyi resolve 定下来",
            f"{count} decisions are open: see 待处理, decide by linyi resolve",
        ))


def taken_back(paths: Sequence[str]) -> Words:
    """An interrupted update was taken back, for somebody had changed files meanwhile."""
    listed = visible("、".join(paths))
    return Words(
        f"上次没有做完的更新已经退回：中断以后有人改过 {listed}，没有动它；请再更新一次",
        f"an interrupted update was taken back, for {listed} was changed since and is left as it is; update again",
    )


def tell_taken_back(context: click.Context, paths: Sequence[str]) -> None:
    tell(context, taken_back(paths).in_language(LANGUAGE))


def run(main: click.Command) -> None:
    """Runs a command line and exits."""
    _read_names_as_utf8()
    _never_fail_on_an_encoding()
    leaving.watch(_interrupted)
    code = _run(main)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (`linyi cities | head`): that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run(main: click.Command) -> int:
    stdout = sys.stdout
    try:
        code = main.main(standalone_mode=False)
    except SystemExit as error:
        seen_enough = sys.stdout is not stdout  # click puts another in its place where the reader is gone
        return GOOD if seen_enough or not isinstance(error.code, int) else error.code
    except (click.Abort, KeyboardInterrupt):
        _interrupted()
    except click.ClickException as error:
        _show_usage(error)
        return CANNOT_RUN
    except Exception as error:
        return show(error)
    return code if isinstance(code, int) else GOOD


def _interrupted() -> NoReturn:
    leaving.leave(INTERRUPTED, say("\n已中断，没有留下半成品\n", "\ninterrupted; nothing half-made is left\n"))


def show(error: Exception) -> int:
    """Says on stderr what went wrong, with all findings, and what to do next; returns the exit code."""
    if isinstance(error, OSError):
        error = cannot_use_disk(error)
    if not isinstance(error, ToolkitError):
        return _our_bug(error)
    if isinstance(error, InvalidInput):
        from toolkit.door import report

        click.echo(report.show(error.findings, "text", LANGUAGE), err=True)
    click.echo("linyi: " + fit_to_show(error.words.in_language(LANGUAGE)), err=True)
    fix = fit_to_show(error.fix.in_language(LANGUAGE))
    if fix:
        from toolkit.door import report

        click.echo(report.cure(fix, LANGUAGE), err=True)
    return ERRORS if isinstance(error, InvalidInput) else CANNOT_RUN


def _show_usage(error: click.ClickException) -> None:
    stream = io.StringIO()
    error.show(stream)
    click.echo(visible(stream.getvalue()), err=True, nl=False)


def cannot_use_disk(error: OSError) -> ToolkitError:
    """What the system refused, in our words."""
    what = f"{error.filename or ''} {error.strerror or error}".strip()
    return ToolkitError(
        zh=f"读写文件失败：{what}", en=f"cannot read or write: {what}",
        fix_zh="看看磁盘是否已满、文件是否正被打开、是否有权限，再运行一次",
        fix_en="is the disk full, the file open elsewhere, or the folder closed to you? Then run again",
    )


def _our_bug(error: Exception) -> int:
    import traceback

    click.echo(say("linyi 出错了，这是我们的问题。请把下面的内容发给维护者：",
                   "linyi failed, and that is our bug. Please send us the following:"), err=True)
    click.echo("".join(traceback.format_exception(error)), err=True)
    return OUR_BUG


def _read_names_as_utf8() -> None:
    # Where the system's language is set to C or to GBK, the names of our folders could not be said
    # at all: start again in Python's UTF-8 mode. Windows has no such trouble.
    if sys.flags.utf8_mode or os.name != "posix" or sys.getfilesystemencoding() == "utf-8":
        return
    environment = {**os.environ, "PYTHONUTF8": "1"}
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)  # noqa: S606


def _never_fail_on_an_encoding() -> None:
    # A Chinese Windows console is GBK, and one ☐ would end the program.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if any(argument.endswith("json") for argument in sys.argv) and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
