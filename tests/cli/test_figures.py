"""Figures and dates in a few characters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claimtrack.cli.figures import figures, number, status
from claimtrack.cli.output import escaped, visible
from claimtrack.cli.rows import no_formula
from claimtrack.model import Quantity


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("11000", "11,000"),
        ("1.50", "1.5"),
        ("0.000001", "0.000001"),
        ("5E+6", "5,000,000"),
        ("100", "100"),
        ("-40", "-40"),
        ("0", "0"),
        ("0.00", "0"),
        ("1E+400", "1E+400"),
    ],
)
def test_numbers_keep_their_digits(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"value": Decimal(11000), "comparator": ">", "unit": "soldier"}, "> 11,000 soldier"),
        ({"value": Decimal(5), "high": Decimal(7)}, "5-7"),
        ({"value": Decimal("6.4"), "change": "up", "unit": "percentage"}, "up 6.4 percentage"),
    ],
)
def test_figures(fields: dict[str, Any], text: str) -> None:
    assert figures([Quantity(0, 0, "", **fields)]) == text


def test_status_tells_what_is_not_plain() -> None:
    assert [status("affirmed", "asserted"), status("negated", "planned")] == ["", "planned, negated"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x00b", "a␀b"),
        ("\x9b1m", "\\u009b1m"),
        ("\u202eabc", "\\u202eabc"),
        ("\x7f", "␡"),
        ("tab\tline\nünï “quoted”", "tab\tline\nünï “quoted”"),
    ],
)
def test_control_characters_are_shown_and_do_nothing(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_json_stays_the_same_json() -> None:
    import json

    text = "".join(map(chr, range(0x20, 0x300))) + "\u202e\u2066"
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_disarmed(sign: str) -> None:
    assert no_formula(f"{sign}1") == f"'{sign}1"
    assert no_formula("1" + sign) == "1" + sign
