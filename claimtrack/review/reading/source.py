"""Sources: the list of them, and one with its claims over time, who contradicts it, and who cites it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.review.events import rows

PAGE = 60
MOST = 5_000
"""Claims of a source that its page counts."""
MOST_CONFLICTS = 300
FEW = 100_000
"""Claims of a store up to which all sources are counted; of a greater one they are listed by the alphabet."""
COUNTED = 1_000
"""Claims up to which those of a source in the list are counted."""

CLAIMS = """SELECT q.claim_key AS key, q.id, q.worth, q.published, q.publisher, q.conflict, q.kind
FROM queue q WHERE q.source = ? ORDER BY q.worth DESC, q.claim_key DESC LIMIT ?"""
KINDS = """SELECT DISTINCT a.source_kind FROM (SELECT key FROM sources WHERE name = ?) s
JOIN attributions a ON a.source_key = s.key LIMIT 5"""
CONFLICTS = """SELECT r.detail, r.score, f.id AS fact, m.id AS own, m.text AS own_text, o.id, o.text, o.source,
  v.publisher, v.published
FROM (SELECT a_key AS mine, b_key AS other, * FROM relations WHERE relation = 'conflicts' AND a_key IN ({marks})
  UNION ALL SELECT b_key, a_key, * FROM relations WHERE relation = 'conflicts' AND b_key IN ({marks})) r
JOIN facts f ON f.key = r.fact_key JOIN claims m ON m.key = r.mine JOIN claims o ON o.key = r.other
JOIN versions v ON v.key = o.version_key WHERE o.source IS NOT ? ORDER BY r.score DESC LIMIT 300"""
ALPHABET = """WITH RECURSIVE names(name, n) AS (
  SELECT (SELECT min(source) FROM queue WHERE source > ?1), 1 UNION ALL
  SELECT (SELECT min(q.source) FROM queue q WHERE q.source > names.name), n + 1 FROM names
  WHERE names.name NOT NULL AND n <= ?2)
SELECT name, (SELECT count(*) FROM (SELECT 1 FROM queue q WHERE q.source = names.name LIMIT {counted})) AS claims
FROM names WHERE name NOT NULL LIMIT ?2"""
MOST_CITED = """SELECT source AS name, count(*) AS claims, sum(conflict) AS conflicts FROM queue
WHERE source <> '' GROUP BY source ORDER BY claims DESC, source LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a source shows. ``contradicted``: how many of its claims here others contradict."""

    name: str
    kinds: tuple[str, ...]
    claims: tuple[sqlite3.Row, ...]
    bounded: bool
    contradicted: int
    conflicts: tuple[sqlite3.Row, ...]
    by_whom: tuple[tuple[str, int], ...]
    cited_by: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]


def find(conn: sqlite3.Connection, name: str) -> Shown | None:
    """The source of this name; None if no claim in force has it."""
    claims = rows(conn, CLAIMS, [name, MOST + 1])
    if not claims:
        return None
    counted = claims[:MOST]
    conflicts = _conflicts(conn, [row["key"] for row in counted if row["conflict"]][:MOST_CONFLICTS], name)
    others = Counter(row["source"] or row["publisher"] or "unnamed" for row in conflicts)
    return Shown(
        name=name,
        kinds=tuple(row["source_kind"] for row in rows(conn, KINDS, [name]) if row["source_kind"]),
        claims=tuple(counted),
        bounded=len(claims) > MOST,
        contradicted=len({row["own"] for row in conflicts}),
        conflicts=tuple(conflicts),
        by_whom=tuple(others.most_common(12)),
        cited_by=tuple(Counter(row["publisher"] or "not given" for row in counted).most_common(12)),
        voices=tuple(Counter(row["kind"] for row in counted).most_common()),
    )


def _conflicts(conn: sqlite3.Connection, keys: Sequence[int], name: str) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(keys))
    return rows(conn, CONFLICTS.format(marks=marks), [*keys, *keys, name]) if keys else []


def listing(conn: sqlite3.Connection, after: str) -> tuple[list[sqlite3.Row], str | None]:
    """Sources, those with most claims first; of a great store, by the alphabet after a name. The name to go on from."""
    known = conn.execute(f"SELECT count(*) FROM (SELECT 1 FROM queue LIMIT {FEW + 1})").fetchone()[0]
    if known <= FEW and not after:
        return rows(conn, MOST_CITED, [500]), None
    found = rows(conn, ALPHABET.format(counted=COUNTED), [after, PAGE])
    return found, found[-1]["name"] if len(found) == PAGE else None
