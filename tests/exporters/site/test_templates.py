"""The theme's menu, made once a folder, is the theme's own on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.exporters.site import run, templates

_PAGES = ("index.md", "a/one.md", "a/two.md", "a/deep/three.md", "b/four.md", "b/index.md")


def built(folder: Path) -> dict[str, str]:
    for path in _PAGES:
        page = folder / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# {path}\n\n## 节\n\n文字\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: 样例\nuse_directory_urls: false\nplugins: []\ntheme:\n  name: material\n  language: zh\n  font: false\n"
        "  features: [navigation.indexes, navigation.tabs]\n", encoding="utf-8")
    run.run(folder / "mkdocs.yml")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in (folder / "site").rglob("*.html")}


def test_every_page_is_as_the_theme_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sooner = built(tmp_path / "sooner")
    monkeypatch.setattr(run, "_sooner", lambda config: config)
    assert len(sooner) > len(_PAGES)  # and 404.html
    assert sooner == built(tmp_path / "theme")


@pytest.mark.parametrize("name", templates._ENTRIES)
def test_the_theme_writes_its_menu_as_it_is_looked_for(name: str):
    import material

    source = (Path(str(material.__file__)).parent / "templates" / name).read_text(encoding="utf-8")
    assert source.count(templates._ENTRIES[name][0]) == 1
