"""What the rules look at: one city's facts, documents and legal register, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.city import city as cities
from toolkit.city.city import City
from toolkit.errors import Finding, InvalidInput, Severity, has_errors
from toolkit.files import textfile, yamlfile
from toolkit.files.yamlfile import Unreadable, YamlFile
from toolkit.registers.ledger import Ledger
from toolkit.registers.ledger import parse as parse_ledger
from toolkit.text import deviations, issues, policy, signoffs
from toolkit.text.citations import Register
from toolkit.text.decisions import Decisions
from toolkit.text.deviations import Listed
from toolkit.text.differing import Deviation
from toolkit.text.issues import Issue
from toolkit.text.policy import Document
from toolkit.text.render import Rendered, outline, render
from toolkit.text.signoffs import SignOff

_NAMED = re.compile(r"([A-Z][0-9]{2})-(?:([a-z0-9-]+)\.yaml$)?")


@dataclass
class Subject:
    """All that is read of a kit.

    `texts` holds every text read, by path, and `names` the names of all files; `others` are those that
    nobody reads. `unread` are the ids of documents and registers that lie here and cannot be read, so
    that no rule calls them missing. `listed` is the register of deviations, None where it cannot be read;
    `deviations` are those that there are, and `baseless` the documents whose base cannot be read.
    """

    register: Register
    text: str | None = None  # the version of the national text that the kit was made of
    city_file: YamlFile | None = None
    documents: list[Document] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)  # from reading alone
    names: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    signoffs: list[SignOff] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)  # what was issued, oldest first
    decisions: Decisions = field(default_factory=Decisions)  # what the last updates left to the city
    listed: Listed | None = Listed()
    deviations: list[Deviation] = field(default_factory=list)
    baseless: list[str] = field(default_factory=list)
    today: date = field(default_factory=date.today)
    _judged: tuple[YamlFile, list[Finding]] | None = field(default=None, repr=False)
    _rendered: tuple[Any, list[tuple[Rendered, list[Finding]]]] | None = field(default=None, repr=False)

    @property
    def city(self) -> City | None:
        """The city, where city.yaml is as its schema says: whoever has it may rely on that."""
        if self.city_file is None or has_errors(self.city_faults):
            return None
        return City(self.city_file)

    @property
    def city_faults(self) -> list[Finding]:
        """What is wrong with city.yaml by its schema."""
        if self.city_file is None:
            return []
        if self._judged is None or self._judged[0] is not self.city_file:
            self._judged = self.city_file, cities.check(self.city_file)
        return self._judged[1]

    def rendered(self) -> list[tuple[Rendered, list[Finding]]]:
        """The adopted documents as they read here, each with what is wrong in it; none where city.yaml has errors.

        Made once, as long as nothing else is read.
        """
        city = self.city
        if city is None:
            return []
        read = city.file, tuple(self.documents), frozenset(self.unread)
        if self._rendered is None or self._rendered[0] != read:
            outlined = outline(self.documents, city, self.unread)
            self._rendered = read, [render(document, outlined, city) for document in outlined.documents]
        return self._rendered[1]

    def refuse_gaps(self) -> Subject:
        """Itself. Raises InvalidInput where a file could not be read: what is made of the rest would look whole."""
        if has_errors(self.findings):
            raise InvalidInput(self.findings)
        return self

    def misses(self, name: str) -> bool:
        """Whether `name`, an id of a document or clause or a register's short name, is in a file that
        lies here unread."""
        return name in self.unread or name[:3] in self.unread

    def read_city(self, path: Path, shown: str) -> None:
        with self._noting(shown):
            self.take_city(yamlfile.read_text(path, shown), shown)

    def take_city(self, text: str, shown: str) -> None:
        """The text of a city.yaml. Raises Unreadable."""
        self.texts[shown] = text
        self.city_file = yamlfile.parse(text, shown)

    def read_documents(self, files: Iterable[tuple[Path, str]]) -> None:
        for path, shown in files:
            with self._noting(shown):
                self.texts[shown], findings = textfile.read_document(path, shown)
                self.findings.extend(findings)
                document, findings = policy.parse(self.texts[shown], shown)
                self.documents.append(document)
                self.findings.extend(findings)
                if not document.id:
                    self.miss(shown)

    def read_registers(self, files: Iterable[tuple[Path, str]]) -> None:
        """Reads definitions of registers, never filled ones."""
        for path, shown in files:
            with self._noting(shown):
                self.texts[shown], findings = textfile.read_document(path, shown)
                self.findings.extend(findings)
                ledger, findings = parse_ledger(self.texts[shown], shown)
                self.findings.extend(findings)
                if ledger is None:
                    self.miss(shown)
                else:
                    self.ledgers.append(ledger)

    def read_signoffs(self, path: Path, shown: str) -> None:
        """Reads the record of sign-offs, where there is one."""
        with self._noting(shown):
            self.texts[shown] = textfile.read_text(path, shown)
            self.signoffs, findings = signoffs.read(self.texts[shown])
            self.findings.extend(findings)

    def read_issues(self, path: Path, shown: str) -> None:
        """Reads the register of issues. No draft hangs on it: what is wrong there is a warning."""
        before = len(self.findings)
        with self._noting(shown):
            self.texts[shown] = textfile.read_text(path, shown)
            self.issues, findings = issues.read(self.texts[shown])
            self.findings.extend(findings)
        self.findings[before:] = [replace(item, severity=Severity.WARNING) for item in self.findings[before:]]

    def read_deviations(self, files: Iterable[tuple[Path, str]]) -> None:
        """Reads the register of deviations. Nothing is printed of it: what is wrong there is a warning."""
        before = len(self.findings)
        for path, shown in files:
            self.listed = None
            with self._noting(shown):
                self.texts[shown], findings = textfile.read_document(path, shown)
                self.findings.extend(findings)
                self.listed, findings = deviations.parse(self.texts[shown], shown)
                self.findings.extend(findings)
        self.findings[before:] = [replace(item, severity=Severity.WARNING) for item in self.findings[before:]]

    @contextmanager
    def _noting(self, shown: str) -> Iterator[None]:
        """What makes a file unreadable is a finding, and what it holds is not called missing."""
        self.names.append(shown)
        try:
            yield
        except Unreadable as error:
            self.findings.extend(error.findings)
            self.miss(shown)
        except OSError:
            self.findings.append(textfile.not_a_file(shown))
            self.miss(shown)

    def miss(self, shown: str) -> None:
        """Notes a file that lies here and is not read."""
        named = _NAMED.match(Path(shown).name)
        if named:
            self.unread.update(name for name in named.groups() if name)
