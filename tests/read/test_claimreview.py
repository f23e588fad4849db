"""ClaimReview in pages, feeds and lines, as publishers write it; bad ones are failures that name their place."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.model import Article, FactCheck, ReadFailure
from claimtrack.read import read_articles
from claimtrack.read.claimreview import claim_article, fact_check, read_reviews, reviews

CLAIM = "The ferry Lady Maren carried 400 people."


def review(**changes: Any) -> dict[str, Any]:
    """A review as Google's guidelines have it, with fields changed or (None) left out."""
    full = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://factdesk.example/ferry",
        "claimReviewed": CLAIM,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ane Dahl"},
            "datePublished": "2024-05-03",
        },
        "author": {"@type": "Organization", "name": "FactDesk"},
        "datePublished": "2024-05-06T10:00:00Z",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Mostly false",
            "ratingValue": "2",
            "bestRating": "5",
            "worstRating": "1",
        },
    }
    return {name: value for name, value in (full | changes).items() if value is not None}


def read(path: Path, text: str) -> list[Article | FactCheck | ReadFailure]:
    path.write_text(text, encoding="utf8")
    return list(read_articles([str(path)]))


def checks(found: list[Article | FactCheck | ReadFailure]) -> list[FactCheck]:
    return [item for item in found if isinstance(item, FactCheck)]


def failures(found: list[Article | FactCheck | ReadFailure]) -> list[ReadFailure]:
    return [item for item in found if isinstance(item, ReadFailure)]


def page(*scripts: str) -> str:
    marked = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    body = "The ferry Lady Maren had 212 people on board, the harbour says, and not 400 as a post has it. " * 5
    head = f"<!doctype html><html><head><title>Ferry</title>{marked}</head>"
    return f"{head}<body><article><p>{body}</p></article></body></html>"


def test_every_field_is_read() -> None:
    found = fact_check(review(), "feed.json:item 1", {})
    assert found == FactCheck(
        id=found.id,
        claim=CLAIM,
        claimant="Ane Dahl",
        claim_date="2024-05-03",
        verdict="Mostly false",
        rating="mostly false",
        reviewer="FactDesk",
        url="https://factdesk.example/ferry",
        date="2024-05-06T10:00:00Z",
        path="feed.json:item 1",
    )


@pytest.mark.parametrize(
    ("changes", "field", "expected", "reason"),
    [
        ({"publisher": {"name": "The Verifier"}}, "reviewer", "The Verifier", "the publisher comes before the author"),
        ({"author": "FactDesk"}, "reviewer", "FactDesk", "a name as a string"),
        ({"author": [{"name": "A. Holm"}, {"name": "B. Vik"}]}, "reviewer", "A. Holm; B. Vik", "several authors"),
        ({"author": None}, "reviewer", None, "nothing is made of nothing"),
        ({"claimReviewed": None, "itemReviewed": {"text": CLAIM}}, "claim", CLAIM, "the claim's own text"),
        ({"claimReviewed": "A &amp; B <em>rose</em>\n by 3%"}, "claim", "A & B rose by 3%", "markup in the claim"),
        ({"claimReviewed": [CLAIM, "x"]}, "claim", CLAIM, "a list where one is meant"),
        ({"itemReviewed": [{"author": {"name": ["Ane Dahl"]}}]}, "claimant", "Ane Dahl", "lists everywhere"),
        (
            {"itemReviewed": {"firstAppearance": {"author": {"name": "Z"}}}},
            "claimant",
            "Z",
            "author of the first place",
        ),
        ({"itemReviewed": "https://x.example/post"}, "claimant", None, "a bare address names nobody"),
        ({"itemReviewed": {"datePublished": "03/05/2024"}}, "claim_date", None, "an ambiguous date is left empty"),
        ({"itemReviewed": {"datePublished": "3 May 2024"}}, "claim_date", "2024-05-03", "a written date"),
        ({"reviewRating": {"name": "False"}}, "verdict", "False", "the rating's name"),
        ({"reviewRating": {"ratingValue": "False"}}, "rating", "false", "a word where a number belongs"),
        ({"reviewRating": {"ratingValue": 5}}, "rating", "true", "schema.org's own scale"),
        ({"reviewRating": {"ratingValue": 5}}, "verdict", None, "a number is no verdict in words"),
        ({"reviewRating": None}, "rating", None, "no rating"),
        ({"reviewRating": {"ratingValue": {"x": 1}}}, "rating", None, "an object as a value"),
        ({"url": ["https://a.example/1", "https://a.example/2"]}, "url", "https://a.example/1", "the first of several"),
        ({"author": {"name": {"@value": "FactDesk"}}}, "reviewer", None, "not understood: left out"),
        ({"@type": ["ClaimReview", "Review"]}, "claim", CLAIM, "several types"),
        ({"@type": "http://schema.org/ClaimReview"}, "claim", CLAIM, "type with its vocabulary"),
        ({"@type": "schema:ClaimReview"}, "claim", CLAIM, "type with a prefix"),
    ],
)
def test_ways_in_which_publishers_write(changes: dict[str, Any], field: str, expected: object, reason: str) -> None:
    (node,) = reviews([review(**changes)])
    assert getattr(fact_check(node, "p", {}), field) == expected, reason


