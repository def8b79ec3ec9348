"""What stands around an open decision and is needed to make it: what the texts refer to, who refers to them, a changed basis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.files import sources
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.decisions import Decision
from toolkit.text.marks import bare
from toolkit.text.policy import Citation
from toolkit.update import bringing, clauses, national, parts
from toolkit.update.parts import Source

if TYPE_CHECKING:
    from toolkit.update.plan import Plan

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]?")
_LONGEST = 70  # signs of a sentence that is quoted
_GOES = {clauses.DELETED_HERE, clauses.WITHDRAWN_THERE, bringing.DELETED, bringing.WITHDRAWN}


@dataclass(frozen=True)
class Around:
    """`mentioned` says by id what each cited clause or document is about; `citing` are the clauses that cite this
    one, as people call them; `basis` says how the law or the norm behind the city's own words changed."""

    mentioned: Mapping[str, str]
    citing: Sequence[str] = ()
    basis: str = ""


NOTHING = Around({})


def around(made: Plan, decision: Decision) -> Around:
    """For one decision of the plan, from the kit's documents as they are after it."""
    citing = list(_citing(made, decision.id)) if decision.kind in _GOES else []
    return Around(dict(_mentioned(made, decision)), citing, _basis(made, decision))


def mentioned(decision: Decision) -> list[str]:
    """The ids of the documents and clauses that the three texts refer to."""
    texts = "".join(text or "" for text in (decision.base, decision.local, decision.new))
    return list(dict.fromkeys(match[2] for match in policy.REFERENCE.finditer(texts)))


def _mentioned(made: Plan, decision: Decision) -> Iterator[tuple[str, str]]:
    """As the national text has them, which is what its new wording relies on."""
    shown = not (decision.local is None and decision.kind == bringing.DELETED)  # its page shows no text
    for name in mentioned(decision) if shown else ():
        text = made.national.documents.get(name[:3])
        if text is None:
            continue
        if name == text.source.id:
            yield name, f"《{national.title_of(text.source)}》"
        for part in text.source.parts:
            if part.id == name:
                first = _first_sentence(made, part.body)
                yield name, f"{part.title}——{first}" if first else part.title


def _first_sentence(made: Plan, body: str) -> str:
    """The first sentence, what it cites called by its title."""
    plain = re.sub(r"^[>|:#\s]+|\*\*", "", bare(body))
    plain = policy.REFERENCE.sub(lambda match: f"“{_title(made, match[2])}”", plain)
    found = next((match[0].strip() for match in _SENTENCE.finditer(plain) if match[0].strip()), "")
    return found if len(found) <= _LONGEST else found[:_LONGEST] + "……"


def _title(made: Plan, name: str) -> str:
    text = made.national.documents.get(name[:3])
    found = next((part.title for part in text.source.parts if part.id == name), "") if text else ""
    return found or (national.title_of(text.source) if text else name)


def _citing(made: Plan, name: str) -> Iterator[str]:
    whole = "-" not in name
    for source in _documents(made):
        if whole and source.id == name:
            continue
        for part in source.parts:
            cited = {match[2] for match in policy.REFERENCE.finditer(part.raw)}
            if part.id != name and (name in cited or (whole and any(other[:3] == name for other in cited))):
                yield f"{part.id or source.id} {part.title}".strip()


def _documents(made: Plan) -> Iterator[Source]:
    if made.documents:
        yield from (found.after for found in made.documents if found.after)
    else:
        yield from (file.source for file in made.held.documents.values())


def _basis(made: Plan, decision: Decision) -> str:
    """Told only where the city's words stay while what they rest on is another."""
    if decision.kind != clauses.BOTH or not decision.base or not decision.local:
        return ""
    was, now = (parts.part(text).attributes for text in (decision.base, decision.local))
    said = []
    if was.get("basis") != now.get("basis"):
        old, new = ([*policy.citations(side.get("basis", ""))] for side in (was, now))
        law = _register(made)
        for words, found in (("加上", [item for item in new if item not in old]), ("去掉", [item for item in old if item not in new])):
            if found:
                said.append(words + "、".join(_names(law, found)))
    if was.get("norm") != now.get("norm"):
        said.append(f"规范由{was.get('norm') or '没有'}改为{now.get('norm') or '没有'}")
    return f"依据变了：{'；'.join(said)}。本市的文字没有动，请看它和现在的依据合不合。" if said else ""


def _names(law: Register, found: Sequence[Citation]) -> Iterator[str]:
    """《个人信息保护法》第14条、第28条: each law named once."""
    for number, citation in enumerate(found):
        name = law.name(citation)
        yield name.partition("》")[2] if number and found[number - 1].law == citation.law else name


def _register(made: Plan) -> Register:
    own = made.national.sources.policies / "legal"
    return Register(own if (own / "laws.yaml").is_file() else sources.shared().policies / "legal")
