"""What a reviewer keeps at his desk: filters of the queue by name, and when he last looked."""

from __future__ import annotations

import sqlite3

from claimtrack.review.checks import reviewer_name
from claimtrack.review.events import now, rows, transaction
from claimtrack.review.records import Filter, ReviewError, Stamp

LONGEST_QUERY = 2_000


def save_filter(conn: sqlite3.Connection, reviewer: str, name: str, query: str) -> Filter:
    """Keep the query string of a page ("status=open&source=BBC") under a name, in place of one of that name."""
    found = Filter(reviewer_name(reviewer), " ".join(name.split()), query.lstrip("?"), now())
    if not found.name or len(found.name) > 100 or not found.name.isprintable():
        raise ReviewError("That is no name for a filter.", "Give 1 to 100 printable characters.")
    if len(found.query) > LONGEST_QUERY or not found.query.isprintable() or "#" in found.query:
        raise ReviewError("That is no query string.", "Save the filter from the queue's own address.")
    with transaction(conn):
        sql = "INSERT OR REPLACE INTO review_filters VALUES (?, ?, ?, ?)"
        conn.execute(sql, [found.reviewer, found.name, found.query, found.saved])
    return found


def saved_filters(conn: sqlite3.Connection, reviewer: str | None = None) -> list[Filter]:
    """Filters of a reviewer, or of all, by name."""
    sql = "SELECT * FROM review_filters WHERE ?1 IS NULL OR reviewer = ?1 ORDER BY name, reviewer"
    return [Filter(**dict(row)) for row in rows(conn, sql, [reviewer])]


def remove_filter(conn: sqlite3.Connection, reviewer: str, name: str) -> bool:
    """Forget a filter; whether there was one."""
    with transaction(conn):
        sql = "DELETE FROM review_filters WHERE reviewer = ? AND name = ?"
        return conn.execute(sql, [reviewer, name]).rowcount > 0


def rename_filter(conn: sqlite3.Connection, reviewer: str, name: str, new: str) -> Filter:
    """Give a filter another name. Raises ReviewError if there is none of this name, or one of the new name."""
    mine = {kept.name: kept for kept in saved_filters(conn, reviewer_name(reviewer))}
    wanted = " ".join(new.split())
    if name not in mine:
        raise ReviewError("There is no filter of this name (any more).", "Load the page again.")
    if wanted in mine and wanted != name:
        raise ReviewError(f"You have a filter of the name {wanted!r} already.", "Give another name.")
    with transaction(conn):
        remove_filter(conn, reviewer, name)
        return save_filter(conn, reviewer, wanted, mine[name].query)


def has_worked(conn: sqlite3.Connection, reviewer: str) -> bool:
    """Whether the reviewer ever reviewed anything."""
    return bool(rows(conn, "SELECT 1 FROM review_events WHERE reviewer = ? LIMIT 1", [reviewer]))


def last_looked(conn: sqlite3.Connection, reviewer: str) -> Stamp | None:
    """When the reviewer last looked, and what there was then; None if never."""
    found = rows(conn, "SELECT * FROM review_stamps WHERE reviewer = ?", [reviewer])
    return Stamp(**dict(found[0])) if found else None


def look(conn: sqlite3.Connection, reviewer: str) -> Stamp:
    """Note that the reviewer looks now: what comes in from here on is new to him."""
    name = reviewer_name(reviewer)
    newest = """SELECT (SELECT ifnull(max(id), 0) FROM runs), (SELECT ifnull(max(key), 0) FROM versions),
    (SELECT ifnull(max(id), 0) FROM review_events)"""
    with transaction(conn):
        run, version, event = conn.execute(newest).fetchone()
        stamp = Stamp(name, now(), run, version, event)
        sql = "INSERT OR REPLACE INTO review_stamps VALUES (?, ?, ?, ?, ?)"
        conn.execute(sql, [stamp.reviewer, stamp.looked, run, version, event])
    return stamp
