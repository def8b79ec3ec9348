"""`linyi desk` as a process: one line on stdout, a free port, an end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.conftest import ROOT, Run


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "toolkit", "desk", str(folder), "--no-browser", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LINYI_LANG": "zh"},
    )


def test_the_opening_address_is_the_one_line_on_stdout_and_the_button_ends_it(linyi_kit: Path):
    process = started(linyi_kit.parent)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\?token=[\w-]{20,}", address)
    base = address.partition("/?")[0]
    with httpx.Client(follow_redirects=True) as browser:
        assert httpx.get(base).status_code == 403
        assert "临沂市" in browser.get(address).text
        assert "结束了" in browser.post(f"{base}/end", headers={"Origin": base}).text
    rest, told = process.communicate(timeout=20)
    assert (rest, process.returncode) == ("", 0)
    assert "已经打开" not in told, "no browser was opened"
    assert "把上面的网址贴进去" in told


def test_a_taken_port_and_a_folder_that_is_not_there_end_with_2(linyi: Run, tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = linyi("desk", tmp_path, "--no-browser", "--port", other.getsockname()[1])
    assert taken.returncode == 2
    assert "用不了" in taken.stderr
    assert linyi("desk", tmp_path / "没有", "--no-browser").returncode == 2


@pytest.mark.slow
def test_the_first_page_is_there_at_once_and_little_memory_is_taken(linyi_kit: Path):
    """Half a second on two cores that do nothing else; measured here against a bare start of Python, so that a busy machine does not decide."""
    def bare() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import toolkit.cli, jsonschema"], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        return time.perf_counter() - start

    best = 99.0
    for _ in range(4):
        base = min(bare(), bare())
        start = time.perf_counter()
        process = started(linyi_kit.parent)
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with httpx.Client(follow_redirects=True) as browser:
            assert browser.get(address).status_code == 200
        taken = time.perf_counter() - start
        best = min(best, taken / base)
        time.sleep(4)
        status = Path(f"/proc/{process.pid}/status")
        if status.is_file():
            found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="utf-8"))
            assert found
            assert int(found[1]) < 150_000
        process.kill()
        process.communicate()
    assert best < 5