def test_a_doubt_is_noted() -> None:
    found = fact_check(review(itemReviewed={"datePublished": "03/05/2024"}, url="bad\x00url"), "p", {})
    assert len(found.notes) == 2
    assert found.url is None


def test_the_same_review_has_the_same_id_wherever_it_stands() -> None:
    ids = {
        fact_check(review(**changes), "p", {}).id for changes in ({}, {"datePublished": None}, {"reviewRating": None})
    }
    assert len(ids) == 1
    others = ({"claimReviewed": "Another."}, {"url": "https://factdesk.example/2"}, {"url": None})
    assert len(ids | {fact_check(review(**changes), "p", {}).id for changes in others}) == 4


def test_a_feed_as_data_commons_publishes_it(tmp_path: Path) -> None:
    feed = {
        "@context": "http://schema.org",
        "@type": "DataFeed",
        "dateModified": "2024-05-07",
        "dataFeedElement": [
            {"@type": "DataFeedItem", "item": [review(), review(claimReviewed="Another claim.")], "url": "x"},
            {"@type": "DataFeedItem", "item": None},
            {"@type": "DataFeedItem", "item": [review(claimReviewed=None, itemReviewed=None)]},
            "no object",
            {"@type": "DataFeedItem", "item": review(url="https://factdesk.example/2")},
        ],
    }
    found = read(tmp_path / "feed.json", json.dumps(feed))
    assert [check.path for check in checks(found)] == [
        f"{tmp_path}/feed.json:item {n}" for n in ("1", "1, review 2", "5")
    ]
    assert [(f.path, f.place) for f in failures(found)] == [(f"{tmp_path}/feed.json", p) for p in ("item 3", "item 4")]
    packed = tmp_path / "feed.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(feed).encode()))
    assert [c.id for c in checks(list(read_articles([str(packed)])))] == [c.id for c in checks(found)]


@pytest.mark.parametrize(
    ("text", "count", "place"),
    [
        (json.dumps(review()), 1, None),
        ("\ufeff" + json.dumps([review(), review(url="u")], indent=1), 2, None),
        (json.dumps({"@graph": [{"@type": "WebPage"}, review()]}), 1, None),
        (json.dumps([review()])[:-1] + ', {"@type": ', 1, None),
        ('{"text": "an article"}', 0, None),
        ("", 0, None),
        ("[1, 2]", 0, "item 1"),
        ("17", 0, "1"),
        (f"[{json.dumps(review())}, {'9' * 6000}]", 1, None),
        ("[" * 100_000, 0, None),
    ],
    ids=["object", "list", "graph", "cut off", "no review", "empty", "numbers", "number", "long number", "deep"],
)
def test_json_files(text: str, count: int, place: str | None, tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", text)
    assert len(checks(found)) == count
    if count == 0:
        assert [f.place for f in failures(found)][:1] == [place]
        assert all(f.remedy for f in failures(found))


def test_in_a_folder_other_json_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"a": 1}')
    found = read(tmp_path / "reviews.json", json.dumps(review()))
    assert [type(item) for item in read_articles([str(tmp_path)])] == [FactCheck] == [type(item) for item in found]


