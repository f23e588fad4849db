"""The tables, as named migrations: each one runs in a transaction and is recorded in ``_sqlite_migrations``.

Conventions: ``key`` is a row's number, ``*_key`` refers to one; ``id`` is a public id (documents, claims).
``start_char`` and ``end_char`` are offsets into ``versions.text``. ``position`` is the index of a record in its
list of the ``Extraction``. Every row names the ``run`` that wrote it; reviews belong to none. Numbers stand twice: as
REAL for queries and as exact decimal text. ``blocks`` and ``notes`` are JSON lists. A migration that was released is
never changed: add another one.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x436C6D74  # "Clmt": PRAGMA application_id of every claimtrack database
MIGRATIONS = Migrations("claimtrack")
TOKENIZER = "porter unicode61 remove_diacritics 2"

ARTICLES = """
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  finished TEXT,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted', 'failed')),
  host TEXT,
  pid INTEGER,
  package_version TEXT NOT NULL,
  model TEXT,
  model_hash TEXT,
  read INTEGER NOT NULL DEFAULT 0,
  stored INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE documents (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;

CREATE TABLE versions (
  key INTEGER PRIMARY KEY,
  document_key INTEGER NOT NULL REFERENCES documents(key),
  number INTEGER NOT NULL,
  latest INTEGER NOT NULL CHECK (latest IN (0, 1)),
  hash TEXT NOT NULL,
  checksum TEXT NOT NULL,
  title TEXT,
  author TEXT,
  publisher TEXT,
  published TEXT,
  published_earliest TEXT,
  published_latest TEXT,
  language TEXT,
  flag TEXT,
  url TEXT,
  path TEXT,
  text TEXT NOT NULL,
  blocks TEXT NOT NULL,
  notes TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (document_key, number),
  UNIQUE (document_key, hash)
) STRICT;
CREATE UNIQUE INDEX versions_latest ON versions(document_key) WHERE latest = 1;
CREATE INDEX versions_run ON versions(run);

CREATE TABLE failures (
  key INTEGER PRIMARY KEY,
  document TEXT,
  path TEXT,
  place TEXT,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;
CREATE INDEX failures_run ON failures(run);
"""

LAYERS = """
CREATE TABLE entities (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (name, label)
) STRICT;

CREATE TABLE mentions (
  key INTEGER PRIMARY KEY,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  position INTEGER NOT NULL,
  entity_key INTEGER NOT NULL REFERENCES entities(key),
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (version_key, position)
) STRICT;
CREATE INDEX mentions_entity ON mentions(entity_key);

CREATE TABLE quantities (
  key INTEGER PRIMARY KEY,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  position INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  number TEXT,
  value REAL NOT NULL,
  value_exact TEXT NOT NULL,
  high REAL,
  high_exact TEXT,
  comparator TEXT NOT NULL,
  change TEXT,
  unit TEXT,
  counted TEXT,
  counted_start INTEGER,
  counted_end INTEGER,
  vague INTEGER NOT NULL,
  ambiguous INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (version_key, position)
) STRICT;
CREATE INDEX quantities_unit ON quantities(unit, value);

CREATE TABLE dates (
  key INTEGER PRIMARY KEY,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  position INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  earliest TEXT,
  latest TEXT,
  anchor TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (version_key, position)
) STRICT;
CREATE INDEX dates_interval ON dates(earliest, latest);

CREATE TABLE sources (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES runs(id)
) STRICT;

CREATE TABLE attributions (
  key INTEGER PRIMARY KEY,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  effect TEXT NOT NULL,
  inferred INTEGER NOT NULL,
  cue_start INTEGER,
  cue_end INTEGER,
  cue TEXT,
  source_start INTEGER,
  source_end INTEGER,
  source_text TEXT,
  source_kind TEXT,
  source_key INTEGER REFERENCES sources(key),
  parent_key INTEGER REFERENCES attributions(key) DEFERRABLE INITIALLY DEFERRED,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (version_key, position)
) STRICT;
CREATE INDEX attributions_source ON attributions(source_key);
CREATE INDEX attributions_parent ON attributions(parent_key);

CREATE TABLE contents (
  key INTEGER PRIMARY KEY,
  attribution_key INTEGER NOT NULL REFERENCES attributions(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (attribution_key, position)
) STRICT;
"""

CLAIMS = """
CREATE TABLE claims (
  key INTEGER PRIMARY KEY,
  version_key INTEGER NOT NULL REFERENCES versions(key),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  standalone TEXT,
  subject TEXT,
  predicate TEXT,
  object TEXT,
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,
  attribution_key INTEGER REFERENCES attributions(key),
  source TEXT,
  checkworthiness REAL NOT NULL,
  vector BLOB,
  run INTEGER NOT NULL REFERENCES runs(id),
  UNIQUE (version_key, position),
  UNIQUE (version_key, id)
) STRICT;
CREATE INDEX claims_id ON claims(id);
CREATE INDEX claims_source ON claims(source);
CREATE INDEX claims_attribution ON claims(attribution_key);

CREATE TABLE claim_quantities (
  claim_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  quantity_key INTEGER NOT NULL REFERENCES quantities(key),
  run INTEGER NOT NULL REFERENCES runs(id),
  PRIMARY KEY (claim_key, position)
) STRICT;
CREATE INDEX claim_quantities_quantity ON claim_quantities(quantity_key);

CREATE TABLE claim_dates (
  claim_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  date_key INTEGER NOT NULL REFERENCES dates(key),
  run INTEGER NOT NULL REFERENCES runs(id),
  PRIMARY KEY (claim_key, position)
) STRICT;
CREATE INDEX claim_dates_date ON claim_dates(date_key);

CREATE TABLE claim_mentions (
  claim_key INTEGER NOT NULL REFERENCES claims(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  mention_key INTEGER NOT NULL REFERENCES mentions(key),
  run INTEGER NOT NULL REFERENCES runs(id),
  PRIMARY KEY (claim_key, position)
) STRICT;
CREATE INDEX claim_mentions_mention ON claim_mentions(mention_key);
"""

VIEWS = """
CREATE VIEW claim_table AS
SELECT c.id, d.id AS document, v.title, v.publisher, v.published, c.source, a.kind, a.effect, a.cue,
  c.text, c.standalone, c.subject, c.predicate, c.object, c.polarity, c.modality,
  (SELECT group_concat(q.comparator || ' ' || q.value_exact || ifnull('-' || q.high_exact, '')
     || ifnull(' ' || q.unit, ''), '; ')
   FROM claim_quantities l JOIN quantities q ON q.key = l.quantity_key WHERE l.claim_key = c.key) AS figures,
  (SELECT group_concat(t.value, '; ')
   FROM claim_dates l JOIN dates t ON t.key = l.date_key WHERE l.claim_key = c.key) AS dates,
  c.checkworthiness, c.start_char, c.end_char, c.run
FROM claims c
JOIN versions v ON v.key = c.version_key AND v.latest = 1
JOIN documents d ON d.key = v.document_key
LEFT JOIN attributions a ON a.key = c.attribution_key;
"""


@MIGRATIONS()
def m001_articles_and_claims(db: Database) -> None:
    """Create the first schema: articles and their versions, the layers found in them, claims, full-text search."""
    db.executescript(ARTICLES + LAYERS + CLAIMS + VIEWS)
    db.table("claims").enable_fts(["text", "standalone", "source"], create_triggers=True, tokenize=TOKENIZER)
    db.table("versions").enable_fts(["title"], create_triggers=True, tokenize=TOKENIZER)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def known_migrations() -> set[str]:
    """Names of the migrations that this version of the package knows."""
    return {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}


def schema_version(db: Database) -> str | None:
    """Name of the last migration that ``db`` has, or None for an empty database."""
    applied = MIGRATIONS.applied(db)
    return applied[-1].name if applied else None


from claimtrack.store import schema_compare, schema_copies, schema_factchecks  # noqa: E402, F401  (in this order)

# isort: split
from claimtrack.store import schema_context  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_reviews  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_runs  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_merged  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_queue  # noqa: E402, F401  (it repeats what those hold)

# isort: split
from claimtrack.store import schema_bundles  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_wikidata  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_scale  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_decisions  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_rates  # noqa: E402, F401  (after the others)

# isort: split
from claimtrack.store import schema_spellings  # noqa: E402, F401  (after the others)
