"""Ties the readers' texts to the clauses they retell: python scripts/retold.py [--check] [FILE …]

Writes the fingerprint of every retold clause into the front matter of templates/readers/C*.md, or of
the files named, and leaves every other byte as it is. Run it after you have read each changed clause
and mended what retells it: it says that the two agree. With --check nothing is written, and the exit
code is 1 where a file would change.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.text import policy, releases  # noqa: E402
from toolkit.text.policy import Chapter, Document  # noqa: E402

_KEPT = re.compile(r"^retold:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.M)


class Refused(Exception):
    """A file cannot be tied; nothing was written."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    prints = fingerprints(ROOT)
    try:
        made = {path: tied(path.read_bytes(), path.name, prints) for path in given.files or readers(ROOT)}
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    changed = [path for path, content in made.items() if content != path.read_bytes()]
    for path in changed:
        print(path.name)
        if not given.check:
            path.write_bytes(made[path])
    return int(given.check and bool(changed))


def readers(root: Path) -> list[Path]:
    """The readers' texts of the shared sources."""
    return [path for name, path in releases.files(root) if name.startswith("templates/readers/")]


def fingerprints(root: Path) -> dict[str, str]:
    """The fingerprint of everything that can be retold, by id."""
    documents = [policy.read(path, name)[0] for name, path in releases.files(root) if path.suffix == ".md"]
    return {
        part.id: releases.fingerprint(part)
        for document in documents if not document.is_reader
        for part, _ in document.parts() if not isinstance(part, Chapter) or not part.clauses
    }


def tied(content: bytes, name: str, prints: Mapping[str, str]) -> bytes:
    """The file with the fingerprints of all that its subjects retell. Raises Refused."""
    text = content.decode("utf-8")
    document, _ = policy.parse(text.replace("\r\n", "\n"), name)
    end = "\r\n" if text.startswith("---\r\n") else "\n"
    lines = text.split("\n")
    close = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    head = "\n".join(lines[:close]) + "\n"
    entries = [f'  {target}: "{prints[target]}"' for target in _targets(document, prints)]
    block = "".join(line + end for line in ["retold:", *entries]) if entries else ""
    return (_KEPT.sub("", head) + block + "\n".join(lines[close:])).encode("utf-8")


def _targets(document: Document, prints: Mapping[str, str]) -> list[str]:
    targets = list(dict.fromkeys(target for chapter in document.chapters for target in chapter.retells))
    unknown = [target for target in targets if target not in prints]
    if unknown:
        raise Refused(f"{document.path}: retells {', '.join(unknown)}, which is no clause; name clauses that exist")
    return targets


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
