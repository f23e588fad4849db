"""Table of published fact-checks. The reviewed claim is a document of its own kind, with claims as any other has.

``versions.kind`` is NULL for an article and 'fact_check' for the text of a reviewed claim. ``rating`` is what the
``verdict``, which is in the reviewer's own words, comes to.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS, VIEWS

FACT_CHECKS = """
ALTER TABLE versions ADD COLUMN kind TEXT CHECK (kind IN ('fact_check'));

CREATE TABLE fact_checks (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL UNIQUE REFERENCES documents(key),
  claim TEXT NOT NULL,
  claimant TEXT,
  claim_date TEXT,
  verdict TEXT,
  rating TEXT,
  reviewer TEXT,
  url TEXT,
  date TEXT,
  path TEXT,
  notes TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;
CREATE INDEX fact_checks_rating ON fact_checks(rating);

DROP VIEW claim_table;
"""


@MIGRATIONS()
def m004_fact_checks(db: Database) -> None:
    """Add fact-checks, and leave their claims out of the claim table of articles."""
    db.executescript(FACT_CHECKS + VIEWS.replace("AND v.latest = 1", "AND v.latest = 1 AND v.kind IS NULL"))
