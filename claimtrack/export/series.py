"""A fact as points over time, for charts and tables."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date

from claimtrack.compare.measures import base
from claimtrack.model import Fact, FactClaim


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a fact: ``day`` it stands for, ``value`` with ``low`` to ``high`` in the series' unit.

    A bound that is open in the text ends at the figure itself; ``open`` says to which side it goes on: "up", "down".
    """

    day: date
    value: float
    low: float
    high: float
    open: str | None
    source: str
    claim: FactClaim


@dataclass(frozen=True, slots=True)
class Series:
    """Points in the order of time, with the unit of the values, and the claims that cannot be placed in time."""

    unit: str | None
    points: tuple[Point, ...]
    undated: tuple[FactClaim, ...]


def series(fact: Fact) -> Series:
    """The figures of a fact over time, in the unit that most of its claims use."""
    figures = [c for c in fact.claims if c.value is not None]
    unit = Counter(c.unit for c in figures).most_common(1)[0][0] if figures else None
    dated = [c for c in figures if c.time]
    points = sorted((_point(c, unit) for c in dated), key=lambda p: (p.day, p.claim.document))
    return Series(unit, tuple(points), tuple(c for c in figures if not c.time))


def _point(claim: FactClaim, unit: str | None) -> Point:
    assert claim.value is not None and claim.low is not None and claim.high is not None and claim.time
    factor = _factor(claim.unit) / _factor(unit)
    value, low, high = claim.value * factor, claim.low * factor, claim.high * factor
    open_to = "up" if high == math.inf else "down" if low == -math.inf else None
    name = claim.source or claim.publisher or claim.document
    return Point(
        date.fromisoformat(claim.time[1]), value, max(low, min(low, value)) if low > -math.inf else value,
        high if high < math.inf else value, open_to, name, claim,
    )  # fmt: skip


def _factor(unit: str | None) -> float:
    return base(unit)[1]
