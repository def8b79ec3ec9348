"""MkDocs hooks of the toolkit's own documentation: a reference made of the source, and a sample city's site.

    python scripts/documentation.py          # writes the reference anew, in docs/

Three pages of each language hold what the program, the schema and docs/reference/rules.md say, between two marks,
and around it what only people know: below a heading such as `## linyi new`, after the marks. The pages are kept whole
in the repository, where people read them; a test tells when they are stale, and words below a heading that fits
nothing any more stop the script. LINYI_DOCS_SAMPLE=0 leaves the sample city out of a build, for quick writing.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LANGUAGES = {"zh": "中文", "en": "English"}
ASSETS = ROOT / "templates" / "site" / "assets"
SHARED = ("iframe-worker.js", "kit.css")  # search from a disk, and the look of a city's site
RULES = ROOT / "docs" / "reference" / "rules.md"
HEADING = re.compile(r"^# .+$", re.M)
TITLE = re.compile(r"^## (.+)$", re.M)
FROM, TO = "<!-- from the source: python scripts/documentation.py -->", "<!-- by hand -->"
MADE = re.compile(rf"{re.escape(FROM)}.*?{re.escape(TO)}\n*", re.S)
Block = tuple[str, str, str]  # what a frame calls it, its heading, its generated Markdown
Command = Mapping[str, Any]

# Every value is visibly invented: nobody's name, nobody's number.
SAMPLE = {
    "team": {
        "name": "临沂市样例志愿服务团", "short_name": "样例服务团", "host": "临沂市某某志愿服务协会（样例）",
        "supervisor": "某某业务主管单位（样例）", "leader": "团长（样例）", "hotline": "0539-0000000",
        "address": "某某路 1 号（样例）", "email": "office@example.org",
    },
    "contacts": dict.fromkeys(
        ("police", "civil_affairs", "education", "women_federation", "procuratorate", "legal_aid", "psychology"),
        "0539-0000000",
    ),
    "roles": {
        "child_protection": "儿童保护专员（样例，0539-0000000）",
        "deputy_child_protection": "儿童保护副专员（样例，0539-0000000）", "duty": "值守员（样例，0539-0000000）",
    },
    "site": {"languages": ["zh-Hans", "zh-Hant"]},
}


# --- hooks


def on_config(config: Any) -> Any:
    from toolkit.exporters.site.run import cut_nothing

    cut_nothing()
    return config


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for name in SHARED:
        files.append(File.generated(config, f"assets/{name}", content=(ASSETS / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Under its title, a page leads to the same page in the other language."""
    language, _, name = page.file.src_uri.partition("/")
    links = [
        f'<a href="../{other}/{name.removesuffix(".md")}.html" lang="{other}" hreflang="{other}">{title}</a>'
        for other, title in LANGUAGES.items() if language in LANGUAGES and other != language
    ]
    return HEADING.sub(rf'\g<0>\n<p class="other">{"".join(links)}</p>\n', markdown, count=1) if links else markdown


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """The theme speaks the page's language."""
    language = page.file.src_uri.partition("/")[0]
    config.theme["language"] = language if language in LANGUAGES else "zh"
    return context


def on_post_page(output: str, page: Any, config: Any) -> str:
    """A page of one language looks for words in its own index, which lies beside it."""
    if page.file.src_uri.partition("/")[0] in LANGUAGES:
        return output.replace('"base": ".."', '"base": "."', 1)
    return output


def on_post_build(config: Any) -> None:
    from toolkit.exporters.site import search, site

    folder = Path(config["site_dir"])
    kept = site.read(folder)
    whole = json.loads(kept[search.INDEX])
    for language in LANGUAGES:
        for name, content in search.written(_index(whole, language)).items():
            kept[f"{language}/{name}"] = content
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in kept:
            path.unlink()
    for name, content in kept.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    if os.environ.get("LINYI_DOCS_SAMPLE") != "0":
        sample(folder / "sample")


