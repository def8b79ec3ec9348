"""The drawings of templates/pictures, for formats that read SVG and for those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.files import sources

SIDE = 64  # units of a drawing's side
_PIXELS = 384  # of a side as PNG: 300 to the inch at the largest size printed


def svg(name: str) -> str:
    """A drawing of the catalogue, black on nothing."""
    return (sources.shared().templates / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


def pngs(names: Iterable[str]) -> dict[str, bytes]:
    """The same for Word and slides, on nothing, by name; the same bytes on every system with the same Typst."""
    wanted = sorted(set(names))
    lacking = [name for name in wanted if name not in _made]
    if lacking:
        _made.update(zip(lacking, _drawn(lacking), strict=True))
    return {name: _made[name] for name in wanted}


_made: dict[str, bytes] = {}  # in this process: formats draw many of the same


def _drawn(names: Sequence[str]) -> list[bytes]:
    """In one run of Typst. It looks for no fonts, which would take as long as ten drawings: a drawing has no letters."""
    import typst

    page = "\n".join((
        f"#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt, fill: none)",
        *(f'#page(image(bytes(sys.inputs.at("{name}")), format: "svg", width: 100%))' for name in names),
    ))
    made = typst.compile(
        page.encode(), format="png", ppi=72 * _PIXELS / SIDE, ignore_system_fonts=True,
        sys_inputs={name: svg(name) for name in names},
    )
    return made if isinstance(made, list) else [made]
