"""The dashboard: what came in, what conflicts, what is new since the reviewer last looked, how far the review is."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from claimtrack.review import filters, second, work
from claimtrack.review.events import SELECT, from_row, rows

FRESH = 60.0
"""Seconds for which counts over whole tables are kept."""
RUNS = "SELECT * FROM runs ORDER BY id DESC LIMIT 8"
NEW = """SELECT d.key, d.id, v.number, v.title, v.publisher, v.published,
  (SELECT count(*) FROM claims c WHERE c.version_key = v.key) AS claims
FROM versions v JOIN documents d ON d.key = v.document_key
WHERE v.key > ? AND v.latest = 1 AND v.kind IS NULL ORDER BY v.key DESC LIMIT 12"""
HOW_MANY_NEW = (
    f"SELECT count(*) FROM (SELECT 1 FROM versions WHERE key > ? AND latest = 1 AND kind IS NULL LIMIT {1001})"
)
CONFLICTS = """SELECT r.detail, r.score, f.id AS fact, f.label, a.id AS a, a.text AS a_text, a.source AS a_source,
  b.id AS b, b.text AS b_text, b.source AS b_source
FROM (SELECT * FROM relations WHERE relation = 'conflicts' ORDER BY fact_key DESC LIMIT 10) r
JOIN facts f ON f.key = r.fact_key JOIN claims a ON a.key = r.a_key JOIN claims b ON b.key = r.b_key"""
STATES = "SELECT status, count(*) AS claims FROM review_states GROUP BY status"
REVIEWERS = """SELECT reviewer, count(*) AS claims, max(at) AS last FROM review_current WHERE verdict NOT NULL
GROUP BY reviewer ORDER BY claims DESC, reviewer"""
VERDICTS = (
    "SELECT verdict, count(*) AS claims FROM review_states WHERE verdict NOT NULL GROUP BY verdict ORDER BY 2 DESC"
)
_kept: dict[str, tuple[float, dict[str, int]]] = {}


def totals(conn: sqlite3.Connection) -> dict[str, int]:
    """Counts over whole tables, at most ``FRESH`` seconds old."""
    path = conn.execute("PRAGMA database_list").fetchone()[2]
    kept = _kept.get(path)
    if kept is None or time.monotonic() - kept[0] > FRESH:
        sql = """SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM queue) AS claims,
        (SELECT count(*) FROM facts) AS facts,
        (SELECT count(*) FROM relations WHERE relation = 'conflicts') AS conflicts,
        (SELECT count(*) FROM failures) AS failures"""
        kept = (time.monotonic(), dict(rows(conn, sql)[0]))
        _kept[path] = kept
    return kept[1]


def find(conn: sqlite3.Connection, reviewer: str | None) -> dict[str, Any]:
    """Everything that the dashboard shows to this reviewer."""
    stamp = filters.last_looked(conn, reviewer) if reviewer else None
    seen = stamp.version if stamp else 0
    states = {row["status"]: row["claims"] for row in rows(conn, STATES)}
    events = f"{SELECT} WHERE e.id > ? AND e.reviewer <> ? AND e.action <> 'attach' ORDER BY e.id DESC LIMIT 12"
    return {
        "totals": totals(conn),
        "states": states,
        "reviewed": sum(count for status, count in states.items() if status != "open"),
        "verdicts": rows(conn, VERDICTS),
        "runs": rows(conn, RUNS),
        "stamp": stamp,
        "new": rows(conn, NEW, [seen]),
        "new_count": conn.execute(HOW_MANY_NEW, [seen]).fetchone()[0],
        "events": [from_row(row) for row in rows(conn, events, [stamp.event if stamp else 0, reviewer or ""])],
        "conflicts": rows(conn, CONFLICTS),
        "reviewers": rows(conn, REVIEWERS),
        "agreement": second.agreement(conn),
        "disagreements": second.disagreements(conn)[:20],
        "lost": work.lost(conn)[:20],
    }
