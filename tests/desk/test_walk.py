"""The whole way in a browser, as an office goes it; every screen is looked at by axe at two widths, light and dark."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests import invented
from tests.conftest import ROOT, tool
from tests.desk.old import old_kit_in
from tests.filled import filled_kit_in
from tests.registers.test_self_check import fill
from tests.review.tracking import Tracking
from toolkit import kit as kits
from toolkit.commands.build import read as read_kit
from toolkit.text.self_check import asked as asked_of

pytestmark = [pytest.mark.slow, pytest.mark.browser]
AXE = Path(os.environ.get("AXE", "/opt/npm/node_modules/axe-core/axe.min.js"))
_RUN = """const done = arguments[arguments.length - 1];
axe.run({resultTypes: ['violations']}).then(found => done(JSON.stringify(found.violations.map(v => [v.id, v.nodes[0].html]))))"""


class Walker:
    """A browser on a desk, and the process behind it."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "--quiet", "desk", str(folder), "--no-browser"], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LINYI_LANG": "zh"},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.base = self.address.partition("/?")[0]
        options = webdriver.ChromeOptions()
        options.binary_location = tool("chromium", "google-chrome", "chrome")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN",
                         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=Service(tool("chromedriver")))
        self.driver.set_page_load_timeout(120)
        self.looked: set[str] = set()
        self.driver.get(self.address)

    def close(self) -> None:
        self.driver.quit()
        self.process.kill()
        self.process.communicate()

    def go(self, path: str) -> None:
        self.driver.get(self.base + path)

    def press(self, words: str) -> None:
        """The button or the link with these words; waits for the next page."""
        found = self.driver.find_element(By.XPATH, f"//main//button[normalize-space()='{words}'] | //main//a[normalize-space()='{words}']")
        page = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.execute_script("arguments[0].click()", found)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                page.is_enabled()
                time.sleep(0.05)
            except Exception:  # the old page is gone
                return
        raise AssertionError(f"nothing happened after {words}")

    def wait(self, words: str, seconds: float = 300) -> None:
        """Until the page, which loads itself again, says so."""
        end = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < end, (words, self.text)
            time.sleep(0.2)

    def made(self, heading: str, seconds: float = 300) -> None:
        """Until what is being made is over, and well: words that stand elsewhere on the page are no sign of it."""
        end, said = time.monotonic() + seconds, ""
        while said != heading:
            assert time.monotonic() < end, (heading, self.text)
            time.sleep(0.2)
            with contextlib.suppress(WebDriverException):  # the page loads itself again
                said = self.driver.execute_script("return document.querySelector('.success h2')?.textContent ?? ''")

    def type(self, name: str, words: str) -> None:
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(words)

    @property
    def text(self) -> str:
        while True:
            try:
                return str(self.driver.find_element(By.TAG_NAME, "main").text)
            except (StaleElementReferenceException, NoSuchElementException):  # a page is just being exchanged for another
                time.sleep(0.05)

    def look(self, screen: str) -> None:
        """No fault for axe and nothing beyond the edge, at two widths, light and dark."""
        self.looked.add(screen)
        for width, height in ((1366, 768), (400, 800)):
            for scheme in ("light", "dark"):
                self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
                self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
                if AXE.is_file():
                    self.driver.execute_script(AXE.read_text(encoding="utf-8"))
                    found = json.loads(self.driver.execute_async_script(_RUN))
                    assert found == [], (screen, width, scheme, found)
                assert self.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"), (screen, width)
        asked = self.driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
        assert [address for address in asked if not address.startswith(self.base)] == [], "nothing is asked of anybody else"
        told = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE" and " 4" not in entry["message"]]
        assert told == [], (screen, told)


@pytest.fixture
def walker(tmp_path: Path) -> Iterator[Walker]:
    tool("chromium", "google-chrome", "chrome")
    folder = tmp_path / "工具包们"
    folder.mkdir()
    made = Walker(folder)
    made.folder = folder  # type: ignore[attr-defined]
    yield made
    made.close()


