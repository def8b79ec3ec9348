"""A city.yaml alone held to the rules: before there is a kit, and while its facts are being filled in."""

from __future__ import annotations

from toolkit import rules
from toolkit.errors import Finding
from toolkit.files import sources
from toolkit.rules.subject import Subject
from toolkit.text import releases
from toolkit.text.citations import Register


def check(text: str) -> list[Finding]:
    """All findings of the text of a city.yaml; no document is called missing. Raises Unreadable."""
    source = sources.shared()
    subject = Subject(Register(source.legal))
    subject.take_city(text, "city.yaml")
    subject.unread.update(path.name[:3] for _, path in releases.files(source.root))
    return rules.check(subject)
