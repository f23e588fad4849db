"""A database from before the review gets its tables when it is opened, with what was in it."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from claimtrack.review.scales import scale
from claimtrack.review.work import current, save
from claimtrack.store import Store
from claimtrack.store.schema import MIGRATIONS

ROWS = """
INSERT INTO runs (id, started, status, package_version) VALUES (1, '2025-01-01', 'finished', '0.0.1');
INSERT INTO documents (key, id, run) VALUES (1, 'letter', 1);
INSERT INTO versions (key, document_key, number, latest, hash, checksum, text, blocks, notes, run)
  VALUES (1, 1, 1, 1, 'h', 'c', 'The dam holds.', '[]', '[]', 1);
INSERT INTO claims (key, version_key, position, id, start_char, end_char, text, polarity, modality,
  checkworthiness, run)
  VALUES (1, 1, 0, 'c1', 0, 13, 'The dam holds', 'affirmed', 'asserted', 0.5, 1);
"""


def test_upgrade(path: Path) -> None:
    with Database(path) as old:
        MIGRATIONS.apply(old, stop_before="m006_reviews")
        old.executescript(ROWS)
    with Store(path) as store:
        assert [verdict.key for verdict in scale(store.db.conn)] == [1, 2, 3, 4, 5]
        save(store.db.conn, "c1", "Ana", verdict="supported", seen=0)
    with Store(path, readonly=True) as store:
        assert current(store.db.conn, ["c1"])["c1"].verdict == "supported"
