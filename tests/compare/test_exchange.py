"""Sums of money in two currencies, compared by rates that the user gives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

import pytest

from claimtrack.compare import facts, is_current, update, use_rates
from claimtrack.compare.exchange import is_used, kept
from claimtrack.compare.rates import Rates
from claimtrack.export.series import converted, series
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction, Fact
from claimtrack.store import Store

STORY = {
    "coast": (
        "2025-03-03",
        "Coast Daily",
        "The port authority of Lomas fined the shipping firm Brightkeel €5.2 million on Monday for dumping oil in the "
        "Lomas estuary.",
    ),
    "hill": (
        "2025-03-03",
        "Hill Courier",
        "Brightkeel, a shipping firm, has to pay a fine of $5.6 million for dumping oil in the Lomas estuary, the port "
        "authority of Lomas said on Monday. Fishermen had complained for years about the spills.",
    ),
    "lake": (
        "2025-03-03",
        "Lake Times",
        "For the oil that its ships dumped in the Lomas estuary, Brightkeel was fined $9.4 million on Monday, "
        "according to a lawyer. It is the largest fine that the port authority of Lomas ever imposed on a firm.",
    ),
}
RATES = Rates.of("rates.csv", "dollar", [("euro", "2025-03-01", 1.08)])
OTHERS = Rates.of("other.csv", "dollar", [("euro", "2025-03-01", 1.80)])


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    return [extract(Article(k, text, publisher=p, published=day)) for k, (day, p, text) in STORY.items()]


def store_of(extractions: Iterable[Extraction], rates: Rates | None = None) -> Store:
    store = Store(":memory:")
    for extraction in extractions:
        store.add(extraction)
    use_rates(store, rates)
    update(store)
    return store


def relations(store: Store) -> dict[tuple[str, str], tuple[str, str]]:
    """What holds between figures of two documents, and why."""
    out = {}
    for fact in facts(store.db):
        document = {c.claim: c.document for c in fact.claims}
        for r in fact.relations:
            if r.on == "quantity":
                out[min(document[r.a], document[r.b]), max(document[r.a], document[r.b])] = (r.relation, r.detail)
    return out


def plain(made: Iterable[Fact]) -> list[str]:
    return sorted(json.dumps([f.id, [c.claim for c in f.claims], [str(r) for r in f.relations]]) for f in made)


def test_without_rates_nothing_is_said_of_two_currencies(found: list[Extraction]) -> None:
    with store_of(found) as store:
        assert set(relations(store)) == {("hill", "lake")}


def test_with_rates_they_agree_or_conflict_and_the_rate_is_told(found: list[Extraction]) -> None:
    with store_of(found, RATES) as store:
        made = relations(store)
    assert made["coast", "hill"][0] == "agrees"
    assert made["coast", "lake"][0] == "conflicts"
    assert made["coast", "hill"][1].endswith("at 1.08 dollars for a euro, rates.csv, 2025-03-01")
    assert "euro" not in made["hill", "lake"][1], "two sums in dollars are compared as they are"


def test_other_rates_make_other_facts_and_none_the_old_ones(found: list[Extraction]) -> None:
    with store_of(found) as store:
        plainly = plain(facts(store.db))
        for rates in (RATES, OTHERS, None, OTHERS):
            use_rates(store, rates)
            assert is_used(store.db, rates)
            update(store)
            with store_of(found, rates) as fresh:
                assert plain(facts(store.db)) == plain(facts(fresh.db))
            assert rates is not None or plain(facts(store.db)) == plainly
        assert relations(store).get(("coast", "lake"), ("agrees",))[0] == "agrees", (
            "5.2 million euros are 9.36 of dollars"
        )


def test_the_same_rates_need_nothing_anew(found: list[Extraction]) -> None:
    with store_of(found, RATES) as store:
        use_rates(store, Rates.of("rates.csv", "dollar", RATES.rows))
        assert is_current(store)
        assert kept(store.db) == RATES


def test_documents_that_come_later_are_converted_too(found: list[Extraction]) -> None:
    with store_of(found[:1], RATES) as store:
        for extraction in found[1:]:
            store.add(extraction)
            update(store)
        with store_of(found, RATES) as fresh:
            assert plain(facts(store.db)) == plain(facts(fresh.db))


def test_a_rate_that_is_too_old_converts_nothing(found: list[Extraction]) -> None:
    old = Rates.of("old.csv", "dollar", [("euro", "2024-03-01", 1.08)])
    with store_of(found, old) as store:
        assert set(relations(store)) == {("hill", "lake")}


def test_a_chart_has_one_currency(found: list[Extraction]) -> None:
    with store_of(found, RATES) as store:
        fact = max((f for f in facts(store.db)), key=lambda f: len({c.unit for c in f.claims if c.unit}))
    points = series(fact)
    assert points.unit == "dollar" and not points.apart
    euros = next(p for p in points.points if p.claim.unit == "euro")
    assert euros.value == pytest.approx(5_616_000) and euros.day == date(2025, 3, 3)
    assert converted(euros.claim) == "5,616,000 at 1.08 dollars for a euro, 2025-03-01"
