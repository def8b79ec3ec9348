"""Rules for values of city.yaml that its schema allows, and that a person would ask about."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.city.doubts import doubt
from toolkit.city.telephones import telephones
from toolkit.errors import Finding, Severity, Words
from toolkit.files import sources
from toolkit.files.keynames import named
from toolkit.rules.subject import Subject

_RULES = {"gap": "CFG405", "code": "CFG406", "emergency": "CFG407"}
_OFFICER, _DEPUTY = "child_protection", "deputy_child_protection"


def doubtful(subject: Subject) -> Iterator[Finding]:
    """CFG405, CFG406, CFG407: a value says that it is not known yet (a release needs it); a credit code whose check
    digit fails; 110 in the place of the police's own number."""
    city = subject.city
    if city is None:
        return
    for section, schema in sources.schema("city")["properties"].items():
        for key in schema.get("properties", ()):
            value = city.data[section].get(key) if section in city.data else None
            found = doubt(f"{section}.{key}", value) if isinstance(value, str) else None
            if found is None:
                continue
            name = named((section, key), sources.schema("city"))
            yield Finding(
                city.file.locate(section, key), _RULES[found.kind],
                Words(f"{name.zh}{'' if found.kind == 'gap' else '：'}{found.words.zh}", f"{name.en}: {found.words.en}"), found.fix, Severity.WARNING,
            )


def same_way_to_both(subject: Subject) -> Iterator[Finding]:
    """CFG404: whoever calls the deputy officer reaches the officer's telephone (a release needs another)."""
    city = subject.city
    if city is None:
        return
    officer, deputy = ({number.dial for number in telephones(str(city.data["roles"][key]))} for key in (_OFFICER, _DEPUTY))
    if deputy and deputy <= officer:
        first, second = (named(("roles", key), sources.schema("city")) for key in (_OFFICER, _DEPUTY))
        yield Finding(
            city.file.locate("roles", _DEPUTY), "CFG404",
            Words(f"{second.zh}和{first.zh}是同一个电话：有人反映专员的时候，打进来接电话的还是专员",
                  f"{second.en} and {first.en} have one telephone: a complaint about the officer is answered by the officer"),
            Words("副专员写另一个打得通的号码，专员接不到的", "give the deputy another number, one that the officer does not answer"),
            Severity.WARNING,
        )


RULES = (doubtful, same_way_to_both)
