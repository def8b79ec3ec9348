"""The drawings of templates/pictures, for formats that read SVG and for those that do not."""

from __future__ import annotations

from functools import cache

from toolkit.files import sources

SIDE = 64  # units of a drawing's side
_PIXELS = 384  # of a side as PNG: 300 to the inch at the largest size printed


def svg(name: str) -> str:
    """A drawing of the catalogue, black on nothing."""
    return (sources.shared().templates / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def png(name: str) -> bytes:
    """The same for Word and slides, on nothing; the same bytes on every system with the same Typst."""
    import typst

    page = (
        f"#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)'
    )
    made = typst.compile(page.encode(), format="png", ppi=72 * _PIXELS / SIDE, sys_inputs={"drawing": svg(name)})
    assert isinstance(made, bytes)
    return made
