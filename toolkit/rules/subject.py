"""What the rules look at: one city's facts, documents and legal register, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.city.city import City
from toolkit.errors import Finding
from toolkit.files import yamlfile
from toolkit.files.yamlfile import Unreadable, YamlFile
from toolkit.registers.ledger import Ledger
from toolkit.registers.ledger import parse as parse_ledger
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.policy import Document


@dataclass
class Subject:
    """`city` is None where city.yaml cannot be used; `texts` holds every text read, by path."""

    register: Register
    text: str | None = None  # the version of the national text that the kit was made of
    city_file: YamlFile | None = None
    documents: list[Document] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)  # from reading alone

    @property
    def city(self) -> City | None:
        if self.city_file is None or not isinstance(self.city_file.data, dict):
            return None
        return City(self.city_file)

    def read_city(self, path: Path, shown: str) -> None:
        try:
            text = yamlfile.read_text(path, shown)
            self.texts[shown] = text
            self.city_file = yamlfile.parse(text, shown)
        except Unreadable as error:
            self.findings.extend(error.findings)

    def read_documents(self, files: Iterable[tuple[Path, str]]) -> None:
        for path, shown in files:
            try:
                text = yamlfile.read_text(path, shown)
                self.texts[shown] = text
                document, findings = policy.parse(text, shown)
            except Unreadable as error:
                self.findings.extend(error.findings)
                continue
            self.documents.append(document)
            self.findings.extend(findings)

    def read_registers(self, files: Iterable[tuple[Path, str]]) -> None:
        """Reads definitions of registers, never filled ones."""
        for path, shown in files:
            try:
                text = yamlfile.read_text(path, shown)
                self.texts[shown] = text
                ledger, findings = parse_ledger(text, shown)
            except Unreadable as error:
                self.findings.extend(error.findings)
                continue
            self.findings.extend(findings)
            if ledger is not None:
                self.ledgers.append(ledger)
