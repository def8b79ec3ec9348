"""The documentation keeps up with the program."""

from __future__ import annotations

import html
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import click
import pytest

from tests.conftest import ROOT, Run
from toolkit.cli import main
from toolkit.files import validation

DOCS = ROOT / "docs"
LANGUAGES = ("zh", "en")
PAGES = sorted(path.name for path in (DOCS / "zh").glob("*.md"))
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "toolkit").rglob("*.py")))
VALIDATION = Path(validation.__file__).read_text(encoding="utf-8")
# What a page of ours may link to elsewhere: the makers of its theme.
ELSEWHERE = {"https://squidfunk.github.io/mkdocs-material/"}


def commands(text: str) -> list[str]:
    return re.findall(r"```(?:sh|bat)\n(.*?)```", text, re.S)


def test_both_readmes_give_the_same_commands():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert commands(english) == commands(chinese)
    assert len(commands(english)) == 4
    assert re.findall(r"`linyi [^`]*`", english) == re.findall(r"`linyi [^`]*`", chinese)
    for text in (english, chinese):
        assert len(text.splitlines()) <= 80


def test_the_readmes_and_the_guide_link_to_files_that_are_there():
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)|`((?:docs|schemas|tests)/[^`*]+)`", text):
            assert (ROOT / "".join(target)).exists(), (name, target)


def test_ci_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = commands((ROOT / "README.md").read_text(encoding="utf-8"))[2].strip().split(" && ")[-1]
    assert "-m pytest -n auto" in wanted
    assert "-m pytest -n auto" in script


def test_every_rule_is_documented_and_every_documented_rule_exists():
    written = set(re.findall(r"^\| ([A-Z]{3}[0-9]{3}) \|", (DOCS / "reference/rules.md").read_text(encoding="utf-8"), re.M))
    used = set(re.findall(r'"((?:YML|DOC|LAW|CFG|PII|KIT|WRD|REG|RDR|UPD|REV|DEV|SLF|FLT)[0-9]{3})"', CODE))
    schema = {f"{prefix}{number}" for prefix in ("CFG", "FRM", "REG") for number in re.findall(r'\(\s*"(1[0-9]{2})"', VALIDATION)}
    schema |= {f"DEV{number}" for number in (101, 102, 103, 104, 105, 108)}  # its schema asks for nothing else
    assert written == used | schema


def test_every_page_is_there_in_both_languages_and_in_the_menu():
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(path.name for path in (DOCS / "en").glob("*.md")) == PAGES
    for language in LANGUAGES:
        for name in PAGES:
            assert f"{language}/{name}" in menu


# --- what a page tells a reader to run

Step = tuple[list[str], int]  # arguments of linyi, and its exit code


def steps(language: str, name: str) -> list[Step]:
    """What a page runs, in its order: its hidden `<!-- setup: … -->`, then every `sh` block.

    A block's title may promise another exit code than 0.
    """
    text = (DOCS / language / name).read_text(encoding="utf-8")
    blocks = [("", line) for line in re.findall(r"<!-- setup: (.+?) -->", text)]
    blocks += re.findall(r'^```sh(?: title="([^"]*)")?\n(.*?)^```', text, re.M | re.S)
    assert len(re.findall(r"^```sh", text, re.M)) + text.count("<!-- setup: ") == len(blocks), (language, name)
    found = []
    for title, lines in blocks:
        code = re.match(r"(?:退出码|exit code) (\d+)", title)
        for line in lines.strip().splitlines():
            program, *arguments = shlex.split(line)
            assert program == "linyi", line
            # A reader may paste the line into cmd.exe, where a comment would be arguments.
            assert "#" not in line, line
            found.append((arguments, int(code[1]) if code else 0))
    return found


def test_both_languages_tell_to_run_the_same():
    for name in PAGES:
        assert steps("zh", name) == steps("en", name), name
    assert sum(len(steps("zh", name)) for name in PAGES) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PAGES if steps("zh", name)])
def test_what_a_page_tells_to_run_does_what_it_says(name: str, tmp_path: Path, linyi: Run):
    for arguments, code in steps("zh", name):
        done = linyi(*arguments, cwd=tmp_path)
        assert done.returncode == code, (arguments, done.stdout[-500:], done.stderr[-500:])


def test_the_finding_that_the_tutorial_shows_is_the_one_a_reader_sees(tmp_path: Path, linyi: Run):
    for language in LANGUAGES:
        linyi("new", "青岛", "--no-input", "--out", tmp_path / language)
        shown = re.search(r"```text\n(city\.yaml:.*?)```", (DOCS / language / "tutorial.md").read_text(encoding="utf-8"), re.S)
        assert shown
        assert shown[1] in linyi("check", tmp_path / language, LINYI_LANG=language).stdout


