"""Opening a database, and what SQLite's errors mean to a user."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.store.schema import APPLICATION_ID, MIGRATIONS, known_migrations

MEMORY = ":memory:"


def open_database(path: str, *, readonly: bool, timeout: float) -> Database:
    """Open ``path`` (or ":memory:"), create or migrate it, and check that it is this program's.

    ``timeout``: seconds to wait for another writer. Raises StoreError.
    """
    _check_place(path, readonly=readonly)
    with explain(path):
        db = _connect(path, readonly=readonly, timeout=timeout)
        try:
            _prepare(db, path, readonly=readonly, timeout=timeout)
        except BaseException:
            db.close()
            raise
    return db


def _check_place(path: str, *, readonly: bool) -> None:
    place = Path(path)
    if path == MEMORY:
        return
    if place.is_dir():
        raise StoreError(f"{path} is a folder, not a database.", "Name a file with --db, e.g. --db claims.db.")
    if readonly and not place.exists():
        raise StoreError(
            f"There is no database {path}.",
            "Make one with `claimtrack ingest PATH... --db FILE`, or name another file with --db.",
        )
    if not place.parent.is_dir():
        raise StoreError(f"There is no folder {place.parent} for {place.name}.", "Make the folder, or name another.")


def _connect(path: str, *, readonly: bool, timeout: float) -> Database:
    if path == MEMORY:
        connection = sqlite3.connect(MEMORY, timeout=timeout)
    elif readonly:
        connection = _connect_readonly(path, timeout)
    else:
        connection = sqlite3.connect(path, timeout=timeout)
    connection.execute("PRAGMA foreign_keys = ON")
    return Database(connection)


def _connect_readonly(path: str, timeout: float) -> sqlite3.Connection:
    """Open for reading. In a folder without write permission WAL cannot make its index: read the file alone."""
    uri = f"file:{quote(str(Path(path).resolve()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or _has_wal(path):
            raise
        connection = sqlite3.connect(uri + "&immutable=1", uri=True)
    return connection


def _has_wal(path: str) -> bool:
    wal = Path(path + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _prepare(db: Database, path: str, *, readonly: bool, timeout: float) -> None:
    """Check whose database it is and bring its schema up to date."""
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not empty or readonly:
        _check_owner(db, path)
    if readonly:
        if MIGRATIONS.pending(db):
            open_database(path, readonly=False, timeout=timeout).close()
        return
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA cache_size = -65536")  # 64 MB: indexes of hashes are written all over
    db.execute("PRAGMA wal_autocheckpoint = 8000")  # pages, 32 MB: so that many articles share the way to the disk
    if MIGRATIONS.pending(db):
        with explain(path, db), writing(db):
            MIGRATIONS.apply(db)


def _check_owner(db: Database, path: str) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(
            f"{path} is not a claimtrack database.", "Name another file with --db; this one was left as it is."
        )
    newer = {migration.name for migration in MIGRATIONS.applied(db)} - known_migrations()
    if newer:
        raise StoreError(
            f"{path} was written by a newer claimtrack (schema {max(newer)}).",
            "Upgrade with `pip install --upgrade claimtrack`, or name another file with --db.",
        )


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that holds the write lock from its start, so that what it reads stays true until it ends."""
    try:
        db.conn.execute("BEGIN IMMEDIATE")  # within the try: Ctrl-C may come while it waits
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


@contextmanager
def explain(path: str, db: Database | None = None) -> Iterator[None]:
    """Turn an error of SQLite into a StoreError that says what happened and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path, db) from error


def _explained(error: sqlite3.Error, path: str, db: Database | None) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(
            f"{path} is locked by {_other_writer(db)}.", "Wait for it to end, or name another file with --db."
        )
    for codes, what, remedy in _MEANINGS:
        if code in codes:
            return StoreError(what.format(path=path), remedy)
    return StoreError(
        f"{path} could not be used: {error}.",
        "Check the file with `claimtrack verify`, or name another with --db.",
    )


_MEANINGS = (
    (
        (sqlite3.SQLITE_NOTADB,),
        "{path} is not a database.",
        "Name another file with --db; this one was left as it is.",
    ),
    (
        (sqlite3.SQLITE_READONLY,),
        "{path} cannot be written: the file or its folder is read-only.",
        "Change its permissions, or name another file with --db.",
    ),
    (
        (sqlite3.SQLITE_FULL,),
        "The disk is full: {path} cannot grow. What was stored before is kept.",
        "Free some space and run the same command again, or name a file on another disk with --db.",
    ),
    (
        (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
        "{path} cannot be opened.",
        "Check that you may read it and write in its folder, or name another file with --db.",
    ),
    (
        (sqlite3.SQLITE_CORRUPT,),
        "{path} is damaged.",
        "Recover what is left with `sqlite3 FILE .recover`, or ingest the articles again into another file.",
    ),
    (
        (sqlite3.SQLITE_IOERR,),
        "Reading or writing {path} failed on the disk.",
        "Check the disk, then run the same command again.",
    ),
)


def _other_writer(db: Database | None) -> str:
    """Name the process that holds the database, where the table of runs tells."""
    if db is not None:
        try:
            rows = db.execute("SELECT pid, host FROM runs WHERE status = 'running' AND pid <> ?", [os.getpid()])
            for pid, host in rows.fetchall():
                if is_alive(pid, host):
                    return f"another ingest (pid {pid})"
        except sqlite3.Error:
            pass
    return "another process"


def is_alive(pid: int | None, host: str | None) -> bool:
    """Whether a run's process may still be at work; one on another machine counts as alive."""
    if host != socket.gethostname() or os.name == "nt":
        return True
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
