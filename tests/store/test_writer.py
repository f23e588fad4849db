"""What is stored, when, and that it comes out as it went in."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.model import (
    Article,
    Attribution,
    Block,
    Claim,
    Entity,
    Extraction,
    Part,
    Quantity,
    Source,
    TimeExpression,
)
from claimtrack.store import RejectedError, Run, Store
from tests.store.extractions import TEXT, article, claim, flood, span


def test_what_was_stored_comes_out(store: Store) -> None:
    assert store.add(flood()) == "stored"
    assert store.extraction(flood().article.id) == flood()


def test_the_example_sets_every_field_so_that_none_can_be_lost() -> None:
    extraction = flood()
    attributions = extraction.attributions
    kinds: dict[type, tuple[Any, ...]] = {
        Article: (extraction.article,),
        Entity: extraction.entities,
        Quantity: extraction.quantities,
        TimeExpression: extraction.dates,
        Attribution: attributions,
        Source: tuple(attribution.source for attribution in attributions),
        Claim: extraction.claims,
    }
    for kind, records in kinds.items():
        for field in fields(kind):
            if kind is Article and field.name == "kind":
                continue  # None for an article; test_fact_checks.py has the other
            assert any(getattr(record, field.name) != field.default for record in records), f"{kind}.{field.name}"


def test_the_same_again_changes_nothing(store: Store) -> None:
    run = store.start_run(model="m", model_hash="1")
    store.add(flood(), run)
    before = dump(store)
    assert store.knows(flood().article, run)
    assert store.add(flood(), run) == "unchanged"
    assert store.keep(flood().article, run) == "unchanged"
    assert dump(store) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": TEXT + " More to come."}, "the text was edited"),
        ({"published": "2024-05-07"}, "relative dates depend on the date of publication"),
        ({"title": "Thousands homeless in Lowen"}, "a headline that was changed in silence matters"),
        ({"publisher": "The Lowen Times"}, "sources depend on who publishes"),
    ],
)
def test_a_changed_article_is_a_new_version(store: Store, change: dict[str, Any], reason: str) -> None:
    store.add(flood())
    assert store.add(flood(**change)) == "new_version", reason
    assert store.extraction(flood().article.id, 1) == flood()
    assert store.extraction(flood().article.id) == flood(**change)
    assert [claim.version for claim in store.claims()] == [2, 2]
    assert [claim.version for claim in store.claims(versions=True)] == [1, 1, 2, 2]


def test_a_text_that_comes_back_is_the_latest_again(store: Store) -> None:
    run = store.start_run()
    for text in (TEXT, TEXT + " Edited."):
        store.add(flood(text=text), run)
    assert store.add(flood(), run) == "reverted"
    assert store.extraction(flood().article.id) == flood()
    assert store.counts()["versions"] == 2


@pytest.mark.parametrize("change", [{"model_hash": "2"}, {"package_version": "99"}])
def test_a_newer_model_or_package_replaces_the_claims(store: Store, change: dict[str, Any]) -> None:
    run = store.start_run(model="m", model_hash="1")
    store.add(flood(), run)
    newer = replace(store.start_run(model="m", model_hash="1"), **change)
    if "package_version" in change:
        store.db.execute("UPDATE runs SET package_version = '99' WHERE id = ?", [newer.id])
    else:
        store.db.execute("UPDATE runs SET model_hash = '2' WHERE id = ?", [newer.id])
    less = Extraction(flood().article, claims=(claim("new", span(TEXT, "Repairs")),))
    assert not store.knows(less.article, newer)
    assert store.add(less, newer) == "replaced"
    assert store.extraction(less.article.id) == less
    counts = store.counts()
    empty = ["attributions", "entities", "mentions", "quantities", "dates", "sources"]
    assert {name: counts[name] for name in empty} == dict.fromkeys(empty, 0)
    assert store.add(less, newer) == "unchanged"
    assert list(store.verify()) == []


def test_names_that_another_article_uses_stay(store: Store) -> None:
    run = Run(1, "0", None, None)
    store.start_run()
    store.add(flood(), run)
    store.add(flood("d", identity="other"), run)
    newer = store.start_run(model_hash="2")
    store.add(Extraction(flood().article), newer)
    assert {row.name for row in store.sources()} == {"Red Cross", "Ada Brandt"}


def test_every_row_names_its_run(store: Store) -> None:
    first, second = store.start_run(), store.start_run()
    store.add(flood(), first)
    store.add(flood("d", identity="other"), second)
    layers = ("mentions", "quantities", "dates", "attributions", "contents", "claims")
    for table in ("documents", "versions", *layers, "claim_quantities", "claim_dates", "claim_mentions"):
        runs = {row[0] for row in store.db.execute(f"SELECT run FROM {table}").fetchall()}
        assert runs == {first.id, second.id}, table


BAD = {
    "an offset outside": Extraction(article(), entities=(Entity(0, 9999, "Flood", "MISC", "Flood"),)),
    "text that is not there": Extraction(article(), entities=(Entity(0, 5, "Fire!", "MISC", "Fire"),)),
    "an end before the start": Extraction(article(), entities=(Entity(5, 0, "", "MISC", "x"),)),
    "a quantity that is not listed": Extraction(
        article(), claims=(claim("1", span(TEXT, "Repairs"), quantities=(0,)),)
    ),
    "an attribution that is not listed": Extraction(article(), claims=(claim("1", span(TEXT, "it"), attribution=0),)),
    "two claims with one id": Extraction(article(), claims=(claim("1", span(TEXT, "it")),) * 2),
    "no finite number": Extraction(article(), quantities=(Quantity(0, 5, "Flood", Decimal("NaN")),)),
    "half a character": Extraction(Article("x", "\ud800")),
    "a score above one": Extraction(article(), claims=(claim("1", span(TEXT, "it"), checkworthiness=1.5),)),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_what_contradicts_itself_is_refused(store: Store, bad: Extraction) -> None:
    run = store.start_run()
    with pytest.raises(RejectedError):
        store.add(bad, run)
    assert store.counts()["documents"] == 0
    assert store.add(flood(), run) == "stored"


def test_a_text_in_another_language_is_flagged(store: Store) -> None:
    store.add(Extraction(article("de", "Das Wasser steigt.", language="de")))
    for code in ("en", "en-GB", "EN_us", "eng", "und", None):
        store.add(Extraction(article(str(code), "The water rises.", language=code)))
    assert [row.flag for row in store.documents()] == ["other_language"] + [None] * 6


def test_an_article_is_one_transaction(store: Store) -> None:
    run = store.start_run()
    store.db.execute("CREATE TRIGGER stop BEFORE INSERT ON claim_dates BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    before = dump(store)
    with pytest.raises(Exception, match="stopped"):
        store.add(flood(), run)
    assert dump(store) == before


def test_nul_and_control_characters_are_kept(store: Store) -> None:
    odd = Extraction(article("odd", "a\x00b \x1b[31mred\x1b[0m \u202e"), claims=(claim("1", (0, 3, "a\x00b")),))
    store.add(odd)
    assert store.extraction("odd") == odd
    assert list(store.verify()) == []


def dump(store: Store) -> list[str]:
    return [line for line in store.db.conn.iterdump() if "_fts_" not in line]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
numbers = st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))

    def place() -> tuple[int, int]:
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return start, end

    def cut() -> tuple[int, int, str]:
        start, end = place()
        return start, end, text[start:end]

    def some(size: int) -> tuple[int, ...]:
        return tuple(draw(st.lists(st.integers(0, size - 1), max_size=3))) if size else ()

    read = Article(
        id=draw(words),
        text=text,
        **{name: draw(maybe) for name in ("url", "title", "author", "publisher", "published", "language", "path")},
        blocks=tuple(Block("paragraph", *place()) for _ in range(draw(st.integers(0, 2)))),
        notes=tuple(draw(st.lists(words, max_size=2))),
    )
    entities = tuple(Entity(*cut(), draw(words), draw(words)) for _ in range(draw(st.integers(0, 3))))
    quantities = tuple(
        Quantity(
            *cut(),
            draw(numbers),
            draw(st.none() | numbers),
            ">=",
            draw(st.sampled_from([None, "up"])),
            draw(maybe),
            draw(maybe),
            draw(maybe),
            *draw(st.sampled_from([(None, None), (0, 1)])),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    dates = tuple(
        TimeExpression(*cut(), "DATE", draw(words), draw(maybe), draw(maybe), "narrative")
        for _ in range(draw(st.integers(0, 3)))
    )
    count = draw(st.integers(0, 3))
    attributions = tuple(
        Attribution(
            "mixed",
            draw(st.none() | st.builds(lambda p: Part(*p), st.just(cut()))),
            draw(st.none() | st.builds(lambda p, n: Source(*p, n, "person"), st.just(cut()), maybe)),
            tuple(Part(*cut()) for _ in range(draw(st.integers(0, 2)))),
            draw(st.none() | st.integers(0, count - 1)),
            "claims",
            draw(st.booleans()),
        )
        for _ in range(count)
    )
    claims = tuple(
        Claim(
            f"{i}{draw(words)}",
            *cut(),
            draw(maybe),
            draw(maybe),
            draw(maybe),
            "negated",
            "planned",
            draw(st.none() | st.integers(0, count - 1)) if count else None,
            draw(maybe),
            some(len(quantities)),
            some(len(dates)),
            some(len(entities)),
            draw(st.floats(0, 1)),
            draw(maybe),
            draw(st.none() | st.binary(max_size=8)),
        )
        for i in range(draw(st.integers(0, 3)))
    )
    return Extraction(read, entities, quantities, dates, attributions, claims)


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extraction=extractions())
def test_any_extraction_comes_out_as_it_went_in(extraction: Extraction) -> None:
    with Store(":memory:") as store:
        store.add(extraction)
        assert store.extraction(extraction.article.id) == extraction
        assert list(store.verify()) == []
        listed = list(store.claims())
        assert [row.id for row in listed] == [claim.id for claim in extraction.claims]
        for row, found in zip(listed, extraction.claims, strict=True):
            assert row.quantities == tuple(extraction.quantities[i] for i in found.quantities)
            assert extraction.article.text[row.start : row.end] == row.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=st.lists(extractions(), max_size=6))
def test_any_sequence_of_articles_leaves_a_sound_store(found: list[Extraction]) -> None:
    with Store(":memory:") as store:
        run = store.start_run()
        for extraction in found:
            store.add(extraction, run)
            assert store.add(extraction, run) == "unchanged"
        assert list(store.verify()) == []
        before = dump(store)
        again = [store.add(extraction, run) for extraction in found]
        assert set(again) <= {"unchanged", "reverted"}
        assert dump(store) == before
