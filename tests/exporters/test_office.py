"""Office files are what their format's schema says, so that Word and WPS open them without repair."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
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


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_libreoffice_opens_every_file(built: Path, tmp_path: Path, form: str):
    office = tool("soffice", "libreoffice")
    sources = sorted((built / form).glob(f"*.{form}"))
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path / "out"), *map(str, sources)],
        check=True, capture_output=True, timeout=600,
    )
    made = {path.stem: path for path in (tmp_path / "out").glob("*.pdf")}
    assert set(made) == {path.stem for path in sources}
    for source in sources:
        page = pypdf.PdfReader(made[source.stem]).pages[0].extract_text()
        assert hanzi(source.stem.split("-", 1)[1]) in hanzi(page), source.name


def hanzi(text: str) -> str:
    """Punctuation set in another font leaves its place in the extracted text."""
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))
