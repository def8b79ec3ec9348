"""Where the policies, templates and schemas lie: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit.errors import ToolkitError
from toolkit.files import sources
from toolkit.files.artifact import Artifact
from toolkit.files.sources import Sources


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An invented installation, empty."""
    package = tmp_path / "site-packages" / "toolkit"
    monkeypatch.setattr(sources, "PACKAGE", package)
    return package


def lay(root: Path) -> None:
    (root / "schemas").mkdir(parents=True)
    (root / "schemas" / "city.schema.json").write_text("{}", encoding="utf-8")


def test_a_checkout_carries_its_sources_beside_the_package():
    shared = sources.shared()
    assert shared.root == ROOT
    assert (shared.policies / "version.yaml").is_file()
    assert (shared.legal / "laws.yaml").is_file()
    assert (shared.templates / "kit" / "cookiecutter.json").is_file()
    assert (shared.schemas / "city.schema.json").is_file()
    assert sources.shared() is shared


def test_the_sources_are_laid_out_alike_everywhere():
    found = Sources(Path("/样例"))
    assert [path.as_posix() for path in (found.policies, found.legal, found.templates, found.schemas)] == [
        "/样例/policies", "/样例/policies/legal", "/样例/templates", "/样例/schemas",
    ]


def test_a_wheel_carries_its_sources_inside_and_they_come_first(package: Path):
    lay(package.parent)
    assert sources.shared.__wrapped__() == Sources(package.parent)
    lay(package / "shared")
    assert sources.shared.__wrapped__() == Sources(package / "shared")


def test_an_installation_without_sources_is_told_to_install_again(package: Path):
    (package / "shared" / "schemas").mkdir(parents=True)
    with pytest.raises(ToolkitError) as caught:
        sources.shared.__wrapped__()
    assert caught.value.words.zh == "这份安装缺少政策文本和模板"
    assert caught.value.fix.en == "install it again: pip install --force-reinstall linyi-kit"


@pytest.mark.parametrize("name", ["city", "register", "manifest"])
def test_a_schema_is_found_by_its_name(name: str):
    assert sources.schema(name)["$id"] == f"{name}.schema.json"
    assert sources.schema(name) is sources.schema(name)


def test_a_schema_that_is_not_there_is_an_error_of_ours():
    with pytest.raises(FileNotFoundError):
        sources.schema("nowhere")


def test_an_artifact_is_what_it_holds_and_does_not_change():
    artifact = Artifact("docx/P01.docx", b"x")
    assert artifact == Artifact("docx/P01.docx", b"x")
    assert artifact != Artifact("docx/P01.docx", b"y")
    with pytest.raises(FrozenInstanceError):
        artifact.path = "x"  # type: ignore[misc]
