from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtrack.store import Store
from tests.store.extractions import flood


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store with one article of two claims: c1 (1,200 people) and c2 (€5 to 7 million)."""
    with Store(path) as opened:
        opened.add(flood())
        yield opened


@pytest.fixture
def conn(store: Store) -> sqlite3.Connection:
    return store.db.conn
