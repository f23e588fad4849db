"""The sample corpus: every format is read, and each expected claim stands in its article word for word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from claimtrack.model import Article, Comparator, Modality, Polarity, ReadFailure, SourceKind
from claimtrack.read import read_articles

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
CLAIMS = [(place, claim) for place, claims in EXPECTED.items() for claim in claims]
TIMEX_VALUE = re.compile(
    r"(\d{4}(-(W?\d\d|Q\d|H\d|SP|SU|FA|WI)(-\d\d)?)?(T(MO|AF|EV|NI|\d\d(:\d\d)?))?/?){1,2}|PT?\d+[A-Z]"
)


def place_in_corpus(path: str | None) -> str:
    return Path(str(path)).relative_to(CORPUS).as_posix()


@pytest.fixture(scope="module")
def inputs() -> list[Article | ReadFailure]:
    return list(read_articles([str(CORPUS)]))


@pytest.fixture(scope="module")
def articles(inputs: list[Article | ReadFailure]) -> dict[str, Article]:
    return {place_in_corpus(item.path): item for item in inputs if isinstance(item, Article)}


@pytest.fixture(scope="module")
def failures(inputs: list[Article | ReadFailure]) -> dict[str, ReadFailure]:
    read = (item for item in inputs if isinstance(item, ReadFailure))
    return {":".join([place_in_corpus(item.path), *re.findall(r"\d+", item.place or "")]): item for item in read}


def test_each_good_article_has_its_expected_claims(articles: dict[str, Article]) -> None:
    assert {place for place in articles if not place.startswith("bad/")} == set(EXPECTED)


def test_each_input_format_is_there() -> None:
    suffixes = {"".join(path.suffixes) for path in CORPUS.rglob("*") if path.is_file()}
    assert {".txt", ".md", ".html", ".jsonl", ".jsonl.gz", ".csv", ".rss", ".zip", ".json"} <= suffixes


@pytest.mark.parametrize(("place", "claim"), CLAIMS, ids=lambda value: str(value)[:40])
def test_expected_claim_is_in_its_article(place: str, claim: dict[str, Any], articles: dict[str, Article]) -> None:
    assert claim["evidence"] in articles[place].text
    for part in [*claim["quantities"], *claim["dates"]]:
        assert part["text"] in claim["evidence"]


@pytest.mark.parametrize(("place", "claim"), CLAIMS, ids=lambda value: str(value)[:40])
def test_expected_claim_uses_the_terms_of_the_model(place: str, claim: dict[str, Any]) -> None:
    assert claim["polarity"] in get_args(Polarity)
    assert claim["modality"] in get_args(Modality)
    assert claim["source_kind"] in (None, *get_args(SourceKind))
    assert claim["source"] is None or claim["source_kind"] is not None, "a named source has a kind"
    assert all(quantity["comparator"] in get_args(Comparator) for quantity in claim["quantities"])
    assert all(TIMEX_VALUE.fullmatch(date["value"]) for date in claim["dates"])


@pytest.mark.parametrize(
    ("place", "published", "publisher"),
    [
        ("kursk-workers.html", "2025-08-11", "The Meridian Dispatch"),  # JSON-LD
        ("flood-wire-copy.html", "2025-09-15", "Coastal Courier"),  # JSON-LD with a @graph
        ("flood-toll.html", "2025-09-19", "Danube Monitor"),  # meta tags only
        ("flood-day-two.txt", "2025-09-16", "Ljubljana Ledger"),  # front matter
        ("battery-plant.txt", "2025-05-06", "Iberian Business Post"),  # front matter, date in words
        ("flood-damage.md", "2025-09-24", "Cover Note"),  # front matter of Markdown
        ("wire.jsonl:2", "2025-03-04", "Central Wire"),  # date and time on a line
        ("archive.jsonl.gz:1", "2019-06-12", "Spillway Review"),
        ("table.csv:2", "2025-09-24", "Atlantic Ledger"),  # columns with usual names
        ("radio.rss:1", "2025-10-09", "Kelmara Radio News"),  # the feed's title and the entry's date
        ("week.zip/school.html", "2025-10-15", "Harbour Post"),  # a page in an archive
        ("edited/flood-day-two.txt", "2025-09-16", "Ljubljana Ledger"),  # the same address as the first version
        ("renewed-ties.txt", None, None),  # says nothing: stays unknown
        ("reef.html", None, None),
    ],
)
def test_metadata(place: str, published: str | None, publisher: str | None, articles: dict[str, Article]) -> None:
    article = articles[place]
    assert (article.published and article.published[:10], article.publisher) == (published, publisher)


def test_web_pages_are_read_without_what_surrounds_the_article(articles: dict[str, Article]) -> None:
    pages = "\n".join(article.text for place, article in articles.items() if place.endswith(".html"))
    for phrase in ("cookies", "All rights reserved", "Advertise", "Boats for sale", "Ferries return"):
        assert phrase not in pages


@pytest.mark.parametrize(
    "place",
    ["bad/empty.txt", "bad/photo.txt", "bad/no-article.html"]
    + [f"bad/broken-lines.jsonl:{line}" for line in (2, 3, 4, 5)],
)
def test_bad_input_is_reported_with_a_remedy(place: str, failures: dict[str, ReadFailure]) -> None:
    assert failures[place].message and failures[place].remedy


def test_nothing_else_fails(failures: dict[str, ReadFailure]) -> None:
    assert len(failures) == 7


def test_bad_input_that_can_be_read_is_read(articles: dict[str, Article]) -> None:
    assert "café owners of Saint-Éloi" in articles["bad/latin-1.txt"].text
    assert articles["bad/french.txt"].language == "fr"
    assert {"bad/odd-quotes.txt", "bad/broken-lines.jsonl:1", "bad/broken-lines.jsonl:6"} <= set(articles)
