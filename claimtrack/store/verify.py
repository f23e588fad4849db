"""Proof that a database still says what the texts say: every hash, id, offset, index and reference is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sqlite_utils import Database

from claimtrack.model import Extraction
from claimtrack.store.check import checksum, content_hash, problems
from claimtrack.store.records import Problem
from claimtrack.store.rows import load_extraction, select

_ID = re.compile(r"[0-9a-f]{16}")


def verify(db: Database) -> Iterator[Problem]:
    """Everything that does not match, document by document; nothing if all is well."""
    yield from _file(db)
    yield from _references(db)
    yield from _documents(db)
    yield from _reviews(db)
    versions = (
        "SELECT v.key, v.number, v.hash, v.checksum, d.id FROM versions v JOIN documents d ON d.key = v.document_key"
    )
    for row in select(db, versions + " ORDER BY d.key, v.number"):
        yield from (
            Problem(row["id"], row["number"], what) for what in _version(db, row["key"], row["hash"], row["checksum"])
        )


def _version(db: Database, key: int, expected_hash: str, expected_checksum: str) -> Iterator[str]:
    """Compare one version with its text and its hashes."""
    try:
        extraction = load_extraction(db, key)
    except (ArithmeticError, ValueError, TypeError) as error:
        yield f"its rows cannot be read back: {error!r}"
        return
    if content_hash(extraction.article) != expected_hash:
        yield "the text, date, title or publisher was altered: they do not match the hash of the version"
    yield from problems(extraction)
    yield from _values(db, key)
    yield from _ids(extraction)
    if checksum(extraction) != expected_checksum:
        yield "what was found in it was altered: the rows do not match the checksum of the version"


def _ids(extraction: Extraction) -> Iterator[str]:
    """Ids of the claims that are not those of their content; ids of another form are another extractor's."""
    from claimtrack.claims.identity import Identity  # brings spaCy along, which no other part of the store needs

    identity = Identity(extraction.article.id)
    for claim in extraction.claims:
        expected = identity.next_id(claim.text, claim.source, claim.polarity)
        if _ID.fullmatch(claim.id) and claim.id != expected:
            yield f"claim {claim.id} has the id of another content: its own is {expected}"


def _values(db: Database, key: int) -> Iterator[str]:
    """Numbers that stand twice must be the same number."""
    sql = "SELECT text, value, value_exact, high, high_exact FROM quantities WHERE version_key = ?"
    for row in select(db, sql, [key]):
        for number, exact in ((row["value"], row["value_exact"]), (row["high"], row["high_exact"])):
            if (number is None) != (exact is None) or (exact is not None and float(Decimal(exact)) != number):
                yield f"quantity {row['text']!r} is {number} as a number, but {exact} as text"


def _file(db: Database) -> Iterator[Problem]:
    for row in db.execute("PRAGMA integrity_check").fetchall():
        if row[0] != "ok":
            yield Problem(None, None, f"the file is damaged: {row[0]}")


def _references(db: Database) -> Iterator[Problem]:
    for table, row, target, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem(None, None, f"row {row} of {table} refers to a row of {target} that is not there")


def _documents(db: Database) -> Iterator[Problem]:
    sql = """SELECT d.id FROM documents d LEFT JOIN versions v ON v.document_key = d.key AND v.latest
    GROUP BY d.key HAVING count(v.key) <> 1"""
    for row in select(db, sql):
        yield Problem(row["id"], None, "it has no latest version")
    yield from _search(db)


def _reviews(db: Database) -> Iterator[Problem]:
    """What reviewers saw must stand in the version that they saw."""
    sql = """SELECT e.id, e.document, e.version FROM review_events e JOIN documents d ON d.id = e.document
    JOIN versions v ON v.document_key = d.key AND v.number = e.version
    WHERE substr(v.text, e.start_char + 1, e.end_char - e.start_char) IS NOT e.text ORDER BY e.id"""
    for row in select(db, sql):
        yield Problem(row["document"], row["version"], f"what was reviewed is not in its text (event {row['id']})")


def _search(db: Database) -> Iterator[Problem]:
    """Rows whose words the full-text index does not hold (its own check would write, and this only reads)."""
    for table in ("claims", "versions"):
        sql = f"SELECT count(*) FROM {table} WHERE key NOT IN (SELECT id FROM {table}_fts_docsize)"
        missing = db.execute(sql).fetchone()[0]
        if missing:
            yield Problem(None, None, f"{missing} rows of {table} are missing from the full-text index")
