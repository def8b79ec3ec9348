"""Word files to GB/T 9704-2012: one pandoc process for all of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from toolkit.city.city import City
from toolkit.errors import ToolkitError
from toolkit.exporters import booklet, layout
from toolkit.exporters.band import band
from toolkit.exporters.copies import fingerprint as copies
from toolkit.exporters.fingerprints import of_folder, of_package, version
from toolkit.exporters.word import embedded, frame, keeping, page, pandoc_ast
from toolkit.exporters.word.look import reference
from toolkit.files import archive, leaving, sources, temporary
from toolkit.files.artifact import Artifact
from toolkit.files.process import UNSEEN
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

_EPOCH = "1767225600"  # Word files carry a date; a fixed one keeps two builds the same


def export(documents: Sequence[Rendered], city: City, register: Register) -> list[Artifact]:
    """One Word file for each document, in order. Raises ToolkitError if pandoc fails."""
    if not documents:
        return []
    trees = [pandoc_ast.document(document, city, register) for document in documents]
    looks = list(dict.fromkeys(map(layout.look, documents)))
    with temporary.folder() as folder:
        _run_pandoc(folder, trees, looks)
        frames = {look: archive.opened((folder / f"{look}-frame.docx").read_bytes()) for look in looks}
        texts = frame.texts(archive.opened((folder / "text.docx").read_bytes())["word/document.xml"])
    return [
        Artifact(f"docx/{layout.file_name(document)}.docx", _finished(
            frame.framed(frames[layout.look(document)], text, tree["meta"]), document, city,
        ))
        for document, tree, text in zip(documents, trees, texts, strict=True)
    ]


def _finished(parts: dict[str, bytes], document: Rendered, city: City) -> bytes:
    """What pandoc made, with what it cannot: heads and feet of pages, pictures, what stays together."""
    embedded.put_pictures(parts)
    if not booklet.is_booklet(document):
        adults = [chapter.id for chapter in document.chapters if layout.part_look(document, chapter) != layout.look(document)]
        parts["word/document.xml"] = keeping.finished(parts["word/document.xml"], adults, document.kind == layout.FORM)
    page.with_page(parts, band(document, city), layout.foot(document), document.chapters[0].id)
    return archive.packed(parts)


def _run_pandoc(folder: Path, trees: Sequence[pandoc_ast.Node], looks: Sequence[str]) -> None:
    """Puts the text of all documents into text.docx, and a file without text for each look into look-frame.docx."""
    import pypandoc

    for name in ("batch.lua", "documents.openxml"):
        (folder / name).write_bytes((_templates() / name).read_bytes())
    for look in looks:
        (folder / f"{look}.docx").write_bytes(reference(look))
    (folder / "looks.txt").write_text("\n".join(looks), encoding="ascii")
    (folder / "frame.json").write_text(json.dumps(pandoc_ast.without_text()), encoding="ascii")
    (folder / "documents.json").write_text("\n".join(map(json.dumps, trees)), encoding="ascii", newline="\n")
    # Plain names in the process's own folder: a Chinese user name in the path can't hurt.
    process = subprocess.Popen(  # noqa: S603 - a fixed program, and names that are ours
        [pypandoc.get_pandoc_path(), "lua", "batch.lua"],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        creationflags=UNSEEN, env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH, "TMPDIR": "."},  # what a kill leaves goes with the folder
    )
    with process, leaving.undone(process.kill):
        try:
            _, said = process.communicate()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        detail = said.decode("utf-8", "replace").strip()[:400]
        raise ToolkitError(
            zh=f"pandoc 没有成功：{detail}", en=f"pandoc failed: {detail}",
            fix_zh="运行 linyi doctor 看看缺什么", fix_en="run linyi doctor to see what is missing",
        )


def fingerprint() -> str:
    """Changes with the look and with pandoc."""
    return "".join((version("pypandoc-binary"), of_folder(_templates()), of_package(), booklet.fingerprint(), copies()))


def _templates() -> Path:
    return sources.shared().templates / "docx"
