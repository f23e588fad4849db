"""What verdicts come to."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model import Rating
from claimtrack.read.verdicts import rating_of


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("True", "true", "plain"),
        ("MOSTLY TRUE", "mostly true", "capitals"),
        ("Half-True", "mixed", "hyphen"),
        ("Missing context.", "misleading", "full stop"),
        ("Mostly False", "mostly false", "two words, not the second alone"),
        ("Pants on Fire!", "false", "PolitiFact"),
        ("Three Pinocchios", "mostly false", "The Washington Post"),
        ("FALSE: the photo is from 2015", "false", "with a reason"),
        ("False — the photo is from 2015", "false", "with a reason after a dash"),
        ("Our verdict: Misleading", "misleading", "with a label"),
        ("Not true", "false", "negation is part of the list"),
        ("This is not entirely false", "other", "no word is picked out of a sentence"),
        ("No evidence", "unverifiable", "not the 'no' alone"),
        ("It’s true that prices rose", "other", "a sentence"),
        ("Satire", "other", "a verdict on something else"),
        ("Engañoso", "misleading", "Spanish"),
        ("🛑 Falso", "false", "a sign before it"),
        ("x" * 100_000, "other", "long"),
    ],
)
def test_words(words: str, expected: str, reason: str) -> None:
    assert rating_of(words) == expected, reason


@pytest.mark.parametrize(
    ("scale", "expected", "reason"),
    [
        ((1, 5, 1), "false", "the worst"),
        (("5", "5", "1"), "true", "the best, as text"),
        ((2, None, None), "mostly false", "schema.org's default scale"),
        ((50, 100, 0), "mixed", "percentages"),
        ((5, 1, 5), "false", "a scale that runs the other way"),
        (("4,5", "5", "1"), "true", "decimal comma"),
        ((-1, -1, -1), None, "a placeholder"),
        ((7, 5, 1), None, "off the scale"),
        ((True, 5, 1), None, "no number"),
        (("nan", 5, 1), None, "no number"),
        ((3, "inf", 1), None, "no scale"),
        (({}, [], ""), None, "no numbers at all"),
    ],
)
def test_numbers(scale: tuple[object, object, object], expected: str | None, reason: str) -> None:
    assert rating_of(None, *scale) == expected, reason


def test_words_come_before_the_number_and_the_number_before_giving_up() -> None:
    assert rating_of("False", 5, 5, 1) == "false"
    assert rating_of("Three herons", 3, 5, 1) == "mixed"
    assert rating_of("Three herons") == "other"
    assert rating_of(None) is None


@given(st.text(), st.floats() | st.text() | st.none(), st.floats() | st.none(), st.floats() | st.none())
def test_anything_has_a_rating_or_none(words: str, value: object, best: object, worst: object) -> None:
    assert rating_of(words, value, best, worst) in (*get_args(Rating), None)
