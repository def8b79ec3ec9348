"""The facts of a city as forms by topic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.city.changing import unit as unit_of
from toolkit.desk import facts as views
from toolkit.desk import walk
from toolkit.desk.facts import UNITS, Facts, Field, Unit
from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to, told
from toolkit.desk.pages import fragment, page
from toolkit.errors import Words

_PLACE = "facts"


def overview(request: Request) -> Response:
    facts = views.read(kit_of(request).root)
    topics = walk.ordered(views.topics(facts))
    return page("facts.html", desk_of(request), **_here(request), topics=topics, way=walk.WAY, glimpses=walk.glimpses(facts), blanks=facts.blanks)


def done(request: Request) -> Response:
    """The end of the way through the groups: what stays open, and what only needs another look."""
    facts = views.read(kit_of(request).root)
    topics = [item for item in views.topics(facts) if item.name not in walk.WAY]
    return page("done.html", desk_of(request), **_here(request), blanks=facts.blanks, others=topics)


def sheet(request: Request) -> Response:
    """What is blank, on paper, to ask around with."""
    blanks = views.read(kit_of(request).root).blanks
    return page("sheet.html", desk_of(request), **_here(request), people=views.by_person(blanks), count=len(blanks))


def topic(request: Request) -> Response:
    section, facts = _section(request), views.read(kit_of(request).root)
    if section == UNITS:
        return _units(request, facts)
    return _topic(request, facts, section, _with_findings(views.fields(section, facts), facts))


def judged(request: Request, form: Form) -> Response:
    """What is in one field, judged while a person is still at it."""
    question = views.keys().get(form["key"])
    if question is None:
        raise HTTPException(404)
    return fragment("judged.html", found=views.judged(question, form["value"]))


def saved(request: Request, form: Form) -> Response:
    from toolkit.kit.facts import ChangedMeanwhile, write

    section, kit = _section(request), kit_of(request)
    facts = views.read(kit.root)
    fields = [_typed(field, form) for field in views.fields(section, facts) if f"was:{field.key}" in form.values]
    touched = [field for field in fields if field.typed != field.was]
    if any(field.judgement.fault for field in touched):
        return _topic(request, facts, section, fields, seen=form["seen"], status=422)
    onward = _onward(request, form, facts)
    if not touched:
        return to(request, onward, "" if onward != request.url.path else "没有改动。")
    try:
        write(kit, form["seen"], {field.key: field.judgement.value for field in touched})
    except ChangedMeanwhile as error:
        facts = views.read(kit.root)
        return _topic(request, facts, section, _compared(fields, views.fields(section, facts)), status=409, fault=error)
    remarks = "".join(f"请注意：{field.question.title.zh}，{field.judgement.remark.zh}。" for field in touched if field.judgement.remark)
    return to(request, onward, f"保存了：{'、'.join(map(_called, touched))}。{remarks}")


def _called(field: Field) -> str:
    return field.question.title.zh + ("" if field.typed else "已留空")


def _onward(request: Request, form: Form, facts: Facts) -> str:
    """Where a saved page goes on to: where its script was asked to go, to the next group, or it stays."""
    asked = walk.onward(form["then"], request.path_params["kit"])
    if asked or form["do"] != "next":
        return asked or request.url.path
    following = walk.following(_section(request), views.topics(facts))
    return f"/kit/{request.path_params['kit']}/facts/{following.name if following else walk.END}"


def _typed(field: Field, form: Form) -> Field:
    typed = "\n".join(part for part in form.several.get(f"f:{field.key}", []) if part).strip()
    return replace(field, typed=typed, was=form[f"was:{field.key}"], judgement=views.judged(field.question, typed))


def _compared(fields: list[Field], now: list[Field]) -> list[Field]:
    """What a person typed, beside what the file says by now; what nobody touched here is as in the file."""
    typed = {field.key: field for field in fields if field.typed != field.was}
    return [
        replace(field, typed=typed[field.key].typed, meanwhile=field.was if field.was != typed[field.key].was else None)
        if field.key in typed else field for field in now
    ]


def _with_findings(fields: list[Field], facts: Facts) -> list[Field]:
    found = views.findings(facts)
    return [replace(field, findings=found.get(field.key, ())) for field in fields]


def _with_effects(request: Request, fields: list[Field]) -> list[Field]:
    from toolkit.text.switched import switched

    told = views.effects(switched(kit_of(request).subject().documents))
    return [replace(field, effect=told.get(field.key, "")) for field in fields]


def _topic(
    request: Request, facts: Facts, section: str, fields: list[Field], seen: str = "", status: int = 200, fault: Any = None,
) -> Response:
    topics = views.topics(facts)
    own = next(item for item in topics if item.name == section)
    if any(field.question.kind == "boolean" for field in fields):
        fields = _with_effects(request, fields)
    return page(
        "topic.html", desk_of(request), status, **_here(request), topic=own, fields=fields, seen=seen or facts.seen,
        waiting=views.waiting(section, facts), following=walk.following(section, topics), on_way=section in walk.WAY, fault=fault,
        unsaved=status != 200, towns=views.towns_too_many(facts) if section == "tiers" else 0, now=facts.seen,
    )


def _units(request: Request, facts: Facts, status: int = 200, fault: Any = None) -> Response:
    topics = views.topics(facts)
    own = next(item for item in topics if item.name == UNITS)
    return page(
        "units.html", desk_of(request), status, **_here(request), topic=own, units=views.units(facts), seen=facts.seen,
        findings=views.findings(facts).get(UNITS, ()), fault=fault, following=walk.following(UNITS, topics),
        towns=views.towns_too_many(facts),
    )


def one_unit(request: Request) -> Response:
    """A unit to change, or an empty form for a new one."""
    facts = views.read(kit_of(request).root)
    number = request.path_params.get("number")
    units = views.units(facts)
    if number is not None and number >= len(units):
        raise HTTPException(404)
    held = units[number] if number is not None else Unit("", "", False, ())
    said = {"name": held.name, "code": held.code, "zone": held.zone, "towns": "\n".join(held.towns)}
    return page("unit.html", desk_of(request), **_here(request), number=number, said=said, faults={}, seen=facts.seen)


_KEYS = ("name", "code", "zone", "towns")


def unit_saved(request: Request, form: Form) -> Response:
    from toolkit.kit.facts import ChangedMeanwhile, write

    kit, number = kit_of(request), request.path_params.get("number")
    facts = views.read(kit.root)
    held = facts.answers.get(UNITS)
    units = list(held) if isinstance(held, list) else []
    said = {"name": form["name"], "code": form["code"], "zone": form["zone"] == "true", "towns": form["towns"]}
    made, faults = unit_of(said)
    if faults and form["do"] != "strike":
        return page("unit.html", desk_of(request), 422, **_here(request), number=number, said=said, faults=faults, seen=form["seen"])
    if form["seen"] != facts.seen or (number is not None and number >= len(units)):
        return _units(request, facts, 409, ChangedMeanwhile("city.yaml"))
    if number is None:
        units.append(made)
    elif form["do"] == "strike":
        units.pop(number)
    else:
        units[number] = {**_others(units[number]), **made}
    if not units:
        return _units(request, facts, 422, _ONE)
    write(kit, form["seen"], {UNITS: units})
    address = walk.onward(form["then"], kit.root.name) or f"/kit/{kit.root.name}/facts/{UNITS}"
    if form["do"] == "strike":
        return told(request, kit, address, f"删去了：{_unit_name(held, number)}。")
    return to(request, address, f"保存了：{made['name']}。")


def _unit_name(held: Any, number: int | None) -> str:
    item = held[number] if isinstance(held, list) and number is not None else None
    return str(item.get("name", "")) if isinstance(item, dict) else ""


def towns_cleared(request: Request, form: Form) -> Response:
    """All towns of all units go, for a team of two tiers."""
    from toolkit.kit.facts import ChangedMeanwhile, write

    kit = kit_of(request)
    facts = views.read(kit.root)
    if form["seen"] != facts.seen:
        return _units(request, facts, 409, ChangedMeanwhile("city.yaml"))
    count = sum(len(unit.towns) for unit in views.units(facts))
    address = f"/kit/{kit.root.name}/facts/{UNITS}"
    if not count:
        return to(request, address, "没有列乡镇，没有改动。")
    listed = [{key: value for key, value in unit.items() if key != "towns"} if isinstance(unit, dict) else unit for unit in facts.answers[UNITS]]
    write(kit, form["seen"], {UNITS: listed})
    return told(request, kit, address, f"清空了 {count} 个乡镇（街道），{len(listed)} 个下级单位都留着。")


def _others(held: Any) -> dict[str, Any]:
    """What stands in a unit besides what the form asks."""
    return {key: value for key, value in held.items() if key not in _KEYS} if isinstance(held, dict) else {}


class _Refusal:
    def __init__(self, words: Words, fix: Words) -> None:
        self.words, self.fix = words, fix


_ONE = _Refusal(Words("至少要留一个下级单位", "one unit must stay"), Words("先添上新的，再删旧的", "add the new one first"))


def _section(request: Request) -> str:
    from toolkit.files import sources

    name = str(request.path_params["topic"])
    if name not in sources.schema("city")["properties"]:
        raise HTTPException(404)
    return name


def _here(request: Request) -> dict[str, Any]:
    return {"kit": request.path_params["kit"], "place": _PLACE}


ROUTES = [
    Route("/kit/{kit}/facts", looks(overview)),
    Route("/kit/{kit}/facts/sheet", looks(sheet)),
    Route(f"/kit/{{kit}}/facts/{walk.END}", looks(done)),
    Route("/kit/{kit}/facts/judge", takes(judged), methods=["POST"]),
    Route("/kit/{kit}/facts/units/towns", takes(towns_cleared), methods=["POST"]),
    Route("/kit/{kit}/facts/units/new", looks(one_unit)),
    Route("/kit/{kit}/facts/units/new", takes(unit_saved), methods=["POST"]),
    Route("/kit/{kit}/facts/units/{number:int}", looks(one_unit)),
    Route("/kit/{kit}/facts/units/{number:int}", takes(unit_saved), methods=["POST"]),
    Route("/kit/{kit}/facts/{topic}", looks(topic)),
    Route("/kit/{kit}/facts/{topic}", takes(saved), methods=["POST"]),
]
