"""Reviews after an article changed, or was read by another model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimtrack.model import Extraction, Filled
from claimtrack.review.events import SYSTEM
from claimtrack.review.work import current, history, lost, save, undo
from claimtrack.store import Run, Store
from tests.store.extractions import TEXT, article, claim, flood, span

PEOPLE = "over 1,200 people in Lowen had lost their homes"


def say(text: str, piece: str, identity: str = "n1", source: str | None = "Red Cross", **fields: str) -> Extraction:
    """The article with one claim."""
    found = claim(identity, span(text, piece), source=source, **fields)
    return Extraction(article=article(text=text), claims=(found,))


def another_model(store: Store) -> Run:
    return store.start_run(model="another", model_hash="0")


def reviewed(store: Store) -> None:
    save(store.db.conn, "c1", "Ana", verdict="refuted", note="page 3", seen=0)


@pytest.mark.parametrize(
    ("piece", "found", "why"),
    [
        (PEOPLE, "n1", "the same span with another id: another source was resolved"),
        ("said on 4 May 2024 that " + PEOPLE, "n1", "a wider span"),
        ("1,200 people in Lowen had lost their homes", "n1", "a narrower span"),
        ("Repairs may cost between €5 million and €7 million", "c1", "a claim elsewhere is another claim"),
    ],
)
def test_another_model(store: Store, piece: str, found: str, why: str) -> None:
    reviewed(store)
    store.add(say(TEXT, piece), another_model(store))
    now = current(store.db.conn, [found])[found]
    assert [r.note for r in now.reviews] == ["page 3"], why
    assert now.found == (found == "n1")
    if now.found:
        assert now.moved is not None and (now.moved == 1.0) == (piece == PEOPLE)


def test_the_claim_that_overlaps_most(store: Store) -> None:
    reviewed(store)
    two = (
        claim("n1", span(TEXT, "over 1,200 people")),
        claim("n2", span(TEXT, "people in Lowen had lost their homes")),
    )
    store.add(Extraction(article=article(), claims=two), another_model(store))
    now = current(store.db.conn, ["n1", "n2"])
    assert not now["n1"].reviews and now["n2"].reviews
    assert (now["n2"].differs, now["n2"].status) == ("figure: 1,200 → none", "open"), "half of the claim was reviewed"


def test_the_same_id_stays_whatever_else_changes(store: Store) -> None:
    reviewed(store)
    before = current(store.db.conn, ["c1"])
    again = flood()
    first = replace(again.claims[0], checkworthiness=0.1, filled=(Filled(0, 1, 0, 1),))
    store.add(replace(again, claims=(first, again.claims[1])), another_model(store))
    assert current(store.db.conn, ["c1"]) == before
    assert [e.action for e in history(store.db.conn, "c1")] == ["review"]


@pytest.mark.parametrize(
    ("old", "new", "differs", "why"),
    [
        ("", "", None, "the article changed elsewhere"),
        ("had lost their homes", "had lost their houses", None, "other words"),
        ("1,200", "1,450", "figure: 1,200 → 1,450", "another figure"),
        ("over 1,200 people", "many people", "figure: 1,200 → none", "no figure"),
    ],
)
def test_a_changed_article(store: Store, old: str, new: str, differs: str | None, why: str) -> None:
    reviewed(store)
    text = "Corrected.\n\n" + TEXT.replace(old, new)
    store.add(say(text, PEOPLE.replace(old, new)))
    now = current(store.db.conn, ["n1"])["n1"]
    assert now.reviews and now.moved and now.found, why
    assert now.differs == differs
    assert (now.status, now.verdict) == (("reviewed", "refuted") if differs is None else ("open", None)), why


@pytest.mark.parametrize(
    ("fields", "differs"),
    [
        ({"source": "Ada Brandt"}, "source: Red Cross → Ada Brandt"),
        ({"polarity": "negated"}, "polarity: affirmed → negated"),
    ],
)
def test_another_speaker_or_its_contrary_needs_another_look(store: Store, fields: dict[str, str], differs: str) -> None:
    reviewed(store)
    store.add(say("Corrected.\n\n" + TEXT, PEOPLE, **fields))  # type: ignore[arg-type]
    assert current(store.db.conn, ["n1"])["n1"].differs == differs


def test_a_new_look_counts_again(store: Store) -> None:
    reviewed(store)
    store.add(say(TEXT.replace("1,200", "1,450"), PEOPLE.replace("1,200", "1,450")))
    save(store.db.conn, "n1", "Ana", verdict="refuted", note="page 3", seen=1)
    now = current(store.db.conn, ["n1"])["n1"]
    assert (now.status, now.verdict, now.moved, now.differs) == ("reviewed", "refuted", None, None)


def test_gone_and_back(store: Store) -> None:
    conn = store.db.conn
    reviewed(store)
    store.add(Extraction(article=article(text="Nothing of the kind was said.")))
    (gone,) = lost(conn)
    assert (gone.claim, gone.verdict, gone.found) == ("c1", "refuted", False)
    store.add(say("All else changed. " + PEOPLE, PEOPLE))
    assert not lost(conn) and current(conn, ["n1"])["n1"].moved == 1.0
    run = store.start_run()
    assert store.add(flood(), run) in ("reverted", "replaced")
    now = current(conn, ["c1", "n1"])
    assert (now["c1"].status, now["c1"].moved, now["n1"].reviews) == ("reviewed", None, ())
    moves = [e for e in history(conn, "c1") if e.action == "attach"]
    assert [(e.after or {})["claim"] for e in moves] == ["c1", "n1", "c1"]
    assert {e.reviewer for e in moves} == {SYSTEM}


def test_two_reviews_meet_on_one_claim(store: Store) -> None:
    conn = store.db.conn
    reviewed(store)
    store.add(say("Corrected.\n\n" + TEXT, PEOPLE))
    save(conn, "n1", "Ben", verdict="refuted", seen=1)
    assert current(conn, ["n1"])["n1"].status == "settled"
    undo(conn, "Ana")
    assert [r.reviewer for r in current(conn, ["n1"])["n1"].reviews] == ["Ben"], "undo reaches a moved review"


def test_a_move_is_no_surprise_for_the_next_reviewer(store: Store) -> None:
    reviewed(store)
    seen = current(store.db.conn, ["c1"])["c1"].version
    store.add(say("Corrected.\n\n" + TEXT, PEOPLE))
    assert save(store.db.conn, "n1", "Ben", verdict="refuted", seen=seen).id > seen
