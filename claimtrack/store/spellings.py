"""Finding a name among all names of a store: whole words of it, in any case and spelling.

``matches`` says whether a name is meant. It need not be tried on every name, because a name that is meant has all
words of the wanted one: those of its key (``annotate.variants``), or, as they are written, those in lower case. Both
kinds are kept for each name (``store/schema_spellings.py``), made anew when the rules of spelling change.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from claimtrack.annotate import variants
from claimtrack.annotate.variants import key_of
from claimtrack.store.connection import writing

BATCH = 5000
"""Claims, and entities, whose names are taken in one transaction."""
_WORD = re.compile(r"\w+")

FIND = """SELECT s.key, s.name FROM spellings s WHERE s.key IN (SELECT spelling_key FROM spelling_words
WHERE word IN (SELECT value FROM json_each(?)) GROUP BY spelling_key HAVING count(*) = ?)"""
CLAIMS = "SELECT key, source, subject FROM claims WHERE key > ? ORDER BY key LIMIT ?"
ENTITIES = "SELECT key, name FROM entities WHERE key > ? ORDER BY key LIMIT ?"


def matches(name: str, wanted: str) -> bool:
    """Whether a name has the wanted one as whole words, in any case and spelling."""
    some, all_ = key_of(wanted), key_of(name)
    if some and any(all_[i : i + len(some)] == some for i in range(len(all_) - len(some) + 1)):
        return True
    return re.search(rf"(?<!\w){re.escape(wanted.casefold().strip())}(?!\w)", name.casefold()) is not None


def words_of(name: str) -> frozenset[str]:
    """What a name is found by."""
    return frozenset(key_of(name)) | _written(name)


def _written(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))


def add(db: Database, names: Iterable[str | None]) -> None:
    """Keep names that are new; the caller holds a transaction."""
    for name in sorted({name for name in names if name is not None}):
        if db.conn.execute("SELECT 1 FROM spellings WHERE name = ?", [name]).fetchone():
            continue
        key = db.conn.execute("INSERT INTO spellings (name) VALUES (?)", [name]).lastrowid
        db.conn.executemany(
            "INSERT INTO spelling_words VALUES (?, ?)", [(word, key) for word in sorted(words_of(name))]
        )


def find(db: Database, wanted: str) -> list[int]:
    """Keys of the names of sources, subjects and entities that are meant, if the store ``is_complete``."""
    return sorted(key for key, name in _likely(db, wanted).items() if matches(name, wanted))


def _likely(db: Database, wanted: str) -> dict[int, str]:
    """Names among which all are that are meant, by key."""
    ways = {frozenset(key_of(wanted)), _written(wanted)}
    if not _written(wanted):  # signs alone stand anywhere in a name
        return dict(db.execute("SELECT key, name FROM spellings").fetchall())
    found = [db.execute(FIND, [json.dumps(sorted(words)), len(words)]).fetchall() for words in ways]
    return dict(row for rows in found for row in rows)


def is_complete(db: Database) -> bool:
    """Whether the words of all names are there, as the rules now are."""
    row = db.execute("SELECT rules = ? AND claim IS NULL FROM spelling_state", [rules()]).fetchone()
    return bool(row and row[0])


def fill(db: Database) -> None:
    """Take the names of all that is there, some in a transaction; stopped at any moment, the next call goes on."""
    for table in _to_fill(db):
        while _fill_some(db, table):
            pass
    with writing(db):
        db.execute("UPDATE spelling_state SET claim = NULL, entity = NULL")


def _to_fill(db: Database) -> Iterator[str]:
    if is_complete(db):
        return
    with writing(db):
        if db.execute("SELECT 1 FROM spelling_state WHERE rules <> ?", [rules()]).fetchone():
            db.execute("DELETE FROM spelling_words")
            db.execute("DELETE FROM spellings")
            db.execute("UPDATE spelling_state SET rules = ?, claim = 0, entity = 0", [rules()])
    yield from ("claim", "entity")


def _fill_some(db: Database, table: str) -> bool:
    """Take the names of some more rows; whether there may be others."""
    with writing(db):
        last = db.execute(f"SELECT {table} FROM spelling_state").fetchone()[0]
        rows = db.execute(CLAIMS if table == "claim" else ENTITIES, [last or 0, BATCH]).fetchall()
        add(db, (name for _, *names in rows for name in names))
        if rows:
            db.execute(f"UPDATE spelling_state SET {table} = ?", [rows[-1][0]])
    return len(rows) == BATCH


@cache
def rules() -> str:
    """A hash of what words are made by: another one, and they are made anew."""
    files = (Path(variants.__file__), Path(variants.__file__).parent / "data" / variants.LISTS, Path(__file__))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()
