"""Rules for city.yaml."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from toolkit.city import city as cities
from toolkit.city.blanks import blanks
from toolkit.errors import Finding, Severity, Words
from toolkit.files.yamlfile import Key
from toolkit.rules.subject import Subject
from toolkit.text.render import applies


def schema(subject: Subject) -> Iterator[Finding]:
    """CFG101–110: every key is known, present and of its form."""
    yield from subject.city_faults


def unfilled(subject: Subject) -> Iterator[Finding]:
    """CFG201: something only the city can know still says 待填写, or the like."""
    for blank in blanks(subject.city_file) if subject.city_file else ():
        name, key = blank.name, blank.key.rpartition(".")[2]
        words = Words(f"{name.zh}待填写", f"{name.en} is still to be filled in")
        if blank.written != cities.TO_BE_FILLED:
            words = Words(f"{name.zh}写着“{blank.written}”，还没有填", f"{name.en} says “{blank.written}”: still to be filled in")
        yield Finding(
            blank.location, "CFG201", words,
            Words(f"{blank.use.zh}。问：{blank.who.zh}。写成：{key}: {blank.example}",
                  f"{blank.use.en}; ask {blank.who.en}. Write it like: {key}: {blank.example}"),
            Severity.WARNING,
        )


def tiers(subject: Subject) -> Iterator[Finding]:
    """CFG202: three tiers need units with towns; two tiers have none."""
    city = subject.city
    if city is None:
        return
    nested = any(unit.towns for unit in city.units)
    three = city.is_on("tiers.three")
    if nested is not three:
        yield Finding(
            city.file.locate("tiers", "three"), "CFG202",
            Words("是否三级（tiers.three）选的是三级，下级单位（units）却都没有列乡镇",
                  "tiers.three says three tiers, and no unit lists a town") if three else
            Words("是否三级（tiers.three）选的是两级，下级单位（units）里却列着乡镇",
                  "tiers.three says two tiers, and units list towns"),
            Words("是两级的，改成 three: false；是三级的，在下级单位（units）里列上乡镇（towns）",
                  "two tiers: write three: false; three: list the towns of the units") if three else
            Words("是两级的，把下级单位（units）的乡镇都清空（towns），单位留着；是三级的，改成 three: true",
                  "two tiers: strike the towns of every unit, and keep the units; three: write three: true"),
        )


def repeated_units(subject: Subject) -> Iterator[Finding]:
    """CFG203: a unit or a town stands twice."""
    city = subject.city
    if city is None:
        return
    seen: set[tuple[str, ...]] = set()
    for number, unit in enumerate(city.units):
        names: list[tuple[tuple[str, ...], tuple[Key, ...]]] = [
            ((unit.name,), ("units", number, "name"))
        ]
        names += [
            ((unit.name, town), ("units", number, "towns", place))
            for place, town in enumerate(unit.towns)
        ]
        for name, place in names:
            if name in seen:
                yield Finding(
                    city.file.locate(*place), "CFG203",
                    Words(f"“{name[-1]}”列了两次", f"'{name[-1]}' is listed twice"),
                    Words("删去一处", "remove one of them"),
                )
            seen.add(name)


def local_laws(subject: Subject) -> Iterator[Finding]:
    """CFG204: a local regulation is unknown, or belongs to another province or city."""
    city = subject.city
    if city is None:
        return
    for number, entry in enumerate(city.data["laws"]["local"]):
        if not isinstance(entry, str):
            continue
        law = subject.register.laws.get(entry)
        if law is not None and law.province and law.applies_in(city.province, city.name):
            continue
        known = [
            name for name, item in subject.register.laws.items()
            if item.province and item.applies_in(city.province, city.name)
        ]
        yield Finding(
            city.file.locate("laws", "local", number), "CFG204",
            Words(f"“{entry}”不是本省、本市登记过的法规", f"'{entry}' is no registered regulation here"),
            Words(
                "可用：" + ("、".join(known) or "无") + "；其他的写名称（title）和制定机关（issuer）",
                "known: " + (", ".join(known) or "none") + "; give title and issuer for others",
            ),
        )


def adoption(subject: Subject) -> Iterator[Finding]:
    """CFG205, CFG206, CFG301: adopted documents exist and belong to services that are on; the date exists."""
    city = subject.city
    if city is None:
        return
    known = {document.id for document in subject.documents}
    for number, name in enumerate(city.data["adopted"].get("documents", ())):
        if name not in known and not subject.misses(name):
            yield Finding(
                city.file.locate("adopted", "documents", number), "CFG205",
                Words(f"没有编号为 {name} 的文件", f"there is no document {name}"),
                Words("改正编号，或删去这一项", "correct the id, or strike it"),
            )
    for document in subject.documents:
        if document.id in (city.adopted_documents or ()) and not applies(document.when, city):
            number = city.data["adopted"]["documents"].index(document.id)
            yield Finding(
                city.file.locate("adopted", "documents", number), "CFG301",
                Words(f"{document.id} 属于没有开展的服务（{document.when}），不会做出来",
                      f"{document.id} belongs to a service that is off ({document.when}) and is not built"),
                Words("打开这项服务，或者删去这一项", "switch the service on, or strike this"),
                Severity.WARNING,
            )
    date = city.data["adopted"]["on"]
    if date == cities.TO_BE_FILLED:
        return
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        yield Finding(
            city.file.locate("adopted", "on"), "CFG206",
            Words(f"施行日期（adopted.on）：日历上没有 {date} 这一天", f"Date (adopted.on): there is no day {date}"),
            Words('改正日期，例如：on: "2027-03-01"', 'correct the date, for example: on: "2027-03-01"'),
        )


RULES = (schema, unfilled, tiers, repeated_units, local_laws, adoption)
