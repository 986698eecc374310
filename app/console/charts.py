"""Charts as SVG, drawn by the server: classes instead of colours, no script and no style, always beside the same in words or a table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.standards.rules import Status

# The order in which answers lie side by side: what is kept first, then what asks for something, then what asks for nothing.
ORDER = (Status.MET, Status.WAIVED, Status.PENDING, Status.UNKNOWN, Status.UNMET, Status.OVERDUE, Status.NOT_APPLICABLE)
_STRIP = Markup('<svg class="{}" viewBox="0 0 {} 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>')
_RECT = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
_WIDE, _HIGH = 600, 200  # of the trend; it is stretched to its place, the lines are not


class Point(NamedTuple):
    """One point of a trend: what it is called, the share, and how the share is read."""

    label: str
    share: float | None
    said: str


def bar(share: float | None, *, target: float | None = None) -> Markup:
    """Return a share of one as a bar for a cell of a table, with a line where the target is; nothing for no share."""
    if share is None:
        return Markup()
    drawn = _RECT.format("bar--ground", 0, 0, 100, 8) + _RECT.format("bar", 0, 0, _short(100 * share), 8)
    if target is not None:
        drawn += Markup('<path class="bar--target" d="M{} 0v8"/>').format(_short(100 * target))
    return _STRIP.format("bars bars--cell", 100, drawn)


def counts(numbers: Mapping[str, int | float | None]) -> Markup:
    """Return the answers of many findings as one bar, each status as wide as it is often; hidden numbers have no place in it."""
    known = [(status.value, numbers.get(status.value) or 0) for status in ORDER if status is not Status.NOT_APPLICABLE]
    whole = sum(number for _, number in known)
    drawn, x = Markup(), 0.0
    for status, number in known:
        wide = 100 * number / whole if whole else 0
        drawn += _RECT.format(f"fill-{status}", _short(x), 0, _short(wide), 8) if number else ""
        x += wide
    return _STRIP.format("bars bars--cell", 100, drawn) if whole else Markup()


def rights_bar(statuses: Iterable[str]) -> Markup:
    """Return the standards of one right as a bar, one part for each standard, the kept ones first."""
    places = {status.value: place for place, status in enumerate(ORDER)}
    found = sorted(statuses, key=lambda status: places.get(status, len(places)))
    drawn = Markup().join(_RECT.format(f"fill-{status}", 10 * n, 1, 9, 6) for n, status in enumerate(found))
    return _STRIP.format("right__strip", max(10 * len(found) - 1, 1), drawn)


def trend(points: Sequence[Point], *, label: str, bottom: str, middle: str, top: str) -> Markup:
    """Return a line through the points from nothing to the whole; where a share is missing the line has a gap.

    `bottom`, `middle` and `top` are how none, half and all are written.
    """
    step = _WIDE / max(len(points) - 1, 1)
    places = [(_short(n * step), _short(_HIGH * (1 - p.share)), p) for n, p in enumerate(points) if p.share is not None]
    line = _line(points, step)
    dots = Markup().join(
        Markup('<path class="trend__dot" d="M{} {}h0"><title>{}: {}</title></path>').format(x, y, p.label, p.said) for x, y, p in places
    )
    grid = Markup().join(Markup('<path class="axis" d="M0 {}h{}"/>').format(y, _WIDE) for y in (0, _HIGH // 2, _HIGH))
    drawn = Markup(
        '<svg class="trend__line" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}" focusable="false">{}{}{}</svg>'
    ).format(_WIDE, _HIGH, label, grid, line, dots)
    ends = Markup("<span>{}</span><span>{}</span>").format(points[0].label, points[-1].label) if points else Markup()
    return Markup(
        '<div class="trend"><div class="trend__scale" aria-hidden="true"><span>{}</span><span>{}</span><span>{}</span></div>{}'
        '<div class="trend__ends" aria-hidden="true">{}</div></div>'
    ).format(top, middle, bottom, drawn, ends)


def _line(points: Sequence[Point], step: float) -> Markup:
    parts, pen = [], "M"
    for n, point in enumerate(points):
        if point.share is None:
            pen = "M"
            continue
        parts.append(f"{pen}{_short(n * step)} {_short(_HIGH * (1 - point.share))}")
        pen = "L"
    return Markup('<path class="trend__path" d="{}"/>').format("".join(parts)) if parts else Markup()


def _short(value: float) -> str:
    """A number of a drawing, no longer than anybody can see."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
