"""Office files are what their format's schema says, so that Word and WPS open them without repair."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import tool

ENDINGS = {".docx", ".xlsx", ".pptx"}


@pytest.mark.office
@pytest.mark.slow
def test_every_office_file_is_valid(built: Path):
    validator = tool("ooxml-validator")

    def faults(path: Path) -> list[tuple[str, str, str]]:
        done = subprocess.run([validator, path], capture_output=True, text=True, encoding="utf-8", check=False)
        return [(path.name, fault["path"], fault["description"]) for fault in json.loads(done.stdout)["errors"]]

    files = [path for path in sorted(built.rglob("*")) if path.suffix in ENDINGS and "site" not in path.parts]
    assert len(files) > 30
    with ThreadPoolExecutor(2) as pool:
        assert not [fault for found in pool.map(faults, files) for fault in found]
