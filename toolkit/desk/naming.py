"""What values and references are called where a person reads or edits a text."""

from __future__ import annotations

from toolkit.desk import facts
from toolkit.rules.subject import Subject
from toolkit.text.render import Outline, outline
from toolkit.text.tokens import Tokens, tokens


class Names:
    """The names of a kit's facts, documents and clauses."""

    def __init__(self, subject: Subject) -> None:
        city = subject.city
        self._outline: Outline | None = outline(subject.documents, city) if city else None
        self._titles = {part.id: part.title for document in subject.documents for part, _ in document.parts() if part.id}

    def value(self, key: str) -> str:
        question = facts.keys().get(key.partition("|")[0].strip())
        return question.title.zh if question else key

    def reference(self, target: str, document: str = "") -> str:
        if self._outline:
            try:
                return self._outline.words(target, document)
            except KeyError:
                pass
        return self._titles.get(target, target)

    def tokens(self, source: str, document: str = "", known: Tokens | None = None) -> Tokens:
        return tokens(source, self.value, lambda target: self.reference(target, document), known)
