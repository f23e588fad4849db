"""Which documents are copies of one another: wire copies, reprints, articles published twice.

Two texts are copies if their sketches say so (see ``sketch``); groups are what copies link together, so they do not
depend on the order in which documents come. A new text is compared with those that share a band of the sketch,
and with one group only until a copy in it is found: the ten thousandth copy costs as little as the second.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from sqlite_utils import Database

from claimtrack.compare.sketch import SIZE, Sketch, Values, are_copies, bands_of, sketch_of
from claimtrack.model import Block

if TYPE_CHECKING:
    from claimtrack.store import Store

MAX_COMPARED = 20_000
"""Sketches that one text is compared with at most, some 50 ms. More than this many texts that share a band and are
no copies are a form with other words in it; beyond them a copy may be missed."""
_FIRST, _MOST = 16, 512  # rows of a batch: few at first, because mostly the first few decide

Member = tuple[int, int]  # group and version


def add(db: Database, version_key: int, text: str, blocks: Sequence[Block] = (), sketch: Sketch | None = None) -> None:
    """Sketch a stored version's text and put it in its group; the caller holds the transaction.

    ``blocks``: of the article, to leave boilerplate out. ``sketch``: of text and blocks, where it was made before. A
    version that was added before is left alone.
    """
    if db.execute("SELECT 1 FROM sketches WHERE version_key = ?", [version_key]).fetchone():
        return
    sketch = sketch or sketch_of(text, blocks)
    bands = sketch.bands or tuple(bands_of(sketch.values))
    group = _merge(db, _Search(db, sketch).linked(bands), version_key)
    run = db.execute("SELECT run FROM versions WHERE key = ?", [version_key]).fetchone()[0]
    row = (version_key, sketch.triples, _packed(sketch.values), group, run)
    db.conn.execute("INSERT INTO sketches VALUES (?, ?, ?, ?, ?)", row)
    rows = [(band, group, version_key, run) for band in sorted(set(bands))]
    db.conn.executemany("INSERT INTO sketch_bands VALUES (?, ?, ?, ?)", rows)


def add_stored(db: Database, version_key: int) -> None:
    """``add`` for a version whose text and blocks are in the store."""
    text, blocks = db.execute("SELECT text, blocks FROM versions WHERE key = ?", [version_key]).fetchone()
    add(db, version_key, text, [Block(*block) for block in json.loads(blocks)])


def has_other(db: Database, version_key: int) -> bool:
    """Whether another document has a version that is a copy of this one."""
    sql = """SELECT 1 FROM sketches s JOIN sketches o ON o.copy_group = s.copy_group
    JOIN versions w ON w.key = o.version_key JOIN versions v ON v.key = s.version_key
    WHERE s.version_key = ? AND w.document_key <> v.document_key LIMIT 1"""
    return db.execute(sql, [version_key]).fetchone() is not None


def groups(store: Store | Database) -> dict[int, int]:
    """For the key of every document its group: the smallest key of the documents that are copies of its latest version.

    A document without copies is a group of its own.
    """
    db = store if isinstance(store, Database) else store.db
    sql = """SELECT v.document_key, ifnull(min(v.document_key) OVER (PARTITION BY s.copy_group), v.document_key)
    FROM versions v JOIN sketches s ON s.version_key = v.key WHERE v.latest"""
    alone = {key: key for (key,) in db.execute("SELECT key FROM documents ORDER BY key").fetchall()}
    return alone | dict(db.execute(sql).fetchall())


class _Search:
    """The groups that hold a copy of one text."""

    def __init__(self, db: Database, sketch: Sketch) -> None:
        self.db, self.sketch = db, sketch
        self.found: set[int] = set()
        self.compared: set[int] = set()

    def linked(self, bands: Iterable[int]) -> set[int]:
        for band in self._met(bands):
            for members in self._batches(band):
                self._compare([m for m in members if m[0] not in self.found and m[1] not in self.compared])
                if len(self.compared) > MAX_COMPARED:
                    return self.found
        return self.found

    def _met(self, bands: Iterable[int]) -> list[int]:
        """Those of the bands that a stored text has, in their order: mostly none."""
        sql = """SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM sketch_bands WHERE band = value)
        ORDER BY key"""
        return [row[0] for row in self.db.execute(sql, [json.dumps(list(bands))]).fetchall()]

    def _batches(self, band: int) -> Iterator[list[Member]]:
        """The members of a band by group; what is left of a group is skipped once it is found."""
        after, size = (-1, -1), _FIRST
        sql = """SELECT copy_group, version_key FROM sketch_bands
        WHERE band = ? AND (copy_group, version_key) > (?, ?) ORDER BY copy_group, version_key LIMIT ?"""
        while members := self.db.execute(sql, [band, *after, size]).fetchall():
            yield members
            group, version = members[-1]
            after = (group + 1, -1) if group in self.found else (group, version)
            size = min(2 * size, _MOST)

    def _compare(self, members: list[Member]) -> None:
        if not members:
            return
        self.compared.update(version for _, version in members)
        marks = ", ".join("?" * len(members))
        sql = f"SELECT copy_group, triples, sketch FROM sketches WHERE version_key IN ({marks})"
        rows = self.db.execute(sql, [version for _, version in members]).fetchall()
        values = np.frombuffer(b"".join(row[2] for row in rows), dtype="<u4").reshape(-1, SIZE)
        hits = are_copies(self.sketch, values, np.array([row[1] for row in rows]))
        self.found.update(row[0] for row, hit in zip(rows, hits, strict=True) if hit)


def _merge(db: Database, linked: set[int], version_key: int) -> int:
    """The one group that the linked ones become: the others take the name of the greatest."""
    if not linked:
        return version_key
    sizes = {group: _size(db, group) for group in linked} if len(linked) > 1 else {}
    target = min(linked, key=lambda group: (-sizes.get(group, 0), group))
    for group in sorted(linked - {target}):
        _rename(db.conn, group, target)
    return target


def _size(db: Database, group: int) -> int:
    return int(db.execute("SELECT count(*) FROM sketches WHERE copy_group = ?", [group]).fetchone()[0])


def _rename(connection: sqlite3.Connection, group: int, target: int) -> None:
    rows = connection.execute("SELECT version_key, sketch FROM sketches WHERE copy_group = ?", [group]).fetchall()
    sql = "UPDATE sketch_bands SET copy_group = ? WHERE band = ? AND copy_group = ? AND version_key = ?"
    for version, sketch in rows:
        bands = set(bands_of(np.frombuffer(sketch, dtype="<u4")))
        connection.executemany(sql, [(target, band, group, version) for band in bands])
    connection.execute("UPDATE sketches SET copy_group = ? WHERE copy_group = ?", [target, group])


def _packed(values: Values) -> bytes:
    return values.astype("<u4").tobytes()
