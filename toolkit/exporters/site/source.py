"""The site before it is built: a folder of Markdown and one flat mkdocs.yml, which other builders can read too."""

from __future__ import annotations

import html
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.exporters.site.pages import Page
from toolkit.files import sources


@dataclass(frozen=True)
class Words:
    """What the theme says in one language."""

    language: str  # of mkdocs-material
    dark: str
    light: str
    permalink: str


CHINESE = Words("zh", "深色", "浅色", "复制本条的地址")
ENGLISH = Words("en", "dark", "light", "copy the address of this part")


def write_folder(folder: Path, made: Sequence[Page], name: str, words: Words = CHINESE) -> Path:
    """Writes docs/, overrides/ and mkdocs.yml below `folder`; returns the path of mkdocs.yml."""
    import yaml

    for page in made:
        write_page(folder, page)
    look = sources.shared().templates / "site"
    shutil.copytree(look / "assets", folder / "docs" / "assets")
    shutil.copytree(sources.shared().templates / "pictures", folder / "docs" / "assets" / "pictures")
    shutil.copytree(look / "overrides", folder / "overrides")
    text = yaml.safe_dump(configuration(made, name, words), allow_unicode=True, sort_keys=False)
    target = folder / "mkdocs.yml"
    target.write_text(text, encoding="utf-8", newline="\n")
    return target


def write_page(folder: Path, page: Page) -> None:
    """Writes one page's Markdown, with its weight in search."""
    path = folder / "docs" / page.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\nsearch:\n  boost: {page.boost}\n---\n\n{page.content}\n", encoding="utf-8", newline="\n")


def configuration(made: Sequence[Page], name: str, words: Words = CHINESE) -> dict[str, Any]:
    """mkdocs.yml as data; `name` is the team's."""
    return {
        # Material puts the name into pages as it is.
        "site_name": html.escape(" ".join(name.split())),
        "site_url": "", "docs_dir": "docs", "site_dir": "site", "use_directory_urls": False,
        "strict": True,
        "theme": {
            "name": "material", "custom_dir": "overrides", "language": words.language, "font": False,
            "icon": {"logo": "material/hand-heart"},
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom",
                 "toggle": {"icon": "material/weather-night", "name": words.dark}},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom",
                 "toggle": {"icon": "material/weather-sunny", "name": words.light}},
            ],
            "features": ["navigation.indexes", "navigation.top", "search.highlight", "toc.follow"],
        },
        "extra": {"polyfills": ["assets/iframe-worker.js"], "generator": False},
        "extra_css": ["assets/kit.css"],
        "extra_javascript": ["assets/kit.js"],
        "plugins": [{"search": {"lang": ["zh", "en"] if words is CHINESE else ["en"]}}, "offline"],
        "markdown_extensions": [
            "attr_list", "md_in_html", "tables", {"toc": {"permalink": "#", "permalink_title": words.permalink}},
        ],
        "validation": {"links": {"anchors": "warn", "not_found": "warn", "absolute_links": "warn"}},
        "not_in_nav": "\n".join(page.path for page in made if page.group is None),
        "nav": _menu(made),
    }


def _menu(made: Sequence[Page]) -> list[dict[str, Any]]:
    menu: list[dict[str, Any]] = [_entry(page) for page in made if page.group == ""]
    for name in dict.fromkeys(page.group for page in made if page.group):
        menu.append({name: [_entry(page) for page in made if page.group == name]})
    return menu


def _entry(page: Page) -> dict[str, str]:
    return {html.escape(" ".join(page.title.split())): page.path}
