"""The rates of exchange that the stored facts were made with; empty where no sum of money was converted.

``exchange`` has one row at most: ``hash`` of name and content of the table that the user named, ``name`` of its file,
``base`` the currency that others are converted to. ``exchange_rates`` repeats the table, so that documents that come
in later are compared with it, and the reasons of relations can be followed. A comparison with a table of another
hash, or with none, makes anew what rests on this one.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

RATES = """
CREATE TABLE exchange (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  base TEXT NOT NULL
) STRICT;

CREATE TABLE exchange_rates (
  currency TEXT NOT NULL,
  day TEXT NOT NULL,
  worth REAL NOT NULL,
  PRIMARY KEY (currency, day)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def m012_rates(db: Database) -> None:
    """Add the rates of exchange of the comparison."""
    db.executescript(RATES)
