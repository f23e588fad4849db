"""Wikidata ids of mentions, where the user's gazetteer gives one."""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS


@MIGRATIONS()
def m009_wikidata(db: Database) -> None:
    """Add the column; mentions that are there have no id until they are extracted anew."""
    db.execute("ALTER TABLE mentions ADD COLUMN wikidata TEXT")
