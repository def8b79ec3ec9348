"""`linyi check`: all findings in a kit."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say
from toolkit.errors import Finding, Severity, has_errors

_OPEN = {"CFG201"}  # what a team may still leave open, but not a release


def check(start: Path, release: bool = False) -> list[Finding]:
    """The findings of the kit at or above `start`, in file order. Raises ToolkitError."""
    from toolkit import kit, rules

    findings = rules.check(kit.find(start).subject())
    if not release:
        return findings
    return [
        dataclasses.replace(finding, severity=Severity.ERROR)
        if finding.rule in _OPEN
        else finding
        for finding in findings
    ]


@click.command("check", help=say("检查工具包，一次列出全部问题。", "Check a kit: all findings at once."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--release", is_flag=True, help=say("待填写也算错误", "待填写 counts as an error"))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              help=say("输出格式", "form of the output"))
def command(kit: Path, release: bool, form: str) -> None:
    from toolkit.door import report

    findings = check(kit, release)
    click.echo(report.show(findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(findings) else GOOD)
