"""Hooks of the toolkit's own documentation (mkdocs.yml): pages made from the source, and a sample city's site.

`linyi` itself says what its commands and options are, the schema what city.yaml holds. The sample
city is made by `linyi new` and `linyi build`; LINYI_DOCS_SAMPLE=0 leaves it out while writing.
"""

from __future__ import annotations

import html
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LOOK = ROOT / "templates" / "site" / "assets"
ASSETS = ("iframe-worker.js", "kit.css")
SAMPLE = {
    "team": {"hotline": "0539-00000000", "leader": "张示例", "name": "临沂市示例志愿服务团"},
    "site": {"languages": ["zh-Hans", "zh-Hant"]},
}


def on_config(config: Any) -> Any:
    from toolkit.exporters import site_run

    # mkdocs-material loads the dictionary of Chinese words: quietly, and from no shared folder.
    on_config.folder = tempfile.TemporaryDirectory(prefix="linyi-")  # type: ignore[attr-defined]
    site_run.own_dictionary_cache(Path(on_config.folder.name))  # type: ignore[attr-defined]
    return config


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for name in ASSETS:
        files.append(File.generated(config, f"assets/{name}", content=(LOOK / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    if page.file.src_uri == "reference/commands.md":
        return markdown.replace("<!-- commands -->", "\n\n".join(commands()))
    if page.file.src_uri == "reference/city-yaml.md":
        return markdown.replace("<!-- city.yaml -->", "\n\n".join(keys()))
    return markdown


def on_post_build(config: Any) -> None:
    from toolkit.exporters import site

    folder = Path(config["site_dir"])
    kept = site.read(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in kept:
            path.unlink()
        elif path.read_bytes() != kept[name]:
            path.write_bytes(kept[name])
    if os.environ.get("LINYI_DOCS_SAMPLE") != "0":
        _sample(folder / "sample")
    on_config.folder.cleanup()  # type: ignore[attr-defined]


def _sample(target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        answers = Path(name) / "answers.yaml"
        answers.write_text(json.dumps(SAMPLE, ensure_ascii=False), encoding="utf-8")
        kit = Path(name) / "临沂市"
        _linyi("new", "临沂", "--no-input", "--answers", answers, "--out", kit)
        _linyi("build", kit, "--only", "site", "--out", target)
    for state in (target / ".linyi-build.json", target / "网站.zip"):
        state.unlink(missing_ok=True)


def _linyi(*arguments: object) -> None:
    command = [sys.executable, "-m", "toolkit", "--quiet", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        from mkdocs.exceptions import PluginError

        raise PluginError(f"linyi {arguments[0]}: {done.stderr[-2000:]}")


def commands() -> Iterator[str]:
    """Every command with its options in both languages, as Markdown."""
    both = {language: _described(language) for language in ("zh", "en")}
    for name, english in both["en"].items():
        chinese = both["zh"][name]
        yield f"### linyi {name}: options {{ #options-{name.replace(' ', '-')} }}"
        yield f"`{english['usage']}`"
        yield f"{_plain(chinese['help'])} · {_plain(english['help'])}"
        rows = [
            f"| `{option}` | {_plain(chinese['options'][option])} | {_plain(text)} |"
            for option, text in english["options"].items()
        ]
        if rows:
            yield "\n".join(["| option | 意思 | meaning |", "|---|---|---|", *rows])


def _described(language: str) -> dict[str, dict[str, Any]]:
    """What the command line says of itself; its language is fixed when it is loaded."""
    environment = {**os.environ, "LINYI_LANG": language, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, "commands"], env=environment, capture_output=True,
                          text=True, encoding="utf-8", check=True)
    described: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return described


def _describe() -> dict[str, dict[str, Any]]:
    import click

    from toolkit.cli import main

    def walk(group: click.Group, before: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, command in group.commands.items():
            path = f"{before}{name}"
            if isinstance(command, click.Group):
                yield from walk(command, f"{path} ")
                continue
            context = click.Context(command, info_name=f"linyi {path}")
            records = [option.get_help_record(context) for option in command.params]
            yield path, {
                "usage": command.get_usage(context).removeprefix("Usage: "), "help": command.help or "",
                "options": dict(record for record in records if record),
            }

    return dict(walk(main, ""))


def keys() -> Iterator[str]:
    """Every key of city.yaml with its meaning and bounds, as Markdown."""
    schema = json.loads((ROOT / "schemas" / "city.schema.json").read_text(encoding="utf-8"))
    for section, entry in schema["properties"].items():
        yield f"## {section} {{ #{section} }}"
        yield f"{_plain(entry['title'])} · {_plain(entry['x-title-en'])}. {_plain(entry['description'])} · {_plain(entry['x-description-en'])}"
        items = entry.get("items", {}) if entry["type"] == "array" else entry
        rows = [_key(name, item) for name, item in items.get("properties", {}).items()]
        if rows:
            yield "\n".join(["| key | 意思 | meaning | value |", "|---|---|---|---|", *rows])


def _key(name: str, item: Mapping[str, Any]) -> str:
    chinese = f"{item['title']}：{item['description']}" if item.get("description") else item["title"]
    english = ": ".join(filter(None, (item.get("x-title-en", ""), item.get("x-description-en", ""))))
    return f"| `{name}` | {_plain(chinese)} | {_plain(english)} | {_plain(_value(item))} |"


def _value(item: Mapping[str, Any]) -> str:
    if "enum" in item:
        return " | ".join(map(str, item["enum"]))
    bounds = [f"{mark} {item[key]}" for key, mark in (("minimum", "≥"), ("maximum", "≤"), ("maxLength", "≤ characters:")) if key in item]
    example = item.get("examples", [None])[0]
    shown = [f"e.g. {json.dumps(example, ensure_ascii=False)}"] if example is not None else []
    return ", ".join([str(item.get("type", "")), *bounds, *shown])


def _plain(text: str) -> str:
    """Text that stays text in a table's cell."""
    return html.escape(" ".join(text.split())).replace("|", "&#124;").replace("*", "&#42;").replace("_", "&#95;")


if __name__ == "__main__" and sys.argv[1:] == ["commands"]:
    print(json.dumps(_describe(), ensure_ascii=False))
else:
    logging.getLogger("jieba").setLevel(logging.ERROR)
