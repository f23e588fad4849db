"""Fact-checks in the store: beside the articles, once each, and found for the claims that share a fact with theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimtrack.errors import StoreError
from claimtrack.ingest import ingest
from claimtrack.model import Claim, Extraction, FactCheck, Quantity
from claimtrack.read.claimreview import claim_article
from claimtrack.store import Run, Store
from tests.read.test_claimreview import review
from tests.store.extractions import claim, flood, span

CHECK = FactCheck(
    id="f1",
    claim="Over 4,000 people in Lowen lost their homes.",
    claimant="Ane Dahl",
    claim_date="2024-05-07",
    verdict="False: it was 1,200",
    rating="false",
    reviewer="FactDesk",
    url="https://factdesk.example/lowen",
    date="2024-05-09",
    path="feed.json:item 1",
    notes=("a doubt",),
)


def extraction(check: FactCheck, **fields: Any) -> Extraction:
    """The claim of a fact-check as a pipeline finds it."""
    people = Quantity(*span(check.claim, "4,000 people"), Decimal(4000), None, ">", None, "person", "people")
    found = claim(f"{check.id}c", (0, len(check.claim) - 1, check.claim[:-1]), quantities=(0,), **fields)
    return Extraction(claim_article(check), quantities=(people,), claims=(found,))


@pytest.fixture
def filled(store: Store) -> Iterator[tuple[Store, Run]]:
    run = store.start_run()
    store.add(flood(), run)
    store.add_fact_check(CHECK, extraction(CHECK), run)
    yield store, run


def join(store: Store, *claims: str) -> None:
    """Put claims in one fact, as the comparison does."""
    number = store.db.execute("SELECT count(*) + 1 FROM facts").fetchone()[0]
    store.db.conn.execute("INSERT INTO facts (key, id, label) VALUES (?, ?, ?)", [number, f"fact{number}", "a fact"])
    sql = "INSERT INTO fact_claims (claim_key, quantity, fact_key) SELECT key, ?, ? FROM claims WHERE id = ?"
    store.db.conn.executemany(sql, [(number, number, identity) for identity in claims])


def test_what_was_stored_comes_out(filled: tuple[Store, Run]) -> None:
    store, _ = filled
    assert store.fact_checks() == [CHECK]
    assert store.extraction("factcheck:f1") == extraction(CHECK)
    assert store.extraction("factcheck:f1").article.kind == "fact_check"
    assert list(store.verify()) == []


def test_reviewed_claims_are_not_among_those_of_articles(filled: tuple[Store, Run]) -> None:
    store, _ = filled
    assert [row.id for row in store.claims()] == ["c1", "c2"]
    assert [row.id for row in store.claims(document="factcheck:f1")] == ["f1c"]
    assert [row.id for row in store.documents()] == [flood().article.id]
    assert {row.name for row in store.sources()} == {"Red Cross", "Ada Brandt"}
    assert store.db.execute("SELECT count(*) FROM claim_table").fetchone()[0] == 2
    assert store.db.execute("SELECT count(*) FROM sketches").fetchone()[0] == 1
    assert store.counts()["fact_checks"] == 1


def test_the_same_again_changes_nothing_and_a_new_verdict_replaces(filled: tuple[Store, Run]) -> None:
    store, run = filled
    article = claim_article(CHECK)
    assert store.knows_fact_check(CHECK, article, run)
    assert store.knows_fact_check(replace(CHECK, path="page.html:JSON-LD 1", notes=()), article, run)
    assert store.add_fact_check(CHECK, extraction(CHECK), run) == "unchanged"
    renewed = replace(CHECK, verdict="Mostly false", rating="mostly false")
    assert not store.knows_fact_check(renewed, article, run)
    assert store.add_fact_check(renewed, extraction(renewed), run) == "replaced"
    assert store.fact_checks() == [renewed]
    moved = replace(renewed, claim_date="2024-05-08")
    assert store.add_fact_check(moved, extraction(moved), run) == "replaced"
    assert store.extraction("factcheck:f1").article.published == "2024-05-08"
    assert store.fact_checks() == [moved]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"text": "lowen homes"}, 1),
        ({"text": "low"}, 0),
        ({"claimant": "dahl"}, 1),
        ({"reviewer": "Nobody"}, 0),
        ({"rating": "false"}, 1),
        ({"rating": "true"}, 0),
        ({"text": "%' OR 1=1 --"}, 0),
        ({"limit": 1}, 1),
    ],
)
def test_filters(wanted: dict[str, Any], count: int, filled: tuple[Store, Run]) -> None:
    assert len(filled[0].fact_checks(**wanted)) == count


def test_a_rating_that_is_none_is_an_error_with_a_remedy(filled: tuple[Store, Run]) -> None:
    with pytest.raises(StoreError, match="mostly true"):
        filled[0].fact_checks(rating="wrong")


def test_a_claim_that_shares_a_fact_is_already_checked(filled: tuple[Store, Run]) -> None:
    store, _ = filled
    assert [row.checks for row in store.claims()] == [(), ()]
    join(store, "c1", "f1c")
    first, second = store.claims()
    (check,) = first.checks
    assert (check.id, check.rating, check.verdict, check.reviewer) == ("f1", "false", "False: it was 1,200", "FactDesk")
    assert check.differs == ("figure: > 1,200 people / > 4,000 people",)
    assert second.checks == ()
    found = store.claim("c1")
    assert found is not None and found.checks == first.checks


def test_a_fact_check_is_shown_once_and_not_to_itself(filled: tuple[Store, Run]) -> None:
    store, _ = filled
    join(store, "c1", "f1c")
    join(store, "c1", "f1c")  # by a figure, and as an event
    assert [len(row.checks) for row in store.claims()] == [1, 0]
    assert [row.checks for row in store.claims(document="factcheck:f1")] == [()]


def test_what_a_review_does_not_give_does_not_differ(filled: tuple[Store, Run]) -> None:
    """c1 has a date and a source, the reviewed claim has neither."""
    store, _ = filled
    join(store, "c1", "f1c")
    (check,) = next(iter(store.claims())).checks
    assert all(difference.startswith("figure") for difference in check.differs)


def test_a_large_fact_is_looked_through_once(store: Store) -> None:
    run = store.start_run()
    text = "Item. " * 1000
    places = [(i * 6, i * 6 + 5, "Item.") for i in range(1000)]
    claims: tuple[Claim, ...] = tuple(claim(f"i{i:04}", place) for i, place in enumerate(places))
    store.add(Extraction(replace(flood().article, text=text, blocks=()), claims=claims), run)
    store.add_fact_check(CHECK, extraction(CHECK), run)
    join(store, "f1c", *(c.id for c in claims))
    statements: list[str] = []
    store.db.conn.set_trace_callback(statements.append)
    assert sum(len(row.checks) for row in store.claims()) == 1000
    assert len(statements) < 100


def test_ingest_reads_fact_checks_and_runs_their_claims_through_the_pipeline(tmp_path: Path) -> None:
    import json

    lines = [
        json.dumps(review()),
        json.dumps(review(claimReviewed="Le bac transportait quatre cents personnes, selon les habitants.", url="fr")),
        json.dumps({"text": "The ferry Lady Maren carried 212 people, the harbour said.", "id": "a"}),
        json.dumps({"@type": "ClaimReview"}),
        json.dumps(review()),
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines))
    path = tmp_path / "claims.db"
    first = ingest([tmp_path], path)
    assert (first.read, first.stored, first.unchanged, first.failed, first.fact_checks) == (5, 3, 1, 1, 3)
    second = ingest([tmp_path], path)
    assert (second.stored, second.unchanged, second.failed, second.fact_checks) == (0, 4, 1, 3)
    with Store(path, readonly=True) as store:
        assert [check.rating for check in store.fact_checks()] == ["mostly false", "mostly false"]
        identity = store.fact_checks()[0].id
        (found,) = store.claims(document=f"factcheck:{identity}")
        assert [quantity.value for quantity in found.quantities] == [400]
        assert [failure.place for failure in store.failures(1)] == ["4"]
        assert [row.id for row in store.documents()] == ["a"]


def failing(article: Any, model: str | None) -> Extraction:
    """An extractor that fails on every text."""
    raise ValueError("no")


def test_a_claim_that_breaks_the_extractor_is_a_failure(tmp_path: Path) -> None:
    import json

    (tmp_path / "a.json").write_text(json.dumps(review()))
    summary = ingest([tmp_path / "a.json"], tmp_path / "claims.db", extractor=failing, workers=1)
    assert (summary.read, summary.failed, summary.fact_checks) == (1, 1, 0)
    with Store(tmp_path / "claims.db", readonly=True) as store:
        assert store.fact_checks() == []
        assert store.failures()[0].path.endswith("a.json:1")
