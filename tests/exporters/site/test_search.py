"""What people type finds its clause: over http and from a disk, without a network, in either script."""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.exporters.site.test_site import browser  # noqa: F401 - a fixture
from toolkit.exporters.site import search
from toolkit.files import yamlfile

QUERIES = ROOT / "tests/exporters/queries"
CLAUSES = yamlfile.read(QUERIES / "clauses.yaml", "clauses.yaml").data["queries"]
SERVICES = ("camps", "behaviour_camp", "homes", "boarding", "prison_visits", "party_organs")
TYPE = """
document.querySelector('.md-search-result__list').replaceChildren();
arguments[0].focus();
arguments[0].value = arguments[1];
arguments[0].dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
"""
# A result is a page with its best sections beneath; what is folded away as "more" does not count.
RESULTS = """
return [...document.querySelectorAll('.md-search-result__item')].slice(0, 3).map(item =>
  [...item.querySelectorAll('.md-search-result__link')]
    .filter(link => !link.closest('details')).map(link => link.getAttribute('href')));
"""
# The worker alone, which answers thousands of queries in a few seconds.
ASK = """
const [script, index, queries, done] = arguments;
(async () => {
  const worker = new Worker(script), data = await (await fetch(index)).json();
  const ask = message => new Promise(answer => { worker.onmessage = event => answer(event.data); worker.postMessage(message); });
  await ask({type: 0, data: {config: data.config, docs: data.docs, options: {}}});
  const found = [];
  for (const query of queries) {
    const {data: {items}} = await ask({type: 2, data: query});
    found.push(items.map(part => part.filter(item => item.score >= part[0].score)));
  }
  done(found);
})();
"""

Found = list[list[dict[str, str]]]  # pages, each with its own entry and the sections that are shown


