"""Rules for the definitions of registers, which a city may edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.city import city as cities
from toolkit.errors import Finding, Severity, Words
from toolkit.registers.ledger import CHOICES, Column, Ledger, of_text, sources_of_text, texts
from toolkit.rules.subject import Subject
from toolkit.text import limits, placeholders, unrendered


def claimed_twice(subject: Subject) -> Iterator[Finding]:
    """REG201: two definitions claim the same id or short name."""
    seen: dict[str, str] = {}
    for ledger in subject.ledgers:
        for key, value in (("id", ledger.id), ("slug", ledger.slug)):
            if value in seen:
                yield Finding(
                    ledger.file.locate(key), "REG201",
                    Words(f"“{value}”已被 {seen[value]} 使用", f"'{value}' is already used by {seen[value]}"),
                    Words("两份留一份，或另起编号和短名", "keep one, or give a new id and slug"),
                )
            seen.setdefault(value, ledger.file.path)


def documents(subject: Subject) -> Iterator[Finding]:
    """REG202: a register names a document that does not exist."""
    known = {document.id for document in subject.documents}
    for ledger in subject.ledgers:
        for number, name in enumerate(ledger.documents):
            if name not in known and not subject.misses(name):
                yield Finding(
                    ledger.file.locate("documents", number), "REG202",
                    Words(f"没有 {name} 这份文件", f"there is no document {name}"),
                    Words("改成规定这本台账的文件的编号", "name the document that rules this register"),
                    Severity.WARNING,
                )


def references(subject: Subject) -> Iterator[Finding]:
    """REG203: a column names a register or column that does not exist."""
    known = {(ledger.slug, column.name) for ledger in subject.ledgers for column in ledger.columns}
    for ledger, number, column in _columns(subject):
        if column.reference and column.reference not in known and not subject.misses(column.reference[0]):
            name = ".".join(column.reference)
            yield Finding(
                ledger.file.locate("columns", number, "reference"), "REG203",
                Words(f"没有“{name}”这一列", f"there is no column '{name}'"),
                Words("写成 台账的短名.列名，例如 children.child_id",
                      "write slug.column, for example children.child_id"),
            )


def repeated_columns(subject: Subject) -> Iterator[Finding]:
    """REG204: two columns of a register have the same name or heading."""
    for ledger in subject.ledgers:
        for key in ("name", "title"):
            names = [getattr(column, key) for column in ledger.columns]
            repeated = {name for name, count in Counter(names).items() if count > 1}
            for number, name in enumerate(names):
                if name in repeated and name in names[:number]:
                    yield Finding(
                        ledger.file.locate("columns", number, key), "REG204",
                        Words(f"有两列都叫“{name}”", f"two columns are called '{name}'"),
                        Words("改一个名称，或删去一列", "rename one, or remove one"),
                    )


def options(subject: Subject) -> Iterator[Finding]:
    """REG205: options stand where none belong, are missing, or are switched without existing."""
    for ledger, number, column in _columns(subject):
        words = _option_fault(column)
        if words:
            yield Finding(
                ledger.file.locate("columns", number), "REG205", words,
                Words("enum 和 multi 的列写 options，其他类型的不写；switched 只写 options 里有的",
                      "give options to enum and multi only; switch only what stands in options"),
            )


def names(subject: Subject) -> Iterator[Finding]:
    """REG206: an unknown switch or value, or a placeholder that is not allowed."""
    switches, city = cities.names(switches=True), subject.city
    values = city.values if city else None
    for ledger in subject.ledgers:
        for place, switch in _switches(ledger):
            if switch not in switches:
                yield _unknown(ledger, place, switch)
        for place, text in texts(ledger):
            used = placeholders.usage(text)
            for fault in used.faults:
                yield Finding(ledger.file.locate(*place), "REG206", fault.words, fault.fix)
            unknown = [name for name, _ in used.values if name not in cities.names(switches=False)]
            unknown += [name for name, _ in used.switches if name not in switches]
            for name in unknown:
                yield _unknown(ledger, place, name)
            if values is not None and not used.faults and not unknown:
                yield from _filled(ledger, place, text, values)


def _filled(ledger: Ledger, place: tuple[str | int, ...], text: str, values: Mapping[str, Any]) -> Iterator[Finding]:
    try:
        placeholders.fill(text, values)
    except placeholders.Unfillable as error:
        yield _unknown(ledger, place, error.names[0])
    except limits.TooMuch:
        yield Finding(
            ledger.file.locate(*place), "REG206",
            unrendered.too_much(), Words("减少 {% for %} 里的文字", "put less into {% for %}"),
        )


def needed_columns(subject: Subject) -> Iterator[Finding]:
    """REG207: a column that the checks of filled registers need is gone or has another type.

    A column that a later text added is not missed: the checks do without it.
    """
    unchanged = sources_of_text(subject.text)
    own = [ledger for ledger in subject.ledgers if subject.texts.get(ledger.file.path) not in unchanged]
    national = {ledger.slug: ledger for ledger in of_text(subject.text)} if own else {}
    for ledger in own:
        for column in national[ledger.slug].columns if ledger.slug in national else ():
            kept = ledger.column(column.name)
            if kept is None or kept.type != column.type:
                yield Finding(
                    ledger.file.locate("columns"), "REG207",
                    Words(f"检查台账要用的列 {column.name}（{column.type}）没有了，或者改了类型",
                          f"the column {column.name} ({column.type}), which the checks use, is gone or of another type"),
                    Words("把它加回来；标题可以改，name 和 type 不改",
                          "put it back; change its title if you like, not its name and type"),
                    Severity.WARNING,
                )


_SHEETS = {"history", "选项", "填写说明"}  # Excel's own, and the other sheets of a workbook


def fits_a_workbook(subject: Subject) -> Iterator[Finding]:
    """REG208: a title that cannot name a sheet of a workbook, or bounds that no number meets."""
    for ledger in subject.ledgers:
        title = ledger.title
        long = len(title.encode("utf-16-le")) // 2 > 31
        if long or set(title) & set("[]:*?/\\") or title.strip("'") != title or title.lower() in _SHEETS:
            yield Finding(
                ledger.file.locate("title"), "REG208",
                Words("标题还要作工作表的名称，Excel 不接受这个标题", "the title names a sheet too, and Excel does not take it"),
                Words("最多31个字，不用 [ ] : * ? / \\，首尾不用 '，不叫“选项”“填写说明”",
                      "at most 31 characters, none of [ ] : * ? / \\, no ' at either end, and not “选项” or “填写说明”"),
            )
    for ledger, number, column in _columns(subject):
        if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
            yield Finding(
                ledger.file.locate("columns", number, "minimum"), "REG208",
                Words(f"{column.name} 的 minimum 比 maximum 大", f"{column.name} has a minimum above its maximum"),
                Words("把两个数对调", "exchange the two"),
            )


def _columns(subject: Subject) -> Iterator[tuple[Ledger, int, Column]]:
    for ledger in subject.ledgers:
        for number, column in enumerate(ledger.columns):
            yield ledger, number, column


def _option_fault(column: Column) -> Words | None:
    if bool(column.options) is not (column.type in CHOICES):
        have = bool(column.options)
        return Words(
            f"{column.name} 的类型是 {column.type}，{'不该有' if have else '缺少'} options",
            f"{column.name} is of type {column.type} and {'takes no' if have else 'needs'} options",
        )
    strange = [option for option in column.switched if option not in column.options]
    if strange:
        return Words(f"“{strange[0]}”不在 options 里", f"'{strange[0]}' is not among the options")
    return None


def _switches(ledger: Ledger) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if ledger.when:
        yield ("when",), ledger.when
    for number, column in enumerate(ledger.columns):
        if column.when:
            yield ("columns", number, "when"), column.when
        for place, switch in enumerate(column.switched.values()):
            yield ("columns", number, "switched", place, "when"), switch


def _unknown(ledger: Ledger, place: tuple[str | int, ...], name: str) -> Finding:
    return Finding(
        ledger.file.locate(*place), "REG206",
        Words(f"city.yaml 里没有“{name}”", f"city.yaml has no '{name}'"),
        Words("改成有的名称，例如 supports.camps 或 numbers.visit_minutes",
              "name one that exists, such as supports.camps or numbers.visit_minutes"),
    )


RULES = (
    claimed_twice, documents, references, repeated_columns, options, names, needed_columns, fits_a_workbook,
)
