"""Who may ask the desk, and what it lets nobody do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.desk.conftest import HERE, PORT, Browser, browser
from toolkit import kit as kits
from toolkit.desk import forms
from toolkit.files import lock

TEAM = "/kit/临沂市/facts/team"


def test_without_the_token_or_the_cookie_nothing_is_told(kit: Path):
    stranger = browser(kit.parent)
    for address in ("/", TEAM, "/assets/desk.css", "/?token=", "/?token=wrong"):
        answer = stranger.get(address)
        assert answer.status_code == 403, address
        assert "临沂市" not in answer.text
    assert stranger.send_form("/end").status_code == 403


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(kit: Path):
    opened = browser(kit.parent)
    answer = opened.get(f"/?token={opened.desk.token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert opened.desk.token not in answer.headers["set-cookie"]
    assert "临沂市" in opened.get("/").text


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}", ""])
def test_a_foreign_host_is_refused_even_with_the_cookie(asked: Browser, host: str):
    assert asked.get("/", headers={"Host": host}).status_code == 403
    assert asked.get(f"/?token={asked.desk.token}", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:1", None])
def test_a_form_of_another_page_is_refused(asked: Browser, kit: Path, origin: str | None):
    before = (kit / "city.yaml").read_bytes()
    headers = {} if origin is None else {"Origin": origin}
    data = {"seen": asked.seen(TEAM), "was:team.hotline": "", "f:team.hotline": "0539-8100000"}
    assert asked.post(TEAM, data=data, headers=headers).status_code == 403
    assert (kit / "city.yaml").read_bytes() == before


def test_a_look_from_another_origin_is_refused(asked: Browser):
    assert asked.get("/", headers={"Origin": "http://evil.example"}).status_code == 403


def test_every_answer_forbids_inline_scripts_frames_and_other_hosts(asked: Browser):
    for address in ("/", TEAM, "/kit/nothing", "/assets/desk.js"):
        policy = asked.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "desk").glob("*.html")]
    assert pages
    for text in pages:
        assert "style=" not in text
        assert "onclick" not in text
        assert "<script>" not in text
        assert "|safe" not in text


@pytest.mark.parametrize("name", ["%2e%2e", "..%2f..%2fetc", "%2fetc%2fpasswd", "C:%5CWindows", ".kit", "没有的", "临沂市%2f..%2f外面"])
def test_no_path_of_the_browser_leads_out_of_the_folder(asked: Browser, kit: Path, name: str):
    outside = kit.parent.parent / "外面"
    outside.mkdir(exist_ok=True)
    (outside / "city.yaml").write_text((kit / "city.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for rest in ("", "/facts/team", "/check", "/made/docx/x", "/build"):
        assert asked.get(f"/kit/{name}{rest}").status_code == 404, (name, rest)


@pytest.mark.parametrize("name", ["..%2f..%2fcity.yaml", "%2e%2e%2fcity.yaml", "city.yaml", "..%5ccity.yaml"])
def test_only_what_was_built_is_handed_out(asked: Browser, kit: Path, name: str):
    (kit / "成果" / "docx").mkdir(parents=True)
    (kit / "成果" / "docx" / "P01.docx").write_bytes(b"PK")
    assert asked.get("/kit/临沂市/made/docx/P01.docx").content == b"PK"
    for form in ("docx", "..", "site"):
        assert asked.get(f"/kit/临沂市/made/{form}/{name}").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_folder_is_no_kit_and_no_built_file(asked: Browser, kit: Path, tmp_path: Path):
    outside = tmp_path / "别处" / "甲"
    outside.mkdir(parents=True)
    (outside / "city.yaml").write_bytes((kit / "city.yaml").read_bytes())
    (kit.parent / "甲").symlink_to(outside)
    assert asked.get("/kit/甲").status_code == 404
    (kit / "成果" / "pdf").mkdir(parents=True)
    (kit / "成果" / "pdf" / "x.pdf").symlink_to(outside / "city.yaml")
    assert asked.get("/kit/临沂市/made/pdf/x.pdf").status_code == 404


def test_what_is_too_large_or_no_form_is_refused_and_nothing_is_written(asked: Browser, kit: Path):
    before = (kit / "city.yaml").read_bytes()
    large = asked.send_form(TEAM, {"seen": "x", "was:team.name": "", "f:team.name": "大" * forms.MOST_TEXT})
    assert large.status_code == 422
    assert "一次给的太大" in large.text
    for kind, body in (("application/json", b"{}"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=a", b"--a\r\nbroken"),
                       ("application/x-www-form-urlencoded", b"a=%ff\xff"), ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 4000))):
        assert asked.post(TEAM, content=body, headers={"Origin": HERE, "Content-Type": kind}).status_code in (200, 422), kind
    assert (kit / "city.yaml").read_bytes() == before


def test_a_body_without_a_length_is_bounded_too(asked: Browser):
    def endless():
        for _ in range(30):
            yield b"a" * 100_000

    answer = asked.post(TEAM, content=endless(), headers={"Origin": HERE, "Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 422


def test_two_desks_and_a_command_meet_the_same_lock(asked: Browser, kit: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "WAIT", 0.3)
    seen, before = asked.seen(TEAM), (kit / "city.yaml").read_bytes()
    data = {"seen": seen, "was:team.hotline": "", "f:team.hotline": "0539-8100000"}
    with kits.Kit(kit).alone():
        refused = asked.send_form(TEAM, data)
        assert refused.status_code == 422
        assert "另一个 linyi 正在写" in refused.text
    assert (kit / "city.yaml").read_bytes() == before
    first, second = browser(kit.parent), browser(kit.parent)
    answers = []
    for desk in (first, second):
        desk.get(f"/?token={desk.desk.token}")
    threads = [threading.Thread(target=lambda d=d, n=n: answers.append(d.send_form(TEAM, {**data, "f:team.hotline": n}).status_code))
               for d, n in ((first, "0539-8100001"), (second, "0539-8100002"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]  # the second sees that the file is another now


def test_killed_while_saving_the_file_is_the_old_or_the_new(kit: Path):
    """A process that saves in a loop is killed at any moment: city.yaml is one of the two, whole."""
    code = ("import sys; from pathlib import Path; from toolkit import kit as k; from toolkit.kit.facts import write;"
            "from toolkit.files.journal import digest;"
            "found = k.Kit(Path(sys.argv[1])); print('on', flush=True)\n"
            "for n in range(100000):\n"
            "    write(found, digest(found.city_path.read_bytes()), {'team.hotline': f'0539-81{n:05}'})")
    before = (kit / "city.yaml").read_text(encoding="utf-8")
    for wait in (0.05, 0.11, 0.17):
        process = subprocess.Popen([sys.executable, "-c", code, str(kit)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.kill()
        process.wait()
        process.stdout.close()
        kits.find(kit)
        text = (kit / "city.yaml").read_text(encoding="utf-8")
        changed = [line for line in text.split("\n") if line not in before.split("\n")]
        assert len(text.split("\n")) == len(before.split("\n"))
        assert len(changed) <= 1
        assert not list((kit / ".kit").glob("tx*"))


def test_a_file_is_read_in_memory_alone(asked: Browser, monkeypatch: pytest.MonkeyPatch):
    """However large what somebody hands over is: no part of it lies on the disk, not even for a moment."""
    import tempfile

    def forbidden(*_, **__):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", forbidden)
    large = io.BytesIO(b"x" * 3_000_000)
    answer = asked.post(TEAM, files={"file": ("大.xlsx", large)}, headers={"Origin": HERE})
    assert answer.status_code == 200  # a form without fields changes nothing


def test_the_desk_ends_when_its_window_is_closed_and_never_while_it_builds(asked: Browser):
    from toolkit.desk import state
    from toolkit.desk.making import Making

    desk = asked.desk
    asked.send_form("/beat")
    desk.silent = state.CLOSED + 1
    assert not desk.is_over()  # a page is open, only quiet
    asked.send_form("/leave")
    assert desk.silent == 0
    desk.silent = state.CLOSED + 1
    assert desk.is_over()
    desk.making["临沂市"] = Making(desk.folder / "临沂市", ["docx"])
    assert not desk.is_over()
    desk.making.clear()
    asked.send_form("/beat")  # another window, or the next page
    desk.silent = state.CLOSED + 1
    assert not desk.is_over()
    desk.silent = state.AWAY + 1
    assert desk.is_over()


def test_a_button_ends_it(asked: Browser):
    ended = []
    asked.desk.end = lambda: ended.append(True)
    assert "结束了" in asked.send_form("/end").text
    assert ended


def test_our_own_fault_is_a_page_without_what_went_wrong_and_under_the_same_policy(asked: Browser, monkeypatch: pytest.MonkeyPatch):
    from toolkit.desk import folder

    def broken(_: Path):
        raise RuntimeError("张三 13800000000")

    monkeypatch.setattr(folder, "glances", broken)
    answer = asked.get("/")
    assert answer.status_code == 500
    assert "这是我们的问题" in answer.text
    assert "张三" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
