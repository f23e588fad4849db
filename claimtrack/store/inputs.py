"""Which files were read before: a file whose bytes are the same gives the same articles, and need not be parsed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from claimtrack.store.records import Run

Stamp = tuple[int, int, int]
"""Size, time of change in ns, and inode of a file."""

KNOWN = """SELECT i.key, i.items FROM inputs i WHERE i.fingerprint = ?
AND NOT EXISTS (
  SELECT 1 FROM input_versions l JOIN versions v ON v.key = l.version_key JOIN documents d ON d.key = v.document_key
  JOIN runs r ON r.id = v.run
  WHERE l.input_key = i.key
  AND NOT (v.latest AND d.withdrawn IS NULL AND r.package_version = ? AND r.model_hash IS ?
    AND (r.model_hash NOT NULL OR r.model IS ?)))"""


def stamp(path: str) -> Stamp:
    """What tells cheaply whether a file was changed while it was read. Raises OSError."""
    found = Path(path).stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def fingerprint(path: str, options: object, run: Run) -> bytes:
    """Hash of all that the articles of a file, and what is found in them, depend on. Raises OSError.

    ``options``: plain values.
    """
    with Path(path).open("rb") as file:
        content = hashlib.file_digest(file, "blake2b").hexdigest()
    facts = [path, content, options, run.package_version, run.model, run.model_hash]
    return hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(errors="surrogatepass"), digest_size=16).digest()


def known_items(db: Database, mark: bytes, run: Run) -> int | None:
    """How many items the file with this fingerprint holds, if all of them are in force as they were found in it."""
    row = db.execute(KNOWN, [mark, run.package_version, run.model_hash, run.model]).fetchone()
    return None if row is None else int(row[1])


def remember(db: Database, path: str, mark: bytes, versions: Sequence[int], run: Run) -> None:
    """Note a file that was read to its end; what was noted of it before is forgotten. The caller holds the lock."""
    if _versions(db, mark) == set(versions):
        return
    db.execute("DELETE FROM inputs WHERE path = ? OR fingerprint = ?", [path, mark])
    row = [mark, path, len(versions), run.id]
    key = db.conn.execute("INSERT INTO inputs (fingerprint, path, items, run) VALUES (?, ?, ?, ?)", row).lastrowid
    db.conn.executemany("INSERT OR IGNORE INTO input_versions VALUES (?, ?)", ((key, version) for version in versions))


def _versions(db: Database, mark: bytes) -> set[int]:
    sql = "SELECT l.version_key FROM inputs i JOIN input_versions l ON l.input_key = i.key WHERE i.fingerprint = ?"
    return {row[0] for row in db.execute(sql, [mark]).fetchall()}
