"""Names of sources, subjects and entities by their words, so that one is found among very many in few reads.

``spellings``: every name that a claim's source or subject, or an entity, has had. ``spelling_words``: the words of
each as ``store.spellings`` makes them, so that all spellings of a name have some in common. ``spelling_state`` has one
row: ``rules``, a hash of the code that made the words, and the last claim and entity whose names were taken while those
of an older database are filled in; both are empty when all are there.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

SPELLINGS = """
CREATE TABLE spellings (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE spelling_words (
  word TEXT NOT NULL,
  spelling_key INTEGER NOT NULL REFERENCES spellings(key) ON DELETE CASCADE,
  PRIMARY KEY (word, spelling_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE spelling_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  rules TEXT NOT NULL,
  claim INTEGER,
  entity INTEGER
) STRICT;
INSERT INTO spelling_state VALUES (1, '', NULL, NULL);

CREATE INDEX claims_subject ON claims(subject) WHERE subject NOT NULL;
"""


@MIGRATIONS()
def m013_spellings(db: Database) -> None:
    """Add the tables; ``store.spellings`` fills them, some names at a time."""
    db.executescript(SPELLINGS)