def test_from_nothing_to_a_lawyers_edits(walker: Walker, tmp_path: Path):
    folder: Path = walker.folder  # type: ignore[attr-defined]
    # A new city, by a slip first.
    walker.look("kits, empty")
    walker.type("city", "朝阳")
    walker.press("新建")
    assert "是不是这里面的一个" in walker.text
    walker.look("kits, which")
    walker.type("city", "费县")
    walker.press("新建")
    assert "建好了：费县" in walker.text
    walker.look("kit")
    kit = folder / "费县"

    # Facts, with a mistake that is told at once and keeps all from being saved.
    walker.go("/kit/费县/facts")
    walker.look("facts")
    walker.go("/kit/费县/facts/team")
    walker.type("f:team.hotline", "打这个电话")
    walker.driver.find_element(By.NAME, "f:team.hotline").send_keys(Keys.TAB)
    walker.wait("0539-0000000；或", 10)
    assert walker.driver.find_element(By.NAME, "f:team.hotline").get_attribute("aria-invalid") == "true"
    walker.press("保存")
    assert "还没有保存：1 项要改" in walker.text
    walker.look("topic with a fault")
    walker.type("f:team.hotline", "０５３９－８１００００１")
    walker.type("f:team.leader", "示例团长")
    walker.press("保存")
    assert "保存了" in walker.text
    assert 'hotline: "0539-8100001"' in (kit / "city.yaml").read_text(encoding="utf-8")
    walker.look("topic")
    walker.type("f:team.address", "没有保存的地址")
    walker.driver.execute_script("document.querySelector('nav a').click()")
    assert walker.driver.find_element(By.ID, "unsaved").is_displayed(), "what was typed is lost by no link"
    walker.look("topic, not saved")
    walker.driver.execute_script("document.querySelector('#unsaved [value=leave]').click()")
    walker.wait("按人列出来", 30)
    assert "没有保存的地址" not in (kit / "city.yaml").read_text(encoding="utf-8")
    walker.go("/kit/费县/facts/done")
    assert "都看过了" in walker.text
    walker.look("facts, seen through")
    for screen, path in (("units", "facts/units"), ("unit", "facts/units/0"), ("sheet", "facts/sheet"), ("switches", "facts/supports"), ("site", "facts/site")):
        walker.go(f"/kit/费县/{path}")
        walker.look(screen)

    # Check, read, reword.
    walker.go("/kit/费县/check")
    assert "没有错误，可以做草稿" in walker.text
    walker.look("check")
    walker.go("/kit/费县/text")
    walker.look("texts")
    walker.go("/kit/费县/text/P08")
    assert "费县" in walker.text
    walker.look("document")
    walker.go("/kit/费县/text/P08/P08-scope")
    body = walker.driver.find_element(By.NAME, "body")
    body.send_keys(Keys.END, "\n\n本县另有规定的，从其规定。")
    walker.press("看看会怎样")
    assert "登记为偏离" in walker.text
    walker.look("clause")
    walker.press("保存")
    assert "本县另有规定的" in next((kit / "制度").glob("P08-*")).read_text(encoding="utf-8")
    walker.go("/kit/费县/update")
    walker.press("退回在这里改的事实或者正文")

    # Build three formats, look at what lies there, and read a page of the site.
    walker.go("/kit/费县/build")
    walker.look("build")
    walker.driver.execute_script("document.querySelectorAll('[name=format]').forEach(f => { f.checked = ['docx', 'xlsx', 'site'].includes(f.value) })")
    walker.press("开始做")
    if "正在做" in walker.text:
        walker.look("building")
    walker.made("做好了")
    walker.look("built")
    assert len(list((kit / "成果" / "docx").glob("*.docx"))) > 60
    walker.driver.get((kit / "成果" / "site" / "index.html").as_uri())
    assert "费县" in walker.driver.title + walker.text
    walker.go("/kit/费县/build/issue")
    assert "还不能印发" in walker.text
    walker.look("issue, not yet")

    # Registers with a planted fault.
    subject = kits.find(kit).subject()
    tables = invented.team(4, 5)
    tables["children"][1]["child_id"] = tables["children"][0]["child_id"]
    filled = tmp_path / "填好"
    filled.mkdir()
    paths = {ledger.slug: invented.write(ledger, tables[ledger.slug], filled) for ledger in subject.ledgers if ledger.slug in ("children", "matches", "visits")}
    walker.go("/kit/费县/registers")
    walker.look("registers")
    walker.driver.find_element(By.NAME, "files").send_keys(f"{paths['children']}\n{paths['matches']}")
    walker.press("查一查")
    assert "重复" in walker.text
    walker.look("registers, examined")
    walker.go("/kit/费县/registers/hours")
    walker.look("hours")
    walker.driver.execute_script("document.getElementById('from').value = '2026-01-01'; document.getElementById('to').value = '2026-12-31'")
    walker.driver.find_element(By.NAME, "files").send_keys(f"{paths['matches']}\n{paths['visits']}")
    walker.press("算一算")
    assert "人有服务记录" in walker.text
    walker.look("hours, counted")
    walker.go("/kit/费县/selfcheck")
    walker.look("self-check")
    made = read_kit(kits.find(kit))
    rows = asked_of(made.content.documents, made.register)
    path = fill(filled / "自查.xlsx", rows, {"GOV-12": {"light": "红"}}, {"light": "绿", "seen": "Z001"})
    walker.driver.find_element(By.NAME, "files").send_keys(str(path))
    walker.press("汇总")
    assert "还没有改好的（1）" in walker.text
    walker.look("self-check, summed up")

    # A review: out, marked, seen, taken in.
    walker.go("/kit/费县/review")
    walker.look("review")
    walker.press("做送审的文件夹")
    assert "份文件做好了" in walker.text
    sent = next((kit / "审查").rglob("P08*.docx"))
    tracking = Tracking(sent.read_bytes(), random.Random(1))
    tracking.replace(tracking.find("各级团队和个人不单独"), "各级团队和个人", "各级团队和志愿者")
    returned = tmp_path / "律师改.docx"
    returned.write_bytes(tracking.done())
    walker.driver.find_element(By.NAME, "files").send_keys(str(returned))
    walker.press("看看会改什么")
    assert "会写进正文（1）" in walker.text
    walker.look("returned")
    walker.press("收下")
    assert "1 条写进了正文" in walker.text
    assert "各级团队和志愿者" in next((kit / "制度").glob("P08-*")).read_text(encoding="utf-8")

    # An update that leaves two decisions.
    old = old_kit_in(folder)
    walker.go("/kit/旧市/update")
    walker.press("看看更新会怎样")
    walker.look("report")
    walker.press("照下面更新")
    assert "件要本市决定" in walker.text
    walker.look("update")
    open_ = kits.Kit(old).open_count()
    assert open_ >= 2
    walker.go("/kit/旧市/update/P04-voluntary")
    walker.look("decision")
    walker.type("reason", "本市有文件")
    walker.press("保留本市")
    walker.go("/kit/旧市/update/P02-children")
    walker.press("采用全国")
    assert kits.Kit(old).open_count() == open_ - 2
    assert "从其规定" in next((old / "制度").glob("P04-*")).read_text(encoding="utf-8")
    assert "从其规定" not in next((old / "制度").glob("P02-*")).read_text(encoding="utf-8")

    # Texts are issued where nothing is lacking.
    ready = filled_kit_in(folder)
    walker.go(f"/kit/{ready.name}/build/issue")
    assert "会印发这 2 份" in walker.text
    walker.look("issue")
    walker.press("印发")
    walker.made("印发了")
    walker.look("issued")
    assert (ready / "发文登记.yaml").is_file()

    walker.go("/kit/旧市/help")
    walker.look("help")
    walker.go("/kit/旧市/help/desk")
    walker.look("manual")
    walker.go("/kit/没有的")
    walker.look("nothing here")
    assert len(walker.looked) >= 34


