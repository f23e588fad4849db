"""Verdicts: the scale that a database starts with, and what its users add."""

from __future__ import annotations

import re
import sqlite3
from typing import get_args

from claimtrack.model import Rating
from claimtrack.review.checks import reviewer_name
from claimtrack.review.events import append, rows, transaction
from claimtrack.review.records import ReviewError, Verdict

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LONGEST_LABEL = 60


def scale(conn: sqlite3.Connection, *, retired: bool = False) -> list[Verdict]:
    """The verdicts in their order; ``retired``: also those that were taken off, which old reviews may have."""
    found = rows(conn, "SELECT * FROM review_scale WHERE active OR ? ORDER BY position", [retired])
    keys = iter(range(1, len(found) + 1))
    return [
        Verdict(r["name"], r["label"], r["rating"], next(keys) if r["active"] else 0, bool(r["active"])) for r in found
    ]


def add(
    conn: sqlite3.Connection,
    name: str,
    reviewer: str,
    *,
    label: str | None = None,
    rating: str | None = None,
) -> Verdict:
    """Add a verdict at the end of the scale, or put back one that was taken off.

    ``name``: small letters, digits, "_" and "-". ``label``: what pages show. ``rating``: what it comes to in a
    published fact-check (``model.Rating``); None for a verdict that rates nothing. Raises ReviewError.
    """
    shown = " ".join((label or name.replace("_", " ").capitalize()).split())
    _check(name, shown, rating)
    with transaction(conn):
        if any(verdict.name == name for verdict in scale(conn)):
            raise ReviewError(f"{name!r} is on the scale already.", "Give another name.")
        put(conn, name, shown, rating)
        after = {"name": name, "label": shown, "rating": rating, "active": True}
        append(conn, "scale", reviewer_name(reviewer), after=after)
        return next(verdict for verdict in scale(conn) if verdict.name == name)


def put(conn: sqlite3.Connection, name: str, label: str | None, rating: str | None) -> None:
    """Put a verdict on the scale without an event of its own. Raises ReviewError."""
    shown = label or name
    _check(name, shown, rating)
    sql = """INSERT INTO review_scale VALUES (?, ?, ?, (SELECT ifnull(max(position), 0) + 1 FROM review_scale), 1)
    ON CONFLICT (name) DO UPDATE SET label = excluded.label, rating = excluded.rating, active = 1"""
    conn.execute(sql, [name, shown, rating])


def remove(conn: sqlite3.Connection, name: str, reviewer: str) -> None:
    """Take a verdict off the scale; reviews that gave it keep it. Raises ReviewError."""
    with transaction(conn):
        known = {verdict.name: verdict for verdict in scale(conn)}
        if name not in known:
            raise ReviewError(f"{name!r} is not on the scale.", f"On it are: {', '.join(known)}.")
        if len(known) == 1:
            raise ReviewError(f"{name!r} is the last verdict.", "Add another one first.")
        conn.execute("UPDATE review_scale SET active = 0 WHERE name = ?", [name])
        old = known[name]
        before = {"name": name, "label": old.label, "rating": old.rating, "active": True}
        append(conn, "scale", reviewer_name(reviewer), before=before, after=before | {"active": False})


def _check(name: str, label: str, rating: str | None) -> None:
    if not _NAME.fullmatch(name):
        raise ReviewError(
            f"{name!r} is no name of a verdict.", 'Use small letters, digits, "_" and "-", e.g. half_true.'
        )
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise ReviewError(f"{label[:60]!r} is no label.", f"Give 1 to {LONGEST_LABEL} printable characters.")
    if rating is not None and rating not in get_args(Rating):
        raise ReviewError(f"{rating!r} is no rating.", f"Ratings are: {', '.join(get_args(Rating))}.")
