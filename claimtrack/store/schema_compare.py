"""Tables of the comparison: which versions were compared, which claims match, the facts that they make up.

``matches`` are between claims of the latest versions; ``quantity`` is the position of a figure in its version, -1
for the claim as an event; ``score``: how likely the two are about one fact. ``relations`` say what holds between two
statements of one fact, ``a`` the earlier one. ``first_day`` to ``last_day``: the time that the text gives a statement.
``loosened``: facts that lost a claim, and are made anew at the next update. ``texts``: vectors of texts read alone.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

FACTS = """
CREATE TABLE compared (
  version_key INTEGER PRIMARY KEY REFERENCES versions(key) ON DELETE CASCADE,
  extracted_by INTEGER NOT NULL REFERENCES runs(id),
  vector BLOB NOT NULL
) STRICT;

CREATE TABLE texts (
  text TEXT PRIMARY KEY,
  vector BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
  a_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  a_quantity INTEGER NOT NULL,
  b_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  b_quantity INTEGER NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (a_key, a_quantity, b_key, b_quantity)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_b ON matches(b_key, b_quantity);

CREATE TABLE facts (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL
) STRICT;

CREATE TABLE fact_claims (
  claim_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  quantity INTEGER NOT NULL,
  fact_key INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  first_day TEXT,
  last_day TEXT,
  PRIMARY KEY (claim_key, quantity)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_claims_fact ON fact_claims(fact_key);

CREATE TABLE loosened (fact_key INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER fact_claims_deleted AFTER DELETE ON fact_claims
BEGIN INSERT OR IGNORE INTO loosened VALUES (old.fact_key); END;

CREATE TABLE relations (
  fact_key INTEGER NOT NULL REFERENCES facts(key) ON DELETE CASCADE,
  a_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  b_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('agrees', 'conflicts', 'updates', 'same_source')),
  "on" TEXT NOT NULL CHECK ("on" IN ('quantity', 'date', 'polarity', 'attribution')),
  detail TEXT NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (fact_key, a_key, b_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_a ON relations(a_key);
CREATE INDEX relations_b ON relations(b_key);
CREATE INDEX relations_relation ON relations(relation);

CREATE VIEW relation_table AS
SELECT f.id AS fact, f.label, r.relation, r."on", r.detail, r.score, a.id AS a, b.id AS b,
  a.text AS a_text, b.text AS b_text, a.source AS a_source, b.source AS b_source
FROM relations r JOIN facts f ON f.key = r.fact_key JOIN claims a ON a.key = r.a_key JOIN claims b ON b.key = r.b_key;
"""


@MIGRATIONS()
def m002_facts(db: Database) -> None:
    """Create the tables of the comparison."""
    db.executescript(FACTS)
