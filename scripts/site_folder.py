"""Writes a sample city's site as Markdown with its mkdocs.yml, for other builders: python scripts/site_folder.py DIR"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit import kit
from toolkit.commands.build import read
from toolkit.commands.new import new
from toolkit.exporters.site.pages import pages
from toolkit.exporters.site.source import write_folder


def main(folder: Path, city: str = "临沂") -> None:
    with tempfile.TemporaryDirectory() as name:
        checked = read(kit.find(new(city, Path(name) / "kit", (), None, None)))
        folder.mkdir(parents=True)
        write_folder(folder, pages(checked.content, checked.city, checked.register), checked.city.team_name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
