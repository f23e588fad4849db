"""An index over what reviewers decided about facts, so that a page finds it among many verdicts."""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS


@MIGRATIONS()
def m011_decisions(db: Database) -> None:
    """Add the index."""
    db.execute("CREATE INDEX review_events_decisions ON review_events(action, id) WHERE action IN ('merge', 'split')")
