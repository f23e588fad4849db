"""Numerals: digits of every convention, number words, fractions, vague numerals."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.annotate.quantities.convention import Convention
from claimtrack.annotate.quantities.numbers import find_numerals

CASES = [
    ("It holds 30 000 seats.", "30 000", "30000", "a plain space parts thousands"),
    ("It holds 30\u00a0000 seats.", "30\u00a0000", "30000", "a no-break space parts thousands"),
    ("It holds 30\u202f000 seats.", "30\u202f000", "30000", "a narrow no-break space parts thousands"),
    ("It holds 30\u2009000 seats.", "30\u2009000", "30000", "a thin space parts thousands"),
    ("It holds 30'000 seats.", "30'000", "30000", "Swiss apostrophe"),
    ("It holds 1’234’567.50 litres.", "1’234’567.50", "1234567.5", "Swiss typographic apostrophe with decimals"),
    ("a loss of 3,8 million", "3,8 million", "3800000", "decimal comma, one digit"),
    ("a loss of 52,9 percent", "52,9", "52.9", "decimal comma"),
    ("some 11,200 homes", "11,200", "11200", "three digits after a comma are a group in English"),
    ("1.234.567,5 tonnes", "1.234.567,5", "1234567.5", "points part thousands, comma the decimals"),
    ("12,34,567.89 rupees", "12,34,567.89", "1234567.89", "Indian groups of two"),
    ("0,125 of it", "0,125", "0.125", "a leading zero is no group"),
    ("0.125 of it", "0.125", "0.125", "a leading zero is no group"),
    ("about 1.000 guests", "1.000", "1000", "three decimals of nothing are a group"),
    ("raised 1.5bn", "1.5bn", "1500000000", "scale suffix"),
    ("raised 12k", "12k", "12000", "scale suffix of one letter"),
    ("raised $5m", "5m", "5000000", "m is million beside a currency sign"),
    ("the wall is 5m tall", "5", "5", "m is no million beside an adjective"),
    ("5m people live there", "5m", "5000000", "m is million before people"),
    ("a 5-million fund", "5-million", "5000000", "hyphenated scale"),
    ("35 lakh homes", "35 lakh", "3500000", "Indian scale words"),
    ("twenty-five", "twenty-five", "25", "tens and units"),
    ("a hundred and two", "a hundred and two", "102", "article as one, 'and' within"),
    ("two thousand three hundred and five", "two thousand three hundred and five", "2305", "places add up"),
    ("twelve hundred", "twelve hundred", "1200", "hundreds above ten"),
    ("two hundred thousand", "two hundred thousand", "200000", "scales multiply"),
    (
        "one hundred and twenty three thousand four hundred and fifty-six",
        "one hundred and twenty three thousand four hundred and fifty-six",
        "123456",
        "a place within a place",
    ),
    ("half a dozen", "half a dozen", "6", "half of a dozen"),
    ("half a million", "half a million", "500000", "half of a scale"),
    ("three quarters of a billion", "three quarters of a billion", "750000000", "a fraction of a scale"),
    ("two dozen", "two dozen", "24", "dozens multiply and are exact"),
    ("two-thirds", "two-thirds", "0.667", "three decimals of a fraction"),
    ("a quarter", "a quarter", "0.25", "article as one"),
    ("2 1/2", "2 1/2", "2.5", "mixed number"),
    ("10½", "10½", "10.5", "fraction sign"),
    ("two and a half million", "two and a half million", "2500000", "half within a scale"),
    ("one point six billion", "one point six billion", "1600000000", "spoken decimals"),
    ("3 × 10^6", "3 × 10^6", "3000000", "scientific"),
    ("1.5e-3", "1.5e-3", "0.0015", "scientific"),
]


@pytest.mark.parametrize(("text", "written", "value", "reason"), CASES, ids=[case[1] for case in CASES])
def test_value(text: str, written: str, value: str, reason: str) -> None:
    numeral = find_numerals(text)[0]
    assert text[numeral.start : numeral.end] == written, reason
    assert numeral.value == Decimal(value), reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dozens", 12),
        ("tens of thousands", 10000),
        ("hundreds of thousands", 100000),
        ("several hundred", 200),
        ("a few thousand", 2000),
        ("tens of billions", 10**10),
    ],
)
def test_vague(text: str, value: int) -> None:
    numeral = find_numerals(text)[0]
    assert (numeral.value, numeral.vague) == (value, True)
    assert (numeral.start, numeral.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "value", "ambiguous", "reason"),
    [
        ("1,234 then 3.8", "1234", False, "a decimal point elsewhere: the comma groups"),
        ("1,234 then 3,8", "1234", True, "a decimal comma elsewhere and no other sign of groups: open"),
        ("1,234 then 3,8 and 30 000", "1.234", False, "spaces group and commas part decimals: decided"),
        ("1.234 then 3,8", "1234", False, "commas part decimals, so the point groups"),
        ("1.234 then 52.9", "1.234", False, "points part decimals"),
        ("1.234 then 3,8 and 52.9", "1.234", True, "both conventions in one document"),
        ("1,234", "1234", False, "English by default"),
    ],
)
def test_convention_of_the_document(text: str, value: str, ambiguous: bool, reason: str) -> None:
    numeral = find_numerals(text)[0]
    assert (numeral.value, numeral.ambiguous) == (Decimal(value), ambiguous), reason


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("on 5.6.2024 we met", 0),
        ("nineteen ninety-four", 0),
        ("three thousand dollars two hundred times", 2),
        ("twenty, thirty and forty", 3),
        ("5 to 7", 2),
        ("World War II and Louis XIV", 0),
        ("the second and the seventh", 1),
    ],
)
def test_number_of_numerals(text: str, count: int) -> None:
    assert len(find_numerals(text)) == count


CONVENTIONS = {
    "english": (",", "."),
    "german": (".", ","),
    "space": (" ", ","),
    "no-break": ("\u00a0", ","),
    "narrow": ("\u202f", ","),
    "thin": ("\u2009", "."),
    "swiss": ("'", "."),
    "typographic": ("’", "."),
}


def written(value: Decimal, group: str, point: str) -> str:
    return f"{value:,f}".replace(",", "\0").replace(".", point).replace("\0", group)


@given(
    st.decimals(min_value=0, max_value=10**12, places=2).filter(lambda d: d == d),
    st.sampled_from(sorted(CONVENTIONS)),
    st.sampled_from(["", "It rose to ", "a sum of "]),
)
def test_every_convention_reads_back(value: Decimal, convention: str, before: str) -> None:
    number = written(value, *CONVENTIONS[convention])
    text = before + number + " units"
    (numeral,) = find_numerals(text)
    assert text[numeral.start : numeral.end] == number
    assert numeral.value == value
    assert not numeral.ambiguous


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(sorted(CONVENTIONS)))
def test_a_document_with_a_decimal_settles_its_integers(value: int, convention: str) -> None:
    group, point = CONVENTIONS[convention]
    text = f"{written(Decimal(value), group, point)} and 1{group}234{group}567{point}89 units"
    assert find_numerals(text)[0].value == value


@given(st.text(alphabet="0123456789., '’\u00a0-/½xeE×^adlneofthusmi", max_size=60))
def test_any_text_gives_ordered_numerals_without_overlap(text: str) -> None:
    numerals = find_numerals(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numerals)
    assert all(a.end <= b.start for a, b in pairwise(numerals))
    assert all(isinstance(n.value, Decimal) and n.value.is_finite() for n in numerals)


@given(st.lists(st.from_regex(r"\d{1,4}[.,]\d{1,4}", fullmatch=True), max_size=6))
def test_convention_reads_any_number(numbers: list[str]) -> None:
    convention = Convention.of(numbers)
    assert all(convention.read(number)[0].is_finite() for number in numbers)
