"""Saving, undoing, history, and what several reviews come to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal

import pytest

from claimtrack.review.events import SELECT, from_row, rows
from claimtrack.review.places import status_of
from claimtrack.review.records import Corrections, ReviewError, Stale, UnknownClaimError
from claimtrack.review.work import bulk, current, history, last_event, reviewers, save, undo


def test_a_verdict_is_saved_with_all_that_was_said(conn: sqlite3.Connection) -> None:
    fixed = Corrections(
        speaker="Red Cross Lowen", value=Decimal("1250.50"), unit="person", date="2024-05", start=14, end=31
    )
    links = ["https://example.org/report", "https://example.org/report "]
    event = save(conn, "c1", "Ana", verdict="refuted", note=" Two\r\nlines ", evidence=links, corrections=fixed, seen=0)
    now = current(conn, ["c1", "c2"])
    assert (now["c1"].verdict, now["c1"].note, now["c1"].status) == ("refuted", "Two\nlines", "reviewed")
    assert now["c1"].evidence == ("https://example.org/report",) and now["c1"].corrections == fixed
    assert now["c1"].version == event.id and now["c1"].reviews[0].reviewer == "Ana"
    assert (now["c2"].status, now["c2"].version) == ("open", 0)
    assert event.text == "over 1,200 people in Lowen had lost their homes" and event.before is None


def test_a_second_save_of_somebody_else_is_told_and_nothing_is_lost(conn: sqlite3.Connection) -> None:
    first = save(conn, "c1", "Ana", verdict="refuted", seen=0)
    with pytest.raises(Stale) as told:
        save(conn, "c1", "Ben", verdict="supported", seen=0)
    assert told.value.event == first and "Ana" in str(told.value)
    assert [e.id for e in history(conn, "c1")] == [first.id]
    second = save(conn, "c1", "Ben", verdict="supported", seen=told.value.event.id)
    now = current(conn, ["c1"])["c1"]
    assert (now.status, now.verdict, now.second_verdict, now.version) == ("disputed", "refuted", "supported", second.id)


def test_ones_own_newer_review_is_no_surprise(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", seen=0)
    save(conn, "c1", "Ana", verdict="supported", seen=0)
    assert current(conn, ["c1"])["c1"].verdict == "supported"


def test_saying_the_same_again_writes_nothing(conn: sqlite3.Connection) -> None:
    first = save(conn, "c1", "Ana", verdict="refuted", seen=0)
    assert save(conn, "c1", "Ana", verdict="refuted", seen=first.id) == first
    assert last_event(conn) == first.id


def test_undo_goes_back_step_by_step_and_is_history(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", note="n", seen=0)
    save(conn, "c1", "Ana", verdict="supported", seen=0)
    save(conn, "c2", "Ana", verdict="misleading", seen=0)
    steps = []
    while (event := undo(conn, "Ana")) is not None:
        now = current(conn, ["c1", "c2"])
        steps.append((event.claim, event.undoes, now["c1"].verdict, now["c2"].verdict))
    assert steps == [("c2", 3, "supported", None), ("c1", 2, "refuted", None), ("c1", 1, None, None)]
    assert current(conn, ["c1"])["c1"].status == "open"
    assert [e.action for e in history(conn, "c1")] == ["review", "review", "undo", "undo"]
    assert undo(conn, "Ben") is None


def test_undo_takes_back_ones_own_work_only(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", seen=0)
    save(conn, "c1", "Ben", verdict="refuted", seen=1)
    undo(conn, "Ana")
    now = current(conn, ["c1"])["c1"]
    assert [(r.reviewer, r.verdict) for r in now.reviews] == [("Ben", "refuted")] and now.status == "reviewed"


def test_a_bulk_keeps_notes_tells_of_conflicts_and_is_undone_at_once(conn: sqlite3.Connection) -> None:
    save(conn, "c1", "Ana", verdict="refuted", note="see page 3", seen=0)
    page = last_event(conn)
    save(conn, "c2", "Ben", verdict="supported", seen=page)
    made = bulk(conn, ["c1", "c2"], "Ana", "unverifiable", page)
    assert isinstance(made[1], Stale) and made[1].event.reviewer == "Ben"
    assert current(conn, ["c1"])["c1"].note == "see page 3"
    bulk(conn, ["c1", "c2"], "Ana", "misleading", last_event(conn))
    undo(conn, "Ana")
    now = current(conn, ["c1", "c2"])
    assert (now["c1"].verdict, now["c2"].verdict) == ("unverifiable", "supported")


@pytest.mark.parametrize(
    ("verdicts", "wanted", "why"),
    [
        ([], ("open", None), "nobody"),
        (["a"], ("reviewed", "a"), "one"),
        (["a", "b"], ("disputed", None), "two differ"),
        (["a", "a"], ("settled", "a"), "two agree"),
        (["a", "b", "b"], ("settled", "b"), "a third decides"),
        (["a", "b", "c"], ("disputed", None), "a third that decides nothing"),
        (["a", "a", "b", "b"], ("disputed", None), "half is no majority"),
    ],
)
def test_status(verdicts: Sequence[str], wanted: tuple[str, str | None], why: str) -> None:
    assert status_of(verdicts) == wanted, why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"verdict": "true-ish"}, "not on the scale"),
        ({"evidence": ["javascript:alert(1)"]}, "no link of the web"),
        ({"evidence": ["https://"]}, "no host"),
        ({"evidence": ["https://a b/"]}, "a space"),
        ({"note": "x" * 20_001}, "too long"),
        ({"note": "\ud800"}, "half of a character"),
        ({"corrections": Corrections(date="yesterday")}, "no date"),
        ({"corrections": Corrections(value=Decimal("NaN"))}, "no number"),
        ({"corrections": Corrections(value=Decimal(3), high=Decimal(2))}, "ends before it begins"),
        ({"corrections": Corrections(start=3, end=100_000)}, "outside of the text"),
        ({"corrections": Corrections(start=3)}, "half a span"),
    ],
)
def test_what_no_review_can_say(conn: sqlite3.Connection, said: dict[str, object], why: str) -> None:
    with pytest.raises(ReviewError):
        save(conn, "c1", "Ana", **{"verdict": None, "seen": 0} | said)  # type: ignore[arg-type]
    assert last_event(conn) == 0, why


def test_no_claim_and_no_name(conn: sqlite3.Connection) -> None:
    with pytest.raises(UnknownClaimError):
        save(conn, "nothing", "Ana", verdict="refuted", seen=0)
    for name in ("", "  ", "a\x00b", "x" * 101):
        with pytest.raises(ReviewError):
            save(conn, "c1", name, verdict="refuted", seen=0)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review_events SET reviewer = 'Eve'",
        "DELETE FROM review_events",
        "INSERT OR REPLACE INTO review_events (id, uid, at, reviewer, action) VALUES (1, 'x', 'now', 'Eve', 'undo')",
        "INSERT OR REPLACE INTO review_events (uid, at, reviewer, action) "
        "SELECT uid, at, 'Eve', 'undo' FROM review_events",
    ],
)
def test_history_is_append_only(conn: sqlite3.Connection, sql: str) -> None:
    kept = save(conn, "c1", "Ana", verdict="refuted", seen=0)
    conn.execute("PRAGMA recursive_triggers = OFF")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        conn.execute(sql)
    conn.rollback()
    assert [from_row(row) for row in rows(conn, SELECT)] == [kept]


def test_reviewers(conn: sqlite3.Connection) -> None:
    save(conn, "c1", " Ana  M. ", verdict="refuted", seen=0)
    assert reviewers(conn) == ["Ana M."]
