"""The reviewer's work: save a verdict, undo, look at the history.

Functions take a ``sqlite3.Connection`` to a claimtrack database; each that writes is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimtrack.review import places
from claimtrack.review.checks import checked, reviewer_name
from claimtrack.review.events import (
    SELECT,
    SYSTEM,
    Judgement,
    append,
    from_row,
    judgement,
    now,
    rows,
    transaction,
)
from claimtrack.review.records import NO_CORRECTIONS, Corrections, Current, Event, Review, ReviewError, Stale

BATCH = 500
UNDOABLE = f"""{SELECT} WHERE e.reviewer = ? AND e.action IN ('review', 'merge', 'split') AND e.imported IS NULL
AND NOT EXISTS (SELECT 1 FROM review_events u WHERE u.undoes = e.id) ORDER BY e.id DESC LIMIT 1"""
HISTORY = f"""{SELECT} JOIN review_places p ON p.claim = e.claim WHERE p.shown = ?1 OR p.claim = ?1
ORDER BY e.at, e.id"""
NEWER = f"""{SELECT} JOIN review_places p ON p.claim = e.claim
WHERE p.shown = ? AND e.id > ? AND e.reviewer <> ? AND e.action IN ('review', 'undo') ORDER BY e.id DESC LIMIT 1"""


def save(
    conn: sqlite3.Connection,
    claim_id: str,
    reviewer: str,
    *,
    verdict: str | None,
    note: str = "",
    evidence: Sequence[str] = (),
    corrections: Corrections = NO_CORRECTIONS,
    seen: int,
) -> Event:
    """Save what ``reviewer`` says of a claim, in place of what he said before; the event that says so.

    ``seen``: ``Current.version`` of the page that he worked on, 0 for none. If somebody else reviewed the claim since,
    nothing is saved and Stale is raised with that event. Saying the same again writes nothing, and gives the old event.
    Raises UnknownClaimError for a claim that is not in the latest version of a document, ReviewError for a verdict,
    link or correction that is none.
    """
    said = Judgement(verdict, note, tuple(evidence), corrections)
    with transaction(conn):
        return _save(conn, claim_id, reviewer_name(reviewer), said, seen)


def _save(
    conn: sqlite3.Connection, claim: str, reviewer: str, said: Judgement, seen: int, batch: int | None = None
) -> Event:
    place = places.place_of(conn, claim)
    _refuse_if_stale(conn, claim, reviewer, seen)
    last = _last_of(conn, claim, reviewer)
    before = judgement(last.after if last else None)
    said = checked(conn, said, place["length"], keeps=before.verdict)
    if last and said == before and last.claim == claim:
        return last
    places.register(conn, place)
    at = max(now(), last.at) if last else now()  # a clock that was set back must not hide what is said now
    found = append(
        conn, "review", reviewer, at=at, place=dict(place), before=before.plain(), after=said.plain(), batch=batch
    )
    places.rebuild(conn, [claim])
    return found


def _refuse_if_stale(conn: sqlite3.Connection, claim: str, reviewer: str, seen: int) -> None:
    newer = rows(conn, NEWER, [claim, seen, reviewer])
    if newer:
        raise Stale(from_row(newer[0]))


def _last_of(conn: sqlite3.Connection, claim: str, reviewer: str) -> Event | None:
    mine = [event for event in places.reviews_of(conn, claim) if event.reviewer == reviewer]
    return mine[-1] if mine else None


def bulk(
    conn: sqlite3.Connection,
    ids: Iterable[str],
    reviewer: str,
    verdict: str | None,
    seen: int | Mapping[str, int],
) -> list[Event | Stale]:
    """Give many claims one verdict, keeping each one's note, evidence and corrections; undone together.

    ``seen``: for each claim, or the greatest of all that the page showed (``last_event``). A claim that somebody else
    reviewed since is left alone: its Stale stands in the list, in the order of ``ids``.
    """
    reviewer = reviewer_name(reviewer)
    found: list[Event | Stale] = []
    with transaction(conn):
        batch = last_event(conn) + 1
        for claim in dict.fromkeys(ids):
            said = judgement(mine.after) if (mine := _last_of(conn, claim, reviewer)) else Judgement()
            shown = seen if isinstance(seen, int) else seen.get(claim, 0)
            try:
                changed = Judgement(verdict, said.note, said.evidence, said.corrections)
                found.append(_save(conn, claim, reviewer, changed, shown, batch))
            except Stale as stale:
                found.append(stale)
    return found


def undo(conn: sqlite3.Connection, reviewer: str) -> Event | None:
    """Take back the last thing that this reviewer did (all of a bulk), as an event of its own; None: nothing to undo.

    What was imported is not undone.
    """
    reviewer = reviewer_name(reviewer)
    with transaction(conn):
        last = rows(conn, UNDOABLE, [reviewer])
        if not last:
            return None
        target = from_row(last[0])
        together = [target] if target.batch is None else _batch(conn, target)
        batch = None if len(together) == 1 else last_event(conn) + 1
        return [take_back(conn, event, batch) for event in together][-1]


def done_together(conn: sqlite3.Connection, event: Event) -> int:
    """How many events were done with this one, itself too."""
    sql = "SELECT count(*) FROM review_events WHERE batch = ?"
    return 1 if event.batch is None else int(conn.execute(sql, [event.batch]).fetchone()[0])


def _batch(conn: sqlite3.Connection, target: Event) -> list[Event]:
    sql = f"{SELECT} WHERE e.batch = ? AND e.action <> 'undo' AND e.reviewer = ? ORDER BY e.id DESC"
    return [from_row(row) for row in rows(conn, sql, [target.batch, target.reviewer])]


def take_back(conn: sqlite3.Connection, target: Event, batch: int | None = None) -> Event:
    """Write the event that undoes another one; whether it may be undone is for the caller to know."""
    place = {name: getattr(target, name) for name in ("claim", "document", "version", "text")}
    place |= {"start_char": target.start, "end_char": target.end}
    at = max(now(), target.at)
    found = append(
        conn, "undo", target.reviewer, at=at, place=place, before=target.after, after=target.before, batch=batch,
        undoes=target.id,
    )  # fmt: skip
    if target.claim is None:
        from claimtrack.review import facts  # the comparison takes its time to load, and verdicts do without it

        facts.relink(conn, facts.members_of(target))
        return found
    shown = rows(conn, "SELECT shown FROM review_places WHERE claim = ?", [target.claim])
    places.rebuild(conn, [row["shown"] for row in shown])
    return found


def history(conn: sqlite3.Connection, claim_id: str) -> list[Event]:
    """Everything that was done to a claim, and to those whose reviews it took over, oldest first."""
    return [from_row(row) for row in rows(conn, HISTORY, [claim_id])]


def current(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Current]:
    """What the reviews of each claim come to; a claim that nobody reviewed is open."""
    wanted = list(dict.fromkeys(ids))
    found = {claim: Current(claim) for claim in wanted}
    for start in range(0, len(wanted), BATCH):
        for state in _states(conn, wanted[start : start + BATCH]):
            found[state.claim] = state
    return found


def _states(conn: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Current]:
    marks = ", ".join("?" * len(ids))
    reviews: dict[str, list[Review]] = {}
    for row in rows(conn, f"SELECT * FROM review_current WHERE claim IN ({marks}) ORDER BY at, event", ids):
        reviews.setdefault(row["claim"], []).append(_review(row))
    for row in rows(conn, f"SELECT * FROM review_states WHERE claim IN ({marks})", ids):
        yield _current(row, reviews.get(row["claim"], []))


def _review(row: sqlite3.Row) -> Review:
    plain = {"corrections": json.loads(row["corrections"])}
    return Review(
        reviewer=row["reviewer"],
        at=row["at"],
        event=row["event"],
        verdict=row["verdict"],
        note=row["note"],
        evidence=tuple(json.loads(row["evidence"])),
        corrections=judgement(plain).corrections,
        counts=bool(row["counts"]),
    )


def _current(row: sqlite3.Row, reviews: Sequence[Review]) -> Current:
    lead = next((r for r in reviews if r.event == row["lead"]), Review("", "", 0, None))
    return Current(
        claim=row["claim"],
        verdict=row["verdict"],
        note=lead.note,
        evidence=lead.evidence,
        corrections=lead.corrections,
        second_verdict=row["second_verdict"],
        status=row["status"],
        version=row["last_event"],
        reviews=tuple(reviews),
        moved=row["moved"],
        differs=row["differs"],
        found=bool(row["found"]),
    )


def last_event(conn: sqlite3.Connection) -> int:
    """Id of the last event of all; a page that shows many claims hands it back as ``seen``."""
    return int(conn.execute("SELECT ifnull(max(id), 0) FROM review_events").fetchone()[0])


def lost(conn: sqlite3.Connection) -> list[Current]:
    """Reviewed claims that are no longer found in their documents; ``place`` tells where they were."""
    ids = [row["claim"] for row in rows(conn, "SELECT claim FROM review_states WHERE found = 0 ORDER BY claim")]
    return list(current(conn, ids).values())


def reviewers(conn: sqlite3.Connection) -> list[str]:
    """Names of all who ever reviewed, in order."""
    sql = "SELECT DISTINCT reviewer FROM review_events WHERE reviewer <> ? ORDER BY reviewer"
    return [row["reviewer"] for row in rows(conn, sql, [SYSTEM])]


def check_reviewer(name: str) -> str:
    """A name that a reviewer may have, trimmed. Raises ReviewError for one that is none, or this program's own."""
    found = reviewer_name(name)
    if found.casefold() == SYSTEM:
        raise ReviewError(f"{found!r} is the program's own name.", "Give another.")
    return found
