"""`python scripts/dependencies.py`: docs/reference/dependencies.md, every part that is installed or carried, with its licence.

Names and licences are read from the installed packages, versions from constraints.txt. What only people
know stands in scripts/dependencies.yaml. Ends with 1, and says why, where a licence is missing or not allowed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference" / "dependencies.md"
SYSTEMS = (
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
)
PYTHONS = tuple({"python_version": version, "python_full_version": f"{version}.0"} for version in ("3.11", "3.12", "3.14"))
WHEREVER = tuple({**system, **python} for system, python in product(SYSTEMS, PYTHONS))
HEAD = """# 用到的软件和数据 What the toolkit stands on

工具包安装时带上的全部软件、它们的许可证，还有数据、字体和图画从哪里来。由 `scripts/dependencies.py` 从装好的包里读出，版本是 `constraints.txt` 写定的。

All that is installed with the toolkit, under which licence, and where data, fonts and pictures come from. `scripts/dependencies.py` reads it from the installed packages; the versions are those of `constraints.txt`.

"""
OURS = """
## 本项目自己的 Our own

- 代码：Apache-2.0。制度、表单、台账、培训、读本和文档的文字：CC BY 4.0。都是为本项目写的，没有照抄法律原文或者别人的范本。
- 法律的事实（`policies/legal/`）：名称、机关、施行日期、条数、每条要求的大意，读了法律文本以后自己写成；没有读到全文的标为 `unread`，不能引用。没有法律原文。
- 标准（`policies/legal/standards.yaml`）：每一条写明来自哪一份标准，内容是转述。
- 图表由程序按本市的数据画出；读本和表单里的小图用 Fluent Emoji High Contrast（MIT）里的图拼成，缺的由本项目照样画。没有照片。
- Word 样式（`templates/docx/reference/`）：本项目写的。里面的样式名（Body Text、Compact、First Paragraph……）是 pandoc 要用的名字；主题、属性、脚注和编号都是另写的。

<!-- -->

- Code: Apache-2.0. The words of policies, forms, registers, training, booklets and documentation: CC BY 4.0. All is written for this project; nothing is copied from statutes or other templates.
- Facts of law (`policies/legal/`): titles, issuers, dates, numbers of articles, and duties in our own words, written after reading the laws. What was not read in full is marked `unread` and may not be cited. No text of a law is carried.
- Standards (`policies/legal/standards.yaml`): each line names the standard it retells.
- Diagrams are drawn by the program from a city's facts. The small pictures of booklets and forms are put together from Fluent Emoji High Contrast (MIT); what it lacks this project drew to match. There are no photographs.
- Word's styles (`templates/docx/reference/`) are this project's. The names of styles in them (Body Text, Compact, First Paragraph …) are those that pandoc asks for; theme, properties, footnotes and numbering were written anew.
"""
Facts = dict[str, Any]


@cache
def facts() -> Facts:
    """What people know: allowed, purposes, read, carried."""
    found: Facts = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def direct() -> list[Requirement]:
    """What pyproject.toml asks for, that of the extra for several machines too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["fleet"])]


@cache
def pinned() -> dict[str, list[str]]:
    """Versions in constraints.txt by package; more than one where Python's version decides."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        wanted = Requirement(line)
        found.setdefault(canonicalize_name(wanted.name), []).append(str(wanted.specifier).removeprefix("=="))
    return found


@cache
def closure() -> dict[str, set[str]]:
    """Every package that is installed on some system, with those that ask for it."""
    found: dict[str, set[str]] = {}
    waiting = [("", wanted) for wanted in direct()]
    while waiting:
        by, wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        new = name not in found
        found.setdefault(name, set()).add(by)
        if new or wanted.extras:
            waiting += [(name, below) for below in required(name, wanted.extras) if canonicalize_name(below.name) != name]
    return {name: by - {""} for name, by in sorted(found.items())}


def required(name: str, extras: set[str]) -> Iterator[Requirement]:
    """What an installed package asks for; nothing where it is not installed."""
    distribution = installed(name)
    return wants(distribution, extras, WHEREVER) if distribution else iter(())


def wants(distribution: metadata.Distribution, extras: set[str], environments: Sequence[dict[str, str]]) -> Iterator[Requirement]:
    for line in distribution.requires or []:
        wanted = Requirement(line)
        if not wanted.marker or any(
            wanted.marker.evaluate({**environment, "extra": extra}) for environment in environments for extra in extras or {""}
        ):
            yield wanted


def installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def licence(distribution: metadata.Distribution) -> str | None:
    """The SPDX expression of a package: its metadata's, else what was read in its licence file and still stands there."""
    said = distribution.metadata
    for field in ("License-Expression", "License"):
        try:
            return canonicalize_license_expression(said.get(field) or "")
        except InvalidLicenseExpression:
            continue
    known = facts()["read"].get(canonicalize_name(said["Name"]))
    return known["licence"] if known and known["words"] in licence_text(distribution) else None


