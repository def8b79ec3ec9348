"""The lines of a city.yaml as they stand: ends, BOM and layout kept, suggestions put between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.files import yamltext
from toolkit.files.yamlfile import YamlFile

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_BOM = "\ufeff"
Schema = Mapping[str, Any]


class Lines:
    """A text as lines with their ends; numbers count from 0."""

    def __init__(self, text: str) -> None:
        self._bom = _BOM if text.startswith(_BOM) else ""
        found = [(match[1], match[2]) for match in _LINE.finditer(text[len(self._bom):])]
        self.contents = [content for content, _ in found]
        self._ends = [end for _, end in found]
        if len(found) > 1 and found[-1] == ("", ""):  # the pattern also finds the nothing after the last end
            self.contents.pop()
            self._ends.pop()
        common = Counter(end for end in self._ends if end).most_common(1)
        self._end = common[0][0] if common else "\n"

    def text(self) -> str:
        return self._bom + "".join(map("".join, zip(self.contents, self._ends, strict=True)))

    def plain(self) -> str:
        """The text as the YAML reader takes it: no BOM, LF ends."""
        return "".join(content + ("\n" if end else "") for content, end in zip(self.contents, self._ends, strict=True))

    def insert(self, at: int, contents: Sequence[str]) -> None:
        """Puts lines before the line `at`, or at the end."""
        ends = [self._end] * len(contents)
        if at == len(self.contents) and self._ends and not self._ends[-1]:
            self._ends[-1] = self._end
            ends[-1] = ""
        self.contents[at:at] = contents
        self._ends[at:at] = ends

    def take(self, first: int, after: int) -> list[str]:
        """Removes the lines from `first` to before `after`, and returns them."""
        taken = self.contents[first:after]
        del self.contents[first:after], self._ends[first:after]
        return taken

    def is_comment(self, at: int) -> bool:
        return self.contents[at].lstrip().startswith("#")

    def reach(self, file: YamlFile, section: str) -> tuple[int, int]:
        """A section's first line, and the line before which the next one's key stands."""
        starts = sorted(line - 1 for place, (line, _) in file.keys.items() if len(place) == 1)
        first = file.keys[(section,)][0] - 1
        return first, next((start for start in starts if start > first), len(self.contents))

    def end_of(self, first: int, after: int) -> int:
        """The line behind the last value between two lines, and behind the indented comments below it."""
        values = [at for at in range(first, after) if self.contents[at].strip() and not self.is_comment(at)]
        end = values[-1] + 1 if values else first + 1
        while end < after and self.is_comment(end) and self.contents[end][0] in " \t":
            end += 1
        return end

    def indent(self, file: YamlFile, section: str) -> int | None:
        """The indent of a section's keys; None where they stand in braces or on the section's own line."""
        inner = [place for place in file.keys if len(place) == 2 and place[0] == section]
        own = file.keys[(section,)]
        if not inner:
            return own[1] + 1 if file.data[section] is None else None
        line, column = file.keys[inner[0]]
        row, at = file.values[(section,)]
        braces = self.contents[row - 1][at - 1] == "{" or self.contents[line - 1][:column - 1].strip()
        return None if braces else column - 1

    def mentions(self, key: str, first: int, after: int) -> bool:
        """Whether a comment between two lines says `key:`: struck out, or suggested before."""
        said = re.compile(rf"""(?:^|\s)#.*?(?<![\w.-])["']?{re.escape(key)}["']?\s*[:：]""")
        return any(said.search(content) for content in self.contents[first:after])

    def struck_section(self, section: str) -> tuple[int, int] | None:
        """Where a whole section stands as a comment: its line, and the line behind its keys."""
        head = re.compile(rf"\s*#+\s*{re.escape(section)}\s*[:：]")
        first = next((at for at, content in enumerate(self.contents) if head.match(content)), None)
        if first is None:
            return None
        after = first + 1
        while after < len(self.contents) and re.match(r"\s*#+\s+\s", self.contents[after]):
            after += 1
        return first, after


def suggestion(indent: str, key: str, schema: Schema) -> str:
    """A key as a comment, in the way that city.yaml is written: without its `#` it is in force."""
    if "default" in schema:
        how = f"新增，要改的去掉行首的 #；不填按 {_value(schema)} 办"
    else:
        how = "新增，这是例子，要用的改成本市的，去掉行首的 #"
    return f"{indent}#{key}: {_value(schema)}  # {schema['title']}（{how}）"


def in_braces(section: str, keys: Mapping[str, Schema]) -> Iterable[str]:
    for key, schema in keys.items():
        yield f"# {section} 里可以加一项 {key}: {_value(schema)}（{schema['title']}）"


def section_comment(section: str, entry: Schema, keys: Mapping[str, Schema]) -> list[str]:
    """A whole section as comments, below the line that explains it."""
    inner = [f"#  {key}: {_value(schema)}  # {schema['title']}" for key, schema in keys.items()]
    return [f"# {entry['title']}：{entry['description']}新增，要改的去掉下面各行行首的 #。", f"#{section}:", *inner]


def _value(schema: Schema) -> str:
    return yamltext.flow(schema.get("default", schema["examples"][0]))
