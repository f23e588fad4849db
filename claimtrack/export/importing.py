"""Reviews back from a file: JSON Lines or ClaimReview as this program exports them, or its list of events.

An event is known by its ``uid``: what is here already is left alone, so that a file can be read any number of times.
Reviews of claims that are not in the database are kept, and attached when an article brings the claim.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from claimtrack.errors import ClaimtrackError, InputError
from claimtrack.export import importing_claimreview
from claimtrack.model import Rating
from claimtrack.review import attach, places, scales
from claimtrack.review.checks import checked, reviewer_name
from claimtrack.review.events import SELECT, append, from_row, judgement, now, rows, transaction
from claimtrack.review.records import Event, ReviewError

Plain = Mapping[str, Any]
NOWHERE = -1
"""Version of a place that is not one of this database."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a file that is no review: where, why, what to do."""

    place: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``lost``: reviews of claims that this database does not have (yet)."""

    new: int
    known: int
    lost: int
    refused: tuple[Refused, ...]


def import_reviews(conn: sqlite3.Connection, path: Path) -> Imported:
    """Read the reviews in a file, all or nothing but for those that are refused. Raises InputError."""
    counts = {"new": 0, "known": 0}
    refused: list[Refused] = []
    touched: list[Event] = []
    when = now()
    with transaction(conn):
        for place, plain in _events(path):
            try:
                event = _add(conn, plain, when)
            except ClaimtrackError as error:
                refused.append(Refused(f"{path}:{place}", error.message, error.remedy))
                continue
            counts["known" if event is None else "new"] += 1
            touched += [event] if event else []
        _settle(conn, touched)
        lost = sum(not row["found"] for row in _places(conn, touched))
    return Imported(**counts, lost=lost, refused=tuple(refused))


def _events(path: Path) -> Iterator[tuple[str, Plain]]:
    """The events in a file, each with where it stands."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", "Name a file that `claimtrack export` wrote.") from error
    if importing_claimreview.is_one(text):
        yield from importing_claimreview.events(text, path)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield from _of_line(line, str(number), path)


def _of_line(line: str, place: str, path: Path) -> Iterator[tuple[str, Plain]]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}:{place} is no JSON: {error}.", "Export the reviews again as jsonl.") from error
    if isinstance(found, dict) and isinstance(found.get("history"), list):
        yield from ((place, event) for event in found["history"])
    else:
        yield place, found


def _add(conn: sqlite3.Connection, plain: Any, when: str) -> Event | None:
    """Write an event that came from elsewhere; None if it is here already. Raises ReviewError."""
    if not isinstance(plain, dict) or not isinstance(plain.get("uid"), str) or not plain["uid"].strip():
        raise ReviewError(
            "This is no event of a review.", "Export the reviews with `claimtrack export --format jsonl`."
        )
    if _by_uid(conn, plain["uid"]) is not None:
        return None
    action = plain.get("action")
    if action not in _KINDS:
        raise ReviewError(f"{action!r} is nothing that can be imported.", f"Import: {', '.join(_KINDS)}.")
    fields = {"at": _moment(plain.get("at")), "uid": plain["uid"][:100], "imported": when}
    reviewer = reviewer_name(_text(plain, "reviewer"))
    if action in ("merge", "split", "scale"):
        return _add_decision(conn, action, reviewer, plain, fields)
    return _add_review(conn, action, reviewer, plain, fields)


_KINDS = ("review", "undo", "merge", "split", "scale")


def _add_review(conn: sqlite3.Connection, action: Any, reviewer: str, plain: Plain, fields: dict[str, Any]) -> Event:
    undoes = None
    if action == "undo":
        target = _by_uid(conn, str(plain.get("undoes")))
        if target is None:
            raise ReviewError("It undoes an event that is not here.", "Import the event that it undoes too.")
        undoes = target.id
        if rows(conn, "SELECT 1 FROM review_events WHERE undoes = ?", [undoes]):
            raise ReviewError("It undoes an event that is undone here already.", "Nothing needs to be done.")
        if target.claim is None:
            return append(
                conn, "undo", reviewer, before=plain.get("before"), after=plain.get("after"), undoes=undoes, **fields
            )
    place = _place(conn, plain)
    said, before = (_said(conn, plain, side) for side in ("after", "before"))
    return append(conn, action, reviewer, place=place, before=before, after=said, undoes=undoes, **fields)


