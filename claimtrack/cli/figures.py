"""Figures, dates and standing of a claim in a few characters."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from claimtrack.model import Quantity, TimeExpression

_CHANGE = {"up": "up", "down": "down", None: ""}


def figures(quantities: Iterable[Quantity]) -> str:
    """For instance "> 11,000 soldier; 5,000,000-7,000,000 euro"."""
    return "; ".join(_figure(quantity) for quantity in quantities)


def _figure(quantity: Quantity) -> str:
    value = number(quantity.value) + ("" if quantity.high is None else f"-{number(quantity.high)}")
    comparator = "" if quantity.comparator == "=" else quantity.comparator
    return " ".join(part for part in (_CHANGE[quantity.change], comparator, value, quantity.unit) if part)


def number(value: Decimal) -> str:
    """A decimal with its thousands set apart, as many digits as it has."""
    if abs(value.adjusted()) > 20:
        return str(value)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def dates(times: Iterable[TimeExpression]) -> str:
    """For instance "2024-06; 2012"."""
    return "; ".join(time.value for time in times)


def status(polarity: str, modality: str) -> str:
    """What is not plainly affirmed and asserted: "negated", "possible", "planned, negated"."""
    marks = [modality] if modality != "asserted" else []
    return ", ".join([*marks, *(["negated"] if polarity == "negated" else [])])
