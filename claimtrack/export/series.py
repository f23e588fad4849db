"""A fact as points over time, for charts and tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimtrack.compare.measures import base, currency, rate
from claimtrack.compare.rates import in_words
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
    """Points in the order of time, with the unit of the values.

    ``undated``: claims that cannot be placed in time; ``apart``: sums of money in a currency that is not converted.
    """

    unit: str | None
    points: tuple[Point, ...]
    undated: tuple[FactClaim, ...]
    apart: tuple[FactClaim, ...] = ()


def series(fact: Fact) -> Series:
    """The figures of a fact over time, in the unit that most of its claims use; sums in several currencies in the one
    that the rates convert to."""
    figures = [c for c in fact.claims if c.value is not None]
    unit = _unit(figures)
    factors = {id(c): _factor(c, unit) for c in figures}
    apart = tuple(c for c in figures if factors[id(c)] is None)
    dated = [(c, factor) for c in figures if c.time and (factor := factors[id(c)]) is not None]
    points = sorted((_point(c, factor) for c, factor in dated), key=lambda p: (p.day, p.claim.document))
    return Series(unit, tuple(points), tuple(c for c in figures if not c.time and c not in apart), apart)


def _unit(figures: Sequence[FactClaim]) -> str | None:
    units = Counter(c.unit for c in figures)
    base = next((c.rate.base for c in figures if c.rate), None)
    if base is None or len({currency(unit) for unit in units}) < 2:
        return units.most_common(1)[0][0] if units else None
    per = next((per for unit in units if (per := rate(unit)[1])), None)
    return f"{base} per {per}" if per else base


def _point(claim: FactClaim, factor: float) -> Point:
    assert claim.value is not None and claim.low is not None and claim.high is not None and claim.time
    value, low, high = claim.value * factor, claim.low * factor, claim.high * factor
    open_to = "up" if high == math.inf else "down" if low == -math.inf else None
    name = claim.source or claim.publisher or claim.document
    return Point(
        date.fromisoformat(claim.time[1]), value, max(low, min(low, value)) if low > -math.inf else value,
        high if high < math.inf else value, open_to, name, claim,
    )  # fmt: skip


def _factor(claim: FactClaim, unit: str | None) -> float | None:
    """By what a claim's figure is brought to a unit; None for money of another currency without a rate."""
    if currency(claim.unit) == currency(unit):
        return base(claim.unit)[1] / base(unit)[1]
    return claim.rate.worth if claim.rate and claim.rate.base == currency(unit) else None


def converted(claim: FactClaim) -> str:
    """A sum in the base, to four digits: "5,400,000 at 1.08 dollars for a euro, 2025-03-03"; "" without a rate."""
    if claim.rate is None or claim.value is None or claim.rate.currency == claim.rate.base:
        return ""
    worth = float(f"{claim.value * claim.rate.worth:.4g}")
    return f"{worth:,.10g} at {in_words(claim.rate)}, {claim.rate.day}"
