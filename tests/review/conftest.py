"""What tests of the review share: a kit's documents as they were sent."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from tests.conftest import tool
from toolkit import kit as kits
from toolkit.exporters.word import docx
from toolkit.files import sources
from toolkit.review import marked, packed
from toolkit.rules.subject import Subject
from toolkit.text import printed
from toolkit.text.citations import Register
from toolkit.text.render import Outline, outline, render


@dataclass
class Sent:
    """Documents of a kit, packed."""

    subject: Subject
    outlined: Outline

    def __post_init__(self) -> None:
        self.made: dict[str, tuple[bytes, packed.Packed]] = {}

    @cached_property
    def documents(self):
        return {document.id: document for document in self.outlined.documents}

    def __getitem__(self, name: str) -> tuple[bytes, packed.Packed]:
        """The Word file, and where its paragraphs come from."""
        if name not in self.made:
            self.make([name])
        return self.made[name]

    def make(self, names: list[str]) -> None:
        city = self.subject.city
        rendered = [render(self.documents[name], self.outlined, city)[0] for name in names]
        files = docx.export(rendered, city, Register(sources.shared().legal))
        for name, file in zip(names, files, strict=True):
            parts = list(packed.parts(self.documents[name], self.outlined, city))
            self.made[name] = file.content, packed.pack(name, parts, marked.parse(file.content))

    def printed(self, name: str, source: str) -> str:
        """A part's source as it is printed, without line ends."""
        lines = printed.lines(source, self.subject.city.values, lambda target: self.outlined.words(target, name))
        return "".join(line.text for line in lines)


@pytest.fixture(scope="session")
def sent(linyi_kit: Path) -> Sent:
    """With every service switched on: all documents are there."""
    subject = kits.find(linyi_kit).subject()
    text = re.sub(r"^(  (?:camps|behaviour_camp|homes|boarding|prison_visits|party_organs): )false", r"\1true", subject.texts["city.yaml"], flags=re.M)
    subject.take_city(text, "city.yaml")
    return Sent(subject, outline(subject.documents, subject.city))



def faults(files: Sequence[Path]) -> list[tuple[str, str, str]]:
    """What the Open XML validator finds in office files."""
    validator = tool("ooxml-validator")

    def of(path: Path) -> list[tuple[str, str, str]]:
        done = subprocess.run([validator, path], capture_output=True, text=True, encoding="utf-8", check=False)
        return [(path.name, fault["path"], fault["description"]) for fault in json.loads(done.stdout)["errors"]]

    with ThreadPoolExecutor(2) as pool:
        return [fault for found in pool.map(of, files) for fault in found]
