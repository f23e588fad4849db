"""Agreement against figures that were published, and the list of disagreements."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

import pytest

from claimtrack.review.second import agreement, agreement_of, disagreements, waiting
from claimtrack.review.work import save

# Two raters and 50 proposals: 20 times both yes, 5 yes/no, 10 no/yes, 15 both no; kappa 0.40 (the example that
# textbooks give for Cohen 1960).
TWO = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", data C: four observers, twelve units, gaps;
# alpha of the nominal data is 0.743.
FOUR = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def test_cohen() -> None:
    found = agreement_of({n: {"a": a, "b": b} for n, (a, b) in enumerate(TWO)})
    assert found.kappa == pytest.approx(0.4) and found.observed == pytest.approx(0.7)
    assert (found.pairs, found.claims, found.measure) == (50, 50, "Cohen's kappa")


def test_krippendorff() -> None:
    ratings: dict[object, dict[str, str]] = defaultdict(dict)
    for rater, given in FOUR.items():
        for unit, verdict in enumerate(given.split()):
            if verdict != ".":
                ratings[unit][rater] = verdict
    found = agreement_of(ratings)  # type: ignore[arg-type]
    assert found.kappa == pytest.approx(0.743, abs=0.0005)
    assert (found.claims, found.measure) == (11, "Krippendorff's alpha"), "the twelfth has one rating"


@pytest.mark.parametrize(
    ("ratings", "kappa", "observed", "why"),
    [
        ({}, None, None, "nothing was reviewed"),
        ({1: {"a": "x"}}, None, None, "nothing twice"),
        ({1: {"a": "x", "b": "x"}}, None, 1.0, "one verdict alone: chance is not defined"),
        ({1: {"a": "x", "b": "x", "c": "x"}}, None, 1.0, "the same with three"),
        ({1: {"a": "x", "b": "y"}, 2: {"a": "y", "b": "x"}}, -1.0, 0.0, "always different"),
        ({1: {"a": "x", "b": "x"}, 2: {"a": "y", "b": "y"}}, 1.0, 1.0, "always the same"),
    ],
)
def test_edges(ratings: dict[object, dict[str, str]], kappa: float | None, observed: float | None, why: str) -> None:
    found = agreement_of(ratings)  # type: ignore[arg-type]
    assert (found.kappa, found.observed) == (kappa, observed), why


def test_disagreements(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", seen=0)
    save(conn, "c1", "Ben", verdict="supported", seen=1)
    save(conn, "c2", "Ana", verdict="refuted", seen=0)
    save(conn, "c2", "Ben", verdict="refuted", seen=9)
    (found,) = disagreements(conn)
    assert (found.claim, found.status) == ("c1", "disputed")
    assert dict(found.verdicts) == {"Ana": "refuted", "Ben": "supported"}
    assert agreement(conn).observed == 0.5
    save(conn, "c1", "Cem", verdict="supported", seen=9)
    assert [d.status for d in disagreements(conn)] == ["settled"], "a third decided; the list keeps the difference"


def test_what_waits_for_a_second_review(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", seen=0)
    save(conn, "c2", "Ana", verdict=None, note="look at this", seen=0)
    assert waiting(conn, "Ben") == ["c1"] and waiting(conn, "Ana") == []
    save(conn, "c1", "Ben", verdict="refuted", seen=9)
    assert waiting(conn, "Cem") == [], "settled"
