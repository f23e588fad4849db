"""How far the results of a job on many machines were merged into the store.

``result`` names a finished shard: its files, their content, and what made it. ``position``: how many of its inputs are
stored; it is written together with them, so that none is stored twice.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

MERGED = """
CREATE TABLE merged (
  result TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def m008_merged(db: Database) -> None:
    """Add how far results of many machines were merged."""
    db.executescript(MERGED)


def position(db: Database, result: str) -> int:
    """How many inputs of a result are stored."""
    row = db.execute("SELECT position FROM merged WHERE result = ?", [result]).fetchone()
    return 0 if row is None else int(row[0])


def note(db: Database, result: str, at: int, run: int) -> None:
    """Note how many inputs of a result are stored; the caller holds the transaction."""
    sql = """INSERT INTO merged VALUES (?, ?, ?)
    ON CONFLICT (result) DO UPDATE SET position = excluded.position, run = excluded.run"""
    db.conn.execute(sql, [result, at, run])
