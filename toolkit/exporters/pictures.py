"""The drawings of templates/pictures, for formats that read SVG and for those that do not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from toolkit.files import sources

SIDE = 64  # units of a drawing's side
_PIXELS = 384  # of a side as PNG: 300 to the inch at the largest size printed


def svg(name: str) -> str:
    """A drawing of the catalogue, black on nothing."""
    return (sources.shared().templates / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


def png(name: str) -> bytes:
    """The same for Word and slides, on nothing; the same bytes on every system with the same Typst."""
    return _pngs()[name]


@cache
def _pngs() -> Mapping[str, bytes]:
    """All drawings in one run of Typst: each run alone takes as long as ten drawings."""
    import typst

    names = sorted(path.stem for path in (sources.shared().templates / "pictures").glob("*.svg"))
    page = "\n".join((
        f"#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt, fill: none)",
        *(f'#page(image(bytes(sys.inputs.at("{name}")), format: "svg", width: 100%))' for name in names),
    ))
    made = typst.compile(
        page.encode(), format="png", ppi=72 * _PIXELS / SIDE, sys_inputs={name: svg(name) for name in names},
    )
    return dict(zip(names, made if isinstance(made, list) else [made], strict=True))
