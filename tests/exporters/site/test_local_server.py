"""The server of `linyi serve`: for this machine alone, and never stuck."""

from __future__ import annotations

import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.exporters.site import local_server
from toolkit.exporters.site.local_server import HOST, Following, LocalServer


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    (tmp_path / "K" / "制度").mkdir(parents=True)
    (tmp_path / "K" / "city.yaml").write_text("x", encoding="utf-8")
    return tmp_path / "K"


@pytest.fixture
def told() -> list[Exception]:
    return []


@pytest.fixture
def server(kit: Path, told: list[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalServer]:
    monkeypatch.setattr(local_server, "_LOOK", 0.05)
    served = tmp_path / "served"
    served.mkdir()
    (served / "index.html").write_text("<body>一页</body>", encoding="utf-8")
    built: list[int] = []
    made = LocalServer(lambda: built.append(1), served, free_port())
    made.built = built  # type: ignore[attr-defined]
    Following(made, kit, [kit / "制度"], told.append).begin()
    thread = threading.Thread(target=made.serve)
    thread.start()
    assert until(lambda: made.observer.is_alive() and _answers(made))
    yield made
    made.shutdown()
    thread.join()


def _answers(server: LocalServer) -> bool:
    try:
        return ask(server, None)[0] == 200
    except OSError:
        return False


def ask(server: LocalServer, name: str | None) -> tuple[int, str]:
    request = urllib.request.Request(f"http://{HOST}:{server.server_port}/index.html")
    if name is not None:
        request.add_header("Host", name)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(("name", "code"), [
    (None, 200), ("127.0.0.1", 200), ("localhost", 200), ("localhost:{port}", 200), ("[::1]:{port}", 200),
    ("evil.example", 403), ("evil.example:{port}", 403), ("127.0.0.1.evil.example", 403), ("", 403), ("localhost.", 403),
])
def test_only_names_of_this_machine_are_answered(name: str | None, code: int, server: LocalServer):
    found, text = ask(server, name and name.format(port=server.server_port) if name else name)
    assert found == code
    assert ("一页" in text) == (code == 200)


def test_a_kit_that_goes_away_is_told_once_and_followed_again_when_it_is_back(
    server: LocalServer, kit: Path, told: list[Exception]
):
    away = kit.with_name("away")
    shutil.move(kit, away)
    assert until(lambda: told)
    time.sleep(0.3)
    assert [type(error) for error in told] == [ToolkitError]
    assert str(kit) in told[0].words.zh  # type: ignore[attr-defined]
    assert ask(server, None)[0] == 200
    shutil.move(away, kit)
    built: list[int] = server.built  # type: ignore[attr-defined]
    assert until(lambda: built)
    time.sleep(1)
    count = len(built)
    (kit / "制度" / "P01-甲.md").write_text("x", encoding="utf-8")
    assert until(lambda: len(built) > count)
