"""What a reader sees, on a phone and on a desk: the emergency link, access for all, and print."""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import tool

PAGES = (
    "index.html", "start-volunteer.html", "start-trainer.html", "urgent.html", "lessons.html", "cards.html", "policies/P06.html", "policies/P15.html",
    "forms/B01.html", "training/T04.html", "registers/R01.html", "laws.html", "laws/minors-protection.html",
    "norms.html", "norms/N43.html", "standards.html", "changes.html", "deviations.html", "glossary.html", "pictures.html",
    "readers/C01.html", "readers/C04.html", "start-child.html", "zh-Hant/policies/P06.html", "en/index.html", "en/start-guardian.html",
)
PHONE, DESK = 400, 1200

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def chromium(width: int, scheme: str = "light", font: int = 16) -> Iterator:
    program, driver = tool("chromium", "chromium-browser", "google-chrome"), tool("chromedriver")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                   "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--window-size={width},860"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"webkit.webprefs.default_font_size": font})
    with webdriver.Chrome(options=options, service=Service(driver)) as made:
        screen = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width == PHONE}
        made.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        wish = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        made.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)
        yield made


def axe() -> str:
    """The source of axe-core, from LINYI_AXE or npm's folder. In CI its lack is a failure, else a skip."""
    folders = [os.environ.get("LINYI_AXE", "")]
    folders += [str(Path(part).parent / "axe-core") for part in os.environ["PATH"].split(os.pathsep) if part.endswith("node_modules/.bin")]
    for folder in filter(None, folders):
        path = Path(folder) / "axe.min.js"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    if os.environ.get("CI"):
        pytest.fail("axe-core is not installed")
    pytest.skip("missing: axe-core (LINYI_AXE names its folder)")


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")])
def test_axe_finds_nothing_on_any_kind_of_page(built: Path, width, scheme):
    source, found = axe(), []
    run = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations))"
    with chromium(width, scheme) as browser:
        for page in PAGES:
            browser.get((built / "site" / page).as_uri())
            browser.execute_script(source)
            found += [(page, item["id"], item["nodes"][0]["html"][:200]) for item in browser.execute_async_script(run)]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_emergency_page_is_one_tap_from_everywhere(built: Path, width):
    seen = """const link = document.querySelector('a.urgent-link'), box = link.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return [link.href, top === link, box.height]"""
    with chromium(width) as browser:
        for page in PAGES:
            browser.get((built / "site" / page).as_uri())
            for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
                browser.execute_script(f"window.scrollTo(0, {place})")
                address, on_top, height = browser.execute_script(seen)
                edition = page.split("/")[0] if page.startswith(("zh-Hant", "en/")) else ""
                wanted = "tel:110" if page == "urgent.html" else (built / "site" / edition / "urgent.html").as_uri()
                assert (address, on_top) == (wanted, True), (page, place)
                assert height >= 36
        browser.execute_script("document.querySelector('a.urgent-link').click()")
        assert browser.current_url.endswith("/urgent.html")


def test_nothing_is_wider_than_the_phone_even_in_large_print(built: Path):
    width = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    for font in (16, 24):
        with chromium(PHONE, font=font) as browser:
            for page in PAGES:
                browser.get((built / "site" / page).as_uri())
                whole, shown = browser.execute_script(width)
                assert whole <= shown, (page, font)
            size = browser.execute_script("return parseFloat(getComputedStyle(document.querySelector('.md-typeset p')).fontSize)")
            assert size >= font  # the reader's own setting holds


def test_words_in_pictures_can_be_read_on_a_narrow_phone(built: Path):
    sizes = """return [...document.querySelectorAll('.drawing text')].map(word =>
      parseFloat(word.getAttribute('font-size')) * word.ownerSVGElement.getScreenCTM().a)"""
    with chromium(360) as browser:
        for page in ("pictures.html", "policies/P01.html"):
            browser.get((built / "site" / page).as_uri())
            found = browser.execute_script(sizes)
            assert len(found) > 30
            assert min(found) >= 14


def test_the_keyboard_s_place_is_seen(built: Path):
    from selenium.webdriver.common.keys import Keys

    outline = """const style = getComputedStyle(document.activeElement);
    return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth)]"""
    with chromium(DESK) as browser:
        browser.get((built / "site" / "policies/P06.html").as_uri())
        reached = []
        for _ in range(25):
            browser.switch_to.active_element.send_keys(Keys.TAB)
            tag, style, width = browser.execute_script(outline)
            reached.append(tag)
            assert tag == "BODY" or (style == "solid" and width >= 2), (reached, style, width)
        assert reached.count("A") > 10


def test_a_printed_document_looks_like_a_document(built: Path):
    from pypdf import PdfReader

    with chromium(DESK, "dark") as browser:
        browser.get((built / "site" / "policies/P15.html").as_uri())
        printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        hidden = browser.execute_script("""return [...document.querySelectorAll(
          '.md-header, .md-sidebar, .md-footer, .urgent-link, .headerlink, .download, .beside-text, .md-top')]
          .filter(part => part.getClientRects().length).map(part => part.className)""")
        basis, words = browser.execute_script("""return ['p.basis', 'h3 + p'].map(name =>
          parseFloat(getComputedStyle(document.querySelector('.md-content ' + name)).fontSize))""")
        kept = browser.execute_script("return [...document.querySelectorAll('h2, h3')].every(one => getComputedStyle(one).breakAfter === 'avoid')")
    assert hidden == []
    assert basis < words * .7
    assert kept
    pages = PdfReader(io.BytesIO(base64.b64decode(printed["data"]))).pages
    assert 5 < len(pages) < 40
    for page in pages:
        assert [round(side) for side in page.mediabox[2:]] == [595, 842]


def test_answers_on_cards_are_closed_on_the_screen_and_open_on_paper(built: Path):
    seen = "return [...document.querySelectorAll('details.answer > p')].map(one => one.checkVisibility())"
    with chromium(PHONE) as browser:
        browser.get((built / "site" / "training/T04.html").as_uri())
        on_screen = browser.execute_script(seen)
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        on_paper = browser.execute_script(seen)
    assert len(on_screen) > 3
    assert not any(on_screen)
    assert all(on_paper)
