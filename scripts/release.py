"""Records the text of a release, so that the next one can show what changed: python scripts/release.py 0.2.0 2027-01-31"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.text import policy, releases  # noqa: E402

FOLDERS = ("policies", "templates/forms", "templates/training")


def main(version: str, on: str) -> None:
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("[PBT][0-9][0-9]-*.md"))]
    documents = [policy.read(path, path.name)[0] for path in files]
    text = yaml.safe_dump(releases.record(documents, version, on), allow_unicode=True, sort_keys=False)
    (ROOT / "policies" / releases.FILE).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
