"""Very many copies of one article, and topics that hang together without end: bounded, and visible."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from claimtrack.compare import candidates, facts, making, relate, tables, update
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


class Work:
    """What one update reads and makes anew, counted: matches read, statements grouped, statements held against one
    another."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts = Counter[str]()
        self._watch(monkeypatch, tables, "partners", lambda pairs: len(pairs))
        self._watch(monkeypatch, tables, "matches_among", lambda pairs: len(pairs))
        self._watch(monkeypatch, tables, "members", lambda held: sum(map(len, held.values())))
        self._watch(monkeypatch, tables, "order_of", lambda order: len(order))
        self._watch(monkeypatch, relate, "in_order", lambda _: 1)

    def _watch(
        self, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, size: Callable[[Any], int]
    ) -> None:
        original = getattr(module, name)

        def watched(*arguments: object) -> object:
            found = original(*arguments)
            self.counts[name] += size(found)
            return found

        monkeypatch.setattr(module, name, watched)

    def of(self, store: Store) -> Counter[str]:
        """The counts of an update of what is pending."""
        self.counts.clear()
        update(store)
        return self.counts.copy()


def test_a_copy_costs_no_more_than_the_one_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ROWS", 100)
    work, spent = Work(monkeypatch), {}
    for first in range(0, 240, 8):  # the first copies soon have more matches than ROWS
        for extraction in copies(8, first):
            store.add(extraction)
        spent[first] = work.of(store)
    assert spent[232] == spent[48], "of what a copy touches nothing grows"
    assert spent[232]["order_of"] == 0, "no statement is grouped anew"
    assert max(len(f.claims) for f in facts(store.db)) == 240, "and no copy has fallen out"


def test_copies_too_many_for_a_group_are_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the mean of a group of so many does not hold joins it, as a copy does that comes later."""
    for name, module, limit in (("COPIES", candidates, 3), ("LARGE", making, 15)):
        monkeypatch.setattr(module, name, limit)
    with Store(":memory:") as opened:
        for extraction in copies(60):
            opened.add(extraction)
        update(opened)
        assert max(len(f.claims) for f in facts(opened.db)) == 60


def test_what_leaves_a_large_fact_costs_no_new_grouping(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for extraction in copies(60):
        store.add(extraction)
    update(store)
    gone = next(copies(1, first=30))
    store.add(replace(gone, article=replace(gone.article, text=f"{gone.article.text} Corrected."), claims=()))
    assert Work(monkeypatch).of(store)["order_of"] == 0
    largest = max(facts(store.db), key=lambda f: len(f.claims))
    known = {c.claim for c in largest.claims}
    assert len(known) == 59 and all({r.a, r.b} <= known for r in largest.relations)
    rows = store.db.execute(
        "SELECT count(*) FROM relations WHERE a_key IN (SELECT c.key FROM claims c JOIN versions v "
        "ON v.key = c.version_key WHERE NOT v.latest)"
    ).fetchone()
    assert rows[0] == 0


def test_two_figures_of_one_article_never_share_a_large_fact(store: Store) -> None:
    for extraction in copies(30):
        store.add(extraction)
    update(store)
    text = f"{TEXT.format(n=31)} {TEXT.format(n=44)}"
    store.add(extract(Article("both", text, publisher="Hill Courier", published="2025-05-06")))
    update(store)
    for fact in facts(store.db):
        assert len({c.value for c in fact.claims if c.document == "both" and c.value}) <= 1
