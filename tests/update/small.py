"""A small national text in a folder of its own, a kit made of it, and the commands on both."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT
from toolkit.city.answers import city_text
from toolkit.city.divisions import find
from toolkit.commands.update import Updated, update
from toolkit.kit.furnishing import manifest
from toolkit.text import decisions
from toolkit.text.decisions import Decisions

FRONT = """---
id: {id}
slug: sample
title: {title}
title_en: Sample
kind: 制度
version: "{version}"
summary: 一句话说明。
summary_en: One sentence.
audience: [volunteer]
owner: 安全员
---
"""
BODY = """
## 总则 {#P98-general}

### 打给谁 {#P98-call basis="charity:1"}

先打110。

再打团里。

### 报备 {#P98-checkin}

出门以前报备，30日内补齐。

### 保险 {#P98-insurance}

保险生效再去。
"""


def document(body: str = BODY, version: str = "1.0.0", name: str = "P98", title: str = "样例制度") -> str:
    return FRONT.format(id=name, title=title, version=version) + body.replace("P98", name)


def national(
    folder: Path, documents: Mapping[str, str], version: str = "1.0.0", reasons: str = "", registers: Mapping[str, str] | None = None,
) -> Path:
    """A folder laid out like the shared sources. Documents are by id."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "policies" / "releases").mkdir(parents=True)
    (folder / "policies" / "version.yaml").write_text(f"version: {version}\nneeds_toolkit: 1.1.0\n", encoding="utf-8")
    if reasons:
        (folder / "policies" / "releases" / f"{version}.yaml").write_text(reasons, encoding="utf-8")
    for name, text in documents.items():
        place = folder / ("policies" if name[0] == "P" else "templates/forms")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}-sample.md").write_text(text, encoding="utf-8", newline="\n")
    for name, text in (registers or {}).items():
        place = folder / "templates" / "registers"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}-sample.yaml").write_text(text, encoding="utf-8", newline="\n")
    (folder / "schemas").mkdir()
    shutil.copyfile(ROOT / "schemas" / "city.schema.json", folder / "schemas" / "city.schema.json")
    return folder


def kit(root: Path, source: Path, version: str = "1.0.0") -> Path:
    """A kit as `linyi new` would make it of the text in `source`, without the skeleton."""
    entries = [{"path": "city.yaml", "ownership": "config"}]
    for place, folder, kind in (("policies", "制度", "text"), ("templates/forms", "表单", "text"), ("templates/registers", "台账/空白", "definition")):
        for path in sorted((source / place).glob("[PBR][0-9][0-9]-*")):
            name = path.name if kind == "definition" else f"{path.name[:3]}-样例制度.md"
            base = f"{place}/{path.name}"
            for target in (root / folder / name, root / ".kit" / "base" / base):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            entries.append({"path": f"{folder}/{name}", "ownership": kind, "id": path.name[:3], "base": base, "sha256": digest})
    root.joinpath("city.yaml").write_text(city_text(find("371325"), {}), encoding="utf-8", newline="\n")
    shutil.copyfile(ROOT / "schemas" / "city.schema.json", root / ".kit" / "city.schema.json")
    (root / ".kit" / "manifest.json").write_bytes(manifest(version, "1.0.0", "371325", entries))
    return root


class City:
    """A kit of one small text, and the folder of its nation."""

    path = "制度/P98-样例制度.md"

    def __init__(self, work: Path, **documents: str) -> None:
        self.work, self.root, self.source = work, work / "样例县", work / "nation"
        self.national(**documents)
        kit(self.root, self.source)

    def national(self, version: str = "1.0.0", reasons: str = "", **documents: str) -> None:
        national(self.source, documents or {"P98": document(version=version)}, version, reasons)

    def update(self, dry_run: bool = False) -> Updated:
        return update(self.root, self.source, dry_run)

    def read(self, path: str = "") -> str:
        return (self.root / (path or self.path)).read_bytes().decode()

    def write(self, text: str, path: str = "") -> None:
        target = self.root / (path or self.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    def edit(self, old: str, new: str, path: str = "") -> None:
        text = self.read(path)
        assert old in text
        self.write(text.replace(old, new, 1), path)

    @property
    def decisions(self) -> Decisions:
        path = self.root / decisions.PATH
        return decisions.read(json.loads(path.read_bytes())) if path.exists() else Decisions()

    @property
    def pages(self) -> list[str]:
        return sorted(path.stem for path in (self.root / "待处理").glob("*.md"))

    def tree(self) -> dict[str, bytes]:
        """Every file but the backups."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes() for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.is_relative_to(self.root / ".kit" / "backup")
        }