def _said(conn: sqlite3.Connection, plain: Plain, side: str) -> Plain | None:
    """What a review said, if it can; a verdict that is not on the scale is put there, with its label and rating."""
    given = plain.get(side)
    if given is None:
        return None
    try:
        said = judgement(given)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise ReviewError(f"What it said is not understood: {error}.", "Export the reviews again.") from error
    if not all(isinstance(text, str) for text in (said.note, said.verdict or "", *said.evidence)):
        raise ReviewError("What it said is not understood.", "Export the reviews again.")
    if said.verdict and side == "after":
        _know(conn, said.verdict, plain)
    start, end = said.corrections.start, said.corrections.end
    length = end if isinstance(start, int) and isinstance(end, int) else 0
    return checked(conn, said, length, keeps=said.verdict).plain()


def _know(conn: sqlite3.Connection, verdict: str, plain: Plain) -> None:
    if all(known.name != verdict for known in scales.scale(conn, retired=True)):
        rating = plain.get("rating")
        label = plain.get("label") if isinstance(plain.get("label"), str) else None
        scales.add(
            conn, verdict, _text(plain, "reviewer"), label=label, rating=rating if rating in get_args(Rating) else None
        )


def _place(conn: sqlite3.Connection, plain: Plain) -> dict[str, Any]:
    """Where the claim is, or was where the review was written; noted as a place to attach to."""
    claim = _text(plain, "claim")
    found = rows(conn, places.CLAIM, [claim])
    start, end = plain.get("start"), plain.get("end")
    place = {
        "claim": claim,
        "document": _text(plain, "document"),
        "version": NOWHERE,
        "start_char": start if type(start) is int else 0,
        "end_char": end if type(end) is int else 0,
        "text": _text(plain, "text"),
        **dict.fromkeys(("source", "polarity", "version_key", "extracted_by")),
    }
    places.register(conn, found[0] if found else place, found=bool(found))
    return place | {"version": None}


def _add_decision(conn: sqlite3.Connection, action: Any, reviewer: str, plain: Plain, fields: dict[str, Any]) -> Event:
    """A merge, a split, or a change of the scale."""
    after = plain.get("after")
    if not isinstance(after, dict):
        raise ReviewError("It does not say what was decided.", "Export the reviews again.")
    if action == "scale":
        _rescale(conn, after)
    else:
        from claimtrack.review import facts

        facts.check(after)
    before = plain.get("before") if isinstance(plain.get("before"), dict) else None
    return append(conn, action, reviewer, before=before, after=after, **fields)


def _rescale(conn: sqlite3.Connection, after: Plain) -> None:
    """A verdict that was added elsewhere is added here; what was taken off there stays here."""
    name = _text(after, "name")
    if after.get("active") and all(verdict.name != name for verdict in scales.scale(conn, retired=True)):
        scales.put(conn, name, after.get("label"), after.get("rating"))


def _settle(conn: sqlite3.Connection, events: Sequence[Event]) -> None:
    """Find the claims, and make anew what the reviews come to, and the facts."""
    shown = {row["shown"] for row in _places(conn, events)}
    attach.follow(conn)
    shown |= {row["shown"] for row in _places(conn, events)}
    places.rebuild(conn, sorted(shown))
    decided = [event for event in events if event.claim is None and event.action != "scale"]
    if decided:
        from claimtrack.review import facts

        facts.relink(conn, [member for event in decided for member in facts.members_of(event)])


def _places(conn: sqlite3.Connection, events: Iterable[Event]) -> list[sqlite3.Row]:
    claims = sorted({event.claim for event in events if event.claim is not None})
    sql = "SELECT shown, found FROM review_places WHERE claim = ?"
    return [row for claim in claims for row in rows(conn, sql, [claim])]


def _by_uid(conn: sqlite3.Connection, uid: str) -> Event | None:
    found = rows(conn, f"{SELECT} WHERE e.uid = ?", [uid])
    return from_row(found[0]) if found else None


def _text(plain: Plain, name: str) -> str:
    value = plain.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ReviewError(f"It has no {name}.", "Export the reviews with `claimtrack export --format jsonl`.")
    return value


def _moment(value: object) -> str:
    """When it was done, in UTC; what lies in the future was done now."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ReviewError(f"{str(value)[:40]!r} is no time.", "Write it as 2025-06-18T12:30:00+00:00.") from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return min(moment, datetime.now(UTC)).isoformat(timespec="milliseconds")
