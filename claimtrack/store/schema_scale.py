"""What keeps a large store fast: documents by address, and those that are near one in few reads.

``vector_blocks``: vectors of the compared versions, ``compare.tables.BLOCK`` to a row, each at the place that the
version's key gives it; zeros for a version that is not compared. ``compare.candidates`` writes and reads them.
``freed``: versions that are no more compared and still have a vector there; a trigger fills it. ``topics``: stems of
the names, and of the passages, that a version is about, with their weights (see ``compare.topics``); ``layout`` names
the code that made them.
"""

from __future__ import annotations

from itertools import groupby

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

SCALE = """
CREATE INDEX versions_url ON versions(url) WHERE url NOT NULL;
CREATE INDEX versions_path ON versions(path) WHERE path NOT NULL;

CREATE TABLE vector_blocks (
  block INTEGER PRIMARY KEY,
  vectors BLOB NOT NULL
) STRICT;

CREATE TABLE freed (version_key INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER compared_deleted AFTER DELETE ON compared
BEGIN INSERT OR IGNORE INTO freed VALUES (old.version_key); END;

CREATE TABLE topics (
  version_key INTEGER PRIMARY KEY REFERENCES versions(key) ON DELETE CASCADE,
  layout TEXT NOT NULL,
  actors BLOB NOT NULL,
  actor_weights BLOB NOT NULL,
  words BLOB NOT NULL,
  word_weights BLOB NOT NULL
) STRICT;
"""
BLOCK, WIDTH, LENGTH = 256, 256, 4095
"""What a block was when this migration was written."""


@MIGRATIONS()
def m010_scale(db: Database) -> None:
    """Move the vectors of compared versions into blocks; add indexes."""
    db.executescript(SCALE)
    cursor = db.execute("SELECT version_key, vector FROM compared ORDER BY version_key")
    for block, rows in groupby(cursor, lambda row: row[0] // BLOCK):
        db.execute("INSERT INTO vector_blocks VALUES (?, ?)", [block, _vectors(dict(rows))])
    db.execute("ALTER TABLE compared DROP COLUMN vector")


def _vectors(known: dict[int, bytes]) -> bytes:
    """The vectors of a block: whole numbers of 16 bits, from floats of 16 bits."""
    import numpy as np

    out = np.zeros((BLOCK, WIDTH), "<i2")
    for version, vector in known.items():
        if len(vector) == 2 * WIDTH:
            out[version % BLOCK] = np.rint(np.frombuffer(vector, "<f2").astype(np.float32) * LENGTH)
    return out.tobytes()