# --- the built site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as built strictly, without the sample city."""
    folder = tmp_path_factory.mktemp("documentation") / "site"
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1", "LINYI_DOCS_SAMPLE": "0", "NO_MKDOCS_2_WARNING": "1"},
    )
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    return folder


class _Links(HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.assets: list[str] = []
        self.language = ""
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.ids.add(found.get("id") or "")
        if tag == "html":
            self.language = found.get("lang") or ""
        for name in ("src", "href"):
            if found.get(name):
                (self.links if tag == "a" else self.assets).append(found[name] or "")


@pytest.fixture(scope="module")
def built(site: Path) -> dict[Path, _Links]:
    return {page: _Links(page) for page in site.rglob("*.html")}


@pytest.mark.slow
def test_every_link_and_anchor_of_the_site_leads_somewhere(site: Path, built: dict[Path, _Links]):
    for page, content in built.items():
        base = site if page.name == "404.html" else page.parent
        for link in content.links + content.assets:
            target = urlsplit(link)
            if target.scheme or target.netloc or "sample/" in target.path:
                continue
            path = unquote(target.path)
            file = Path(os.path.normpath(site / path.lstrip("/") if path.startswith("/") else base / path)) if path else page
            if file.is_dir():
                file /= "index.html"
            assert file.is_file(), (page, link)
            if target.fragment and file in built:
                assert unquote(target.fragment) in built[file].ids, (page, link)


@pytest.mark.slow
def test_no_mark_of_markdown_is_left_in_a_page(built: dict[Path, _Links]):
    for page in built:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"```|\]\((?!#P08-exit|<span class=.na.>pic:)|\{#(?!P08|C01)|<p>\||\*\*(?!…|</code>)", text.partition("<article")[2]), page


