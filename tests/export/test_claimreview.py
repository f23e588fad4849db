"""ClaimReview: valid, of reviewed claims alone, with doubt as doubt, and readable by the program's own reader."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from pyld import jsonld

from claimtrack.export.reviewed import Selection
from claimtrack.export.write import export
from claimtrack.model import Extraction, FactCheck, Withdrawal
from claimtrack.read.claimreview import read_reviews
from claimtrack.review import scales
from claimtrack.review.work import save
from claimtrack.store import Store
from tests.export.conftest import HOSTILE
from tests.export.schema_org import VOCABULARY, wrong
from tests.store.extractions import article, claim, span

SCHEMA = "https://schema.org/"


def exported(store: Store, **options: Any) -> tuple[str, list[dict[str, Any]]]:
    out = io.BytesIO()
    export(store, "claimreview", out, **options)
    text = out.getvalue().decode()
    return text, json.loads(text)["@graph"]


def test_every_term_is_one_of_schema_org(store: Store) -> None:
    _, nodes = exported(store, publisher="The Checkers")
    assert len(nodes) == 4
    assert [problem for node in nodes for problem in wrong(node)] == []


def test_a_json_ld_processor_agrees(store: Store) -> None:
    text, _ = exported(store)

    def loader(url: str, options: object) -> dict[str, object]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": {"@vocab": SCHEMA}}}

    nodes = jsonld.expand(json.loads(text), {"documentLoader": loader})
    known = {SCHEMA + name for side in VOCABULARY.values() for name in side}

    def terms(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(terms, value))
        if not isinstance(value, dict):
            return set()
        own = {key for key in value if not key.startswith("@")} | set(value.get("@type", []))
        return own.union(*(terms(v) for v in value.values()))

    assert len(nodes) == 4 and terms(nodes) <= known


def test_only_what_was_reviewed_and_rates_something(store: Store) -> None:
    _, nodes = exported(store)
    claims = {
        part["value"]
        for node in nodes
        for part in node["itemReviewed"]["identifier"]
        if part["propertyID"].endswith(":claim")
    }
    assert claims == {"c1", "c2"}, "d1 is no claim, d2 is open"


def test_doubt_is_shown_as_doubt(store: Store) -> None:
    _, nodes = exported(store)
    ratings = {(n["author"]["name"], n["reviewRating"]["alternateName"]): n for n in nodes}
    assert ratings["Ana", "Refuted"]["reviewRating"]["ratingValue"] == 1
    assert "ratingValue" not in ratings["Ana", "Unverifiable"]["reviewRating"]
    assert ratings["Ana", "Refuted"]["creativeWorkStatus"] == "disputed: reviewers differ"
    assert ratings["Ben", "Unverifiable"]["creativeWorkStatus"] == "settled by several reviewers"
    assert "read in two ways" in ratings["Ana", "Unverifiable"]["itemReviewed"]["disambiguatingDescription"]
    assert "as possible" in ratings["Ana", "Unverifiable"]["itemReviewed"]["disambiguatingDescription"]


def test_who_claimed_it(store: Store) -> None:
    _, nodes = exported(store)
    authors = {(n["author"]["name"], n["reviewRating"]["name"]): n["itemReviewed"].get("author") for n in nodes}
    assert authors["Ben", "supported"] == {"@type": "Organization", "name": "Red Cross"}
    assert authors["Ana", "refuted"] == {"name": "Red Cross Lowen"}, "as corrected; what it is, nobody said"
    assert authors["Ana", "unverifiable"] is None, "the article's own voice"


def test_it_can_stand_in_a_page(store: Store) -> None:
    text, nodes = exported(store)
    assert "</script" not in text and any(node.get("reviewBody") == HOSTILE for node in nodes)


def test_its_own_reader_reads_it(store: Store) -> None:
    text, _ = exported(store)
    checks = [check for check in read_reviews(json.loads(text), "x.json", "1") if isinstance(check, FactCheck)]
    assert {(c.rating, c.claimant) for c in checks} == {
        ("false", "Red Cross Lowen"),
        ("true", "Red Cross"),
        ("unverifiable", None),
    }


def test_a_verdict_of_ones_own(store: Store) -> None:
    scales.add(store.db.conn, "half_true", "Ana", rating="mixed")
    save(store.db.conn, "d2", "Ana", verdict="half_true", seen=0)
    _, nodes = exported(store, wanted=Selection(verdict="half_true"))
    assert [n["reviewRating"]["ratingValue"] for n in nodes] == [3]


@pytest.mark.parametrize("text", ["Nothing of the kind.", article().text.replace("1,200", "1,900")])
def test_what_the_article_no_longer_says_is_left_out(store: Store, text: str) -> None:
    said = "over 1,900 people in Lowen had lost their homes"
    claims = (claim("n1", span(text, said), source="Red Cross"),) if said in text else ()
    store.add(Extraction(article=article(text=text), claims=claims))
    _, nodes = exported(store)
    assert nodes == []


def test_a_claim_that_was_selected_anew_is_the_one_reviewed(store: Store) -> None:
    _, nodes = exported(store)
    words = {(n["author"]["name"], n["reviewRating"]["name"]): n["claimReviewed"] for n in nodes}
    assert words["Ana", "refuted"] == article().text[14:31]
    assert words["Ben", "supported"].startswith("Over 1,200 people"), "as it reads outside of its article"


def test_a_withdrawn_article_is_told(store: Store) -> None:
    store.withdraw(Withdrawal("https://example.org/flood", "retracted", "feed.json"), store.start_run())
    _, nodes = exported(store)
    assert len(nodes) == 4 and all(n["creativeWorkStatus"].endswith("the article was withdrawn") for n in nodes)
    out = io.BytesIO()
    assert export(store, "jsonl", out).reviews == 5, "reviews are kept"
