"""The history: events are appended, in a transaction, and read back."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from claimtrack.review.records import NO_CORRECTIONS, Action, Corrections, Event

SYSTEM = "claimtrack"
"""Who moves reviews to the claim that took the place of the one reviewed."""
_COLUMNS = (
    *("id", "uid", "at", "reviewer", "action", "claim", "document", "version", "start_char", "end_char", "text"),
    *("before", "after", "batch", "undoes", "imported"),
)
SELECT = f"SELECT {', '.join(f'e.{name}' for name in _COLUMNS)} FROM review_events e"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of a claim: ``before`` and ``after`` of a review. Empty: nothing is said any more."""

    verdict: str | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    corrections: Corrections = NO_CORRECTIONS

    def plain(self) -> dict[str, Any] | None:
        """As a JSON object; None if it is empty."""
        if self == Judgement():
            return None
        corrections = {k: str(v) if isinstance(v, Decimal) else v for k, v in asdict(self.corrections).items()}
        kept = {name: value for name, value in corrections.items() if value is not None}
        return {"verdict": self.verdict, "note": self.note, "evidence": list(self.evidence), "corrections": kept}


def judgement(plain: Mapping[str, Any] | None) -> Judgement:
    """A judgement from its JSON object."""
    if not plain:
        return Judgement()
    fields = dict(plain.get("corrections") or {})
    for name in ("value", "high"):
        if fields.get(name) is not None:
            fields[name] = Decimal(str(fields[name]))
    evidence = tuple(plain.get("evidence") or ())
    return Judgement(plain.get("verdict"), plain.get("note") or "", evidence, Corrections(**fields))


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the write lock from the start; inside a transaction that is open, a part of it."""
    nested = conn.in_transaction
    conn.execute("SAVEPOINT review" if nested else "BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("RELEASE review" if nested else "COMMIT")
    except BaseException:
        if nested:
            conn.execute("ROLLBACK TO review")
            conn.execute("RELEASE review")
        elif conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def rows(conn: sqlite3.Connection, sql: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
    """All rows of a query, readable by column name, whatever the connection gives."""
    cursor = conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, tuple(values)).fetchall()


def now() -> str:
    """This moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def append(
    conn: sqlite3.Connection,
    action: Action,
    reviewer: str,
    *,
    at: str | None = None,
    uid: str | None = None,
    place: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    batch: int | None = None,
    undoes: int | None = None,
    imported: str | None = None,
) -> Event:
    """Write an event. ``place``: claim, document, version, start_char, end_char, text of what was seen."""
    spot = place or {}
    row = {
        "uid": uid or secrets.token_hex(8),
        "at": at or now(),
        "reviewer": reviewer,
        "action": action,
        **{name: spot.get(name) for name in _COLUMNS[5:11]},
        "before": _json(before),
        "after": _json(after),
        "batch": batch,
        "undoes": undoes,
        "imported": imported,
    }
    sql = f"INSERT INTO review_events ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    number = conn.execute(sql, list(row.values())).lastrowid
    return event(conn, int(number or 0))


def event(conn: sqlite3.Connection, number: int) -> Event:
    """The event with this id."""
    return from_row(rows(conn, f"{SELECT} WHERE e.id = ?", [number])[0])


def from_row(row: sqlite3.Row) -> Event:
    """An event from the columns of ``SELECT``."""
    plain = {name: row[name] for name in _COLUMNS}
    plain["start"], plain["end"] = plain.pop("start_char"), plain.pop("end_char")
    for side in ("before", "after"):
        plain[side] = None if plain[side] is None else json.loads(plain[side])
    return Event(**plain)


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