def _index(whole: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What can be found from the pages of one language. In a mixed index English words are cut up like Chinese ones."""
    other = {"zh": "en/", "en": "zh/"}[language]
    docs = [
        {**entry, "location": os.path.relpath(entry["location"] or "index.html", language).replace(os.sep, "/")}
        for entry in whole["docs"]
        if not entry["location"].startswith(other) and (language == "zh" or entry["location"].startswith("en/"))
    ]
    return {**whole, "config": {**whole["config"], "lang": [language]}, "docs": docs}


# --- the sample city


def sample(target: Path) -> None:
    """A sample city's site in `target`, as `linyi` makes it."""
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        answers, kit = Path(name) / "answers.yaml", Path(name) / "临沂市"
        answers.write_text(json.dumps(SAMPLE, ensure_ascii=False), encoding="utf-8")
        _python("-m", "toolkit", "new", "临沂", "--no-input", "--answers", answers, "--out", kit)
        _python("-m", "toolkit", "build", kit, "--only", "site", "--out", target)
    (target / ".linyi-build.json").unlink()


def _python(*arguments: object, language: str = "en") -> str:
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LINYI_LANG": language}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise _fault(f"{' '.join(command[1:])}: {done.stderr[-2000:]}")
    return done.stdout


def _fault(text: str) -> Exception:
    from mkdocs.exceptions import PluginError

    return PluginError(text)


# --- the reference


def pages() -> Iterator[tuple[str, str]]:
    """The pages that people and the source make together: path in docs/ → Markdown."""
    for language in LANGUAGES:
        for name, blocks in (
            ("commands.md", command_blocks(language)), ("city-yaml.md", key_blocks(language)),
            ("rules.md", rule_blocks(language)),
        ):
            path = f"{language}/{name}"
            yield path, framed(path, blocks)


def framed(path: str, blocks: Sequence[Block]) -> str:
    """The page with every block in the source's order. What people wrote under a block's heading follows it."""
    introduction, *rest = TITLE.split(MADE.sub("", (ROOT / "docs" / path).read_text(encoding="utf-8")))
    written = {heading.partition(" — ")[0]: (heading, text) for heading, text in zip(rest[::2], rest[1::2], strict=True)}
    parts = [introduction.strip()]
    for name, heading, content in blocks:
        own, text = written.pop(name, (name, ""))
        parts += [f"## {heading or own}", f"{FROM}\n\n{content}\n\n{TO}", text.strip()]
    lost = [name for name, (_, text) in written.items() if text.strip()]
    if lost:
        raise _fault(f"docs/{path}: nothing in the source fits the heading {', '.join(lost)}")
    return "\n\n".join(filter(None, parts)) + "\n"


def command_blocks(language: str) -> list[Block]:
    """Every command, with its usage and options as it tells them itself."""
    # The language of its words is fixed when the command line is loaded.
    described = json.loads(_python(__file__, "commands", language=language))
    head = {"zh": ("选项", "作用"), "en": ("Option", "What it does")}[language]
    blocks = []
    for command in described:
        rows = [(_code(option["name"]), _option(option, language)) for option in command["options"]]
        usage = f"<p><code>{_text(command['usage'])}</code></p>"
        content = f"{_text(command['help'])}\n\n{usage}\n\n{table(head, rows) if rows else ''}".strip()
        blocks.append((command["name"], command["name"], content))
    return blocks


def _option(option: Command, language: str) -> str:
    zh = language == "zh"
    words = [_text(option["help"])]
    if option["default"] is not None:
        words.append(("默认 " if zh else "default: ") + _code(option["default"]))
    if option["bounds"]:
        words.append(_text("–".join(map(str, option["bounds"]))))
    if option["many"]:
        words.append("可以写多次" if zh else "may be given more than once")
    return ("；" if zh else "; ").join(filter(None, words))


def described() -> list[Command]:
    """What the command line says of itself in the language it was loaded in, groups before their commands."""
    import click

    from toolkit.cli import main

    def walk(command: click.Command, name: str, parent: click.Context | None) -> Iterator[Command]:
        context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
        yield {
            "name": name, "help": command.help or "",
            "usage": " ".join([context.command_path, *command.collect_usage_pieces(context)]),
            "options": [_described(item, context) for item in command.params if isinstance(item, click.Option)],
        }
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                part = command.get_command(context, child)
                assert part is not None
                yield from walk(part, f"{name} {child}", context)

    return list(walk(main, "linyi", None))


def _described(option: Any, context: Any) -> Command:
    record = option.get_help_record(context)
    plain = isinstance(option.default, (int, str)) and not option.is_flag
    limits = (getattr(option.type, "min", None), getattr(option.type, "max", None))
    return {
        "name": record[0], "help": option.help or "", "default": option.default if plain else None,
        "bounds": [limit for limit in limits if limit is not None], "many": option.multiple,
    }


def key_blocks(language: str) -> list[Block]:
    """Every section of city.yaml with its keys, as the schema explains them."""
    schema = json.loads((ROOT / "schemas" / "city.schema.json").read_text(encoding="utf-8"))
    head = {"zh": ("项", "意思", "写法"), "en": ("Key", "Meaning", "How it is written")}[language]
    blocks = []
    for name, section in schema["properties"].items():
        title, meaning = _words(section, language)
        rows = [
            (f'<code id="{path}">{path.replace(".", ".<wbr>")}</code><br>{_words(key, language)[0]}', _words(key, language)[1], _form(key, language))
            for path, key in keys(section, name)
        ]
        blocks.append((name, f"{name} — {title}", f"{meaning}\n\n{table(head, rows)}"))
    return blocks


def keys(entry: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every key below `entry`; `[]` stands for the items of a list."""
    if "items" in entry:
        yield f"{path}[]", entry["items"]
        yield from keys(entry["items"], f"{path}[]")
    for name, key in entry.get("properties", {}).items():
        yield f"{path}.{name}", key
        yield from keys(key, f"{path}.{name}")


def _words(entry: Mapping[str, Any], language: str) -> tuple[str, str]:
    names = ("title", "description") if language == "zh" else ("x-title-en", "x-description-en")
    return _text(entry[names[0]]), _text(entry[names[1]])


_TYPES = {
    "string": ("文字", "text"), "integer": ("整数", "whole number"), "boolean": ("<code>true</code> / <code>false</code>",) * 2,
    "object": ("一组“键: 值”", "keys and values"), "array": ("列表", "list"),
}


def _form(entry: Mapping[str, Any], language: str) -> str:
    zh = language == "zh"
    types = [entry["type"]] if isinstance(entry["type"], str) else entry["type"]
    words = [(" 或者 " if zh else " or ").join(_TYPES[kind][0 if zh else 1] for kind in types)]
    if "enum" in entry:
        words = [" / ".join(map(_code, entry["enum"]))]
    if "x-help" in entry:
        words = [_text(entry["x-help"][language])]
    if "minimum" in entry:
        words.append(f"{entry['minimum']}–{entry['maximum']}")
    elif "maxLength" in entry:
        words.append(f"至多 {entry['maxLength']} 字" if zh else f"at most {entry['maxLength']} characters")
    if "default" in entry:
        words.append(("默认 " if zh else "default ") + _code(_yaml(entry["default"])))
    if "examples" in entry and entry["examples"][0] != entry.get("default") and "x-help" not in entry:
        words.append(("例如 " if zh else "e.g. ") + _code(_yaml(entry["examples"][0])))
    return ("，" if zh else ", ").join(words)


def _yaml(value: Any) -> str:
    from toolkit.files import yamltext

    return yamltext.flow(value)


def rule_blocks(language: str) -> list[Block]:
    """Every rule of docs/reference/rules.md, by its kind; the frame says what each kind looks at."""
    text = RULES.read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    for rule, english, chinese in sorted(re.findall(r"^\| ([A-Z]{3}[0-9]{3}) \| (.*) \| (.*) \|$", text, re.M)):
        words = chinese if language == "zh" else english
        found.setdefault(rule[:3], []).append((f'<code id="{rule}">{rule}</code>', words))
    head = {"zh": ("规则", "说的是"), "en": ("Rule", "What it found")}[language]
    return [(kind, "", table(head, rows)) for kind, rows in found.items()]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(text: str) -> str:
    """Words that stay words in Markdown, in a table too."""
    return re.sub(r"[|*_`\[\]{}\\#]", lambda sign: f"&#{ord(sign[0])};", html.escape(" ".join(text.split()), quote=False))


def _code(value: object) -> str:
    return f"<code>{_text(str(value))}</code>"


def write() -> None:
    """Writes the reference anew."""
    for path, content in pages():
        (ROOT / "docs" / path).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["commands"]:
        print(json.dumps(described(), ensure_ascii=False))
    else:
        write()
