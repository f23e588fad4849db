"""How many claims of a query have each status: counted one by one up to a bound, never a whole large store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimtrack.review.reading.query import STATUSES, Query
from claimtrack.review.reading.queue import SAMPLE, conditions
from claimtrack.review.reading.weighing import OPEN

FEW = 2_000
"""Reviews of a status up to which their claims are looked up one by one."""
CLAIMS = "queue q LEFT JOIN review_states s ON s.claim = q.id"
REVIEWED = "review_states s CROSS JOIN claims c ON c.id = s.claim CROSS JOIN queue q ON q.claim_key = c.key"
COUNT = "SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {tests} LIMIT ?)"
Conditions = tuple[list[str], list[object]]


def by_status(conn: sqlite3.Connection, query: Query, known: int) -> Iterator[tuple[str, int]]:
    """Each status, and "any", with its claims under the other conditions of a query; ``SAMPLE`` + 1: there are more.
    A claim has one status.

    ``known``: how many claims the query itself has, bounded likewise; they are not counted again.
    """
    others = conditions(conn, replace(query, status="any"))
    asked = query.status or ("any" if query.verdict else "open")
    every = 0
    for status in STATUSES:
        found = known if status == asked else _count(conn, others, status)
        every += found
        yield status, found
    yield "any", min(every, SAMPLE + 1)


def for_second_review(conn: sqlite3.Connection, query: Query, reviewer: str) -> int:
    """Claims that one person reviewed, and this one did not, under the other conditions of a query; bounded."""
    return _count(conn, conditions(conn, replace(query, status="any", without=reviewer)), "reviewed")


def _count(conn: sqlite3.Connection, others: Conditions, status: str) -> int:
    tests, values = others
    if status == "open":
        return _bounded(conn, CLAIMS, [*tests, OPEN], values, SAMPLE)
    few = _bounded(conn, "review_states s", ["s.status = ?"], [status], FEW) <= FEW
    return _bounded(conn, REVIEWED if few else CLAIMS, [*tests, "s.status = ?"], [*values, status], SAMPLE)


def _bounded(conn: sqlite3.Connection, tables: str, tests: Sequence[str], values: Sequence[object], most: int) -> int:
    sql = COUNT.format(tables=tables, tests=" AND ".join(tests or ["1"]))
    return int(conn.execute(sql, [*values, most + 1]).fetchone()[0])
