"""Signs that no font has: known before a build, and no reason for it to stop."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from toolkit.exporters.paper import fonts, pdf
from toolkit.files import glyphs


@pytest.mark.parametrize(("text", "lacking"), [
    ("", ""), ("abc 临沂市手牵手", ""), ("☐ ① ㎡ → × é — “”＊〓", ""), ("谢谢🌟🌟！", "🌟"), ("✅好", "✅"), ("𰻝𰻝面", "𰻝"),
])
def test_signs_are_known_by_the_font_itself(text: str, lacking: str):
    assert glyphs.unprintable(text) == list(lacking)


def typst(tmp_path: Path, text: str) -> bytes:
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.carried_folder())])
    template = pdf.Template(
        typst.Compiler(root=str(tmp_path), font_paths=found),
        '#set document(title: "x")\n#set text(font: "Noto Serif SC", lang: "zh")\n#for sign in json(bytes(given)).text.clusters() [#sign ]',
    )
    return pdf.compile_one(template, {"id": "P98", "text": text})


def test_what_is_said_to_be_printable_is_printed_without_the_fonts_of_any_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_lacking", lambda document, message: set())  # and so would fail
    signs = [chr(code) for code in range(0x2190, 0x2800) if unicodedata.category(chr(code)) != "Cn"]
    printable = [sign for sign in signs if not glyphs.unprintable(sign)]
    assert len(printable) > 900
    assert typst(tmp_path, "".join(printable)).startswith(b"%PDF")


def test_a_sign_that_no_font_has_does_not_stop_a_pdf(tmp_path: Path):
    from pypdf import PdfReader

    (tmp_path / "made.pdf").write_bytes(typst(tmp_path, "谢谢🌟你✅"))
    shown = "".join(PdfReader(tmp_path / "made.pdf").pages[0].extract_text().split())
    assert shown == f"谢谢{glyphs.MISSING}你{glyphs.MISSING}"