@pytest.fixture(scope="module")
def site(linyi: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a city that offers everything, in both scripts."""
    folder = tmp_path_factory.mktemp("search")
    answers = folder / "answers.yaml"
    answers.write_text(
        f"supports: {{{', '.join(f'{name}: true' for name in SERVICES)}}}\ntiers: {{small: true}}\n"
        "site: {languages: [zh-Hans, zh-Hant]}\n", encoding="utf-8",
    )
    assert linyi("new", "临沂", "--no-input", "--answers", answers, "--out", folder / "kit").returncode == 0
    made = linyi("build", folder / "kit", "--only", "site")
    assert made.returncode == 0, made.stderr
    return folder / "kit/成果/site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def ask(site: Path, served: str, browser):  # noqa: F811
    worker = next(site.rglob("workers/search.*.js")).relative_to(site).as_posix()

    def asked(*queries: str, edition: str = "") -> list[Found]:
        browser.set_script_timeout(120)
        browser.get(f"{served}/404.html")
        found: list[Found] = browser.execute_async_script(ASK, f"/{worker}", f"/{edition}{search.INDEX}", queries)
        return found

    return asked


def first(found: Found) -> list[str]:
    """The places that the first three results show."""
    return [item["location"] for page in found[:3] for item in page]


# --- the queries that were written down before the search was made


def strangers() -> list[tuple[str, list[str]]]:
    """What somebody typed who had read only the tables of contents, with every page or clause that would have done."""
    lines = [line for path in sorted(QUERIES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(query, wanted.split("|")) for query, wanted in (line.split("\t") for line in lines)]


def _bare(title: str) -> str:
    return re.sub(r"[\s\"“”]", "", unicodedata.normalize("NFKC", html.unescape(re.sub(r"<[^>]*>", "", title))))


def titles(site: Path) -> dict[str, str]:
    index = json.loads((site / search.INDEX).read_text(encoding="utf-8"))
    return {entry["location"]: _bare(entry["title"]) for entry in index["docs"]}


def satisfied(wanted: str, shown: list[str], known: dict[str, str]) -> bool:
    """Whether the document, or the clause whose title stands after it, is shown."""
    if wanted == "现在怎么办":
        return any(link.startswith("urgent.html") for link in shown)
    document, _, clause = wanted.partition(" ")
    return any(
        f"/{document}.html" in f"/{link}" and (not clause or ("#" in link and _bare(clause) in known.get(link, ""))) for link in shown
    )


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("way", ["file", "http"])
def test_a_stranger_finds_what_he_seeks_in_the_first_three_results(way: str, site: Path, served: str, browser):  # noqa: F811
    address, known, queries = (site.as_uri() if way == "file" else served), titles(site), strangers()
    field = opened(browser, f"{address}/index.html")
    missed = {}
    for number, (query, wanted) in enumerate(queries):
        def good(links: list[str], wanted: list[str] = wanted) -> bool:
            return any(satisfied(item, links, known) for item in wanted)

        shown = typed(browser, field, query, good, number == 0)
        if not good(shown):
            missed[query] = shown
    assert len(missed) <= len(queries) // 12, missed


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("way", ["file", "http"])
def test_thirty_queries_find_their_clauses_in_the_first_three_results(way: str, site: Path, served: str, browser):  # noqa: F811
    assert len(CLAUSES) >= 30
    field = opened(browser, f"{site.as_uri() if way == 'file' else served}/index.html")
    missed = {}
    for number, query in enumerate(CLAUSES):
        wanted = tuple(f"#{part}" for part in landings(site, query["find"]))

        def good(links: list[str], wanted: tuple[str, ...] = wanted) -> bool:
            return any(link.endswith(wanted) for link in links)

        shown = typed(browser, field, query["type"], good, number == 0)
        if not good(shown):
            missed[query["type"]] = shown
    assert not missed


def opened(browser, address: str):  # noqa: F811
    """The search field of a page."""
    from selenium.webdriver.common.by import By

    browser.get(address)
    browser.execute_script("document.querySelector('[data-md-toggle=search]').click()")
    return browser.find_element(By.CSS_SELECTOR, ".md-search__input")


def typed(browser, field, query: str, good, is_first: bool) -> list[str]:  # noqa: F811
    """The links that the first three results show, relative to the site, once `good` is content or time is up."""
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.support.ui import WebDriverWait

    browser.execute_script(TYPE, field, query)

    def links(driver) -> list[str]:
        root = driver.current_url.rpartition("/")[0] + "/"
        shown = [link.removeprefix(root) for item in driver.execute_script(RESULTS) for link in item]
        return [re.sub(r"\?h=[^#]*", "", link).removeprefix("./") for link in shown]

    with contextlib.suppress(TimeoutException):
        WebDriverWait(browser, 20 if is_first else 2, 0.05).until(lambda driver: good(links(driver)))
    return links(browser)


def landings(site: Path, part: str) -> list[str]:
    """The clause; for a chapter, its first clause too: the heading stands right above it."""
    page = (site / f"policies/{part[:3]}.html").read_text(encoding="utf-8")
    headings = re.findall(r'<h([23]) id="([^"]+)"', page)
    if ("2", part) in headings:
        return [part, headings[headings.index(("2", part)) + 1][1]]
    return [part]


# --- how the search cuts, and what it says


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("queries", "place"), [
    (("24小时", "２４小时", "24 小时", "24小時", "24小时？"), "policies/P15.html"),
    (("强制报告", "強制報告", "强制报告！", "“强制报告”", " 强制，报告 ", "《强制报告》"), "policies/P15.html#P15-report"),
    (("B23", "b23", "Ｂ２３"), "forms/B23.html"),
    (("台账", "台帐", "臺賬"), "registers/R00.html"),
    (("保密协议", "保秘协议"), "policies/P08.html"),
])
def test_however_it_is_written_it_is_found(queries: tuple[str, ...], place: str, ask):
    for edition in ("", "zh-Hant/"):
        for query, found in zip(queries, ask(*queries, edition=edition), strict=True):
            assert any(link.split("#")[0] == place or link == place for link in first(found)), (edition, query, first(found))


@pytest.mark.browser
@pytest.mark.slow
def test_a_word_of_harm_brings_the_emergency_page_first_in_every_edition(ask):
    words = [str(word) for word in search.everyday()["harm"]]
    chinese = [word for word in words if not word.isascii()]
    for edition, group in (("", words), ("zh-Hant/", words), ("en/", [word for word in words if word.isascii()])):
        for word, found in zip(group, ask(*group, edition=edition), strict=True):
            assert found[0][0]["location"] == "urgent.html", (edition, word)
    assert len(chinese) > 100
    for query, found in zip(("孩子说被打了", "礼物", "结对", "台账", "律师意见书"), ask("孩子说被打了", "礼物", "结对", "台账", "律师意见书"), strict=True):
        assert (found[0][0]["location"] == "urgent.html") == (query == "孩子说被打了"), query


@pytest.mark.browser
@pytest.mark.slow
def test_every_everyday_phrase_leads_to_its_clause(site: Path, ask):
    index = json.loads((site / search.INDEX).read_text(encoding="utf-8"))
    told = [(say, item["to"]) for item in index["config"]["linyi"]["everyday"] for say in item["say"]]
    found = ask(*(say for say, _ in told))
    missed = [(say, to, first(shown)) for (say, to), shown in zip(told, found, strict=True) if not set(to) & set(first(shown))]
    assert not missed


@pytest.mark.browser
@pytest.mark.slow
def test_a_result_shows_the_words_it_was_found_by_and_nothing_is_struck_out(site: Path, browser):  # noqa: F811
    field = opened(browser, f"{site.as_uri()}/index.html")
    typed(browser, field, "志愿者摔伤了谁赔<b>", lambda links: len(links) > 3, True)
    shown = browser.execute_script("return document.querySelector('.md-search-result__list').innerHTML")
    assert "<mark" in shown
    assert "<del>" not in shown
    assert "md-search-result__terms" not in shown
    assert "缺少" not in browser.execute_script("return document.querySelector('.md-search-result').innerText")


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_found_is_said_and_no_query_breaks_the_search(ask):
    for found in ask("", "   ", "？！。", "\\", "((", "*", "zzqx", "z" * 5000):
        assert found == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_result_leads_to_its_clause(site: Path, browser):  # noqa: F811
    browser.get((site / "policies/P15.html").as_uri() + "#P15-missing")
    top = browser.execute_script("return document.getElementById('P15-missing').getBoundingClientRect().top")
    assert 0 <= top <= 300
