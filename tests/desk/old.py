"""A kit made before the first release, which has words of its own where the next text changed too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.conftest import ROOT


def old_kit_in(folder: Path, name: str = "旧市") -> Path:
    """A kit of 1.0.0 with two clauses in its own words, which the next text changed too."""
    kept, released = ROOT / "tests" / "kits" / "before-releases", ROOT / "policies" / "releases" / "1.0.0"
    kit, manifest = folder / name, json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        target = kit / entry["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry["ownership"] == "text":
            base = kit / ".kit" / "base" / entry["base"]
            base.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(released / entry["base"], base)
            shutil.copyfile(released / entry["base"], target)
        elif entry["path"].endswith(".yaml") and entry["ownership"] == "seed":
            shutil.copyfile(released / "templates" / "registers" / target.name, target)
    shutil.copyfile(kept / "city.yaml", kit / "city.yaml")
    (kit / ".kit" / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    for document, words in (("P04", "没有人派我来"), ("P02", "处境困难的孩子")):
        path = next((kit / "制度").glob(f"{document}-*.md"))
        text = path.read_text(encoding="utf-8")
        assert words in text
        path.write_text(text.replace(words, f"{words}（本市另有规定的从其规定）", 1), encoding="utf-8")
    return kit
