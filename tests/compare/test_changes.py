"""What changed between versions of an article: added, dropped, altered, reworded."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.claims.identity import Identity
from claimtrack.compare.changes import between, changes
from claimtrack.compare.differences import Difference, contradictions
from claimtrack.errors import StoreError
from claimtrack.model import Article, Claim, Entity, Extraction, Quantity, TimeExpression
from claimtrack.store import Store
from tests.store.extractions import claim, span


class Says:
    """A sentence of an article, and what a pipeline finds in it."""

    def __init__(
        self, text: str, *, number: str = "", day: str = "", who: str = "", source: str | None = None, **fields: Any
    ):
        self.text, self.number, self.day, self.who, self.source, self.fields = text, number, day, who, source, fields


def version(*sentences: Says) -> Extraction:
    text = "\n\n".join(sentence.text for sentence in sentences)
    identity = Identity("ferry")
    quantities, dates, entities, claims = list[Quantity](), list[TimeExpression](), list[Entity](), list[Claim]()
    for says in sentences:
        place = span(text, says.text)
        figures, days, names = tuple[int, ...](), tuple[int, ...](), tuple[int, ...]()
        if says.number:
            figures = (len(quantities),)
            start = place[0] + says.text.index(says.number)
            quantities.append(
                Quantity(start, start + len(says.number), says.number, Decimal(says.number.replace(",", "")))
            )
        if says.day:
            days = (len(dates),)
            start = place[0] + says.text.index(says.day)
            dates.append(TimeExpression(start, start + len(says.day), says.day, "DATE", f"day {says.day}"))
        if says.who:
            names = (len(entities),)
            start = place[0] + says.text.index(says.who)
            entities.append(Entity(start, start + len(says.who), says.who, "LOC", says.who))
        polarity = says.fields.get("polarity", "affirmed")
        name = identity.next_id(says.text, says.source, polarity)
        rest = {"quantities": figures, "dates": days, "entities": names, "source": says.source} | says.fields
        claims.append(claim(name, place, **rest))
    article = Article("ferry", text)
    return Extraction(article, tuple(entities), tuple(quantities), tuple(dates), claims=tuple(claims))


RAN = Says("The ferry ran aground on Monday night.", day="Monday")
BOARD = Says("There were 212 people on board the ship.", number="212")
HURT = Says("Nobody was hurt, the coast guard said.", source="coast guard")


@pytest.mark.parametrize(
    ("before", "after", "expected", "reason"),
    [
        (BOARD, BOARD, [], "the same"),
        (
            BOARD,
            Says("There were 243 people on board the ship.", number="243"),
            [("altered", (Difference("figure", "212", "243"),))],
            "another figure",
        ),
        (
            RAN,
            Says("The ferry ran aground on Sunday night.", day="Sunday"),
            [("altered", (Difference("date", "day Monday", "day Sunday"),))],
            "another date",
        ),
        (
            HURT,
            Says("Nobody was hurt, the operator said.", source="operator"),
            [("altered", (Difference("source", "coast guard", "operator"),))],
            "another source",
        ),
        (
            HURT,
            Says("Nobody was hurt, the coast guard said.", source=None),
            [("altered", (Difference("source", "coast guard", None),))],
            "the same words, and no source any more",
        ),
        (
            Says("The radar had failed before the accident."),
            Says("The radar had not failed before the accident.", polarity="negated"),
            [("altered", (Difference("polarity", "affirmed", "negated"),))],
            "denied",
        ),
        (
            Says("The channel will be closed for a month.", modality="planned"),
            Says("The channel may be closed for a month.", modality="possible"),
            [("altered", (Difference("modality", "planned", "possible"),))],
            "less certain",
        ),
        (
            Says("There were 212 people on board.", number="212"),
            Says("There were people on board."),
            [("altered", (Difference("figure", "212", None),))],
            "the figure taken out",
        ),
        (
            Says("The captain blamed the radar for the accident."),
            Says("The captain blamed his radar for the accident."),
            [("reworded", ())],
            "other words alone",
        ),
        (RAN, Says("A school took in the passengers."), [("added", ()), ("dropped", ())], "another statement"),
        (
            Says("Stell: 540 houses flooded", number="540", who="Stell"),
            Says("Dorn: 385 houses flooded", number="385", who="Dorn"),
            [("added", ()), ("dropped", ())],
            "the same of another place is another statement",
        ),
        (
            Says("Fees rose to 1,000 crowns.", number="1,000"),
            Says("Fees rose to 1000 crowns.", number="1000"),
            [("reworded", ())],
            "the same figure in another format",
        ),
    ],
)
def test_one_claim(before: Says, after: Says, expected: list[tuple[str, object]], reason: str) -> None:
    found = between(version(before), version(after))
    assert [(change.kind, change.differences) for change in found] == expected, reason


def test_changes_come_in_the_order_of_the_text_with_both_passages() -> None:
    old = version(RAN, BOARD, HURT)
    more = Says("There were 243 people on board the ship.", number="243")
    new = version(RAN, more, HURT, Says("An inquiry has begun in Havenmoor."))
    altered, added = between(old, new)
    assert altered.before is not None and altered.after is not None and added.after is not None
    assert (altered.kind, added.kind) == ("altered", "added")
    assert (altered.before.passage, altered.after.passage) == (BOARD.text, more.text)
    for claim_text, extraction in ((altered.before, old), (altered.after, new), (added.after, new)):
        assert extraction.article.text[claim_text.start : claim_text.end] == claim_text.text
    assert altered.similarity == 1
    assert added.before is None and added.similarity is None


def test_the_most_alike_are_matched_first() -> None:
    old = version(Says("Damage at the first pier costs 40 crowns.", number="40"))
    near = Says("Damage at the first pier costs 90 crowns.", number="90")
    far = Says("Damage at the second pier costs 40 crowns now.", number="40")
    found = between(old, version(far, near))
    assert [(c.kind, c.after and c.after.text) for c in found] == [("added", far.text), ("altered", near.text)]


def test_versions_in_the_store() -> None:
    with Store(":memory:") as store:
        run = store.start_run()
        store.add(version(RAN, BOARD), run)
        store.add(Extraction(Article("other", "Nothing.")), run)
        assert list(changes(store)) == []
        store.add(version(RAN, Says("There were 243 people on board the ship.", number="243")), run)
        store.add(version(RAN), run)
        found = list(changes(store))
        assert [(c.kind, c.before and c.before.version, c.after and c.after.version) for c in found] == [
            ("altered", 1, 2),
            ("dropped", 2, None),
        ]
        assert list(changes(store, "ferry")) == found
        assert list(changes(store, "other")) == []
        with pytest.raises(StoreError):
            list(changes(store, "nobody"))


def test_thousands_of_new_claims_are_not_compared_in_all_pairs() -> None:
    text = "\n".join(f"Item {chr(97 + i % 26)} {i} of the list." for i in range(3_000))
    places, start = [], 0
    for line in text.split("\n"):
        places.append((start, start + len(line), line))
        start += len(line) + 1
    old, new = (
        Extraction(Article("a", text), claims=tuple(claim(f"{side}{i}", place) for i, place in enumerate(places)))
        for side in "xy"
    )
    begun = time.process_time()
    assert len(between(old, new)) > 3_000
    assert time.process_time() - begun < 20


@given(
    st.lists(st.sampled_from([RAN, BOARD, HURT]), unique=True),
    st.lists(st.sampled_from([RAN, BOARD, HURT]), unique=True),
)
def test_every_claim_is_kept_or_accounted_for_once(old: list[Says], new: list[Says]) -> None:
    before, after = version(*old), version(*new)
    found = between(before, after)
    kept = {c.id for c in before.claims} & {c.id for c in after.claims}
    assert sorted([c.before.id for c in found if c.before] + list(kept)) == sorted(c.id for c in before.claims)
    assert sorted([c.after.id for c in found if c.after] + list(kept)) == sorted(c.id for c in after.claims)


def test_contradictions_leave_out_what_one_side_does_not_give() -> None:
    one, two = version(BOARD), version(Says("People were on board, he said.", source="he", polarity="negated"))
    (change,) = [*between(one, version(Says("There were 9 people on board the ship.", number="9")))]
    assert change.before is not None and change.after is not None
    assert [d.what for d in contradictions(change.before, change.after)] == ["figure"]
    other = between(two, version())[0].before
    assert other is not None
    assert [d.what for d in contradictions(change.before, other)] == ["polarity"]
