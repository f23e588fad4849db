"""Facts in a real store, from real articles through the real model."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from claimtrack.compare import FactFilter, facts, is_current, update
from claimtrack.compare.origins import documents, origins
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction, Fact
from claimtrack.store import Store

STORY = {
    "coast": (
        "2025-05-06",
        "Coast Daily",
        "A total of 31 miners were killed when a gallery collapsed in the Brisna mine on Monday, the regional "
        "governor, Teodor Vasko, said on Tuesday. Rescuers are searching for 12 missing miners.\n\n"
        "The Brisna mine produced 840,000 tonnes of coal last year.",
    ),
    "hill": (
        "2025-05-06",
        "Hill Courier",
        "A union official said that 44 miners had been killed in the Brisna mine collapse. "
        "The mine produced about 850 000 tonnes of coal last year.",
    ),
    "lake": (
        "2025-05-11",
        "Lake Times",
        "The number of miners killed in the Brisna mine has risen to 38, the regional governor said on Sunday. "
        "All the missing miners have been found.",
    ),
    "vale": (
        "2025-05-07",
        "Vale Gazette",
        "The town of Orsk Dol has 31 bakeries and 12 churches, the mayor said. Its festival drew 840,000 people.",
    ),
}


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    return [extract(Article(k, text, publisher=p, published=day)) for k, (day, p, text) in STORY.items()]


def store_of(extractions: Iterable[Extraction], *, each: bool = False) -> Store:
    store = Store(":memory:")
    for extraction in extractions:
        store.add(extraction)
        if each:
            update(store)
    update(store)
    return store


def plain(made: Iterable[Fact]) -> list[str]:
    return sorted(json.dumps([f.id, f.label, [c.claim for c in f.claims], [str(r) for r in f.relations]]) for f in made)


def test_a_story(found: list[Extraction]) -> None:
    with store_of(found) as store:
        made = list(facts(store.db))
        relations = {(r.relation, r.on) for f in made for r in f.relations}
        texts = {c.document for f in made for c in f.claims}
    assert ("conflicts", "quantity") in relations, "31 and 44 killed, on one day"
    assert ("updates", "quantity") in relations, "31, then 38"
    assert ("agrees", "quantity") in relations, "840,000 and about 850 000 tonnes"
    assert "vale" not in texts, "31, 12 and 840,000 of other things"


def test_order_and_steps_make_no_difference(found: list[Extraction]) -> None:
    with store_of(found) as store:
        wanted = plain(facts(store.db))
    mixed = found[:]
    random.Random(3).shuffle(mixed)
    for order in (mixed, found[::-1]):
        for each in (False, True):
            with store_of(order, each=each) as store:
                assert plain(facts(store.db)) == wanted


def test_a_second_update_has_nothing_to_do(found: list[Extraction]) -> None:
    with store_of(found) as store:
        before = plain(facts(store.db))
        assert is_current(store) and update(store) == 0
        assert plain(facts(store.db)) == before


def test_a_new_version_takes_the_place_of_the_old_one(found: list[Extraction]) -> None:
    day, publisher, text = STORY["hill"]
    newer = extract(Article("hill", text.replace("44 miners", "31 miners"), publisher=publisher, published=day))
    with store_of(found) as store:
        assert any(r.relation == "conflicts" for f in facts(store.db) for r in f.relations)
        store.add(newer)
        update(store)
        changed = plain(facts(store.db))
        assert not any(r.relation == "conflicts" for f in facts(store.db) for r in f.relations)
    with store_of([newer if e.article.id == "hill" else e for e in found]) as fresh:
        assert plain(facts(fresh.db)) == changed


def test_filters(found: list[Extraction]) -> None:
    with store_of(found) as store:
        every = list(facts(store.db))
        conflicts = list(facts(store.db, FactFilter(only="conflicts")))
        coal = list(facts(store.db, FactFilter(text="coal")))
        late = list(facts(store.db, FactFilter(since="2025-05-10")))
    assert 0 < len(conflicts) < len(every)
    assert coal and all("coal" in " ".join(c.text for c in f.claims) for f in coal)
    assert late and all(any(c.document == "lake" for c in f.claims) for f in late)


def test_a_wire_copy_is_one_origin(found: list[Extraction]) -> None:
    _, _, text = STORY["coast"]
    copy = extract(Article("copy", text, publisher="Copy Post", published="2025-05-07"))
    with store_of([*found, copy]) as store:
        killed = next(f for f in facts(store.db) if "killed" in f.label and len(f.claims) > 2)
        made = origins(killed)
    assert documents(killed) > len(made)
    repeated = next(o for o in made if len(o.claims) > 1)
    assert {c.document for c in repeated.claims} >= {"coast", "copy"}
    assert repeated.claims[0].document == "coast", "the earliest one is the origin"


def test_articles_without_dates_or_claims(tmp_path: Path) -> None:
    texts: list[dict[str, Any]] = [
        {"id": "a", "text": "Officials said 31 miners were killed in the Brisna mine."},
        {"id": "b", "text": "At least 44 miners were killed in the Brisna mine, the union said."},
        {"id": "c", "text": "Good morning!"},
    ]
    with store_of([extract(Article(**row)) for row in texts]) as store:
        made = list(facts(store.db))
    assert all(c.published is None and c.time is None for f in made for c in f.claims)
