"""Promises of the site exporter, and of the site in a browser."""

from __future__ import annotations

import html.parser
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import tool
from toolkit.exporters import Content
from toolkit.exporters.site import site
from toolkit.files import sources


@pytest.fixture(scope="module")
def searches() -> dict[str, str]:
    return {"保密": "P08", "监护人": "P0", "强制报告": "P15"}


def test_hostile_values_are_text_in_every_page(documents, city, register):
    pages = {a.path: a.content.decode() for a in site.export([Content(documents)], city, register) if a.path.endswith(".html")}
    shown = pages["site/policies/P98.html"]
    assert "alert" in shown
    for page in pages.values():
        parser = _Tags()
        parser.feed(page)
        assert "alert(1)" not in "".join(parser.scripts)
        assert not [link for link in parser.links if link.startswith("javascript:")]
        assert not [name for name in parser.attributes if name == "onclick"]


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.attributes: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag, attrs):
        self._in_script = tag == "script"
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        self.attributes += [name for name, _ in attrs]

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)


def test_the_search_worker_is_ours(built: Path):
    worker = next((built / "site").rglob("workers/search.*.js")).read_bytes()
    assert worker == (sources.shared().templates / "site" / "search.js").read_bytes()
    assert not list((built / "site").rglob("lunr*"))


def test_no_page_asks_another_host_for_anything(built: Path):
    for page in (built / "site").rglob("*.html"):
        parser = _Tags()
        parser.feed(page.read_text(encoding="utf-8"))
        outside = [link for link in parser.links if re.match(r"(?:https?:)?//", link)]
        assert outside in ([], ["https://squidfunk.github.io/mkdocs-material/"]), page
    css = [path.read_text(encoding="utf-8") for path in (built / "site").rglob("*.css")]
    assert not [sheet for sheet in css if re.search(r"url\(['\"]?https?:", sheet)]


def test_no_source_maps_build_paths_or_private_words(built: Path):
    files = [path for path in (built / "site").rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix == ".map"]
    assert not [path for path in files if b"linyi-" in path.read_bytes() and b"/tmp/" in path.read_bytes()]


def test_every_internal_link_and_anchor_resolves(built: Path):
    ids: dict[Path, set[str]] = {}
    root = (built / "site").resolve()
    for page in root.rglob("*.html"):
        ids[page] = set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))
    missing = []
    for page in ids:
        if page.name == "404.html":
            continue  # its links start from the root of a host
        parser = _Tags()
        parser.feed(page.read_text(encoding="utf-8"))
        for link in parser.links:
            if re.match(r"[a-z]+:|//", link):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / unquote(path.split("?")[0])).resolve() if path else page
            if not target.exists() or (anchor and target.suffix == ".html" and anchor not in ids[target]):
                missing.append((page.name, link))
    assert not missing


@pytest.fixture(scope="module")
def browser():
    chromium, driver = tool("chromium", "chromium-browser", "google-chrome"), tool("chromedriver")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=400,800"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as made:
        yield made


@pytest.mark.browser
@pytest.mark.slow
def test_the_site_opens_from_a_disk_and_finds_chinese_words(built: Path, browser, searches):
    from selenium.common.exceptions import NoSuchElementException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support import expected_conditions
    from selenium.webdriver.support.ui import WebDriverWait

    for word, start in searches.items():
        browser.get((built / "site" / "index.html").as_uri())
        browser.execute_script("document.querySelector('[data-md-toggle=search]').click()")
        browser.find_element(By.CSS_SELECTOR, ".md-search__input").send_keys(word)
        wait = WebDriverWait(browser, 30, ignored_exceptions=[NoSuchElementException])
        found = (By.CSS_SELECTOR, f".md-search-result__link[href*='/{start}']")
        link = wait.until(expected_conditions.presence_of_element_located(found))
        browser.get(link.get_attribute("href"))
        assert word in browser.find_element(By.TAG_NAME, "body").text
    severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not severe
