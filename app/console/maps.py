"""The country as a map of tiles, drawn by the server: one hexagon of equal size for each province, about where the province lies.

Tiles and not borders: Kep and Phnom Penh can be read and touched on a phone as well as Mondulkiri, no line is drawn that anybody
disputes, and a large province does not look like a large number. Where each tile stands is our own work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from app.vocabulary.places import Province

BANDS = (0.2, 0.4, 0.6, 0.8)  # where one shade ends and the next begins
HIDDEN, NOBODY = "hidden", "nobody"
_HALF, _QUARTER, _RISE = 50, 29, 87  # a hexagon 100 wide and 116 high; rows lie 87 apart


class Tile(NamedTuple):
    """Where a tile stands: in half widths from the left, in rows from the top."""

    column: int
    row: int


TILES: Mapping[str, Tile] = {
    Province.ODDAR_MEANCHEY: Tile(4, 0),
    Province.PREAH_VIHEAR: Tile(6, 0),
    Province.STUNG_TRENG: Tile(8, 0),
    Province.RATANAKIRI: Tile(10, 0),
    Province.BANTEAY_MEANCHEY: Tile(3, 1),
    Province.SIEM_REAP: Tile(5, 1),
    Province.KAMPONG_THOM: Tile(7, 1),
    Province.KRATIE: Tile(9, 1),
    Province.MONDULKIRI: Tile(11, 1),
    Province.PAILIN: Tile(0, 2),
    Province.BATTAMBANG: Tile(2, 2),
    Province.PURSAT: Tile(4, 2),
    Province.KAMPONG_CHHNANG: Tile(6, 2),
    Province.KAMPONG_CHAM: Tile(8, 2),
    Province.TBONG_KHMUM: Tile(10, 2),
    Province.KOH_KONG: Tile(3, 3),
    Province.KAMPONG_SPEU: Tile(5, 3),
    Province.PHNOM_PENH: Tile(7, 3),
    Province.KANDAL: Tile(9, 3),
    Province.PREY_VENG: Tile(11, 3),
    Province.PREAH_SIHANOUK: Tile(4, 4),
    Province.KAMPOT: Tile(6, 4),
    Province.TAKEO: Tile(8, 4),
    Province.SVAY_RIENG: Tile(12, 4),
    Province.KEP: Tile(7, 5),
}
_WIDE = (max(tile.column for tile in TILES.values()) + 2) * _HALF
_HIGH = max(tile.row for tile in TILES.values()) * _RISE + 4 * _QUARTER
_SVG = Markup('<svg class="map map--tiles" viewBox="-4 -4 {} {}" role="group" aria-label="{}" focusable="false">{}{}</svg>')
_SWATCH = Markup('<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><rect class="shade-{}" width="20" height="20"/></svg>')
_PATTERNS = Markup(
    '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch-line" d="M0 0v8"/></pattern>'
    '<pattern id="dots" width="12" height="12" patternUnits="userSpaceOnUse"><circle class="dot" cx="3" cy="3" r="1.5"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a tile says: the province by code and name, its shade, the figure on it, the whole sentence, and where it leads."""

    province: str
    name: str
    shade: str
    figure: str
    sentence: str
    href: str | None = None


def shade(share: float | None, *, hidden: bool = False) -> str:
    """Return which shade stands for a share; numbers that are hidden and places without any case have a pattern instead.

    >>> [shade(0.1), shade(0.2), shade(0.95), shade(None), shade(None, hidden=True)]
    ['1', '2', '5', 'nobody', 'hidden']
    """
    if hidden:
        return HIDDEN
    return NOBODY if share is None else str(1 + sum(share >= band for band in BANDS))


def country(told: Iterable[Told], *, label: str) -> Markup:
    """Return the map. Every tile has its sentence as a title, and is a link where it leads somewhere."""
    tiles = Markup().join(_tile(one) for one in sorted(told, key=lambda one: (TILES[one.province].row, TILES[one.province].column)))
    return _SVG.format(_WIDE + 8, _HIGH + 8, label, _PATTERNS, tiles)


def swatch(name: str) -> Markup:
    """Return a little square of a shade, for the key beside the map."""
    return Markup(
        '<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><rect class="shade-{}" width="20" height="20"/></svg>'
    ).format(name)


def _tile(told: Told) -> Markup:
    tile = TILES[told.province]
    x, y = tile.column * _HALF, tile.row * _RISE
    shape = Markup('<path class="shade-{}" d="M{} {}l50 29v58l-50 29l-50 -29v-58z"/>').format(told.shade, x + _HALF, y)
    inner = shape + _words(told, x + _HALF, y + 2 * _QUARTER)
    if told.href is None:
        return Markup('<g class="tile tile--{}" role="img" aria-label="{}"><title>{}</title>{}</g>').format(
            told.shade, told.sentence, told.sentence, inner
        )
    return Markup('<a class="tile tile--{}" href="{}" aria-label="{}"><title>{}</title>{}</a>').format(
        told.shade, told.href, told.sentence, told.sentence, inner
    )


def _words(told: Told, x: int, y: int) -> Markup:
    """The name, in two lines where it has two words, and the figure below; on narrow screens the figure alone."""
    first, _, second = told.name.partition(" ")
    lines = [first, second] if second else [first]
    top = y - 8 - 15 * (len(lines) - 1)
    names = Markup().join(
        Markup('<text class="tile__name" x="{}" y="{}">{}</text>').format(x, top + 15 * n, line) for n, line in enumerate(lines)
    )
    return names + Markup('<text class="tile__figure" x="{}" y="{}">{}</text>').format(x, y + 20, told.figure)