def licence_text(distribution: metadata.Distribution) -> str:
    """All licence files of a package, as words with single spaces between them."""
    files = [path for path in distribution.files or [] if re.search(r"dist-info/(licenses/)?(licen[cs]e|copying)", str(path), re.I)]
    return " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)


def is_allowed(expression: str) -> bool:
    """Whether one side of every OR is allowed in full. Brackets are not read: such an expression is refused."""
    return any(
        all(part in facts()["allowed"] for part in side.split(" AND ")) for side in expression.split(" OR ")
    )


def faults() -> list[str]:
    """What is missing, stale or not allowed, a line each."""
    needed, wanted = closure(), {canonicalize_name(item.name) for item in direct()}
    found = [fault for name in needed if (fault := fault_of(name))]
    found += [f"{name}: say in dependencies.yaml what it is for" for name in sorted(wanted - facts()["purposes"].keys())]
    found += [f"{name}: named in dependencies.yaml, and not used" for name in sorted(
        (facts()["purposes"].keys() - wanted) | (facts()["read"].keys() - needed.keys()))]
    found += [fault for part in facts()["carried"] for fault in faults_of_carried(part)]
    return found


def fault_of(name: str) -> str | None:
    distribution = installed(name)
    if distribution is None:
        return f"{name}: not installed here, so its licence is unknown"
    if name not in pinned():
        return f"{name}: no version in constraints.txt"
    expression = licence(distribution)
    if expression is None:
        return f"{name} {distribution.version}: its metadata names no licence; read its licence file and add it to dependencies.yaml"
    return None if is_allowed(expression) else f"{name} {distribution.version}: {expression} is not among the allowed licences"


def faults_of_carried(part: dict[str, Any]) -> Iterator[str]:
    """The GPL is for a separate program alone, and says why."""
    expression = part["licence"]
    if part["in"] not in closure() and not (ROOT / part["in"]).exists():
        yield f"{part['name']}: {part['in']} is no package and no path"
    if "GPL" in expression:
        if part["kind"] != "application" or not all(part.get("why", {}).get(language) for language in ("zh", "en")):
            yield f"{part['name']}: only a separate program may be under {expression}, and with a reason in both languages"
    elif expression not in facts()["within"] and not is_allowed(expression):
        yield f"{part['name']}: {expression} is not among the allowed licences"


def page() -> str:
    """The page's Markdown."""
    packages = "".join(row_of(name, by) for name, by in closure().items())
    carried = "".join(row_of_carried(part) for part in facts()["carried"])
    reasons = "".join(f"\n{part['name']}：{part['why']['zh']}\n\n{part['name']}: {part['why']['en']}\n"
                      for part in facts()["carried"] if "why" in part)
    return (
        f"{HEAD}## 软件包 Packages\n\n| 名称 Name | 版本 Version | 许可证 Licence | 用途 What for |\n|---|---|---|---|\n{packages}\n"
        "## 包里带的，和仓库里带的 Carried within\n\n"
        f"| 名称 Name | 版本 Version | 许可证 Licence | 在哪里 Where | 来源 Source |\n|---|---|---|---|---|\n{carried}{reasons}{OURS}"
    )


def row_of(name: str, by: set[str]) -> str:
    distribution, purpose = installed(name), facts()["purposes"].get(name)
    words = f"{purpose['zh']}<br>{purpose['en']}" if purpose else f"← {', '.join(sorted(by))}"
    expression = licence(distribution) if distribution else None
    return f"| {name} | {' / '.join(pinned().get(name, ['?']))} | {expression or '?'} | {words} |\n"


def row_of_carried(part: dict[str, Any]) -> str:
    where = part["in"] if part["in"] in closure() else f"`{part['in']}`"
    source = f"{part['source']['zh']}<br>{part['source']['en']}"
    return f"| {part['name']} | {part.get('version', '—')} | {part['licence']} | {where} | {source} |\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    print("\n".join(faults()), file=sys.stderr)
    sys.exit(1 if faults() else 0)