def test_the_keyboard_alone_makes_a_city_and_saves_a_fact(walker: Walker):
    driver = walker.driver

    def tab_to(test: str) -> None:
        for _ in range(80):
            driver.switch_to.active_element.send_keys(Keys.TAB)
            if driver.execute_script(f"const e = document.activeElement; return Boolean({test})"):
                shown = driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
                assert shown != "none", test
                return
        raise AssertionError(test)

    tab_to("e.name === 'city'")
    driver.switch_to.active_element.send_keys("费县", Keys.ENTER)
    walker.wait("建好了", 60)
    walker.go("/kit/费县/facts/team")
    tab_to("e.name === 'f:team.hotline'")
    driver.switch_to.active_element.send_keys("12345")
    tab_to("e.textContent.trim() === '保存'")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    walker.wait("保存了：热线", 30)
    folder: Path = walker.folder  # type: ignore[attr-defined]
    assert re.search(r'hotline: "12345"', (folder / "费县" / "city.yaml").read_text(encoding="utf-8"))


def test_no_link_and_no_other_button_loses_what_was_typed(walker: Walker):
    driver = walker.driver
    walker.type("city", "费县")
    walker.press("新建")
    folder: Path = walker.folder  # type: ignore[attr-defined]
    city = folder / "费县" / "city.yaml"

    def asked(words: str) -> None:
        driver.find_element(By.XPATH, f"//dialog[@open]//button[normalize-space()='{words}']").click()

    walker.go("/kit/费县/facts/team")
    walker.type("f:team.hotline", "12345")
    driver.find_element(By.LINK_TEXT, "看正文").click()
    walker.look("unsaved")
    asked("留在这一页")
    assert driver.find_element(By.NAME, "f:team.hotline").get_attribute("value") == "12345"
    driver.find_element(By.XPATH, "//button[normalize-space()='结束']").click()
    asked("留在这一页")
    driver.find_element(By.LINK_TEXT, "看正文").click()
    asked("保存了再走")
    walker.wait("找一份文件", 30)
    assert "保存了：热线" in walker.text
    assert 'hotline: "12345"' in city.read_text(encoding="utf-8")
    walker.look("texts, after saving")

    walker.go("/kit/费县/facts/team")
    walker.type("f:team.leader", "不要的")
    driver.find_element(By.LINK_TEXT, "看正文").click()
    asked("不保存，走")
    walker.wait("找一份文件", 30)
    assert "不要的" not in city.read_text(encoding="utf-8")

    walker.go("/kit/费县/facts/adopted")
    number = driver.find_element(By.NAME, "f:adopted.issue_number")
    assert not number.is_displayed()
    driver.find_element(By.XPATH, "//input[@name='f:adopted.red_head'][@value='true']").click()
    assert number.is_displayed()
    walker.press("保存，看看还缺什么")
    assert "都看过了" in walker.text
    walker.look("done")
