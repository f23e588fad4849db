"""Where a reviewed claim is now, and what its reviews come to: tables that are made anew from the events."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimtrack.review.events import SELECT, Judgement, from_row, judgement, rows
from claimtrack.review.records import Event, Status, UnknownClaimError

CLAIM = """SELECT c.id AS claim, d.id AS document, v.number AS version, c.start_char, c.end_char, c.text,
  c.source, c.polarity, v.key AS version_key, v.run AS extracted_by, length(v.text) AS length
FROM claims c JOIN versions v ON v.key = c.version_key AND v.latest = 1 JOIN documents d ON d.key = v.document_key
WHERE c.id = ?"""
REVIEWS = f"""{SELECT} JOIN review_places p ON p.claim = e.claim
WHERE p.shown = ? AND e.action IN ('review', 'undo') ORDER BY e.at, e.id"""


def place_of(conn: sqlite3.Connection, claim: str) -> sqlite3.Row:
    """Where the claim is in the latest version of its document. Raises UnknownClaimError."""
    found = rows(conn, CLAIM, [claim])
    if not found:
        raise UnknownClaimError(
            f"No article makes the claim {claim!r} (any more).",
            "Load the page again, or look for the claim by its words.",
        )
    return found[0]


def register(conn: sqlite3.Connection, place: Mapping[str, Any] | sqlite3.Row, *, found: bool = True) -> None:
    """Note that a claim is reviewed, and where it is, or, if it is not ``found`` here, was; nothing if it is known."""
    names = ("claim", "document", "version", "start_char", "end_char", "text", "source", "polarity")
    stamps = (place["version_key"], place["extracted_by"])
    sql = f"""INSERT INTO review_places ({", ".join(names)}, shown, found, version_key, extracted_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
    conn.execute(sql, [*(place[name] for name in names), place["claim"], int(found), *stamps])


def reviews_of(conn: sqlite3.Connection, shown: str) -> list[Event]:
    """Events that say what reviewers think of the claim, oldest first."""
    return [from_row(row) for row in rows(conn, REVIEWS, [shown])]


def rebuild(conn: sqlite3.Connection, shown: Iterable[str]) -> None:
    """Make ``review_current`` and ``review_states`` of these claims anew from the events."""
    for claim in shown:
        for table in ("review_current", "review_states"):
            conn.execute(f"DELETE FROM {table} WHERE claim = ?", [claim])
        events = reviews_of(conn, claim)
        if events:
            _write(conn, claim, events)


def _write(conn: sqlite3.Connection, claim: str, events: Sequence[Event]) -> None:
    sql = "SELECT claim, found, score, differs FROM review_places WHERE shown = ? ORDER BY ifnull(score, 1)"
    places = rows(conn, sql, [claim])
    old = {row["claim"] for row in places if row["differs"] is not None}
    last = {event.reviewer: event for event in events}
    standing = [event for event in last.values() if event.after is not None]
    standing.sort(key=lambda event: (event.at, event.id))
    for event in standing:
        _write_review(conn, claim, event, judgement(event.after), counts=event.claim not in old)
    counting = [event for event in standing if event.claim not in old]
    newest = max(event.id for event in events)
    moved = [row for row in places if row["claim"] in {event.claim for event in standing} and row["claim"] != claim]
    row = (*_outcome(conn, claim, counting), newest, min(p["found"] for p in places), *_doubt(moved))
    conn.execute("INSERT INTO review_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [claim, *row])


def _write_review(conn: sqlite3.Connection, claim: str, event: Event, said: Judgement, *, counts: bool) -> None:
    plain = said.plain() or {}
    evidence = json.dumps(plain.get("evidence", []))
    corrections = json.dumps(plain.get("corrections", {}), ensure_ascii=False)
    row = (claim, event.reviewer, event.id, event.at, said.verdict, said.note, evidence, corrections, int(counts))
    conn.execute("INSERT INTO review_current VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _doubt(moved: Sequence[sqlite3.Row]) -> tuple[float | None, str | None]:
    """The least score of the claims whose reviews were moved here, and what differs."""
    return (
        (moved[0]["score"], next((row["differs"] for row in moved if row["differs"]), None)) if moved else (None, None)
    )


def _outcome(
    conn: sqlite3.Connection, claim: str, events: Sequence[Event]
) -> tuple[Status, str | None, str | None, int | None]:
    """Status, verdict, second verdict, and the event that leads, from what each reviewer stands by."""
    judged = [event for event in events if event.verdict is not None]
    status, verdict = status_of([str(event.verdict) for event in judged])
    if status == "disputed":
        first = judged[0]
        return status, first.verdict, next(e.verdict for e in judged if e.verdict != first.verdict), first.id
    leading = [event for event in judged if event.verdict == verdict] or list(events)
    second = next((event.verdict for event in judged if event.verdict != verdict), None)
    return status, verdict, second, leading[-1].id if leading else None


def status_of(verdicts: Sequence[str]) -> tuple[Status, str | None]:
    """What the verdicts of several reviewers come to: the status, and the verdict that counts.

    >>> status_of(["refuted", "supported", "refuted"])
    ('settled', 'refuted')
    >>> status_of(["refuted", "supported"])
    ('disputed', None)
    """
    if not verdicts:
        return "open", None
    (best, count), *_ = Counter(verdicts).most_common()
    if len(verdicts) == 1:
        return "reviewed", best
    return ("settled", best) if count * 2 > len(verdicts) else ("disputed", None)
