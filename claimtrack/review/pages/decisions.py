"""Merges and splits of facts as a page tells them: in words, with the claims that they were about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.review import facts
from claimtrack.review.reading.claim import named
from claimtrack.review.records import Event

MOST = 12
"""Claims that are named of each side."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a history.

    ``sides``: of a merge or split, the claims (id, words, who says it) put together, or taken out and left; ``more``:
    how many of each are not named. ``undoable``: the reader may take this decision back.
    """

    event: Event
    sides: tuple[tuple[tuple[str, str, str], ...], ...] = ()
    more: tuple[int, ...] = ()
    undoable: bool = False


def told(conn: sqlite3.Connection, events: Iterable[Event], reviewer: str | None) -> list[Told]:
    """Events with what they were about, the newest first."""
    listed = sorted(events, key=lambda event: (event.at, event.id), reverse=True)
    sides = {event.id: _sides(event) for event in listed}
    words = named(conn, sorted({claim for of in sides.values() for side in of for claim in side[:MOST]}))
    undone = {event.undoes for event in listed}
    return [_told(event, sides[event.id], words, event.id in undone, reviewer) for event in listed]


def about(conn: sqlite3.Connection, claims: Iterable[str], reviewer: str | None) -> list[Told]:
    """What was decided about the facts of these claims, the newest first."""
    return told(conn, facts.history(conn, claims), reviewer)


def _sides(event: Event) -> list[list[str]]:
    return [list(dict.fromkeys(claim for claim, _ in side)) for side in facts.sides_of(event)]


def _told(
    event: Event, sides: Sequence[Sequence[str]], words: Mapping[str, sqlite3.Row], undone: bool, who: str | None
) -> Told:
    decision = event.action in ("merge", "split") and event.imported is None
    return Told(
        event=event,
        sides=tuple(tuple(_claim(claim, words.get(claim)) for claim in side[:MOST]) for side in sides),
        more=tuple(max(0, len(side) - MOST) for side in sides),
        undoable=decision and not undone and event.reviewer == who,
    )


def _claim(claim: str, row: sqlite3.Row | None) -> tuple[str, str, str]:
    """A claim that is gone is named by its id."""
    return (claim, row["text"], row["publisher"] or row["source"] or "") if row else (claim, claim, "")
