"""The site in use, from a disk and from a host that sends the content policy, on a phone and on a desk."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exporters.site.test_search import TYPE
from tests.exporters.site.test_site_look import DESK, PHONE, chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class _Host(http.server.SimpleHTTPRequestHandler):
    """A static host that reads `_headers`."""

    def end_headers(self) -> None:
        for line in (Path(self.directory) / "_headers").read_text(encoding="utf-8").splitlines()[1:]:
            name, _, value = line.strip().partition(": ")
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    if request.param == "file":
        yield (built / "site").as_uri()
        return
    handler = functools.partial(_Host, directory=str(built / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module", params=[PHONE, DESK])
def browser(request: pytest.FixtureRequest) -> Iterator:
    with chromium(request.param) as made:
        made.width = request.param
        yield made


@pytest.fixture(autouse=True)
def nothing_fails_unseen(browser) -> Iterator[None]:
    browser.get_log("browser")
    yield
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not severe


def wait(browser, condition: str, *arguments: object):
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 20, 0.1).until(lambda driver: driver.execute_script(f"return {condition}", *arguments))


def test_search_leads_to_the_clause(address: str, browser):
    for page, word, found in (("index.html", "保密", "P08"), ("zh-Hant/index.html", "監護人", "P0"), ("en/index.html", "guardian", "guardian")):
        browser.get(f"{address}/{page}")
        browser.execute_script("document.querySelector('[data-md-toggle=search]').click()")
        field = browser.execute_script("return document.querySelector('.md-search__input')")
        wait(browser, "document.querySelector('.md-search-result__meta').textContent.trim() !== ''")
        browser.execute_script(TYPE, field, word)
        link = wait(browser, "[...document.querySelectorAll('.md-search-result__link')].map(link => link.href).find(to => to.includes(arguments[0]))", found)
        assert link.startswith(f"{address}/{page.rpartition('/')[0]}")


def test_a_clause_s_address_opens_at_the_clause_and_is_copied(address: str, browser):
    browser.get(f"{address}/policies/P15.html#P15-missing")
    assert 0 <= wait(browser, "document.getElementById('P15-missing').getBoundingClientRect().top") <= 300
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    browser.execute_script("document.querySelector('#P15-report > .headerlink').click()")
    wait(browser, "document.querySelector('.said').textContent !== ''")
    assert browser.current_url.endswith("#P15-report")


def test_a_term_shows_its_meaning_where_it_stands(address: str, browser):
    browser.get(f"{address}/policies/P06.html")
    browser.execute_script("document.querySelector('a.term').click()")
    assert wait(browser, "document.querySelector('.meaning')?.textContent.length > 10")
    assert "/P06.html" in browser.current_url
    from selenium.webdriver.common.keys import Keys

    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(browser, "!document.querySelector('.meaning')")
    browser.execute_script("document.querySelector('a.term').click(); document.querySelector('a.term').click()")
    wait(browser, "location.pathname.endsWith('/glossary.html')")


def test_the_switcher_stays_on_the_page(address: str, browser):
    browser.get(f"{address}/policies/P08.html")
    browser.execute_script("document.querySelector('.editions [lang=zh-Hant]').click()")
    wait(browser, "location.pathname.endsWith('/zh-Hant/policies/P08.html')")
    assert "兒童信息保密協議" in browser.execute_script("return document.querySelector('h1').textContent")
    browser.execute_script("document.querySelector('.editions [lang=zh-Hans]').click()")
    wait(browser, "location.pathname.endsWith('/policies/P08.html') && document.documentElement.lang === 'zh-Hans'")
    browser.execute_script("document.querySelector('.editions [lang=en]').click()")
    wait(browser, "location.pathname.endsWith('/en/index.html')")


def test_downloads_are_there(address: str, browser, built: Path):
    browser.get(f"{address}/zh-Hant/forms/B01.html")
    links = browser.execute_script("return [...document.querySelectorAll('p.download a')].map(link => link.href)")
    assert len(set(links)) == 2
    from urllib.parse import unquote

    for link in links:
        assert (built / "site" / unquote(link).removeprefix(f"{address}/").removeprefix(unquote(address) + "/")).is_file()


def test_the_menu_leads_to_a_document(address: str, browser):
    browser.get(f"{address}/index.html")
    if browser.width == PHONE:
        browser.execute_script("document.querySelector('label.md-header__button[for=__drawer]').click()")
        wait(browser, "document.querySelector('#__drawer').checked")
    link = "[...document.querySelectorAll('.md-nav__link')].find(link => link.textContent.includes('P06'))"
    assert wait(browser, f"!!{link}")
    browser.execute_script(f"{link}.click()")
    wait(browser, "location.pathname.endsWith('/policies/P06.html')")


def test_the_emergency_page_gives_numbers_to_tap(address: str, browser):
    for edition in ("", "zh-Hant/", "en/"):
        browser.get(f"{address}/{edition}index.html")
        browser.execute_script("document.querySelector('a.urgent-link').click()")
        wait(browser, "location.pathname.endsWith('/urgent.html')")
        numbers = browser.execute_script("return [...document.querySelectorAll('a[href^=\"tel:\"]')].map(link => link.getAttribute('href'))")
        assert {"tel:110", "tel:120"} <= set(numbers)


def test_a_law_s_article_leads_to_the_clause_and_back(address: str, browser):
    browser.get(f"{address}/policies/P15.html")
    link = browser.execute_script("return document.querySelector('#P15-report ~ p.basis a[href*=\"minors-protection.html#a11\"]').href")
    browser.get(link)
    assert "第11条" in wait(browser, "document.querySelector(location.hash).textContent")
    browser.execute_script("[...document.querySelectorAll('#a11 + ul a')].find(link => link.href.endsWith('#P15-report')).click()")
    wait(browser, "location.pathname.endsWith('/policies/P15.html')")


def test_a_page_prints_as_a_document(address: str, browser):
    browser.get(f"{address}/policies/P06.html")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        seen = """[...document.querySelectorAll('.md-header, .md-banner, .editions, .headerlink, p.download, details.duties')]
          .filter(part => part.getClientRects().length)"""
        assert browser.execute_script(f"return {seen}.length") == 0
        assert "FangSong" in browser.execute_script("return getComputedStyle(document.querySelector('.md-typeset')).fontFamily")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen"})
