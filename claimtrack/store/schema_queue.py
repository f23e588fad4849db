"""The review queue: a row for each claim of the latest version of an article, with what a reviewer asks for.

It repeats what other tables say, so that a page of a store of a million claims is read off an index; triggers keep it
in step. Withdrawn documents are not in it. ``id`` is the claim's. ``source``, ``publisher``, ``published``, ``kind``:
'' where there is none, so that pages can go on from any row. ``profile``: the strengths of figure, date, actor, fact,
impact and attributed, in quarters, a digit each; claims of one profile are in the order of ``model`` under any
weights. ``model``: 0 where the pipeline gives no score.
``conflict``: whether the comparison found a conflict.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

PROFILE = ("figure", "date", "actor", "fact", "impact", "attributed")
"""The reasons of check-worthiness that ``queue.profile`` holds, in this order (see ``claims.checkworthiness``)."""

_DIGITS = " || ".join(f"CAST(round(4 * ifnull(json_extract(c.reasons, '$.{name}'), 0)) AS INTEGER)" for name in PROFILE)
_CONFLICTS = """EXISTS (SELECT 1 FROM relations r WHERE r.a_key = {key} AND r.relation = 'conflicts')
  OR EXISTS (SELECT 1 FROM relations r WHERE r.b_key = {key} AND r.relation = 'conflicts')"""
_ROWS = f"""INSERT OR REPLACE INTO queue
SELECT c.key, c.id, c.checkworthiness, {_DIGITS}, ifnull(json_extract(c.reasons, '$.model'), 0), ifnull(c.source, ''),
  ifnull(v.publisher, ''), ifnull(v.published_earliest, ''), ifnull(a.kind, ''), {_CONFLICTS.format(key="c.key")}
FROM claims c JOIN versions v ON v.key = c.version_key
JOIN documents d ON d.key = v.document_key AND d.withdrawn IS NULL
LEFT JOIN attributions a ON a.key = c.attribution_key
WHERE v.latest = 1 AND v.kind IS NULL"""

QUEUE = f"""
CREATE TABLE queue (
  claim_key INTEGER PRIMARY KEY REFERENCES claims(key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  worth REAL NOT NULL,
  profile TEXT NOT NULL,
  model REAL NOT NULL,
  source TEXT NOT NULL,
  publisher TEXT NOT NULL,
  published TEXT NOT NULL,
  kind TEXT NOT NULL,
  conflict INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_worth ON queue(worth, claim_key);
CREATE INDEX queue_profile ON queue(profile, model, claim_key);
CREATE INDEX queue_source ON queue(source, worth, claim_key);
CREATE INDEX queue_publisher ON queue(publisher, worth, claim_key);
CREATE INDEX queue_published ON queue(published, claim_key);
CREATE INDEX queue_kind ON queue(kind, worth, claim_key);
CREATE INDEX queue_conflict ON queue(worth, claim_key) WHERE conflict = 1;

CREATE TRIGGER queue_claim AFTER INSERT ON claims
BEGIN {_ROWS} AND c.key = new.key; END;

CREATE TRIGGER queue_version AFTER UPDATE OF latest, publisher, published_earliest ON versions
BEGIN
  DELETE FROM queue WHERE claim_key IN (SELECT key FROM claims WHERE version_key = new.key);
  {_ROWS} AND v.key = new.key;
END;

CREATE TRIGGER queue_withdrawn AFTER UPDATE OF withdrawn ON documents
BEGIN
  DELETE FROM queue WHERE claim_key IN (
    SELECT c.key FROM versions v JOIN claims c ON c.version_key = v.key WHERE v.document_key = new.key);
  {_ROWS} AND d.key = new.key;
END;

CREATE TRIGGER queue_conflict_found AFTER INSERT ON relations WHEN new.relation = 'conflicts'
BEGIN UPDATE queue SET conflict = 1 WHERE claim_key IN (new.a_key, new.b_key); END;

CREATE TRIGGER queue_conflict_gone AFTER DELETE ON relations WHEN old.relation = 'conflicts'
BEGIN UPDATE queue SET conflict = {_CONFLICTS.format(key="queue.claim_key")}
  WHERE claim_key IN (old.a_key, old.b_key); END;
"""


@MIGRATIONS()
def m008_queue(db: Database) -> None:
    """Create the queue and fill it with the claims that are there."""
    db.executescript(QUEUE + _ROWS + ";")
