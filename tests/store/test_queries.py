"""Claims by what a fact-checker asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from claimtrack.errors import StoreError
from claimtrack.model import Extraction
from claimtrack.store import Store
from claimtrack.store.periods import days_of
from tests.store.extractions import article, claim, flood, span

UNDATED = "In Lowen, the US grid was hit. Łódź, too."


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(":memory:") as opened:
        opened.add(flood())
        opened.add(
            Extraction(
                article("undated", UNDATED, published=None, title="Grid “attack”", url=None, path="grid.txt"),
                claims=(
                    claim("g1", span(UNDATED, "the US grid was hit"), subject="US grid", source="US officials"),
                    claim("g2", span(UNDATED, "Łódź"), source="Łódź city hall"),
                ),
            )
        )
        yield opened


@pytest.mark.parametrize(
    ("wanted", "ids", "reason"),
    [
        ({}, "c1 c2 g1 g2", "everything, in the order of articles and of the text"),
        ({"source": "red cross"}, "c1", "in any case"),
        ({"source": "Cross"}, "c1", "a word of the name"),
        ({"source": "Cro"}, "", "whole words only: US is not in Russia"),
        ({"source": "łódź"}, "g2", "case of every alphabet"),
        ({"source": "US"}, "g1", "a short name"),
        ({"source": "%"}, "", "no wild cards"),
        ({"entity": "Lowen"}, "c1", "a mention in the claim"),
        ({"entity": "US"}, "g1", "the subject is resolved, and may be no mention"),
        ({"text": "soldier"}, "", "no such word"),
        ({"text": "home"}, "c1", "a word in another form"),
        ({"text": "homes lost"}, "c1", "all words, in any order"),
        ({"text": '"lost their homes"'}, "c1", "a phrase"),
        ({"text": '"homes lost"'}, "", "a phrase in this order"),
        ({"text": "Red Cross"}, "c1", "the source"),
        ({"text": "łodz"}, "g2", "without accents"),
        ({"text": "homes OR repairs"}, "", "no operators"),
        ({"text": 'homes"'}, "c1", "an odd quote mark"),
        ({"text": "(homes* - ^"}, "c1", "signs of the query language mean nothing"),
        ({"since": "2024-05-04"}, "c1 c2", "own date, and the article's where there is none"),
        ({"since": "2024-05-05"}, "c2", "the claim's own date goes before the article's"),
        ({"until": "2024-05-05"}, "c1", "an article without a date is in no period"),
        ({"since": "2024", "until": "2024"}, "c1 c2", "a year counts whole"),
        ({"since": "2024-06"}, "", "later"),
        ({"until": "2024-04"}, "", "earlier"),
        ({"unit": "Euro"}, "c2", "in any case"),
        ({"unit": "person", "minimum": 1000}, "c1", "value"),
        ({"minimum": 6_000_000}, "c2", "within the range of 5 to 7 million"),
        ({"maximum": 5_000_000}, "c1 c2", "touches the range"),
        ({"minimum": 1201, "maximum": 4_999_999}, "", "between the figures"),
        ({"unit": "euro", "maximum": 2000}, "", "one figure must fit both"),
        ({"kind": "indirect"}, "c1", "kind of attribution"),
        ({"kind": "direct"}, "", "none of this kind"),
        ({"kind": "none"}, "c2 g1 g2", "the article's own voice"),
        ({"effect": "asserts"}, "c1", "what the cue does"),
        ({"document": "https://example.org/flood"}, "c1 c2", "by id"),
        ({"document": "grid.txt"}, "g1 g2", "by path"),
        ({"document": "und"}, "g1 g2", "by how its id begins"),
        ({"limit": 1}, "c1", "no more than one"),
        ({"source": "US", "text": "homes"}, "", "all conditions hold"),
    ],
)
def test_filters(wanted: dict[str, Any], ids: str, reason: str, store: Store) -> None:
    assert " ".join(row.id for row in store.claims(**wanted)) == ids, reason


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"since": "yesterday"}, "is no date"),
        ({"until": "2024-02-30"}, "is no date"),
        ({"document": "nowhere"}, "no document"),
        ({"text": " "}, "nothing to search"),
        ({"text": '""'}, "nothing to search"),
    ],
)
def test_what_makes_no_sense_is_said(wanted: dict[str, Any], message: str, store: Store) -> None:
    with pytest.raises(StoreError, match=message):
        list(store.claims(**wanted))


def test_a_claim_carries_all_that_belongs_to_it(store: Store) -> None:
    row = next(store.claims(text="homes"))
    extraction = flood()
    assert (row.document, row.version, row.latest) == (extraction.article.id, 1, True)
    assert (row.source, row.kind, row.effect, row.cue) == ("Red Cross", "indirect", "asserts", "said")
    assert row.quantities == extraction.quantities[:1]
    assert row.dates == extraction.dates
    assert [entity.name for entity in row.entities] == ["Lowen"]
    assert extraction.article.text[row.start : row.end] == row.text


def test_sources_are_counted(store: Store) -> None:
    rows = {row.name: row for row in store.sources()}
    assert (rows["Red Cross"].attributions, rows["Red Cross"].claims) == (1, 1)
    assert rows["Red Cross"].kinds == ("organization",)
    assert (rows["Ada Brandt"].attributions, rows["Ada Brandt"].claims) == (1, 0)
    assert rows["US officials"].documents == 1


def test_documents_are_found_by_their_titles(store: Store) -> None:
    assert [row.id for row in store.documents()] == ["https://example.org/flood", "undated"]
    assert [(row.id, row.claims, row.versions) for row in store.documents("lost OR flood")] == []
    assert [row.id for row in store.documents("homes flood")] == ["https://example.org/flood"]


def test_a_claim_by_its_id_or_its_beginning(store: Store) -> None:
    assert store.claim("g1") == next(store.claims(entity="US"))
    assert store.claim("nowhere") is None
    assert store.claim("") is None
    with pytest.raises(StoreError, match="fits 2 claims"):
        store.claim("c")


def test_an_id_that_begins_another_is_itself() -> None:
    text = "One. Two."
    with Store(":memory:") as store:
        claims = (claim("ab", (0, 4, "One.")), claim("abc", (5, 9, "Two.")))
        store.add(Extraction(article("a", text), claims=claims))
        store.add(Extraction(article("ab", text)))
        assert [found and found.text for found in map(store.claim, ("ab", "abc"))] == ["One.", "Two."]
        assert store.extraction("a").article.id == "a"
        with pytest.raises(StoreError, match="no document"):
            store.extraction("c")


def test_an_id_goes_before_a_url_that_is_the_same() -> None:
    with Store(":memory:") as store:
        store.add(Extraction(article("copy", "A copy.", url="x")))
        store.add(Extraction(article("x", "The original.", url=None)))
        store.add(Extraction(article("y", "Another copy.", url="copied")))
        store.add(Extraction(article("z", "Yet another.", url="copied")))
        assert store.extraction("x").article.text == "The original."
        with pytest.raises(StoreError, match="fits 2 documents"):
            store.extraction("copied")


def test_an_old_claim_is_found_and_shown_in_its_own_version() -> None:
    with Store(":memory:") as store:
        store.add(flood())
        store.add(replace(flood("d"), article=article(text=flood().article.text, title="Other headline")))
        row = store.claim("c1")
        assert row is not None
        assert (row.version, row.latest) == (1, False)
        assert store.passage(row).extraction == flood()


def test_the_passage_is_the_paragraph_with_source_and_cue(store: Store) -> None:
    row = store.claim("c1")
    assert row is not None
    passage = store.passage(row)
    assert passage.text.startswith("The Red Cross said on 4 May 2024")
    assert passage.text.endswith("denied it.")
    assert passage.cue is not None
    assert passage.cue.text == "said"


def test_the_passage_without_blocks_is_the_line() -> None:
    with Store(":memory:") as store:
        store.add(replace(flood(), article=article(blocks=())))
        row = store.claim("c2")
        assert row is not None
        assert store.passage(row).text == "Repairs may cost between €5 million and €7 million."


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-06-18", ("2024-06-18", "2024-06-18")),
        ("2024-06-18T10:00:00+02:00", ("2024-06-18", "2024-06-18")),
        ("2024-13", None),
        ("0000", None),
        ("18.6.2024", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_a_date(value: str | None, days: tuple[str, str] | None) -> None:
    assert days_of(value) == days


def test_spellings_of_one_source_are_counted_as_one() -> None:
    """The spelling that is used most names it; a filter finds every spelling."""
    with Store(":memory:") as store:
        for number, name in enumerate(("Ada Brandt", "Ada Brandtt", "Áda Brandt", "Ada Brandt")):
            store.add(named(name, f"https://example.org/{number}"))
        row = next(row for row in store.sources() if row.name == "Ada Brandt")
        assert (row.variants, row.documents) == (("Ada Brandtt", "Áda Brandt"), 4)
        found = {claim.document for claim in store.claims(source="ada brandt")}
        assert len(found) == 4


def named(name: str, identity: str) -> Extraction:
    """The flood extraction of another document, with ``name`` for its source."""
    found = flood(identity=identity)
    attributions = tuple(replace(a, source=replace(a.source, name=name)) for a in found.attributions if a.source)
    claims = tuple(replace(c, source=name) for c in found.claims if c.attribution is not None)
    return replace(found, attributions=attributions, claims=claims)
