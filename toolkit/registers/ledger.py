"""The registers (台账): what each one asks for, read from its definition.

The class is Ledger, because Register is the register of laws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.city.city import City
from toolkit.errors import Finding, has_errors
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.files.yamlfile import YamlFile
from toolkit.text import placeholders, releases

YES, NO = "是", "否"
SENSITIVITY = {"S0": "公开", "S1": "个人信息", "S2": "敏感个人信息", "S3": "封存或者高危，原则上不填"}
CHOICES = ("enum", "multi")


@dataclass(frozen=True)
class Column:
    """`switched` maps an option to the switch without which it does not exist.

    `since` is the version of the text that added the column: workbooks filled before need not have it.
    """

    name: str
    title: str
    type: str
    sensitivity: str
    required: bool = False
    unique: bool = False
    options: tuple[str, ...] = ()
    switched: Mapping[str, str] = field(default_factory=dict)
    reference: tuple[str, str] | None = None  # slug of a register, name of its column
    when: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    width: int | None = None
    note: str = ""
    since: str = ""


@dataclass(frozen=True)
class Ledger:
    """One register's definition. `rules` and `keeper` may hold placeholders until `in_city`."""

    id: str
    slug: str
    title: str
    title_en: str
    documents: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[str, ...] = ()
    keeper: str = ""
    purpose: str = ""
    when: str | None = None
    file: YamlFile = field(default_factory=lambda: YamlFile("", None), repr=False, compare=False)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def file_name(self) -> str:
        """What its workbook is called, without the ending."""
        return f"{self.id}-{self.title}"

    def is_used_in(self, city: City) -> bool:
        """Whether the city offers the service, and a document that rules the register is adopted."""
        adopted = city.adopted_documents
        ruled = adopted is None or not adopted.isdisjoint(self.documents)
        return ruled and (self.when is None or city.is_on(self.when))

    def in_city(self, city: City) -> Ledger:
        """The register as this city uses it: its columns and options, the city's numbers."""
        columns = (
            replace(
                column, note=_fill(column.note, city), switched={},
                options=tuple(
                    option for option in column.options
                    if option not in column.switched or city.is_on(column.switched[option])
                ),
            )
            for column in self.columns
            if column.when is None or city.is_on(column.when)
        )
        return replace(
            self, columns=tuple(columns), keeper=_fill(self.keeper, city),
            rules=tuple(_fill(rule, city) for rule in self.rules),
        )


def used_in(ledgers: Iterable[Ledger], city: City) -> list[Ledger]:
    """The registers that the city uses, as it uses them, by id."""
    used = (ledger.in_city(city) for ledger in ledgers if ledger.is_used_in(city))
    return sorted(used, key=lambda ledger: ledger.id)


@cache
def shared() -> tuple[Ledger, ...]:
    """The registers that this installation carries, by id."""
    return _read(_folder(None))


@cache
def of_text(version: str | None) -> tuple[Ledger, ...]:
    """The registers of a released version of the text; those of this installation where it is none."""
    folder = _folder(version)
    return shared() if folder == _folder(None) else _read(folder)


@cache
def sources_of_text(version: str | None) -> frozenset[str]:
    """The same registers' files as they are written: who has one of them unchanged need not read it again."""
    return frozenset(yamlfile.read_text(path, path.name) for path in _files(_folder(version)))


def _folder(version: str | None) -> Path:
    policies = sources.shared().policies
    if version is None or version not in releases.versions(policies):
        return sources.shared().templates / "registers"
    return releases.folder(policies, version) / "templates" / "registers"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("R*.yaml"))


def _read(folder: Path) -> tuple[Ledger, ...]:
    return tuple(_ledger(yamlfile.read(path, path.name)) for path in _files(folder))


def parse(text: str, shown: str) -> tuple[Ledger | None, list[Finding]]:
    """A register's definition and what is wrong with its form (REG101–110).

    The register is None where it cannot be used. Raises Unreadable.
    """
    file = yamlfile.parse(text, shown)
    findings = validate(file, sources.schema("register"), "REG")
    return (None if has_errors(findings) else _ledger(file)), findings


def texts(ledger: Ledger) -> Iterator[tuple[tuple[yamlfile.Key, ...], str]]:
    """The texts that may hold placeholders, each with its place in the file."""
    yield ("keeper",), ledger.keeper
    for number, column in enumerate(ledger.columns):
        yield ("columns", number, "note"), column.note
    for number, rule in enumerate(ledger.rules):
        yield ("rules", number), rule


def _fill(text: str, city: City) -> str:
    return placeholders.plain(text, city.values)


def _ledger(file: YamlFile) -> Ledger:
    data = file.data
    return Ledger(
        id=data["id"], slug=data["slug"], title=data["title"], title_en=data["title_en"],
        documents=tuple(data["documents"]), rules=tuple(data.get("rules", ())),
        columns=tuple(_column(entry) for entry in data["columns"]),
        keeper=data.get("keeper", ""), purpose=data.get("purpose", ""), when=data.get("when"), file=file,
    )


def _column(entry: dict[str, Any]) -> Column:
    plain = {
        key: value for key, value in entry.items()
        if key not in ("options", "switched", "reference")
    }
    register, _, column = entry.get("reference", "").partition(".")
    return Column(
        **plain, options=tuple(entry.get("options", ())),
        switched={item["option"]: item["when"] for item in entry.get("switched", ())},
        reference=(register, column) if register else None,
    )