@pytest.mark.slow
def test_the_site_asks_nothing_of_another_host(site: Path, built: dict[Path, _Links]):
    for page, content in built.items():
        assert not [link for link in content.assets if urlsplit(link).netloc], page
        assert {link for link in content.links if urlsplit(link).netloc} <= ELSEWHERE, page
    for sheet in site.rglob("*.css"):
        assert not re.findall(r"(?:url\(|@import )\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet
    assert not list(site.rglob("*.map"))
    assert (site / "assets" / "iframe-worker.js").is_file()


@pytest.mark.slow
def test_a_page_says_its_language_and_leads_to_the_same_page_in_the_other(site: Path, built: dict[Path, _Links]):
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        for name in PAGES:
            content = built[site / language / name.replace(".md", ".html")]
            assert content.language == language
            assert f"../{other}/{name.replace('.md', '.html')}" in content.links


@pytest.mark.slow
def test_search_knows_chinese_words(site: Path):
    for language in LANGUAGES:
        page = (site / language / "tutorial.html").read_text(encoding="utf-8")
        assert re.search(r'"base": "\."', page), "each language has an index of its own, beside its pages"
        index = json.loads((site / language / "search/search_index.json").read_text(encoding="utf-8"))
        assert index["config"]["lang"] == [language]
        for entry in index["docs"]:
            assert (site / language / entry["location"].partition("#")[0]).is_file(), entry["location"]
        assert any(entry["location"].startswith("tutorial.html#") for entry in index["docs"])
        assert index["config"]["linyi"]["ignore"], "what a search in Chinese leaves out"


# --- the reference


def every_command() -> Iterator[tuple[str, click.Command]]:
    def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for child in command.list_commands(context):
                part = command.get_command(context, child)
                assert part is not None
                yield from walk(f"{name} {child}", part)

    return walk("linyi", main)


def section(site: Path, page: str, heading: str) -> str:
    text = (site / page).read_text(encoding="utf-8")
    found = re.search(rf'<h2 id="[^"]*">{re.escape(heading)}<(.*?)(?:<h2|</article>)', text, re.S)
    assert found, (page, heading)
    return html.unescape(found[1])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_argument_and_option_is_in_the_reference(language: str, site: Path, linyi: Run):
    for name, command in every_command():
        text = section(site, f"{language}/commands.html", name)
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                assert (parameter.metavar or parameter.name or "").upper().split()[0] in text, (name, parameter.name)
            for option in parameter.opts:
                assert not option.startswith("-") or option in text, (name, option)
        # Its own words, in this language.
        told = linyi(*name.split()[1:], "--help", LINYI_LANG=language).stdout.splitlines()[2].strip()
        assert told[:20] in text, name


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_city_yaml_is_in_the_reference(language: str, site: Path):
    text = html.unescape((site / language / "city-yaml.html").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "schemas" / "city.schema.json").read_text(encoding="utf-8"))
    words = "description" if language == "zh" else "x-description-en"

    def look(entry: dict, path: str) -> int:
        below = list(entry.get("properties", {}).items())
        count = sum(look(part, f"{path}.{name}".lstrip(".")) for name, part in below)
        if "items" in entry:
            count += look(entry["items"], f"{path}[]")
        if path:
            assert "." not in path and "[" not in path or f'id="{path}"' in text, path
            assert entry[words] in text, path
        return count + 1

    assert look(schema, "") > 80


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_in_the_reference(language: str, site: Path):
    text = (site / language / "rules.html").read_text(encoding="utf-8")
    for rule in re.findall(r"^\| ([A-Z]{3}[0-9]{3}) \|", (DOCS / "reference/rules.md").read_text(encoding="utf-8"), re.M):
        assert f'id="{rule}"' in text


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("documentation", ROOT / "scripts" / "documentation.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_pages_are_whole_and_fresh(hooks: ModuleType):
    for path, content in hooks.pages():
        assert (DOCS / path).read_text(encoding="utf-8") == content, "run: python scripts/documentation.py"
        assert content.count("<code") > 40, path


def test_words_about_a_command_that_is_gone_stop_the_build(hooks: ModuleType):
    with pytest.raises(Exception, match="linyi"):
        hooks.framed("en/commands.md", [])


@pytest.mark.slow
def test_the_sample_city_is_made_and_every_link_to_it_leads_there(hooks: ModuleType, tmp_path: Path):
    hooks.sample(tmp_path / "sample")
    assert (tmp_path / "sample" / "网站.zip").is_file()
    urgent = (tmp_path / "sample/site/urgent.html").read_text(encoding="utf-8")
    assert "0539-0000000" in html.unescape(urgent)
    links = 0
    for page in DOCS.rglob("*.md"):
        for link in re.findall(r'href="((?:\.\./)*sample/[^"]*)"', page.read_text(encoding="utf-8")):
            target = os.path.normpath(tmp_path / page.parent.relative_to(DOCS) / link)
            assert Path(target).is_file(), (page, link)
            links += 1
    assert links >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_works_names_files_that_exist(language: str):
    text = (DOCS / language / "how-it-works.md").read_text(encoding="utf-8")
    part = text.partition("`toolkit/cli.py`")[2]
    named = set(re.findall(r"`((?:toolkit|schemas|policies|templates|docs|tests)/[a-z_./]*)`", "`toolkit/cli.py`" + part))
    assert {"toolkit/text/", "toolkit/exporters/__init__.py", "tests/cases/"} <= named
    for name in named:
        assert (ROOT / name).exists(), name
    wings = {path.parent.name for path in (ROOT / "toolkit").glob("*/__init__.py")}
    assert {name.split("/")[1] for name in named if name.startswith("toolkit/") and name.endswith("/")} == wings


def test_the_page_of_errors_is_what_the_source_says():
    import importlib.util

    spec = importlib.util.spec_from_file_location("errors_page", ROOT / "scripts" / "errors.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.TARGET.read_text(encoding="utf-8") == made.page(), "run: python scripts/errors.py"
    for row in made.page().split("|---|---|---|---|\n")[1].splitlines():
        assert all(cell.strip() for cell in row.strip("|").split("|")), row


def test_the_limits_in_security_are_those_of_the_program():
    from toolkit.files import archive, inside, lock, yamlfile
    from toolkit.registers import bounds

    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for limit in (
        f"{yamlfile.MAX_BYTES // 1_000_000} MB, {yamlfile.MAX_DEPTH} levels", f"| {inside.MOST_FILES} each",
        f"{archive.MOST_BYTES // 1_000_000} MB, {archive.MOST_PARTS:,} parts, {bounds.MOST_SHEETS} sheets",
        f"{bounds.MOST_ROWS:,} rows, {bounds.MOST_COLUMNS} columns, {bounds.MOST_CELLS:,} cells",
        f"{bounds.MOST_TEXT:,} characters", f"{lock.WAIT:.0f} seconds",
    ):
        assert limit in text, limit


def test_the_changelog_tells_of_each_version_once():
    heads = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[0] == "## Unreleased" or re.match(r"## [0-9.]+ — ", heads[0])
    assert len(heads) == len(set(heads))
