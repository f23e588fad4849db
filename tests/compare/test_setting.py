"""What the text tells of a figure beside its claim: what it measures, whether it is of a part, for what span it is."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.kinds import are_of_other_kinds, mask
from claimtrack.compare.metrics import metric
from claimtrack.compare.setting import is_part, key, period, plain, titled
from claimtrack.compare.statements import statements, thing
from claimtrack.compare.words import likeness, most_telling, shared, spread, stem, stems, telling
from claimtrack.extract import extract
from claimtrack.model import Article, Claim, Quantity

METRICS = [
    ("Fourteen people were killed and 60 injured", "60", "injured", "the nearest word tells"),
    ("Fourteen people were killed and 60 injured", "Fourteen", "dead", "before the other one"),
    ("about 61 killed or wounded", "61", "casualties", "a longer phrase goes first"),
    ("78 voted against", "78", "votes_against", "no turnout"),
    ("The shortfall is put at 15.6 billion", "15.6", "deficit", "another word for a deficit"),
    ("The tower is 61 metres", "61", None, "nothing tells"),
    ("the number of those who fell ill rose to 927, with 88 dead", "927", "infected", "not the word beyond a figure"),
]
DIMENSIONS = [
    ("14 billion marks are missing", "14 billion marks", "money: mark", None, "no missing persons"),
    ("14 people are missing", "14 people", "count", "missing", "persons"),
    ("16 million tonnes are of interest", "16 million tonnes", "[mass]", None, "no rate"),
    ("he was sentenced to six years", "six years", "[time]", "sentence", "a span of time"),
]


@pytest.mark.parametrize(("text", "figure", "wanted", "reason"), METRICS, ids=[m[3] for m in METRICS])
def test_metric(text: str, figure: str, wanted: str | None, reason: str) -> None:
    start = text.index(figure)
    assert metric(text, start, start + len(figure)) == wanted, reason


@pytest.mark.parametrize(
    ("text", "figure", "dimension", "wanted", "reason"), DIMENSIONS, ids=[d[4] for d in DIMENSIONS]
)
def test_metric_of_a_dimension(text: str, figure: str, dimension: str, wanted: str | None, reason: str) -> None:
    start = text.index(figure)
    assert metric(text, start, start + len(figure), dimension) == wanted, reason


PARTS = [
    ("In Kassa alone 44 were buried", "44", True),
    ("27 of them were children", "27", True),
    ("another five are missing", "five", True),
    ("Nineteen of the deaths were in Kassa", "Nineteen of the deaths", True),
    ("44 were buried", "44", False),
    ("He gave another volume, too: 7,000 litres", "7,000 litres", False),
]


@pytest.mark.parametrize(("text", "figure", "wanted"), PARTS)
def test_part(text: str, figure: str, wanted: bool) -> None:
    start = text.index(figure)
    claim = Claim("c", 0, len(text), text, None, None, None, "affirmed", "asserted", None, None, (), (), (), 0.5)
    assert is_part(text, claim, Quantity(start, start + len(figure), figure, 1)) == wanted  # type: ignore[arg-type]


TITLES = [
    ("Minister attacks Karst and the bank", ["karst"], "a name behind the first word"),
    ("Minister Attacks Central Bank of Ostland", [], "all words of it have a capital"),
    ("", [], "no title"),
]


@pytest.mark.parametrize(("title", "wanted", "reason"), TITLES, ids=[t[2] for t in TITLES])
def test_names_of_a_title(title: str, wanted: list[str], reason: str) -> None:
    assert titled(title) == wanted, reason


SUMS = [
    ("34 million florins", "florin", "loot", "loot florin", "a currency that is not known"),
    ("34 million euros", "euro", "loot", "loot", "one that is"),
    ("2.1 million people", "person", "people", "people", "what is counted stands in the figure"),
    ("88 million florins", "florin", None, "florin", "nothing is counted"),
]


@pytest.mark.parametrize(("text", "unit", "counted", "wanted", "reason"), SUMS, ids=[s[4] for s in SUMS])
def test_thing(text: str, unit: str, counted: str | None, wanted: str, reason: str) -> None:
    figure = Quantity(0, len(text), text, Decimal(1), None, "=", None, unit, counted)
    assert thing(figure) == wanted, reason


BOUNDS = [
    ("The wheat harvest will not exceed 16.8 million tonnes.", False, "the bound's negation"),
    ("The harbour did not receive 16.8 million tonnes.", True, "the claim's negation"),
]


@pytest.mark.parametrize(("text", "wanted", "reason"), BOUNDS, ids=[b[2] for b in BOUNDS])
def test_negated_figure(text: str, wanted: bool, reason: str) -> None:
    found = [s.negated for s in statements(extract(Article("a", text))) if s.measure]
    assert found == [wanted], reason


def test_period() -> None:
    assert period("The quarterly loss was 95 million euros") == "quarter"
    assert period("The loss was 95 million euros") is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("northern Bondia", "bondia"), ("the Orlen bridge", "orlen bridge"), ("South Tamala", "south tamala"), ("x", "x")],
)
def test_plain_names(name: str, wanted: str) -> None:
    assert plain(name) == wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("the Orlen road bridge", "Orlen bridge", True),
        ("Halcar", "Halcari", True),
        ("Tal Mora", "Tamala", False),
        ("Port Ardan", "Port Lindo", False),
        ("Col. Ivo Marstan", "Marstan", True),
    ],
)
def test_names_of_one_key(one: str, other: str, wanted: bool) -> None:
    assert (key(one) == key(other)) == wanted


KINDS = [
    ("two carmakers", "two people", True, "firms and persons"),
    ("halcari soldiers", "men", False, "persons both"),
    ("ships", "tankers", False, "vessels both"),
    ("villages", "deaths", False, "nothing is known of deaths"),
    ("marks", "people", False, "a unit is of no kind"),
    (None, "people", False, "no thing is named"),
]


@pytest.mark.parametrize(("one", "other", "wanted", "reason"), KINDS, ids=[k[3] for k in KINDS])
def test_kinds(one: str | None, other: str | None, wanted: bool, reason: str) -> None:
    assert are_of_other_kinds(one, other) == are_of_other_kinds(other, one) == wanted, reason
    assert bool(mask(one) and mask(other) and not mask(one) & mask(other)) == wanted, reason


def test_one_stem_for_forms_of_a_name() -> None:
    assert stem("Halcari") == stem("Halcar") and stem("Drevania’s") == stem("Drevanian")


def test_rare_words_tell_more() -> None:
    assert most_telling(stems("The president of Drevania said"), 1) == ("drevan",)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_a_text_is_like_itself_and_nothing_is_more_than_that(texts: list[str]) -> None:
    found = spread(telling([stems(text) for text in texts], 16))
    alike = likeness(found, found)
    assert np.all(alike <= 1.001) and np.allclose(alike, alike.T)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_where_two_arrays_have_the_same_numbers(a: set[int], b: set[int]) -> None:
    one, other = (np.array(sorted(numbers), np.int64) for numbers in (a, b))
    i, j = shared(one, other)
    assert one[i].tolist() == other[j].tolist() == sorted(a & b)
