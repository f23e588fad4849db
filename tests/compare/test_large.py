"""Very many copies of one article, and topics that hang together without end: bounded, and visible."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from claimtrack.compare import candidates, facts, making, tables, update
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction
from claimtrack.store import Store

TEXT = "Police said that {n} people were killed when a gallery of the Brisna mine collapsed on Monday."


def copies(many: int, first: int = 0) -> Iterator[Extraction]:
    """The same article, from many outlets."""
    found = extract(Article("a", TEXT.format(n=31), published="2025-05-06"))
    for i in range(first, first + many):
        claims = tuple(replace(c, id=f"{i:08x}{c.id[:8]}") for c in found.claims)
        article = replace(found.article, id=f"copy-{i}", publisher=f"Outlet {i}")
        yield replace(found, article=article, claims=claims)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with limits so small that a test reaches them."""
    monkeypatch.setattr(candidates, "COPIES", 5)
    monkeypatch.setattr(making, "WHOLE", 12)
    monkeypatch.setattr(making, "LARGE", 10)
    monkeypatch.setattr(sys.modules["claimtrack.compare.update"], "BATCH", 8)
    with Store(":memory:") as opened:
        yield opened


def test_copies_stay_one_fact(store: Store) -> None:
    for extraction in copies(40):
        store.add(extraction)
        update(store)
    made = list(facts(store.db))
    largest = max(made, key=lambda f: len(f.claims))
    assert len(largest.claims) == 40, "each copy joins the fact that is there"
    assert {r.relation for r in largest.relations} == {"same_source"}
    assert len(largest.relations) <= 40 * candidates.COPIES, "each is held against a few others only"
    assert tables.left_out(store.db) > 20, "and that is written down"


def test_copies_that_come_together_stay_one_fact(store: Store) -> None:
    for extraction in copies(30):
        store.add(extraction)
    update(store)
    for extraction in copies(30, first=30):
        store.add(extraction)
    update(store)
    assert max(len(f.claims) for f in facts(store.db)) == 60


def test_another_figure_meets_the_copies(store: Store) -> None:
    for extraction in copies(30):
        store.add(extraction)
    update(store)
    store.add(extract(Article("other", TEXT.format(n=44), publisher="Hill Courier", published="2025-05-06")))
    update(store)
    assert any(r.relation == "conflicts" for f in facts(store.db) for r in f.relations)


def test_a_copy_that_is_replaced_leaves_the_fact(store: Store) -> None:
    for extraction in copies(30):
        store.add(extraction)
    update(store)
    gone = next(copies(1))
    store.add(replace(gone, article=replace(gone.article, text=f"{gone.article.text} Corrected."), claims=()))
    update(store)
    largest = max(facts(store.db), key=lambda f: len(f.claims))
    assert len(largest.claims) == 29 and "copy-0" not in {c.document for c in largest.claims}
