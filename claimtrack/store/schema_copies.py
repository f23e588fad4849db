"""Tables of near-duplicates: a sketch for each version, the bands by which it is found, the group it belongs to.

``copy_group`` is the key of some version; versions with the same one are copies of one another, directly or by way
of others. ``band`` is a hash of a part of the sketch.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

COPIES = """
CREATE TABLE sketches (
  version_key INTEGER PRIMARY KEY REFERENCES versions(key),
  triples INTEGER NOT NULL,
  sketch BLOB NOT NULL,
  copy_group INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;
CREATE INDEX sketches_group ON sketches(copy_group);

CREATE TABLE sketch_bands (
  band INTEGER NOT NULL,
  copy_group INTEGER NOT NULL,
  version_key INTEGER NOT NULL REFERENCES sketches(version_key),
  run INTEGER NOT NULL REFERENCES runs(id),
  PRIMARY KEY (band, copy_group, version_key)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def m003_copies(db: Database) -> None:
    """Add the tables of near-duplicates, and fill them for the versions that are there."""
    from claimtrack.compare.copies import add_stored  # the store alone does not need NumPy

    db.executescript(COPIES)
    for (key,) in db.execute("SELECT key FROM versions ORDER BY key").fetchall():
        add_stored(db, key)
