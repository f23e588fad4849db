"""Figures as intervals in base units."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.measures import Measure, base, comparable, converted, measure, rate, ratio, scale, standing
from claimtrack.model import Quantity


def figure(
    value: str, unit: str | None = None, comparator: str = "=", high: str | None = None, counted: str | None = None
) -> Measure:
    upper = None if high is None else Decimal(high)
    return measure(Quantity(0, 1, "x", Decimal(value), upper, comparator, None, unit, counted))  # type: ignore[arg-type]


PAIRS = [
    (figure("11000", "soldier", "~"), figure("11200", "troop"), "equal", "about 11,000 and 11,200"),
    (figure("10000", "soldier", ">"), figure("12000", "soldier"), "equal", "more than 10,000 and 12,000"),
    (figure("400", "soldier", ">"), figure("5000", "soldier"), "compatible", "more than 400 is hardly said of 5,000"),
    (figure("400", "soldier", ">"), figure("61", "soldier"), "incompatible", "more than 400 and 61"),
    (figure("0.5", "proportion"), figure("48", "percentage"), "equal", "half and 48 %"),
    (figure("0.5", "proportion"), figure("40", "percentage"), "incompatible", "half and 40 %"),
    (figure("3800000", "euro"), figure("3.8e6", "euro"), "equal", "3,8 million and 3.8m"),
    (figure("12", "nautical mile"), figure("22", "kilometre", "~"), "equal", "12 nautical miles and some 22 km"),
    (figure("7.5", "mile", "~"), figure("12", "kilometre"), "equal", "about seven and a half miles and 12 km"),
    (figure("12", "kilometre"), figure("9", "kilometre"), "incompatible", "12 km and nine km"),
    (figure("5", "person", high="7"), figure("6", "person"), "equal", "a range and a value in it"),
    (figure("46", "person"), figure("47", "person"), "incompatible", "people are counted, not rounded"),
    (figure("85000", "metric ton"), figure("85200", "metric ton"), "equal", "85,000 is rounded to the thousand"),
    (figure("3.1", "percentage"), figure("3.4", "percentage"), "incompatible", "the last digit is as written"),
    (figure("52", "dollar", "<="), figure("48", "dollar", "<="), "incompatible", "two limits that differ"),
    (figure("30000", "soldier", "<="), figure("28000", "soldier"), "equal", "up to 30,000 and 28,000"),
    (figure("30000", "soldier", "<="), figure("40000", "soldier"), "incompatible", "up to 30,000 and 40,000"),
    (figure("100", "degree celsius"), figure("212", "degree fahrenheit"), "equal", "scales with another zero"),
]


@pytest.mark.parametrize(("a", "b", "wanted", "reason"), PAIRS, ids=[p[3] for p in PAIRS])
def test_standing(a: Measure, b: Measure, wanted: str, reason: str) -> None:
    assert comparable(a, b), reason
    assert standing(a, b) == wanted, reason
    assert standing(b, a) == wanted, "which one comes first makes no difference"


APART = [
    (figure("46", "person"), figure("46000000000", "euro"), "people and money"),
    (figure("12", "percentage"), figure("12", "kilometre"), "a share and a length"),
    (figure("5", "dollar"), figure("5", "euro"), "two currencies: nobody converts them"),
    (figure("61", "percentage"), figure("61", "percentage point"), "per cent and percentage points"),
    (figure("5", "metric ton per year"), figure("5", "metric ton per day"), "two rates"),
    (figure("50", "mile per hour"), figure("50", "mile"), "a speed and a length"),
]


@pytest.mark.parametrize(("a", "b", "reason"), APART, ids=[p[2] for p in APART])
def test_not_comparable(a: Measure, b: Measure, reason: str) -> None:
    assert not comparable(a, b), reason


def test_a_rate_that_one_text_leaves_out() -> None:
    assert comparable(figure("85000", "metric ton per year"), figure("85000", "metric ton"))
    assert rate("thaler per barrel") == ("thaler", "barrel")


@pytest.mark.parametrize("unit", ["metric ton per year", "barrel per day", "mile per hour", "kilometre", "percentage"])
def test_a_measure_goes_back_to_its_own_unit(unit: str) -> None:
    _, factor, offset = base(unit)
    assert math.isclose((figure("85", unit).value - offset) / factor, 85)


def test_currencies_are_apart_until_one_is_converted() -> None:
    dollars, euros = figure("110", "dollar"), figure("100", "euro", ">")
    assert not comparable(dollars, euros)
    made = converted(euros, "dollar", 1.1)
    assert comparable(dollars, made) and standing(dollars, made) == "equal"
    assert (round(made.low), made.high) == (110, math.inf)


COUNTED = ["soldier", "person", "vote", "mark", "barn", "crew", "company", "thaler"]


@pytest.mark.parametrize("noun", COUNTED)
def test_nouns_are_counted_even_where_pint_has_a_unit_of_that_name(noun: str) -> None:
    assert scale(noun, f"{noun}s")[0] == "count"


@given(
    st.decimals("0.001", "1e12", allow_nan=False),
    st.sampled_from(["=", "~", ">", ">=", "<", "<="]),
    st.sampled_from(["person", "percentage", "kilometre", "dollar", None]),
)
def test_a_figure_never_contradicts_itself(value: Decimal, comparator: str, unit: str | None) -> None:
    one = figure(str(value), unit, comparator)
    assert standing(one, one) == "equal"
    assert one.low <= one.high
    assert ratio(one, one) == 1.0 or math.isclose(ratio(one, one), 1.0)
