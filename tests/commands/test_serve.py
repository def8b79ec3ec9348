"""`linyi serve`: the site follows the text, and a mistake never takes it away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.test_build import small
from tests.conftest import ROOT, Run
from toolkit import kit as kits
from toolkit.commands.build import read
from toolkit.commands.serve import watched
from toolkit.errors import InvalidInput
from toolkit.exporters.site.preview import Preview

pytestmark = pytest.mark.slow


@pytest.fixture
def preview(kit: Path, tmp_path: Path) -> Iterator[Preview]:
    small(kit, "P04", "P08")
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8").replace("languages: [zh-Hans]", "languages: [zh-Hans, zh-Hant]")
    path.write_text(text, encoding="utf-8")
    failures: list[object] = []
    whole = [sys.executable, "-m", "toolkit", "--quiet", "build", str(kit), "--only", "site", "--out"]
    made = Preview(lambda: read(kits.find(kit)), whole, tmp_path / "preview", failures.append)
    made.failures = failures  # type: ignore[attr-defined]
    made.update()
    yield made
    made.close()


def policy(kit: Path, name: str = "P08") -> Path:
    return next((kit / "制度").glob(f"{name}-*.md"))


def add(path: Path, words: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")


def test_a_changed_clause_changes_its_page_alone_in_both_scripts(preview: Preview, kit: Path):
    before = {path: path.stat().st_mtime_ns for path in preview.served.rglob("*") if path.is_file()}
    add(policy(kit), "\n这里加一句试验的话。\n")
    assert preview.update() == ["policies/P08.md", "deviations.md"]  # which tells what differs from the national text
    assert "这里加一句试验的话" in (preview.served / "policies/P08.html").read_text(encoding="utf-8")
    assert "這裡加一句試驗的話" in (preview.served / "zh-Hant/policies/P08.html").read_text(encoding="utf-8")
    touched = {path.relative_to(preview.served).as_posix() for path, time_ in before.items() if path.stat().st_mtime_ns != time_}
    pages = ("policies/P08.html", "deviations.html")
    assert touched == {*pages, *(f"zh-Hant/{page}" for page in pages)}
    assert preview.update() == []


def test_a_mistake_is_told_and_the_last_good_page_stays(preview: Preview, kit: Path):
    before = (preview.served / "policies/P08.html").read_bytes()
    good = policy(kit).read_text(encoding="utf-8")
    add(policy(kit), "\n### 坏条 {#P08-broken}\n\n见[](#P08-nowhere)。\n")
    preview.try_update()
    assert [type(error) for error in preview.failures] == [InvalidInput]  # type: ignore[attr-defined]
    assert (preview.served / "policies/P08.html").read_bytes() == before
    policy(kit).write_text(good + "\n改好了的话。\n", encoding="utf-8")
    preview.try_update()
    assert "改好了的话" in (preview.served / "policies/P08.html").read_text(encoding="utf-8")


def test_a_rebuild_that_fails_unexpectedly_is_told_and_the_next_one_is_whole(
    preview: Preview, kit: Path, monkeypatch: pytest.MonkeyPatch
):
    from toolkit.exporters.site import preview as module

    before = (preview.served / "policies/P08.html").read_bytes()
    add(policy(kit), "\n这里加一句试验的话。\n")
    with monkeypatch.context() as broken:
        broken.setattr(module, "run_mkdocs", lambda *_, **__: 1 / 0)
        preview.try_update()
    assert [type(error) for error in preview.failures] == [ZeroDivisionError]  # type: ignore[attr-defined]
    assert (preview.served / "policies/P08.html").read_bytes() == before
    preview.try_update()
    assert "这里加一句试验的话" in (preview.served / "policies/P08.html").read_text(encoding="utf-8")


def test_a_new_title_is_on_every_page(preview: Preview, kit: Path):
    path = policy(kit, "P04")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: 志愿者承诺书", "title: 示例承诺书", 1), encoding="utf-8")
    preview.update()
    assert "示例承诺书" in (preview.served / "policies/P08.html").read_text(encoding="utf-8")


def test_filled_registers_and_built_files_are_not_watched(kit: Path):
    names = {path.relative_to(kit).as_posix() for path in watched(kits.find(kit))}
    assert names == {"制度", "表单", "培训", "读本", "台账/空白"}


def until(true: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if true():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is sent as POSIX does it")
def test_the_command_serves_follows_changes_and_ends_when_interrupted(kit: Path):
    small(kit, "P08")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def page(path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
            return answer.read().decode()

    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "--quiet", "serve", str(kit), "--port", str(port)],
        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert until(lambda: "livereload" in page("policies/P08.html"))
        add(policy(kit), "\n这里加一句试验的话。\n")
        assert until(lambda: "这里加一句试验的话" in page("policies/P08.html"))
        city = kit / "city.yaml"
        city.write_text(city.read_text(encoding="utf-8").replace("hotline: 待填写", "hotline: 00000000"), encoding="utf-8")
        assert until(lambda: "00000000" in page("urgent.html"))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(30)
        finally:
            process.kill()
    assert code == 130


def test_a_port_in_use_is_refused(kit: Path, linyi: Run):
    small(kit, "P08")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = linyi("serve", kit, "--port", port)
    assert result.returncode == 2
    assert f"--port {port + 1}" in result.stderr


def test_a_kit_with_errors_is_not_served(kit: Path, linyi: Run):
    add(policy(kit), "\n### 坏条 {#P08-broken}\n\n见[](#P08-nowhere)。\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = linyi("serve", kit, "--port", port)
    assert result.returncode == 1
    assert "DOC203" in result.stderr


def test_the_search_follows_a_change(preview: Preview, kit: Path, monkeypatch: pytest.MonkeyPatch):
    from toolkit.exporters.site import preview as module

    monkeypatch.setattr(module, "_QUIET", 0)
    add(policy(kit), "\n这里加一句麒麟的话。\n")
    preview.update()
    for folder, word in (("", "麒麟"), ("zh-Hant/", "麒麟")):
        index = preview.served / folder / "search/search_index.json"
        assert until(lambda index=index, word=word: word in index.read_text(encoding="utf-8").replace("\u200b", ""))
