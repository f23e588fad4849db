"""The queue in the order of a reviewer's own weights for the reasons of check-worthiness.

Claims with the same reasons but for the model's score (a ``profile``; there are at most some hundreds) are in the
order of that score whatever the weights are. So the order of all is a merge of the profiles, each read off an index.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from claimtrack.review.events import rows
from claimtrack.store.schema_queue import PROFILE

FEW = 3_000
"""Claims that are gathered and sorted, where the conditions leave no more than that."""
QUARTERS = 4
ROUNDED = 6  # decimals of a score: equal scores stay equal whatever order they were added up in

OPEN = "(s.claim IS NULL OR s.status = 'open')"
PROFILES = """WITH RECURSIVE p(profile) AS (SELECT min(profile) FROM queue UNION ALL
  SELECT (SELECT min(profile) FROM queue q WHERE q.profile > p.profile) FROM p WHERE p.profile IS NOT NULL)
SELECT profile FROM p WHERE profile IS NOT NULL"""
Place = tuple[float, float, int]
Conditions = tuple[Sequence[str], Sequence[object]]


def score(weights: Mapping[str, float], profile: str, model: float) -> float:
    """The weighted mean of a claim's reasons, in 0..1."""
    total = sum(weights.values())
    by_rule = sum(weights.get(name, 0) * int(digit) / QUARTERS for name, digit in zip(PROFILE, profile, strict=True))
    return round((by_rule + weights.get("model", 0) * model) / total, ROUNDED)


def following(
    conn: sqlite3.Connection,
    conditions: Conditions,
    weights: Mapping[str, float],
    place: sqlite3.Row | None,
    limit: int,
    *,
    up: bool,
) -> list[sqlite3.Row]:
    """Up to ``limit`` claims that meet the conditions and come after ``place``, by weight; ``up``: the least first."""

    def rank(row: sqlite3.Row) -> Place:
        found = (score(weights, row["profile"], row["model"]), row["model"], row["key"])
        return found if up else (-found[0], -found[1], -found[2])

    few = _few(conn, conditions)
    start = None if place is None else rank(place)
    if few is not None:
        return [row for row in sorted(few, key=rank) if start is None or rank(row) > start][:limit]
    profiles = [row["profile"] for row in rows(conn, PROFILES)]
    streams = [_stream(conn, conditions, profile, rank, start, up=up) for profile in profiles]
    return list(islice(heapq.merge(*streams, key=rank), limit))


def _few(conn: sqlite3.Connection, conditions: Conditions) -> list[sqlite3.Row] | None:
    """All claims that meet the conditions, or None if they are many."""
    from claimtrack.review.reading.queue import SELECT

    tests, values = conditions
    if all(test == OPEN for test in tests):  # nothing that narrows the queue down
        return None
    found = rows(conn, f"{SELECT} WHERE {' AND '.join(tests)} LIMIT {FEW + 1}", values)
    return found if len(found) <= FEW else None


def _stream(
    conn: sqlite3.Connection,
    conditions: Conditions,
    profile: str,
    rank: Callable[[sqlite3.Row], Place],
    start: Place | None,
    *,
    up: bool,
) -> Iterator[sqlite3.Row]:
    """Claims of one profile in their order, from the place on. Reads no more than is asked for."""
    from claimtrack.review.reading.queue import SELECT

    tests, values = conditions
    low, high = _models(rank, start, profile, up=up)
    direction = "ASC" if up else "DESC"
    sql = f"""{SELECT} WHERE {" AND ".join([*tests, "q.profile = ?", "q.model BETWEEN ? AND ?"])}
    ORDER BY q.model {direction}, q.claim_key {direction}"""
    cursor = conn.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute(sql, [*values, profile, low, high]):
        if start is None or rank(row) > start:
            yield row


def _models(
    rank: Callable[[sqlite3.Row], Place], start: Place | None, profile: str, *, up: bool
) -> tuple[float, float]:
    """Between which scores of the model the claims of a profile lie that come after ``start``."""
    if start is None:
        return 0.0, 1.0
    least, most = (rank({"profile": profile, "model": model, "key": 0})[0] for model in (0.0, 1.0))  # type: ignore[arg-type]
    if least == most:
        return 0.0, 1.0
    bound = (start[0] - least) / (most - least)
    slack = 2 * 10**-ROUNDED / abs(most - least)
    return (max(0.0, bound - slack), 1.0) if up else (0.0, min(1.0, bound + slack))
