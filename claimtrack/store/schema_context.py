"""What a claim takes from its context: where it holds, why it is worth checking, what its reading fills in.

``reasons`` is a JSON object of strengths by name, ``filled`` a JSON list of [start, end, origin_start, origin_end].
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

CONTEXT = """
ALTER TABLE claims ADD COLUMN place TEXT;
ALTER TABLE claims ADD COLUMN reasons TEXT;
ALTER TABLE claims ADD COLUMN filled TEXT;
"""


@MIGRATIONS()
def m005_claim_context(db: Database) -> None:
    """Add place, reasons and filled parts of claims; those that are there have none until they are extracted anew."""
    db.executescript(CONTEXT)
