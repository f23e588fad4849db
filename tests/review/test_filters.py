"""Saved filters and the stamp of the last look."""

from __future__ import annotations

import sqlite3

import pytest

from claimtrack.review import filters
from claimtrack.review.records import ReviewError
from claimtrack.store import Store
from tests.store.extractions import flood


def test_filters_are_each_reviewers_own(conn: sqlite3.Connection) -> None:
    filters.save_filter(conn, "Ana", "mine", "?status=open&source=Red+Cross")
    filters.save_filter(conn, "Ana", "mine", "status=open")
    filters.save_filter(conn, "Ben", "mine", "")
    assert [f.query for f in filters.saved_filters(conn, "Ana")] == ["status=open"]
    assert len(filters.saved_filters(conn)) == 2
    assert filters.remove_filter(conn, "Ana", "mine") and not filters.remove_filter(conn, "Ana", "mine")
    assert len(filters.saved_filters(conn)) == 1


@pytest.mark.parametrize(
    ("name", "query"), [("", "a=b"), ("x" * 101, "a=b"), ("n", "x" * 2001), ("n", "a\nb"), ("n", "#")]
)
def test_no_filter(conn: sqlite3.Connection, name: str, query: str) -> None:
    with pytest.raises(ReviewError):
        filters.save_filter(conn, "Ana", name, query)


def test_what_came_since_the_last_look(store: Store) -> None:
    conn = store.db.conn
    assert filters.last_looked(conn, "Ana") is None
    stamp = filters.look(conn, "Ana")
    assert filters.last_looked(conn, "Ana") == stamp and stamp.run == 1
    store.add(flood("d", identity="https://example.org/other"))
    sql = "SELECT count(*) FROM versions WHERE key > ?"
    assert conn.execute(sql, [stamp.version]).fetchone()[0] == 1
