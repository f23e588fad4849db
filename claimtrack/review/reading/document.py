"""Documents: the list of them, and one in one of its versions, with what changed from the version before."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database

from claimtrack.compare.changes import Change, between
from claimtrack.model import Extraction
from claimtrack.review import work
from claimtrack.review.events import rows
from claimtrack.review.records import Current
from claimtrack.store.filters import search_terms
from claimtrack.store.rows import load_extraction

PAGE = 50
VERSIONS = """SELECT v.key, v.number, v.latest, v.published, v.title, v.flag, v.kind, length(v.text) AS length,
  r.started AS read_at, r.model, r.package_version, d.id, d.withdrawn
FROM versions v JOIN runs r ON r.id = v.run JOIN documents d ON d.key = v.document_key
WHERE v.document_key = ? ORDER BY v.number DESC LIMIT 200"""
LISTED = """SELECT d.key, d.id, d.withdrawn, v.title, v.publisher, v.published, v.flag, v.number,
  (SELECT count(*) FROM claims c WHERE c.version_key = v.key) AS claims
FROM documents d JOIN versions v ON v.document_key = d.key AND v.latest = 1
WHERE v.kind IS NULL AND {condition} AND d.key < ? ORDER BY d.key DESC LIMIT ?"""
TITLED = "v.key IN (SELECT rowid FROM versions_fts WHERE versions_fts MATCH ? LIMIT 5000)"


@dataclass(frozen=True, slots=True)
class Shown:
    """A document in one version. ``changes``: from the version before; ``states`` of its claims."""

    version: sqlite3.Row
    versions: tuple[sqlite3.Row, ...]
    extraction: Extraction
    changes: tuple[Change, ...]
    states: dict[str, Current]


def find(conn: sqlite3.Connection, key: int, number: int | None) -> Shown | None:
    """The document with this key, in its latest version or another one; None if there is none."""
    versions = rows(conn, VERSIONS, [key])
    chosen = next((v for v in versions if (v["latest"] if number is None else v["number"] == number)), None)
    if chosen is None:
        return None
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    extraction = load_extraction(db, chosen["key"])
    older = next((v for v in versions if v["number"] < chosen["number"]), None)
    changes = between(load_extraction(db, older["key"]), extraction, older["number"], chosen["number"]) if older else []
    states = work.current(conn, [claim.id for claim in extraction.claims])
    return Shown(chosen, tuple(versions), extraction, tuple(changes), states)


def listing(conn: sqlite3.Connection, words: str, before: int) -> tuple[list[sqlite3.Row], bool]:
    """Documents, the last that came in first, from below the key ``before``; and whether more follow."""
    values: list[object] = []
    if words:
        values.append(search_terms(Database(conn, recursive_triggers=False, execute_plugins=False), words))
    sql = LISTED.format(condition=TITLED if words else "1")
    found = rows(conn, sql, [*values, before, PAGE + 1])
    return found[:PAGE], len(found) > PAGE
