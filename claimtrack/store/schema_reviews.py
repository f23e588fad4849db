"""Tables of the review: what reviewers said of claims and facts, when, and what it comes to.

``review_events`` is the record: one row for each thing that was done, never changed and never deleted (triggers see to
that); undoing is an event too. All other review tables are made from it. ``before`` and ``after`` are JSON objects or
NULL; ``batch``: id of the first event of those that were done, and are undone, together; ``undoes``: the event that
this one takes back; ``imported``: when an event that was written elsewhere came in. ``document``, ``version``,
``start_char``, ``end_char`` and ``text`` say what the reviewer saw. Reviews name claims and documents by their
public ids, so that they outlive the rows of the extraction; they belong to no run.

``review_places``: where each reviewed claim is now. ``shown`` is the id of the claim that shows its reviews; ``found``
0: there is none any more; ``score`` in 0..1: how alike the two are, where they are not one; ``differs``: what the
statement says otherwise now, so that its old verdict does not count. ``version_key`` and ``extracted_by`` tell what
this was found out from. ``review_current``: the review that each reviewer stands by, as shown; ``review_states``: what
the reviews of a claim come to (no row: open). ``fact_links``: pairs of statements that reviewers put together or
apart; ``figure`` is the index among the figures of the claim, -1 for the claim as an event.
"""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.store.schema import MIGRATIONS

EVENTS = """
CREATE TABLE review_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('review', 'undo', 'attach', 'merge', 'split', 'scale')),
  claim TEXT,
  document TEXT,
  version INTEGER,
  start_char INTEGER,
  end_char INTEGER,
  text TEXT,
  before TEXT,
  after TEXT,
  batch INTEGER,
  undoes INTEGER UNIQUE REFERENCES review_events(id),
  imported TEXT,
  CHECK (claim IS NOT NULL OR action NOT IN ('review', 'attach'))
) STRICT;
CREATE INDEX review_events_claim ON review_events(claim, id);
CREATE INDEX review_events_reviewer ON review_events(reviewer, id);
CREATE INDEX review_events_batch ON review_events(batch);

CREATE TRIGGER review_events_unchanged BEFORE UPDATE ON review_events
BEGIN SELECT RAISE(ABORT, 'events of the review are never changed: write another one'); END;
CREATE TRIGGER review_events_kept BEFORE DELETE ON review_events
BEGIN SELECT RAISE(ABORT, 'events of the review are never deleted: write one that undoes'); END;
CREATE TRIGGER review_events_not_replaced BEFORE INSERT ON review_events
WHEN EXISTS (SELECT 1 FROM review_events WHERE id = new.id)
  OR EXISTS (SELECT 1 FROM review_events WHERE uid = new.uid)
  OR EXISTS (SELECT 1 FROM review_events WHERE undoes = new.undoes)
BEGIN SELECT RAISE(ABORT, 'events of the review are never replaced: write another one'); END;
"""

STATES = """
CREATE TABLE review_places (
  claim TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  version INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  source TEXT,
  polarity TEXT,
  shown TEXT NOT NULL,
  found INTEGER NOT NULL CHECK (found IN (0, 1)),
  score REAL,
  differs TEXT,
  version_key INTEGER,
  extracted_by INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX review_places_document ON review_places(document);
CREATE INDEX review_places_shown ON review_places(shown);

CREATE TABLE review_current (
  claim TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES review_events(id),
  at TEXT NOT NULL,
  verdict TEXT,
  note TEXT NOT NULL,
  evidence TEXT NOT NULL,
  corrections TEXT NOT NULL,
  counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
  PRIMARY KEY (claim, reviewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_current_reviewer ON review_current(reviewer, at);

CREATE TABLE review_states (
  claim TEXT PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'reviewed', 'disputed', 'settled')),
  verdict TEXT,
  second_verdict TEXT,
  lead INTEGER REFERENCES review_events(id),
  last_event INTEGER NOT NULL REFERENCES review_events(id),
  found INTEGER NOT NULL CHECK (found IN (0, 1)),
  moved REAL,
  differs TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX review_states_status ON review_states(status, verdict);
CREATE INDEX review_states_lost ON review_states(found) WHERE found = 0;

CREATE TABLE fact_links (
  a_claim TEXT NOT NULL,
  a_figure INTEGER NOT NULL,
  b_claim TEXT NOT NULL,
  b_figure INTEGER NOT NULL,
  link TEXT NOT NULL CHECK (link IN ('together', 'apart')),
  PRIMARY KEY (a_claim, a_figure, b_claim, b_figure)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_links_b ON fact_links(b_claim, b_figure);
"""

DESK = """
CREATE TABLE review_scale (
  name TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  rating TEXT,
  position INTEGER NOT NULL UNIQUE,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO review_scale (name, label, rating, position) VALUES
  ('supported', 'Supported', 'true', 1),
  ('refuted', 'Refuted', 'false', 2),
  ('misleading', 'Misleading', 'misleading', 3),
  ('unverifiable', 'Unverifiable', 'unverifiable', 4),
  ('not_a_claim', 'Not a claim', NULL, 5);

CREATE TABLE review_filters (
  reviewer TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (reviewer, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_stamps (
  reviewer TEXT PRIMARY KEY,
  looked TEXT NOT NULL,
  run INTEGER NOT NULL,
  version INTEGER NOT NULL,
  event INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def m006_reviews(db: Database) -> None:
    """Add the tables of the review."""
    db.executescript(EVENTS + STATES + DESK)
