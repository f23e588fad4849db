"""The scale of verdicts: the one that comes along, and what users add."""

from __future__ import annotations

import sqlite3

import pytest

from claimtrack.review import scales
from claimtrack.review.records import ReviewError
from claimtrack.review.work import current, save


def test_the_scale_that_comes_along(conn: sqlite3.Connection) -> None:
    found = [(v.key, v.name, v.rating) for v in scales.scale(conn)]
    assert found == [
        (1, "supported", "true"),
        (2, "refuted", "false"),
        (3, "misleading", "misleading"),
        (4, "unverifiable", "unverifiable"),
        (5, "not_a_claim", None),
    ]


def test_a_verdict_of_ones_own(conn: sqlite3.Connection) -> None:
    added = scales.add(conn, "half_true", "Ana", rating="mixed")
    assert (added.label, added.key) == ("Half true", 6)
    save(conn, "c1", "Ana", verdict="half_true", seen=0)
    scales.remove(conn, "half_true", "Ana")
    assert current(conn, ["c1"])["c1"].verdict == "half_true", "a review keeps a verdict that was taken off"
    save(conn, "c1", "Ana", verdict="half_true", note="still", seen=1)
    with pytest.raises(ReviewError):
        save(conn, "c2", "Ana", verdict="half_true", seen=0)
    assert [v.name for v in scales.scale(conn, retired=True) if not v.active] == ["half_true"]
    assert scales.add(conn, "half_true", "Ana", label="Half", rating="mixed").label == "Half"


def test_keys_close_up(conn: sqlite3.Connection) -> None:
    scales.remove(conn, "refuted", "Ana")
    assert [(v.key, v.name) for v in scales.scale(conn)][:2] == [(1, "supported"), (2, "misleading")]


@pytest.mark.parametrize(
    ("name", "label", "rating"),
    [
        ("Half True", None, None),
        ("", None, None),
        ("ok", "x" * 61, None),
        ("ok", "a\nb\x00", None),
        ("ok", None, "great"),
        ("supported", None, None),
    ],
)
def test_what_is_no_verdict(conn: sqlite3.Connection, name: str, label: str | None, rating: str | None) -> None:
    with pytest.raises(ReviewError):
        scales.add(conn, name, "Ana", label=label, rating=rating)


def test_one_verdict_stays(conn: sqlite3.Connection) -> None:
    for verdict in scales.scale(conn)[1:]:
        scales.remove(conn, verdict.name, "Ana")
    with pytest.raises(ReviewError):
        scales.remove(conn, "supported", "Ana")
    with pytest.raises(ReviewError):
        scales.remove(conn, "refuted", "Ana")
