"""What a trainer types finds its clause: over http and from a disk, without a network."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.exporters.site.test_site import browser  # noqa: F401 - a fixture
from toolkit.files import yamlfile

TYPE = """
document.querySelector('.md-search-result__list').replaceChildren();
arguments[0].focus();
arguments[0].value = arguments[1];
arguments[0].dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
"""
QUERIES = yamlfile.read(ROOT / "tests/exporters/queries.yaml", "queries.yaml").data["queries"]
# A result is a page with its best sections beneath; what is folded away as "more" does not count.
RESULTS = """
return [...document.querySelectorAll('.md-search-result__item')].slice(0, 3).map(item =>
  [...item.querySelectorAll('.md-search-result__link')]
    .filter(link => !link.closest('details')).map(link => link.getAttribute('href')));
"""


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    site = built / "site"
    if request.param == "file":
        yield site.as_uri()
        return
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.browser
@pytest.mark.slow
def test_thirty_queries_find_their_clauses_in_the_first_three_results(
    address: str, built: Path, browser,  # noqa: F811
):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    assert len(QUERIES) >= 30
    browser.get(f"{address}/index.html")
    browser.execute_script("document.querySelector('[data-md-toggle=search]').click()")
    field = browser.find_element(By.CSS_SELECTOR, ".md-search__input")
    missed = {}
    for query in QUERIES:
        browser.execute_script(TYPE, field, query["type"])
        wanted = [f"#{identifier}" for identifier in landings(built, query["find"])]

        def found(driver, wanted: list[str] = wanted) -> bool:
            return any(link.endswith(tuple(wanted)) for links in driver.execute_script(RESULTS) for link in links)

        try:
            WebDriverWait(browser, 20 if query is QUERIES[0] else 4, 0.1).until(found)
        except Exception:  # a timeout: the clause is not there
            missed[query["type"]] = browser.execute_script(RESULTS)
    assert not missed


def landings(built: Path, part: str) -> list[str]:
    """The clause; for a chapter, its first clause too: the heading stands right above it."""
    page = (built / "site/policies" / f"{part[:3]}.html").read_text(encoding="utf-8")
    headings = re.findall(r'<h([23]) id="([^"]+)"', page)
    if ("2", part) in headings:
        return [part, headings[headings.index(("2", part)) + 1][1]]
    return [part]


@pytest.mark.browser
@pytest.mark.slow
def test_a_result_leads_to_its_clause(built: Path, browser):  # noqa: F811
    browser.get((built / "site/policies/P15.html").as_uri() + "#P15-missing")
    top = browser.execute_script("return document.getElementById('P15-missing').getBoundingClientRect().top")
    assert 0 <= top <= 300
