"""Makes the toolkit's manual for an office without a network: one HTML file and one Word file, of docs/zh.

    python scripts/manual.py 离线安装

The pages stand in the order of the menu, each a chapter; links from page to page lead within the file. It needs
pandoc, which the toolkit carries.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NAME = "使用手册"
TITLE = "临沂工具包 使用手册"
# Pages that no office needs: how the program is made.
_LEFT_OUT = ("zh/index.md", "zh/why.md", "reference/dependencies.md")
_LINK = re.compile(r"\[([^\]\n]*)\]\((?!https?:|#)([^)#\s]*)(#[^)\s]*)?\)")
_COMMANDS = b"""<w:style w:type="paragraph" w:customStyle="1" w:styleId="SourceCode"><w:name w:val="Source Code" />
<w:basedOn w:val="Normal" /><w:pPr><w:ind w:firstLine="0" w:firstLineChars="0" /><w:jc w:val="left" /></w:pPr></w:style>"""
_CSS = """\
body{font:17px/1.8 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#222}
h1{font-size:1.7rem;border-bottom:2px solid #a61b1b;margin-top:3rem;padding-bottom:.3rem}h2{font-size:1.3rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}td,th{border:1px solid #bbb;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td:first-child{min-width:5em}code{background:#f3f1ee;padding:0 .2em;overflow-wrap:anywhere}pre{background:#f3f1ee;padding:.7rem;overflow-x:auto}pre code{padding:0}
a{color:#a61b1b}nav ul{list-style:none;padding-left:1em}svg{max-width:100%;height:auto}svg rect{fill:#fff;stroke:#999}svg path{fill:none;stroke:#999}svg text{text-anchor:middle;font-size:15px}
@media print{body{max-width:none;font-size:11pt}h1{break-before:page}a{color:inherit;text-decoration:none}}
"""


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        folder = Path(name)
        (folder / "manual.md").write_text(text(), encoding="utf-8", newline="\n")
        (folder / "style.css").write_text(f"<style>\n{_CSS}</style>\n", encoding="utf-8", newline="\n")
        (folder / "look.docx").write_bytes(_look())
        told = ("--standalone", "--syntax-highlighting=none", "--metadata", f"title={TITLE}", "--metadata", "lang=zh-Hans")
        read = ("manual.md", "--from", "markdown-smart+raw_html", "--to", "html5")
        _pandoc(folder, *read, *told, "--toc", "--toc-depth", "2", "--include-in-header", "style.css", "--output", f"{NAME}.html")
        # Word is given what HTML makes of cells and anchors; it knows no drawings of HTML's, and the text beside them says the same.
        _pandoc(folder, *read, "--syntax-highlighting=none", "--output", "word.html")
        page = re.sub(r"<svg.*?</svg>", "", (folder / "word.html").read_text(encoding="utf-8"), flags=re.S)
        (folder / "word.html").write_text(_contents(page) + page, encoding="utf-8", newline="\n")
        _pandoc(folder, "word.html", "--from", "html", "--to", "docx", *told, "--reference-doc", "look.docx", "--output", f"{NAME}.docx")
        (target / f"{NAME}.html").write_bytes((folder / f"{NAME}.html").read_bytes())
        (target / f"{NAME}.docx").write_bytes(_flush((folder / f"{NAME}.docx").read_bytes()))


def text() -> str:
    """All chapters as one Markdown text."""
    names = chapters()
    return "\n\n".join(_chapter(name, names) for name in names) + "\n"


def chapters() -> list[str]:
    """The pages of the Chinese menu, in its order: paths in docs/."""
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    chinese = next(part["中文"] for part in menu if isinstance(part, dict) and "中文" in part)
    return [name for name in _names(chinese) if name not in _LEFT_OUT]


def _names(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    parts = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
    return [name for part in parts for name in _names(part)]


def _chapter(name: str, names: list[str]) -> str:
    page = (DOCS / name).read_text(encoding="utf-8")
    page = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.S)
    page = re.sub(r"<!--.*?-->\n*", "", page, flags=re.S)
    page = re.sub(r"^```(\w+) title=\"[^\"]*\"$", r"```\1", page, flags=re.M)
    page = re.sub(r"^<p><a href=\"[^\"]*sample/[^\n]*</p>\n", "", page, flags=re.M)  # the sample city is on the site alone
    page = re.sub(r"^# (.+)$", rf"# \1 {{#{anchor(name)}}}", page, count=1, flags=re.M)
    return _LINK.sub(lambda link: _linked(link, name, names), page).strip()


def anchor(name: str) -> str:
    """A chapter's id: zh/city-yaml.md → page-city-yaml."""
    return f"page-{Path(name).stem}"


def _linked(link: re.Match[str], name: str, names: list[str]) -> str:
    """A link within the manual; of what the manual leaves out, the words alone."""
    words, path, part = link.groups()
    found = os.path.normpath(Path(name).parent / path).replace(os.sep, "/")
    return f"[{words}]({part or '#' + anchor(found)})" if found in names else words


def _look() -> bytes:
    """Word's styles: those of the forms, whose print is small enough for tables."""
    sys.path.insert(0, str(ROOT))
    from toolkit.exporters.word.look import reference

    return reference("form")


def _flush(content: bytes) -> bytes:
    """The Word file with its lines of commands flush left: stretched to the margin, they cannot be read."""
    from toolkit.files import archive

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", _COMMANDS + b"</w:styles>")
    return archive.packed(parts)


def _contents(page: str) -> str:
    """The chapters as links: Word's own table of contents stays empty until somebody updates it."""
    chapters = re.findall(r'<h1 id="([^"]+)">(.*?)</h1>', page)
    return "<ul>" + "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in chapters) + "</ul>\n"


def _pandoc(folder: Path, *arguments: str) -> None:
    import pypandoc

    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}
    subprocess.run([pypandoc.get_pandoc_path(), *arguments], cwd=folder, check=True, env=environment)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
