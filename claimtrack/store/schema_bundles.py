"""What the comparison keeps of each document, so that adding one to a large store costs no more than to a small one.

``uncompared``: versions that came in, or changed, since the last comparison; triggers fill it. ``bundles``: the
statements of a compared version as ``compare.packs`` writes them; ``layout`` names the code that made them.
``compared.left_out``: near documents that the version was not compared with, because there were too many.
``texts`` holds vectors of things counted; older versions of this program kept those of whole claims there, too.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

BUNDLES = """
CREATE TABLE bundles (
  version_key INTEGER PRIMARY KEY REFERENCES versions(key) ON DELETE CASCADE,
  layout TEXT NOT NULL,
  statements BLOB NOT NULL,
  columns BLOB NOT NULL,
  texts BLOB NOT NULL,
  vectors BLOB NOT NULL
) STRICT;
ALTER TABLE compared ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
CREATE INDEX compared_left_out ON compared(left_out) WHERE left_out > 0;

CREATE TABLE uncompared (version_key INTEGER PRIMARY KEY REFERENCES versions(key) ON DELETE CASCADE) STRICT;
INSERT INTO uncompared SELECT key FROM versions;
CREATE TRIGGER uncompared_new AFTER INSERT ON versions
BEGIN INSERT OR IGNORE INTO uncompared VALUES (new.key); END;
CREATE TRIGGER uncompared_changed AFTER UPDATE OF latest, run ON versions
BEGIN INSERT OR IGNORE INTO uncompared VALUES (new.key); END;
CREATE TRIGGER uncompared_withdrawn AFTER UPDATE OF withdrawn ON documents
BEGIN INSERT OR IGNORE INTO uncompared SELECT key FROM versions WHERE document_key = new.key AND latest = 1; END;

DROP INDEX mentions_entity;
CREATE INDEX mentions_entity ON mentions(entity_key, version_key);

DROP INDEX relations_a;
DROP INDEX relations_b;
CREATE INDEX relations_a ON relations(a_key, relation);
CREATE INDEX relations_b ON relations(b_key, relation);
"""


@MIGRATIONS()
def m009_bundles(db: Database) -> None:
    """Add what the comparison keeps of each document."""
    db.executescript(BUNDLES)
