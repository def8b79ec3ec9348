"""A desk without a server: its application, asked as a browser of this machine asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from toolkit.desk.app import application
from toolkit.desk.state import Desk

PORT = 8799
HERE = f"http://127.0.0.1:{PORT}"


class Browser(TestClient):
    """Follows redirects, keeps the cookie, and says with each form where it comes from."""

    desk: Desk

    def send_form(self, address: str, data: dict | None = None, **more):
        return self.post(address, data=data or {}, headers={"Origin": HERE, **more.pop("headers", {})}, **more)

    def seen(self, address: str) -> str:
        """The hash that the form of a page carries."""
        found = re.search(r'name="seen" value="([0-9a-f]+)"', self.get(address).text)
        assert found
        return found[1]


def browser(folder: Path, **told) -> Browser:
    desk = Desk(folder, PORT, **told)
    made = Browser(application(desk), base_url=HERE, raise_server_exceptions=False)
    made.desk = desk
    return made


@pytest.fixture
def asked(kit: Path) -> Browser:
    """A browser that has opened the desk of a folder with the kit 临沂市."""
    made = browser(kit.parent)
    assert made.get(f"/?token={made.desk.token}").status_code == 200
    return made
