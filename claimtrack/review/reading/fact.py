"""Facts: the list of them, and one with its claims, relations and origins."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from claimtrack.compare.origins import Origin, agencies, origins
from claimtrack.compare.report import fact as find_fact
from claimtrack.export.series import Series, series
from claimtrack.model import Fact
from claimtrack.review import work
from claimtrack.review.events import rows
from claimtrack.review.records import Current
from claimtrack.store.filters import search_terms

PAGE = 40
MOST_MATCHES = 3_000
"""Claims that hold the words of a search and are looked at for their facts."""
RELATIONS = ("conflicts", "updates", "agrees", "same_source")

BY_RELATION = """SELECT DISTINCT fact_key FROM relations WHERE relation = ? AND fact_key < ?
ORDER BY fact_key DESC LIMIT ?"""
ALL = "SELECT key FROM facts WHERE key < ? ORDER BY key DESC LIMIT ?"
BY_WORDS = f"""SELECT DISTINCT l.fact_key FROM (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?
  LIMIT {MOST_MATCHES}) m JOIN fact_claims l ON l.claim_key = m.rowid WHERE l.fact_key < ? ORDER BY 1 DESC LIMIT ?"""
SUMMARIES = """SELECT f.key, f.id, f.label,
  (SELECT count(DISTINCT claim_key) FROM fact_claims l WHERE l.fact_key = f.key) AS claims,
  (SELECT count(*) FROM relations r WHERE r.fact_key = f.key AND r.relation = 'conflicts') AS conflicts,
  (SELECT count(*) FROM relations r WHERE r.fact_key = f.key AND r.relation = 'updates') AS updates,
  (SELECT count(*) FROM relations r WHERE r.fact_key = f.key AND r.relation = 'agrees') AS agrees,
  (SELECT count(*) FROM relations r WHERE r.fact_key = f.key AND r.relation = 'same_source') AS same_source
FROM facts f WHERE f.key IN ({marks}) ORDER BY f.key DESC"""
NEAR = """SELECT DISTINCT f.id, f.label,
  (SELECT count(DISTINCT claim_key) FROM fact_claims l WHERE l.fact_key = f.key) AS claims
FROM facts o JOIN fact_claims a ON a.fact_key = o.key
JOIN fact_claims b ON b.claim_key = a.claim_key AND b.fact_key <> o.key JOIN facts f ON f.key = b.fact_key
WHERE o.id = ? LIMIT 8"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a fact shows. ``states`` by claim; ``near``: other facts that share a claim with it."""

    fact: Fact
    series: Series
    origins: tuple[Origin, ...]
    states: dict[str, Current]
    near: tuple[sqlite3.Row, ...]


def find(conn: sqlite3.Connection, identity: str) -> Shown:
    """The fact with this id, or whose id begins so. Raises UnknownError."""
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    fact = find_fact(db, identity)
    states = work.current(conn, [claim.claim for claim in fact.claims])
    return Shown(fact, series(fact), origins(fact, agencies(db, fact)), states, tuple(rows(conn, NEAR, [fact.id])))


def listing(conn: sqlite3.Connection, relation: str, words: str, before: int) -> tuple[list[sqlite3.Row], bool]:
    """Facts, the newest first, from below the key ``before``, and whether more follow.

    ``relation``: they hold such a relation, '' for all. ``words``: a claim of them holds these.
    """
    if words:
        terms = search_terms(Database(conn, recursive_triggers=False, execute_plugins=False), words)
        keys = [row[0] for row in conn.execute(BY_WORDS, [terms, before, PAGE + 1])]
    elif relation:
        keys = [row[0] for row in conn.execute(BY_RELATION, [relation, before, PAGE + 1])]
    else:
        keys = [row[0] for row in conn.execute(ALL, [before, PAGE + 1])]
    return summaries(conn, keys[:PAGE]), len(keys) > PAGE


def summaries(conn: sqlite3.Connection, keys: Sequence[int]) -> list[sqlite3.Row]:
    """Label and counts of facts."""
    return rows(conn, SUMMARIES.format(marks=", ".join("?" * len(keys))), keys)
