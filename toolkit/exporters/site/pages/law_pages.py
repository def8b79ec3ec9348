"""Laws: an index, and a page each: article → the clauses that rest on it, and the duties it lays down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.exporters.site.markdown import heading, table, text
from toolkit.exporters.site.pages.page import Page, answers, asked, by_law, clauses, link
from toolkit.text.citations import Law, Obligation, Register
from toolkit.text.render import Rendered

_LEVELS = {"must": "应当", "should": "宜", "may": "可以"}
_STATUS = {"in-force": "现行有效", "superseded": "已被新法取代", "unread": "现行文本没有读全，只作线索，不引条号"}
_UNREAD = "来源没有读到全文，条号留给律师核对"


@dataclass(frozen=True)
class _Entry:
    """What the documents of this city have from one law: article → links, and its obligations."""

    law: Law
    articles: Mapping[str, Sequence[str]]
    obligations: Sequence[Obligation]

    @property
    def ordered(self) -> list[str]:
        return sorted(self.articles, key=_order)


def laws(documents: Sequence[Rendered], city: City, register: Register) -> list[Page]:
    """The index of laws, then a page for each that a clause rests on or whose duties are answered."""
    met = answers(documents, "../")
    entries = sorted(_entries(documents, city, register), key=lambda entry: entry.law.title)
    return [_index(entries), *(_page(entry, met) for entry in entries)]


def _entries(documents: Sequence[Rendered], city: City, register: Register) -> Iterator[_Entry]:
    resting: dict[str, dict[str, list[str]]] = {}
    for document, clause in clauses(documents):
        for name, articles in by_law(clause, city, register).items():
            for article in articles:
                resting.setdefault(name, {}).setdefault(article, []).append(link(document, clause, "../"))
    duties: dict[str, list[Obligation]] = {}
    for item in register.obligations.values():
        duties.setdefault(item.law, []).append(item)
    for name in resting.keys() | duties.keys():
        law = register.laws[name]
        if law.applies_in(city.province, city.name):
            yield _Entry(law, resting.get(name, {}), duties.get(name, ()))


def _index(entries: Iterable[_Entry]) -> Page:
    rows = (
        (f"[《{text(entry.law.short_title)}》](laws/{entry.law.id}.md)",
         "、".join(map(entry.law.article_name, entry.ordered)) or "—")
        for entry in entries
    )
    lines = [
        "# 法律依据", "每部法律的哪一条由哪些条文落实，点开法律的名称看。这里只列条号，不载法律原文。",
        table(("法律", "引用的条"), rows),
    ]
    return Page("laws.md", "法律依据", "\n\n".join(lines), "查阅")


def _page(entry: _Entry, met: Mapping[str, Sequence[str]]) -> Page:
    law = entry.law
    about = [law.title if law.title != law.short_title else "", law.issuer, law.number, _STATUS[law.status]]
    if law.effective:
        about.append(f"现行文本自{law.effective}起施行")
    lines = [
        f"# 《{text(law.short_title)}》", f'<p class="about">{text("　".join(filter(None, about)))}</p>',
        f'<p class="about" lang="en">{text(law.title_en)}</p>', "[全部法律](../laws.md)",
    ]
    for article in entry.ordered:
        title = heading(2, law.article_name(article), f"a{article}", "data-search-exclude")
        lines += [title, _listed(entry.articles[article])]
    if entry.obligations:
        lines += [
            heading(2, "这部法律要求团队做的", "duties", "data-search-exclude"),
            "用自己的话概括，不是法律原文；是否足够，由律师判断。",
        ]
        for item in entry.obligations:
            lines += asked(item.id, _duty(law, item), met.get(item.id, ()))
    return Page(f"laws/{law.id}.md", f"《{law.short_title}》", "\n\n".join(lines), None)


def _listed(links: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in dict.fromkeys(links))


def _duty(law: Law, item: Obligation) -> str:
    articles = "、".join(map(law.article_name, item.articles)) or _UNREAD
    return f"（{_LEVELS[item.severity]}）{item.text}。依据：{articles}"


def _order(article: str) -> tuple[int, int]:
    number, _, extra = article.partition("-")
    return int(number), int(extra or 0)
