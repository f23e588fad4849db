"""In what regard a figure is given: a table of cases with reasons."""

from __future__ import annotations

import pytest

from claimtrack.compare.aspects import aspect, is_fixed

CASES: list[tuple[str, str, str | None, str]] = [
    ("Profit grew to 64 million thalers from 27 million", "27", "former", "a base of comparison"),
    ("Profit grew to 64 million thalers from 27 million", "64", None, "what it is now"),
    ("The toll is 61, up from about 46", "46", "former", "with a word between"),
    ("Sales were 12 million a year earlier", "12", "former", "told after the figure"),
    ("Of 107 seats at stake, she will win 56", "107", "stake", "what is there to be won"),
    ("Of 107 seats at stake, she will win 56", "56", None, "another part of the sentence"),
    ("It takes 120 votes to pass the law", "120", "needed", "a threshold"),
    ("The 31 ballots outstanding are from Kassa", "31", "left", "what remains"),
    ("She has a 20-point lead in Tamala", "20", "lead", "by how much"),
    ("A 34 million thaler plant is moving ahead", "34", None, "ahead of nobody"),
    ("Growth is forecast at 3 per cent", "3", "forecast", "not yet so"),
    ("Orlen closed at 46 thalers", "46", "close", "a price of a day"),
    ("Twelve died in the past 24 hours", "Twelve", "day", "what one day brought"),
    ("There were 300 new infections on Monday", "300", "day", "new ones"),
    ("So far 1,400 have died", "1,400", "total", "up to now"),
    ("In all three states they won", "three", None, "all states, not in all"),
    ("About 46 people died", "46", None, "nothing tells"),
]


@pytest.mark.parametrize(("text", "figure", "wanted", "reason"), CASES, ids=[c[3] for c in CASES])
def test_aspect(text: str, figure: str, wanted: str | None, reason: str) -> None:
    start = text.index(figure)
    assert aspect(text, start, start + len(figure)) == wanted, reason


def test_what_is_fixed() -> None:
    assert is_fixed("stake") and not is_fixed("total") and not is_fixed(None)
