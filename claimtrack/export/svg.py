"""Charts as inline SVG: readable without colour and without a mouse, light and dark, on paper.

Colours are the classes ``s0`` to ``s7`` of the page that holds them (``STYLE`` is theirs), text has the page's own
colour. Every mark has a title; points can be reached with the keyboard. What is drawn also stands in a table there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from claimtrack.export.charts import by_source
from claimtrack.export.series import Point, Series
from claimtrack.review.pages.safe import plain

WIDTH, HEIGHT = 760, 280
LEFT, RIGHT, TOP, BOTTOM = 76, 16, 12, 34
ARROW = 24
"""Length of the arrow at an open bound."""
MARKS = ("circle", "square", "triangle", "diamond", "cross", "plus", "down", "ring")
STYLE = """
.chart { width: 100%; min-width: 34rem; height: auto; display: block; font: 12px/1.3 system-ui, sans-serif; }
.chart text { fill: currentColor; } .chart .grid { stroke: currentColor; opacity: .16; }
.chart .axis { stroke: currentColor; opacity: .5; } .chart .quiet { opacity: .7; }
.chart .point:focus { outline: none; } .chart .point:focus .mark { stroke: currentColor; stroke-width: 4; }
.chart .tip { display: none; paint-order: stroke; stroke: Canvas; stroke-width: 5px; font-weight: 600; }
.chart .point:hover .tip, .chart .point:focus .tip { display: block; }
.s0 { color: #0062a3; } .s1 { color: #b34700; } .s2 { color: #007a59; } .s3 { color: #a33d80; }
.s4 { color: #2a7fb5; } .s5 { color: #8a6100; } .s6 { color: #444c55; } .s7 { color: #6f6f1d; }
@media (prefers-color-scheme: dark) { .s0 { color: #6cb8ee; } .s1 { color: #ff9a57; } .s2 { color: #45c9a0; }
.s3 { color: #eb9acb; } .s4 { color: #9ad2f5; } .s5 { color: #e6bc4d; } .s6 { color: #c3cbd3; }
.s7 { color: #cfcf7a; } }
"""
"""Style of the charts: the palette of Okabe and Ito (2008), darkened for light paper and lightened for dark screens."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from values to places on the page."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value is."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def timeline(series: Series, title: str, link: Callable[[str], str] | None = None) -> Markup:
    """Values of a fact over time: colour and shape by source, ranges as bars, open bounds as arrows; "" without any.

    ``link`` gives the address of a claim's page; a point leads there.
    """
    if not series.points:
        return Markup("")
    days = [point.day.toordinal() for point in series.points]
    values = [value for point in series.points for value in (point.low, point.value, point.high)]
    steps = ticks(min(values), max(values))
    x = Axis(*_apart(min(days), max(days)), LEFT + 16, WIDTH - RIGHT - 16)
    opens = {point.open for point in series.points}
    bottom, top = HEIGHT - BOTTOM - ARROW * ("down" in opens), TOP + ARROW * ("up" in opens)
    y = Axis(min(steps[0], min(values)), max(steps[-1], max(values)), bottom, top)
    order = {source: number for number, source in enumerate(by_source(series))}
    parts = [
        *_values(y, steps),
        *_days(x),
        *(_point(across, y, point, order[point.source], link) for across, point in _spread(x, series.points)),
    ]
    unit = f", in {plain(series.unit, 40)}" if series.unit else ""
    return _svg(
        HEIGHT,
        f"{plain(title, 120)}{unit}: {len(days)} figures over time. The table below has the same.",
        parts,
        "group",
    )


def legend(series: Series) -> Markup:
    """A list of the sources of a timeline with their marks."""
    items = (
        Markup(
            '<li><svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true" class="s{}">{}</svg> {}</li>'
        ).format(number % 8, _mark(number, 0, 0), plain(source, 80))
        for number, source in enumerate(by_source(series))
    )
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items))


def bars(rows: Sequence[tuple[str, float, str]], title: str) -> Markup:
    """Bars from the left: label, value, class; the value stands beside its bar."""
    most = max((value for _, value, _ in rows), default=0) or 1
    parts = []
    for number, (label, value, kind) in enumerate(rows):
        top, width = number * 26 + 4, round((WIDTH - 250) * value / most, 1)
        parts.append(
            Markup(
                '<text x="150" y="{}" text-anchor="end">{}</text>'
                '<rect x="158" y="{}" width="{}" height="16" rx="2" class="{}" fill="currentColor"/>'
                '<text x="{}" y="{}">{}</text>'
            ).format(top + 13, plain(label, 22), top, max(width, 1), kind, 166 + width, top + 13, f"{value:,g}")
        )
    return _svg(max(len(rows), 1) * 26 + 6, title, parts)


def columns(rows: Sequence[tuple[str, int]], title: str) -> Markup:
    """Columns side by side, such as months with how many claims."""
    height, most = 170, max((value for _, value in rows), default=0) or 1
    y = Axis(0, ticks(0, most)[-1], height - 28, 10)
    step = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)
    every = math.ceil(len(rows) / 9) or 1
    parts = list(_values(y, [value for value in ticks(0, most) if value == int(value)]))
    for number, (label, value) in enumerate(rows):
        left = round(LEFT + number * step + step * 0.15, 1)
        parts.append(
            Markup(
                '<rect x="{}" y="{}" width="{}" height="{}" class="s0" fill="currentColor"><title>{}</title></rect>'
            ).format(left, y.at(value), round(step * 0.7, 1), round(y.start - y.at(value), 1), f"{label}: {value:,}")
        )
        if number % every == 0:
            parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                round(left + step * 0.35, 1), height - 10, label
            ))  # fmt: skip
    return _svg(height, title, parts)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values that span ``low`` to ``high``, about ``most`` of them.

    >>> ticks(31, 44)
    [30.0, 35.0, 40.0, 45.0]
    """
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    raw = (high - low) / most
    size = 10 ** math.floor(math.log10(raw))
    step = next((size * n for n in (1, 2, 2.5, 5) if size * n >= raw), size * 10)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _apart(first: int, last: int) -> tuple[float, float]:
    return (first - 1, last + 1) if first == last else (first, last)


def _svg(height: float, title: str, parts: Iterable[Markup], role: str = "img") -> Markup:
    box = f"0 0 {WIDTH} {height}"
    return Markup('<svg class="chart" viewBox="{}" role="{}" aria-label="{}">{}</svg>').format(
        box, role, title, Markup("").join(parts)
    )


def _values(y: Axis, steps: Iterable[float]) -> Iterator[Markup]:
    for value in steps:
        line = Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="quiet" x="{}" y="{}" text-anchor="end">{}</text>'
        )
        yield line.format(LEFT, WIDTH - RIGHT, y.at(value), y.at(value), LEFT - 8, y.at(value) + 4, short(value))


def short(value: float) -> str:
    """A number for an axis: 840k, 2.5M, 31."""
    for size, sign in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if sign == 'k' else size):,.6g}{sign}"
    return f"{value:,.6g}"


def _days(x: Axis) -> Iterator[Markup]:
    span = x.high - x.low
    count = min(5, max(1, int(span)))
    shown = {round(x.low + span * n / count) for n in range(count + 1)}
    for day in sorted(shown):
        label = date.fromordinal(day)
        text = label.isoformat() if span < 1500 else label.isoformat()[:7]
        place = x.at(day)
        anchor = "start" if place < LEFT + 30 else "end" if place > WIDTH - RIGHT - 30 else "middle"
        yield Markup('<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
            place, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 5
        )
        yield Markup('<text class="quiet" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            place, HEIGHT - BOTTOM + 20, anchor, text
        )


def _spread(x: Axis, points: Iterable[Point]) -> Iterator[tuple[float, Point]]:
    """Where points are from the left; those that would cover one another stand side by side."""
    seen = Counter[tuple[date, float]]()
    for point in points:
        here = (point.day, point.value)
        yield min(x.at(point.day.toordinal()) + 13 * seen[here], WIDTH - RIGHT), point
        seen[here] += 1


def _point(across: float, y: Axis, point: Point, number: int, link: Callable[[str], str] | None) -> Markup:
    """A mark that is reached with Tab; what it says is shown beside it under the mouse and the keyboard alike."""
    down = y.at(point.value)
    said = plain(f"{point.source}, {point.day.isoformat()}: {point.claim.written or f'{point.value:,g}'}", 90)
    inner = Markup("{}{}{}").format(_bounds(across, y, point), _mark(number, across, down), _tip(across, down, said))
    if link is None:
        group = Markup('<g class="point s{}" tabindex="0" role="img" aria-label="{}">{}</g>')
        return group.format(number % 8, said, inner)
    return Markup('<a class="point s{}" href="{}" aria-label="{}">{}</a>').format(
        number % 8, link(point.claim.claim), said, inner
    )


def _tip(across: float, down: float, said: str) -> Markup:
    right = across > WIDTH / 2
    return Markup('<text class="tip" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        across - 12 if right else across + 12, max(down - 10, 12), "end" if right else "start", said
    )


def _bounds(across: float, y: Axis, point: Point) -> Markup:
    """A bar from the lower to the upper bound; an arrow where one is open."""
    low, high, down = y.at(point.low), y.at(point.high), y.at(point.value)
    bar = Markup('<path d="M{0} {1}V{2}M{3} {1}h10M{3} {2}h10" stroke="currentColor" stroke-width="1.5" fill="none"/>')
    arrow = Markup(
        '<path d="M{0} {1}V{2}M{3} {4}L{0} {2}L{5} {4}" stroke="currentColor" stroke-width="1.5" fill="none"/>'
    )
    parts = [bar.format(across, low, high, across - 5)] if low != high else []
    if point.open:
        sign = -1 if point.open == "up" else 1
        tip = down + ARROW * sign
        parts.append(arrow.format(across, down, tip, across - 4, tip - 6 * sign, across + 4))
    return Markup("").join(parts)


def _mark(number: int, x: float, y: float) -> Markup:
    """The shape of a source, around a place."""
    shape = MARKS[number % len(MARKS)]
    if shape in ("circle", "ring"):
        fill = "none" if shape == "ring" else "currentColor"
        return Markup(
            '<circle class="mark" cx="{}" cy="{}" r="5" fill="{}" stroke="currentColor" stroke-width="1.5"/>'
        ).format(x, y, fill)
    path = {
        "square": "m-4.5-4.5h9v9h-9z",
        "triangle": "m0-6l5.5 10h-11z",
        "diamond": "m0-6.5l5.5 6.5l-5.5 6.5l-5.5-6.5z",
        "cross": "m-4.5-4.5l9 9m0-9l-9 9",
        "plus": "m-5.5 0h11m-5.5-5.5v11",
        "down": "m0 6l5.5-10h-11z",
    }[shape]
    fill = "none" if shape in ("cross", "plus") else "currentColor"
    return Markup('<path class="mark" d="M{} {}{}" fill="{}" stroke="currentColor" stroke-width="2"/>').format(
        x, y, path, fill
    )


def months(days: Iterable[str]) -> list[tuple[str, int]]:
    """How many days lie in each month from the first to the last; by years, if there are more than five of those."""
    known = sorted(day for day in days if day)
    if not known:
        return []
    first, last = date.fromisoformat(known[0]), date.fromisoformat(known[-1])
    size = 4 if last.year - first.year > 5 else 7
    counts = dict.fromkeys(_labels(first, last, size), 0)
    for day in known:
        counts[day[:size]] += 1
    return list(counts.items())


def _labels(first: date, last: date, size: int) -> Iterator[str]:
    day = first.replace(day=1)
    while day <= last:
        yield day.isoformat()[:size]
        day = (day + timedelta(days=32)).replace(day=1)
