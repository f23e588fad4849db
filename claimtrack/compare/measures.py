"""A figure as an interval in the base unit of its dimension, so that two figures can be compared.

``12 nautical miles`` and ``some 22 kilometres`` have the dimension of a length and are intervals of metres;
``half`` and ``48 %`` are shares. A count has the dimension "count" whatever is counted: that two counts are of
the same thing is decided elsewhere. Currencies are dimensions of their own; ``exchange`` converts them, where the user
gives rates.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from claimtrack.model import Quantity

Standing = Literal["equal", "compatible", "incompatible"]
COUNT = "count"
UNKNOWN = "unknown"
"""Dimension of a bare number: it may stand for anything."""
MONEY = "money: "
"""How the dimension of a currency begins."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``low`` to ``high``: what the figure says, rounding and "about" included; infinite where a bound is open.

    ``value``: the figure itself (the middle of a range), in the base unit. ``digits``: significant digits as
    written, which tell how telling it is that another figure is the same. ``open``: a bound ("over", "up to").
    ``per``: "year" of "tonnes per year"; texts often leave it out, so it may be missing on one side.
    """

    dimension: str
    value: float
    low: float
    high: float
    digits: int
    open: bool = False
    per: str | None = None

    @property
    def is_limit(self) -> bool:
        """Whether it is an upper bound ("no more than 52"): two of them that differ are two limits."""
        return self.low == -math.inf


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "measures.toml").read_text(encoding="utf8"))


def measure(quantity: Quantity) -> Measure:
    """Bring a figure to its base unit; a sum of money stays in its currency."""
    _, per = rate(quantity.unit)
    dimension, factor, offset = base(quantity.unit, quantity.counted)
    low, high = _written(quantity)
    counted = dimension in (COUNT, UNKNOWN)
    slack = _slack(quantity, low, high, counted=counted)
    bounds = _bounds(quantity.comparator, low, high, slack)
    ends = [bound * factor + offset for bound in bounds]
    return Measure(
        dimension,
        (low + high) / 2 * factor + offset,
        min(ends),
        max(ends),
        _digits(quantity.value),
        quantity.comparator in (">", ">=", "<", "<="),
        per,
    )


def rate(unit: str | None) -> tuple[str | None, str | None]:
    """Part a unit from what it is counted by; a speed stays whole.

    >>> rate("metric ton per year"), rate("mile per hour")
    (('metric ton', 'year'), ('mile per hour', None))
    """
    name, _, per = (unit or "").partition(" per ")
    if not per or scale(name, None)[0] == "[length]":
        return unit, None
    return name, per


def base(unit: str | None, counted: str | None = None) -> tuple[str, float, float]:
    """Dimension, factor and offset by which ``measure`` brings a unit to its base: "metric ton per year" as tons."""
    return scale(rate(unit)[0], counted)


def comparable(a: Measure, b: Measure) -> bool:
    """Whether two figures are of one dimension and, where both say so, by the same measure of time or thing."""
    return a.dimension == b.dimension and (a.per == b.per or a.per is None or b.per is None)


def converted(sum_of_money: Measure, currency: str, worth: float) -> Measure:
    """A sum of money in another currency, of which one unit of its own is ``worth`` so much."""
    value, low, high = (end * worth for end in (sum_of_money.value, sum_of_money.low, sum_of_money.high))
    return replace(sum_of_money, dimension=MONEY + currency, value=value, low=low, high=high)


def _written(quantity: Quantity) -> tuple[float, float]:
    low = float(quantity.value)
    return low, low if quantity.high is None else float(quantity.high)


def _slack(quantity: Quantity, low: float, high: float, *, counted: bool) -> float:
    """How far the figure reaches on both sides: by "about", by a fraction in words, by its last written digit."""
    reach = _data()["tolerance"]
    size = max(abs(low), abs(high))
    if quantity.comparator == "~":
        return float(size * reach["approximate"])
    if quantity.unit == "proportion":
        return float(size * reach["fraction"])
    exact = counted and size < reach["exact_below"] and quantity.value == quantity.value.to_integral_value()
    return 0.0 if exact else min(_rounding(quantity.value) * _INSIDE, float(size * reach["rounding"]))


_INSIDE = 0.999
"""Two rounded figures that only touch (39 and 40 per cent) are two."""


def _rounding(value: Decimal) -> float:
    """Half a unit of the last digit that is not a closing zero; under a hundred zeros count as written.

    >>> _rounding(Decimal("85000")), _rounding(Decimal("3.1")), _rounding(Decimal("40"))
    (500.0, 0.05, 0.5)
    """
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        return 0.0
    return 0.5 * 10.0 ** (min(exponent, 0) if abs(value) < _data()["tolerance"]["exact_below"] else exponent)


def _bounds(comparator: str, low: float, high: float, slack: float) -> tuple[float, float]:
    if comparator in (">", ">="):
        return low, math.inf
    if comparator in ("<", "<="):
        return -math.inf, high
    return low - slack, high + slack


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


@cache
def scale(unit: str | None, counted: str | None) -> tuple[str, float, float]:
    """Dimension of a unit, and the factor and offset that bring a value to its base unit."""
    if unit is None:
        return UNKNOWN, 1.0, 0.0
    own = _data()["units"].get(unit)
    if own:
        return own[0], float(own[1]), 0.0
    if unit in currencies():
        return MONEY + unit, 1.0, 0.0
    if _is_counted(unit, counted):
        return COUNT, 1.0, 0.0
    return _by_pint(unit) or (COUNT, 1.0, 0.0)


def _is_counted(unit: str, counted: str | None) -> bool:
    """Whether the unit is the noun that is counted, and no unit of measurement."""
    if unit in _data()["counted"]["words"]:
        return True
    last = counted.lower().split()[-1] if counted else ""
    return bool(last) and last[: max(3, len(unit) - 2)] == unit.lower()[: max(3, len(unit) - 2)]


@cache
def currencies() -> frozenset[str]:
    """Names of currencies, as the quantities layer gives them."""
    from claimtrack.annotate.quantities.currencies import names

    return frozenset(names().values())


def currency(unit: str | None) -> str | None:
    """The currency that a unit is of: "dollar" of "dollar per share"; None for what is no money."""
    name = rate(unit)[0]
    return name if name in currencies() else None


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def _by_pint(unit: str) -> tuple[str, float, float] | None:
    """Dimension, factor and offset by pint, or None for what it does not know."""
    import pint

    name = _data()["pint"].get(unit) or unit.replace(" per ", "/").replace(" ", "_").replace("-", "_")
    try:
        parsed = _registry().parse_units(name)
        zero, one = (_registry().Quantity(x, parsed).to_base_units().magnitude for x in (0.0, 1.0))
    except (pint.PintError, AttributeError, AssertionError, ValueError, TypeError, ZeroDivisionError):
        return None
    dimension = str(parsed.dimensionality)
    return None if dimension == "dimensionless" else (dimension, one - zero, zero)


def standing(a: Measure, b: Measure) -> Standing:
    """What two figures of one fact and one dimension say of each other.

    equal: they can both be right and are near; compatible: they can both be right (a bound and a figure far
    beyond it); incompatible: they cannot. Infinite bounds stand for "over" and "up to".
    """
    if a.is_limit and b.is_limit:
        return "equal" if math.isclose(a.value, b.value, rel_tol=1e-6) else "incompatible"
    if max(a.low, b.low) > min(a.high, b.high) * (1 + 1e-9) + 1e-12:
        return "incompatible"
    if not (a.open or b.open):
        return "equal"
    return "equal" if ratio(a, b) <= 1 + beyond(limit=a.is_limit or b.is_limit) else "compatible"


def beyond(*, limit: bool) -> float:
    """How far from an open bound, as a share of it, another figure still agrees; ``limit``: of an upper bound."""
    return float(_data()["tolerance"]["under" if limit else "beyond"])


def ratio(a: Measure, b: Measure) -> float:
    """How many times the greater value is the smaller one; infinite across zero."""
    low, high = sorted((abs(a.value), abs(b.value)))
    if a.value * b.value < 0 or (low == 0 and high > 0):
        return math.inf
    return high / low if low else 1.0
