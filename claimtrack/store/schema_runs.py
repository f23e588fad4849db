"""What a run was asked and came to, which inputs were read before, and which documents were taken back.

``runs.inputs`` is a JSON list of what the user named (the first hundred), ``options`` a JSON object, ``slowest`` a JSON
list of [document, seconds, characters]. ``changed``: those of the stored that are new versions of known documents;
``copies``: those that are copies of others; ``withdrawn``: inputs that took a document back. ``failures.input`` is the
file that a failure came from, ``retried`` the run that tried it again.

``inputs``: files that were read to their end without a failure. ``fingerprint`` is a hash of the path, the bytes, the
options of reading, the package and the model; ``input_versions``: the versions that a file gave.
``documents.withdrawn`` is the reason for which a publisher took a document back, NULL for all others; its claims are
left out of queries and comparisons.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS, VIEWS

RUNS = """
ALTER TABLE runs ADD COLUMN inputs TEXT;
ALTER TABLE runs ADD COLUMN options TEXT;
ALTER TABLE runs ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN fact_checks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN slowest TEXT;

ALTER TABLE failures ADD COLUMN input TEXT;
ALTER TABLE failures ADD COLUMN retried INTEGER REFERENCES runs(id);

ALTER TABLE documents ADD COLUMN withdrawn TEXT;
ALTER TABLE documents ADD COLUMN withdrawn_date TEXT;
ALTER TABLE documents ADD COLUMN withdrawn_run INTEGER REFERENCES runs(id);

CREATE TABLE inputs (
  key INTEGER PRIMARY KEY,
  fingerprint BLOB NOT NULL UNIQUE,
  path TEXT NOT NULL,
  items INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;

CREATE TABLE input_versions (
  input_key INTEGER NOT NULL REFERENCES inputs(key) ON DELETE CASCADE,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  PRIMARY KEY (input_key, version_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX inputs_path ON inputs(path);

DROP VIEW claim_table;
"""

IN_FORCE = "AND v.latest = 1 AND v.kind IS NULL\nJOIN documents d ON d.key = v.document_key AND d.withdrawn IS NULL"


@MIGRATIONS()
def m007_runs(db: Database) -> None:
    """Add what runs were asked and came to, the inputs that were read, and documents that were withdrawn."""
    view = VIEWS.replace("AND v.latest = 1\nJOIN documents d ON d.key = v.document_key", IN_FORCE)
    db.executescript(RUNS + view)
