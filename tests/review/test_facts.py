"""Facts put together and taken apart by reviewers, in a real store from real articles through the real model."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from claimtrack.compare import facts, is_current, update
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction, Fact
from claimtrack.review import facts as deciding
from claimtrack.review.facts import decisions, merge, split
from claimtrack.review.records import ReviewError
from claimtrack.review.work import current, save, undo
from claimtrack.store import Store

STORY = {
    "coast": (
        "2025-05-06",
        "A total of 31 miners were killed when a gallery collapsed in the Brisna mine on Monday, the regional "
        "governor, Teodor Vasko, said on Tuesday.\n\nThe Brisna mine produced 840,000 tonnes of coal last year.",
    ),
    "hill": (
        "2025-05-06",
        "A union official said that 44 miners had been killed in the Brisna mine collapse on Monday. "
        "The Brisna mine produced about 850 000 tonnes of coal last year.",
    ),
    "lake": (
        "2025-05-11",
        "The number of miners killed in the Brisna mine has risen to 38, the governor said on Sunday.",
    ),
}


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(Article(name, text, published=day)) for name, (day, text) in STORY.items()]


@pytest.fixture
def mine(extractions: list[Extraction]) -> Iterator[Store]:
    with Store(":memory:") as store:
        for extraction in extractions:
            store.add(extraction)
        update(store)
        yield store


def named(store: Store, word: str) -> Fact:
    """The fact with a claim of this word; with most claims first."""
    found = [f for f in facts(store.db) if any(word in c.text for c in f.claims)]
    return max(found, key=lambda f: len(f.claims))


def groups(store: Store) -> set[frozenset[tuple[str, str]]]:
    return {frozenset((c.document, c.written) for c in f.claims) for f in facts(store.db)}


def extracted_anew(store: Store, extraction: Extraction) -> None:
    store.add(extraction, store.start_run(model="another", model_hash="0"))
    update(store)


def test_a_split_holds_when_articles_come_in_anew(mine: Store, extractions: list[Extraction]) -> None:
    before = groups(mine)
    coal = named(mine, "tonnes")
    (apart,) = {c.claim for c in coal.claims if c.document == "hill"}
    event = split(mine.db.conn, coal.id, [apart], "Ana")
    assert not any({"coast", "hill"} <= {d for d, w in group if "tonnes" in w} for group in groups(mine))
    after = groups(mine)
    for extraction in extractions:
        extracted_anew(mine, extraction)
    assert groups(mine) == after != before and is_current(mine)
    assert [e.id for e in decisions(mine.db.conn)] == [event.id]
    undo(mine.db.conn, "Ana")
    assert groups(mine) == before and not decisions(mine.db.conn)


def test_a_merge_holds_when_articles_come_in_anew(mine: Store, extractions: list[Extraction]) -> None:
    before = groups(mine)
    coal, killed = named(mine, "tonnes"), named(mine, "killed")
    event = merge(mine.db.conn, [coal.id, killed.id], "Ana")
    (fact,) = (event.after or {})["facts"]
    made = next(f for f in facts(mine.db) if f.id == fact)
    assert {c.claim for c in made.claims} == {c.claim for f in (coal, killed) for c in f.claims}
    after = groups(mine)
    for extraction in extractions:
        extracted_anew(mine, extraction)
    assert groups(mine) == after
    undo(mine.db.conn, "Ana")
    assert groups(mine) == before


def test_the_later_decision_holds(mine: Store) -> None:
    conn = mine.db.conn
    coal, killed = named(mine, "tonnes"), named(mine, "killed")
    (fact,) = (merge(conn, [coal.id, killed.id], "Ana").after or {})["facts"]
    split(conn, fact, [c.claim for c in coal.claims], "Ben")
    assert named(mine, "tonnes").id != named(mine, "killed").id
    undo(conn, "Ben")
    assert named(mine, "tonnes").id == named(mine, "killed").id == fact


def test_a_review_stays_when_facts_are_merged(mine: Store) -> None:
    conn = mine.db.conn
    coal, killed = named(mine, "tonnes"), named(mine, "killed")
    claim = coal.claims[0].claim
    save(conn, claim, "Ana", verdict="supported", seen=0)
    merge(conn, [coal.id, killed.id], "Ben")
    assert current(conn, [claim])[claim].verdict == "supported"
    with pytest.raises(ReviewError, match="Load the page again"):
        merge(conn, sorted({coal.id, killed.id}), "Cem")


def test_a_decision_follows_a_claim_whose_id_changed(mine: Store) -> None:
    coal = named(mine, "tonnes")
    (apart,) = {c.claim for c in coal.claims if c.document == "hill"}
    split(mine.db.conn, coal.id, [apart], "Ana")
    day, text = STORY["hill"]
    mine.add(
        extract(Article("hill", f"Corrected on Friday.\n\n{text.replace('of coal last', 'coal last')}", published=day))
    )
    update(mine)
    assert not any({"coast", "hill"} <= {d for d, w in group if "tonnes" in w} for group in groups(mine))


def test_the_history_of_a_claim_tells_what_was_decided_and_taken_back(mine: Store) -> None:
    conn = mine.db.conn
    coal, killed = named(mine, "tonnes"), named(mine, "killed")
    one, other = ({c.claim for c in fact.claims} for fact in (coal, killed))
    first = merge(conn, [coal.id, killed.id], "Ana")
    taken_out = split(conn, named(mine, "tonnes").id, one, "Ben")
    told = [event.id for event in deciding.history(conn, one)]
    assert told == [event.id for event in deciding.history(conn, other)] == [first.id, taken_out.id]
    back = deciding.undo(conn, first.id, "Ana")
    assert back.undoes == first.id and [event.id for event in decisions(conn)] == [taken_out.id], (
        "not only the last one"
    )
    assert [event.id for event in deciding.history(conn, one)] == [first.id, taken_out.id, back.id]
    assert not deciding.history(conn, ["0" * 16])


def test_only_ones_own_decision_that_stands_is_taken_back(mine: Store) -> None:
    conn = mine.db.conn
    event = merge(conn, [named(mine, "tonnes").id, named(mine, "killed").id], "Ana")
    review = save(conn, named(mine, "tonnes").claims[0].claim, "Ana", verdict="supported", seen=0)
    for number, who in ((event.id, "Ben"), (review.id, "Ana"), (10_000, "Ana")):
        with pytest.raises(ReviewError, match="not yours"):
            deciding.undo(conn, number, who)
    deciding.undo(conn, event.id, "Ana")
    with pytest.raises(ReviewError, match="taken back already"):
        deciding.undo(conn, event.id, "Ana")


def test_what_cannot_be_decided(mine: Store) -> None:
    conn: sqlite3.Connection = mine.db.conn
    fact = named(mine, "tonnes")
    every = [c.claim for c in fact.claims]
    for wrong in ([fact.id], [fact.id, fact.id], [fact.id, "f0"], []):
        with pytest.raises(ReviewError):
            merge(conn, wrong, "Ana")
    for claims in (every, [], ["nothing"], [every[0], "nothing"]):
        with pytest.raises(ReviewError):
            split(conn, fact.id, claims, "Ana")
    assert not decisions(conn) and not conn.in_transaction