def test_lines_of_reviews_among_articles(tmp_path: Path) -> None:
    lines = [json.dumps(review()), json.dumps({"text": "The ferry is free."}), '{"@type": "ClaimReview"}', '{"x": 1}']
    found = read(tmp_path / "a.jsonl", "\n".join(lines))
    assert [type(item) for item in found] == [FactCheck, Article, ReadFailure, ReadFailure]
    assert [f.place for f in failures(found)] == ["3", "4"]


def test_a_list_of_scripts_as_the_first_data_set_has_it(tmp_path: Path) -> None:
    lines = [f'<script type="application/ld+json">{json.dumps(review(url=u))}</script>' for u in "ab"]
    found = read(tmp_path / "fact_checks.txt", "\n".join(lines))
    assert [check.url for check in checks(found)] == ["a", "b"]
    assert not failures(found)


def test_a_page_has_its_reviews_and_its_article(tmp_path: Path) -> None:
    graph = {
        "@graph": [
            review(itemReviewed={"@id": "#claim"}, author={"@type": "Organization", "@id": "#us"}),
            {"@id": "#claim", "@type": "Claim", "author": {"@id": "#she"}},
        ]
    }
    people = [
        {"@id": "#us", "@type": "Organization", "name": "FactDesk"},
        {"@id": "#she", "@type": "Person", "name": "Ane Dahl"},
    ]
    second = "//<![CDATA[\n" + json.dumps(review(claimReviewed="Two lines")).replace("Two ", "Two\n") + "\n//]]>"
    broken = '{"@type": "ClaimReview", }'
    found = read(tmp_path / "p.html", page(json.dumps(graph), json.dumps(people), second, broken))
    assert [(c.claim, c.claimant, c.reviewer) for c in checks(found)] == [
        (CLAIM, "Ane Dahl", "FactDesk"),
        ("Two lines", "Ane Dahl", "FactDesk"),
    ]
    assert [f.place for f in failures(found)] == ["JSON-LD 4"]
    assert [item.text[:9] for item in found if isinstance(item, Article)] == ["The ferry"]


def test_standard_input_may_be_a_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [review()]}]}, indent=1)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(feed.encode()))))
    assert [type(item) for item in read_articles(["-"])] == [FactCheck]


def test_a_feed_is_read_element_by_element(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtrack.read.feeds.MAX_BYTES", 200_000)
    small = [{"item": [review(url=str(n))]} for n in range(1000)]
    text = json.dumps({"dataFeedElement": [*small, {"item": [review(claimReviewed="x" * 400_000)]}]})
    found = read(tmp_path / "feed.json", text)
    assert len(checks(found)) == 1000
    assert "more than" in failures(found)[0].message


@pytest.mark.parametrize("claim", ["\x00", "\ud800 half", "", " \u200b", 17, {"a": 1}, None, []])
def test_a_claim_that_is_none_is_a_failure(claim: object) -> None:
    (found,) = read_reviews(review(claimReviewed=claim, itemReviewed=None), "feed.json", "item 7")
    assert isinstance(found, ReadFailure)
    assert (found.path, found.place) == ("feed.json", "item 7")


def test_nesting_that_is_an_attack_costs_little() -> None:
    value: Any = review()
    for _ in range(100_000):
        value = {"a": [value]}
    begun = time.process_time()
    assert list(reviews(value)) == []
    assert time.process_time() - begun < 1


Json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "@id", "text", "author"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.dictionaries(st.sampled_from([*review(), "publisher"]), Json, max_size=6))
def test_whatever_stands_in_a_review_it_is_read_or_it_is_a_failure(changes: dict[str, Any]) -> None:
    for found in read_reviews(review() | changes | {"@type": "ClaimReview"}, "feed.json", "item 1"):
        assert isinstance(found, FactCheck | ReadFailure)
        if isinstance(found, FactCheck):
            article = claim_article(found)
            assert article.text == found.claim and article.kind == "fact_check"
