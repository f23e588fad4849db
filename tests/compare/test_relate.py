"""What holds between two statements about one fact: a table of cases with reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from claimtrack.compare.measures import measure
from claimtrack.compare.relate import Verdict, clash, in_order, least, relate
from claimtrack.compare.statements import Statement
from claimtrack.model import Quantity


def said(day: str, **more: Any) -> Statement:
    """A statement published on ``day``; ``figure`` = (value, unit[, comparator]); ``on`` = the day that it names."""
    at = date.fromisoformat(day).toordinal()
    figure, on = more.pop("figure", None), more.pop("on", None)
    own = date.fromisoformat(on).toordinal() if on else None
    quantity = figure and Quantity(0, 1, figure[0], Decimal(figure[0]), None, *figure[2:3] or ("=",), None, figure[1])
    plain: dict[str, Any] = {
        "claim": f"{day}{more}",
        "position": 0,
        "start": 0,
        "quantity": 0 if figure else None,
        "text": "a claim",
        "predicate": None,
        "measure": measure(quantity) if quantity else None,
        "written": figure[0] if figure else "",
        "thing": figure[1] if figure else None,
        "bare": False,
        "change": None,
        "negated": False,
        "modality": "asserted",
        "effect": None,
        "source": None,
        "days": (own, own) if own else None,
        "said": (at, at),
        "names": frozenset(),
        "people": frozenset(),
        "places": frozenset(),
        "dimensions": frozenset(),
        "content": f"{day}{more}{figure}",
        "vector": None,
        "passage": ("kursk", "front"),
        "actors": ("kursk",),
    }
    return Statement(**plain | more)


def killed(day: str, number: str, comparator: str = "=", **more: Any) -> Statement:
    return said(day, figure=(number, "soldier", comparator), **more)


def share(day: str, number: str, **more: Any) -> Statement:
    return said(day, figure=(number, "percentage"), **more)


CASES: list[tuple[Statement, Statement, tuple[str, str] | None, str]] = [
    (killed("2025-03-11", "11000", "~"), killed("2025-03-12", "11200"), ("agrees", "quantity"), "both can be right"),
    (
        killed("2025-03-11", "61"),
        killed("2025-03-12", "400", ">"),
        ("conflicts", "quantity"),
        "rival figures, a day apart",
    ),
    (
        killed("2025-03-11", "61", metric="dead"),
        killed("2025-03-16", "74", metric="dead"),
        ("updates", "quantity"),
        "a toll that rises",
    ),
    (killed("2025-03-11", "61"), killed("2025-03-16", "74"), None, "not known to develop: may be a contradiction"),
    (
        killed("2025-03-11", "61", source="Ivo Marstan"),
        killed("2025-03-16", "74", source="Institute for Public Accounts"),
        ("conflicts", "quantity"),
        "not known to develop, by two sources",
    ),
    (
        killed("2025-03-11", "61", source="Ivo Marstan"),
        killed("2025-03-16", "74", source="Institute for Public Accounts", actors=("tamala",)),
        None,
        "two sources of articles about two matters",
    ),
    (
        killed("2025-03-11", "61", source="Harrow Institute"),
        killed("2025-03-12", "61", papers=frozenset({"harrow institute"})),
        ("same_source", "attribution"),
        "one names the maker of a study, the other one its study",
    ),
    (
        killed("2025-03-11", "61", days=(735964, 736329)),
        killed("2025-03-12", "61"),
        ("agrees", "quantity"),
        "one text leaves the year out",
    ),
    (
        killed("2025-03-11", "61", days=(735964, 736329)),
        killed("2025-03-12", "44"),
        None,
        "another figure, given for another year",
    ),
    (
        said("2025-03-11", predicate="pay", negated=True, modality="planned"),
        said("2025-03-20", predicate="pay"),
        ("updates", "polarity"),
        "a plan, and what came of it",
    ),
    (
        said("2025-03-11", predicate="remain", text="the harbour remains closed"),
        said("2025-03-15", predicate="open", text="the harbour opened", on="2025-03-14"),
        ("updates", "polarity"),
        "it opened after the other text was written",
    ),
    (
        killed("2025-03-11", "61", source="Ivo Marstan"),
        killed("2025-03-12", "63", source="Col. Ivo Marstan"),
        ("updates", "quantity"),
        "the same source, a day later",
    ),
    (
        killed("2025-03-11", "61"),
        killed("2025-03-12", "63", text="the toll has risen to 63"),
        ("updates", "quantity"),
        "the text says that it changed",
    ),
    (
        killed("2025-02-10", "46"),
        killed("2025-02-14", "38", text="only 38 are on the list"),
        ("conflicts", "quantity"),
        "a figure that counters the other",
    ),
    (killed("2025-02-10", "12"), killed("2025-02-12", "11"), ("conflicts", "quantity"), "a figure that falls so soon"),
    (
        killed("2025-03-11", "74", modality="planned"),
        killed("2025-03-13", "61"),
        None,
        "a plan does not conflict with an outcome",
    ),
    (
        killed("2025-03-11", "74", modality="planned"),
        killed("2025-03-12", "61"),
        ("conflicts", "quantity"),
        "two texts of the same days speak of one plan",
    ),
    (killed("2025-03-11", "400", ">"), killed("2025-03-11", "5000"), None, "both can be right, but are far apart"),
    (
        killed("2025-03-11", "27", ">=", metric="dead"),
        killed("2025-03-14", "61", metric="dead"),
        ("updates", "quantity"),
        "a bound that is outgrown",
    ),
    (
        killed("2025-03-11", "61", metric="dead"),
        killed("2025-03-11", "80", metric="injured"),
        None,
        "two metrics are no conflict",
    ),
    (killed("2025-03-11", "61"), killed("2025-03-11", "44", part=True), None, "a part and the whole"),
    (
        said("2025-03-11", figure=("46", "percentage"), polled=True),
        said("2025-03-11", figure=("43", "percentage"), polled=True),
        None,
        "two polls are two measurements",
    ),
    (
        killed("2025-03-11", "46", polled=True),
        killed("2025-03-11", "43", polled=True),
        ("conflicts", "quantity"),
        "a survey that counts things is no poll",
    ),
    (
        said("2025-03-11", figure=("2", "carmaker")),
        said("2025-03-11", figure=("2", "people")),
        None,
        "things of two kinds are two facts",
    ),
    (
        killed("2025-03-11", "61", metric="votes_against"),
        killed("2025-03-16", "64", metric="votes_against"),
        ("conflicts", "quantity"),
        "the votes of one vote do not rise",
    ),
    (
        killed("2025-03-11", "45", metric="homeless", negated=True),
        killed("2025-03-11", "45", metric="homeless"),
        ("agrees", "quantity"),
        "no roof over their heads: the figures measure the same, however it is put",
    ),
    (
        killed("2025-03-11", "4500", on="2026-12-31"),
        killed("2025-05-11", "7000"),
        ("updates", "quantity"),
        "the day that a plan is for is not when it was said",
    ),
    (
        killed("2025-03-11", "6", source="Norda poll"),
        killed("2025-03-12", "9", source="the Norda institute"),
        ("updates", "quantity"),
        "one maker of polls under two names",
    ),
    (
        killed("2025-03-11", "140", papers=frozenset({"harrow"})),
        killed("2025-03-19", "140", papers=frozenset({"harrow"})),
        ("same_source", "attribution"),
        "two texts on one memo",
    ),
    (killed("2025-03-11", "2"), killed("2025-03-11", "5000"), None, "too far apart to be one fact"),
    (
        killed("2025-03-11", "92", on="2025-03-10"),
        killed("2025-03-11", "92", on="2024-03-10"),
        None,
        "one figure of two years",
    ),
    (
        killed("2025-03-11", "140", source="Harrow Analytics"),
        killed("2025-03-19", "140", source="Harrow Analytics"),
        ("same_source", "attribution"),
        "both rest on one paper",
    ),
    (
        killed("2025-03-11", "61", content="x"),
        killed("2025-03-12", "61", content="x"),
        ("same_source", "attribution"),
        "word for word",
    ),
    (said("2025-03-11"), said("2025-03-12", negated=True), ("conflicts", "polarity"), "claimed and denied"),
    (
        said("2025-03-11", negated=True),
        said("2025-04-12"),
        ("updates", "polarity"),
        "ruled out, conceded a month later",
    ),
    (
        said("2025-03-11", source="A Minister", negated=True),
        said("2025-03-13", source="Minister"),
        ("updates", "polarity"),
        "one source that changes its mind",
    ),
    (
        said("2025-03-11", on="2025-03-20"),
        said("2025-03-12", on="2025-03-21"),
        ("conflicts", "date"),
        "one meeting on two days",
    ),
    (said("2025-03-11", on="2025-03-20"), said("2025-03-12", on="2025-03-20"), ("agrees", "date"), "the same day"),
    (said("2025-03-11", on="2025-03-20"), said("2025-03-12", on="2026-03-20"), None, "the meeting of another year"),
    (said("2025-03-11"), said("2025-03-12"), ("agrees", "polarity"), "both say that it is so"),
    (
        said("2025-03-11", predicate="close", text="Police closed the border"),
        said("2025-03-12", predicate="stay", text="the border would stay open"),
        ("conflicts", "polarity"),
        "closed and open are opposite states",
    ),
    (
        said("2025-03-11", predicate="close", text="the harbour was not closed", negated=True),
        said("2025-03-12", predicate="be", text="the harbour is open"),
        ("agrees", "polarity"),
        "not closed is open",
    ),
    (
        said("2025-03-11", predicate="convict", text="he was convicted"),
        said("2025-03-12", predicate="be", text="the border is open"),
        ("agrees", "polarity"),
        "states of two pairs are not opposite",
    ),
    (said("2025-03-11"), said("2025-03-12", modality="possible"), None, "that it may be so is another claim"),
    (
        said("2025-03-11", predicate="deliver", negated=True, words=("minist", "delive", "plan")),
        said("2025-03-12", predicate="be", words=("tunnel", "open", "ferry")),
        None,
        "a denial of something else",
    ),
    # ------------------------------------------------------------------ populations, regards, things, matters
    (
        share("2025-03-11", "48", populations=frozenset({"sex: women"})),
        share("2025-03-11", "41", populations=frozenset({"sex: men"})),
        None,
        "shares of two populations",
    ),
    (
        share("2025-03-11", "48", populations=frozenset({"sex: women"})),
        share("2025-03-11", "48", populations=frozenset({"sex: men"})),
        None,
        "nor are they agreed, if they are alike",
    ),
    (
        killed("2025-03-11", "31", populations=frozenset({"arms: civilians"})),
        killed("2025-03-11", "50", populations=frozenset({"arms: fighters"})),
        None,
        "counts of two populations",
    ),
    (
        killed("2025-03-11", "12", metric="dead", aspect="day"),
        killed("2025-03-14", "16", metric="dead", aspect="day"),
        None,
        "what two days brought: both are right",
    ),
    (
        killed("2025-03-11", "12", metric="dead", aspect="day"),
        killed("2025-03-11", "19", metric="dead", aspect="day"),
        ("conflicts", "quantity"),
        "two figures of what one day brought",
    ),
    (
        killed("2025-03-11", "12", metric="dead", aspect="day"),
        killed("2025-03-11", "140", metric="dead", aspect="total"),
        None,
        "a day's toll and the whole one",
    ),
    (
        killed("2025-03-11", "140", metric="dead"),
        killed("2025-03-14", "160", metric="dead", aspect="total"),
        ("updates", "quantity"),
        "all of it is what a figure is without more words",
    ),
    (
        killed("2025-03-11", "107", aspect="stake"),
        killed("2025-03-12", "71"),
        None,
        "what is at stake is not what was won",
    ),
    (
        killed("2025-03-11", "46"),
        killed("2025-03-14", "61", aspect="former"),
        None,
        "what it was before is no news",
    ),
    (
        killed("2025-03-11", "46"),
        killed("2025-03-14", "46", aspect="former"),
        ("agrees", "quantity"),
        "what it was before is what was said before",
    ),
    (
        killed("2025-03-11", "865", aspect="stake"),
        killed("2025-03-25", "691", aspect="stake"),
        None,
        "what is at stake in another vote",
    ),
    (
        share("2025-03-11", "5", change="up"),
        share("2025-03-11", "3", change="down"),
        None,
        "a rise and a fall are two changes",
    ),
    (
        share("2025-03-11", "5", change="up"),
        share("2025-03-11", "8"),
        None,
        "by how much it rose is not what it is",
    ),
    (
        said("2025-03-11", figure=("3000", "tent")),
        said("2025-03-15", figure=("5200", "home")),
        None,
        "tents are no homes",
    ),
    (
        said("2025-03-11", figure=("3000", "house"), metric="destroyed"),
        said("2025-03-15", figure=("5200", "home"), metric="houses"),
        ("updates", "quantity"),
        "houses are homes",
    ),
    (
        said("2025-03-11", figure=("14", None)),
        said("2025-03-11", figure=("22", "point")),
        None,
        "a bare number is hardly of points",
    ),
    (
        killed("2025-03-11", "61", names=frozenset({"orlen"}), actors=("orlen",), mentioned="lowen orlen"),
        killed("2025-03-11", "44", names=frozenset({"tamala"}), actors=("tamala",), mentioned="bondia tamala"),
        None,
        "two fires: neither article names what the other one is about",
    ),
    (
        killed("2025-03-11", "61", names=frozenset({"orlen"}), actors=("orlen",), mentioned="lowen orlen tamala"),
        killed("2025-03-11", "44", names=frozenset({"tamala"}), actors=("tamala",), mentioned="bondia tamala"),
        ("conflicts", "quantity"),
        "one of them names it",
    ),
]


@pytest.mark.parametrize(("a", "b", "wanted", "reason"), CASES, ids=[c[3] for c in CASES])
def test_relation(a: Statement, b: Statement, wanted: tuple[str, str] | None, reason: str) -> None:
    verdict = relate(a, b)
    assert (verdict and (verdict.relation, verdict.on)) == wanted, reason


def test_other_places_and_names_leave_doubt() -> None:
    there = killed("2025-03-11", "61", nearby=frozenset({"kassa"}))
    elsewhere = killed("2025-03-11", "44", nearby=frozenset({"tamala"}))
    others = killed("2025-03-11", "44", names=frozenset({"tamala"}), nearby=frozenset({"kassa"}))
    named = killed("2025-03-11", "61", names=frozenset({"kassa"}), nearby=frozenset({"kassa"}))
    sure = [verdict and verdict.sure for verdict in (relate(there, there_too()), relate(there, elsewhere))]
    assert sure == [1.0, 0.5]
    verdict = relate(named, others)
    assert verdict and verdict.sure == 0.5


DOUBTS: list[tuple[Statement, Statement, float, str]] = [
    (killed("2025-03-11", "61"), killed("2025-03-25", "74"), 0.5, "nothing but the day speaks for an update"),
    (killed("2025-03-11", "61", metric="dead"), killed("2025-03-15", "74", metric="dead"), 1.0, "a toll rises"),
    (killed("2025-03-11", "61"), killed("2025-03-15", "74", text="now 74"), 1.0, "the text says that it changed"),
    (said("2025-03-11", figure=("2", "state")), said("2025-03-11", figure=("2", "nation")), 0.5, "many things are two"),
    (said("2025-03-11", figure=("3", "state")), said("2025-03-11", figure=("2", "state")), 0.5, "few, in conflict"),
    (share("2025-03-11", "28", polled=True), share("2025-03-12", "28", polled=True), 0.5, "two polls"),
    (share("2025-03-11", "28.4", polled=True), share("2025-03-12", "28.4", polled=True), 1.0, "hardly by chance"),
    (killed("2025-03-11", "61", aspect="needed"), killed("2025-03-11", "61"), 0.5, "in two regards"),
    (
        killed("2025-03-11", "61", names=frozenset({"orlen"})),
        killed("2025-03-11", "61", names=frozenset({"tamala"})),
        0.5,
        "the claims name two",
    ),
    (share("2025-03-11", "28", thing="cod"), share("2025-03-11", "28", thing="voters"), 0.7, "shares of two things"),
    (
        killed("2025-03-11", "61", names=frozenset({"orlen"}), actors=("orlen",), mentioned="orlen"),
        killed("2025-03-11", "44", actors=("tamala",), mentioned="tamala"),
        0.25,
        "the articles are about others, and one of the claims names nothing",
    ),
]


@pytest.mark.parametrize(("a", "b", "wanted", "reason"), DOUBTS, ids=[d[3] for d in DOUBTS])
def test_doubt(a: Statement, b: Statement, wanted: float, reason: str) -> None:
    verdict = relate(a, b)
    assert verdict and verdict.sure == wanted, reason


def test_too_little_is_left() -> None:
    sure, doubtful = (Verdict("conflicts", "quantity", "", sure) for sure in (1.0, 0.3))
    assert least(sure) == 0.25 and least(doubtful) == pytest.approx(0.6)


def test_a_text_without_a_date_may_be_the_later_one() -> None:
    dated, undated = killed("2025-05-06", "12"), killed("2025-05-06", "16", said=None)
    verdict = relate(dated, undated)
    assert verdict and verdict.sure == 0.5 and verdict.detail == "12 vs 16, one of them undated"


def there_too() -> Statement:
    return killed("2025-03-11", "44", nearby=frozenset({"kassa"}))


def test_the_reason_is_given_in_words() -> None:
    verdict = relate(
        killed("2025-03-11", "61", source="the army"), killed("2025-03-12", "400", ">", source="the enemy")
    )
    assert verdict and verdict.detail == "61 vs 400, 1 day apart (the army / the enemy)"


def test_a_copy_is_one_origin() -> None:
    a, b = killed("2025-03-11", "61"), killed("2025-03-11", "61")
    verdict = relate(a, b, copied=True)
    assert verdict and verdict.relation == "same_source"


def test_order_is_of_publication_then_of_ids() -> None:
    early, late = said("2025-03-11"), said("2025-03-12")
    assert in_order(early, late) and not in_order(late, early)


def test_two_figures_of_one_article_clash_unless_their_times_differ() -> None:
    a, b = killed("2025-03-11", "14"), killed("2025-03-11", "9")
    assert clash(a, b) and not clash(a, killed("2025-03-11", "9", on="2025-03-01"))
