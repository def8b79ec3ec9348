"""The documentation site: Markdown pages → mkdocs-material → the editions, in one folder that needs nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from toolkit.city.city import City
from toolkit.exporters import Content
from toolkit.exporters.fingerprints import of_folder, of_package, version
from toolkit.exporters.paper import pdf
from toolkit.exporters.site import content_policy, editions, search, traditional
from toolkit.exporters.site.pages import Page, english, pages
from toolkit.exporters.site.run import run as run_mkdocs
from toolkit.exporters.site.source import CHINESE, ENGLISH, Words, write_folder
from toolkit.exporters.site.traditional import Convert
from toolkit.files import sources, temporary
from toolkit.files.artifact import Artifact
from toolkit.text import releases
from toolkit.text.citations import Register

WHOLE = True  # pages refer to each other
_UNWANTED = {"sitemap.xml", "sitemap.xml.gz"}  # they hold dates and addresses of nobody's host


def parts(content: Content) -> dict[str, Content]:
    """One part: everything."""
    return {"all": content}


def export(chosen: Sequence[Content], city: City, register: Register) -> list[Artifact]:
    """Every file of the site, below `site/`, but the pictures of forms. Raises ToolkitError if mkdocs finds fault."""
    content = chosen[0]
    files = editions.together(
        built(pages(content, city, register), city, CHINESE), built(english(content, city), city, ENGLISH),
        scripts(city, register),
    )
    files[content_policy.PATH] = content_policy.headers(files)
    return [Artifact(f"site/{path}", files[path]) for path in sorted(files)]


def scripts(city: City, register: Register) -> Convert | None:
    """The converter to the traditional script, where the city wants that edition."""
    return traditional.converter(register) if "zh-Hant" in city.languages else None


def built(made: Sequence[Page], city: City, words: Words) -> dict[str, bytes]:
    """One edition as mkdocs makes it: path → content."""
    with temporary.folder() as folder:
        run_mkdocs(write_folder(folder, made, city.team_name, words))
        return read(folder / "site")


def read(site: Path) -> dict[str, bytes]:
    """What is worth keeping of a built site: path → content, with our search."""
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix != ".map" and path.name not in _UNWANTED:
            relative = path.relative_to(site).as_posix()
            content = search.mend(relative, path.read_bytes())
            if content is not None:
                found[relative] = content
    return found | search.written(search.weighed(json.loads(found[search.INDEX])))


def fingerprint() -> str:
    """Changes with the look and with what builds the site."""
    names = ("mkdocs", "mkdocs-material", "markdown", "opencc")
    shared = sources.shared()
    return "".join((
        *map(version, names), pdf.fingerprint(), of_folder(shared.templates / "site"), of_folder(shared.templates / "pictures"), of_package(),
        releases.state(shared.policies),
    ))
