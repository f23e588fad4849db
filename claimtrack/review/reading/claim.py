"""One claim: its passage, the claims beside it, the facts it belongs to, its document's versions, its reviews."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from claimtrack.compare.doubts import doubts_of_claim
from claimtrack.model import Claim
from claimtrack.review import work
from claimtrack.review.events import rows
from claimtrack.review.records import Current
from claimtrack.store.queries import find_claim, passage_of
from claimtrack.store.records import ClaimRow, Passage

KEYS = """SELECT c.key, c.version_key, v.document_key FROM claims c JOIN versions v ON v.key = c.version_key
WHERE c.id = ? AND v.number = ?"""
FACTS = """SELECT DISTINCT f.key, f.id, f.label FROM fact_claims l JOIN facts f ON f.key = l.fact_key
WHERE l.claim_key = ? ORDER BY f.key"""
RELATIONS = """SELECT r.fact_key, r.relation, r."on", r.detail, r.score,
  o.id, o.text, o.source, v.publisher, v.published
FROM (SELECT *, b_key AS other FROM relations WHERE a_key = ?1 UNION ALL
  SELECT *, a_key FROM relations WHERE b_key = ?1) r
JOIN claims o ON o.key = r.other JOIN versions v ON v.key = o.version_key
ORDER BY r.fact_key, r.relation = 'conflicts' DESC, r.score DESC LIMIT 200"""
VERSIONS = """SELECT v.number, v.latest, v.published, v.title, r.started AS read_at, length(v.text) AS length
FROM versions v JOIN runs r ON r.id = v.run WHERE v.document_key = ? ORDER BY v.number DESC LIMIT 50"""
PLACE = "SELECT * FROM review_places WHERE claim = ? OR shown = ? ORDER BY claim = ? DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a claim shows.

    ``others``: further claims of the passage. ``relations`` by key of the fact. ``doubts``: dates that cannot all be
    right.
    """

    row: ClaimRow
    passage: Passage
    document: int
    others: tuple[Claim, ...]
    facts: tuple[sqlite3.Row, ...]
    relations: dict[int, list[sqlite3.Row]]
    versions: tuple[sqlite3.Row, ...]
    current: Current
    doubts: tuple[str, ...]


def find(conn: sqlite3.Connection, claim: str) -> Shown | None:
    """The claim with this id, in the latest version that has it; None where no version has."""
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    row = find_claim(db, claim)
    if row is None:
        return None
    passage = passage_of(db, row)
    key = rows(conn, KEYS, [row.id, row.version])[0]
    relations: dict[int, list[sqlite3.Row]] = {}
    for relation in rows(conn, RELATIONS, [key["key"]]):
        relations.setdefault(relation["fact_key"], []).append(relation)
    return Shown(
        row=row,
        passage=passage,
        document=key["document_key"],
        others=_others(passage),
        facts=tuple(rows(conn, FACTS, [key["key"]])),
        relations=relations,
        versions=tuple(rows(conn, VERSIONS, [key["document_key"]])),
        current=work.current(conn, [row.id])[row.id],
        doubts=doubts_of_claim(db, passage.extraction.article, row),
    )


def _others(passage: Passage) -> tuple[Claim, ...]:
    claims = passage.extraction.claims
    return tuple(c for c in claims if c.start < passage.end and passage.start < c.end and c.id != passage.claim.id)[:40]


def place(conn: sqlite3.Connection, claim: str) -> sqlite3.Row | None:
    """Where the reviews of a claim that is gone are: ``shown`` is the claim that has them, ``text`` what was read."""
    found = rows(conn, PLACE, [claim, claim, claim])
    return found[0] if found else None


def texts(conn: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str]:
    """The words of claims by their ids, for lists and messages."""
    return {claim: row["text"] for claim, row in named(conn, ids).items()}


def named(conn: sqlite3.Connection, ids: Sequence[str]) -> dict[str, sqlite3.Row]:
    """Words, source and publisher of claims by their ids."""
    marks = ", ".join("?" * len(ids))
    sql = f"""SELECT c.id, substr(c.text, 1, 300) AS text, c.source, v.publisher
    FROM claims c JOIN versions v ON v.key = c.version_key WHERE c.id IN ({marks}) ORDER BY v.key"""
    return {row["id"]: row for row in rows(conn, sql, ids)}
