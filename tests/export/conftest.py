from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from claimtrack.review.records import Corrections
from claimtrack.review.work import save
from claimtrack.store import Store
from tests.store.extractions import flood

HOSTILE = '</script><img src=x onerror=alert(1)> "quoted" \u202e=1+1'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two articles; c1 is disputed, c2 was settled as unverifiable, d1 is no claim, d2 is open."""
    with Store(tmp_path / "claims.db") as opened:
        opened.add(flood())
        other = flood("d", identity="https://example.org/other")
        opened.add(replace(other, article=replace(other.article, url=None)))
        conn = opened.db.conn
        fixed = Corrections(
            speaker="Red Cross Lowen", value=Decimal("1250.5"), unit="person", date="2024-05", start=14, end=31
        )
        links = ["https://example.org/report", "https://example.org/table"]
        save(conn, "c1", "Ana", verdict="refuted", note=HOSTILE, evidence=links, corrections=fixed, seen=0)
        save(conn, "c1", "Ben", verdict="supported", seen=99)
        save(conn, "c2", "Ana", verdict="unverifiable", note="nobody knows", seen=0)
        save(conn, "c2", "Ben", verdict="unverifiable", seen=99)
        save(conn, "d1", "Ana", verdict="not_a_claim", seen=0)
        yield opened
