"""Spellings of one name, and names that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.annotate.variants import are_variants, canonical

ONE = [
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "endings of adjectives"),
    ("Zelenskiy", "Zelenskyi", "endings of adjectives, alone"),
    ("Kyiv", "Kiev", "two languages of one city"),
    ("Aleksei Navalny", "Alexey Navalny", "ks and x"),
    ("Yevgeny Prigozhin", "Evgeny Prigozhin", "a soft beginning"),
    ("Mohammed bin Salman", "Mohamed Bin Salman", "given names of many spellings"),
    ("Bashar al-Assad", "Bashar Al Asad", "the article, and double letters"),
    ("Muammar Gaddafi", "Muammar Qadhafi", "a name of a dozen spellings"),
    ("Robert Müller", "Robert Mueller", "umlauts"),
    ("Nicolás Maduro", "NICOLAS MADURO", "accents and capitals"),
    ("Kim Jong Un", "Kim Jong-un", "hyphens"),
    ("Isaias Afewerki", "Isaias Afwerki", "one letter of a long family name"),
]
TWO = [
    ("Peter Andersen", "Peter Anderson", "two families"),
    ("Ivan Petrov", "Ivan Petrova", "endings of men and women"),
    ("Scott Morrison", "Scott Morris", "a shorter name"),
    ("Toni Morrow", "Tony Morrow", "short given names"),
    ("Christina Veld", "Christine Veld", "two given names"),
    ("Eric Garner", "Erica Garner", "two given names"),
    ("Ivana Trump", "Ivanka Trump", "two given names"),
    ("CNOOC", "CNUC", "acronyms have one spelling"),
    ("Kim", "Kim Jong Un", "a part of a name is not the name"),
    ("Afewerki", "Afwerki", "a slip in a name of one word could make another"),
]


@pytest.mark.parametrize(("one", "other", "reason"), ONE, ids=[c[2] for c in ONE])
def test_spellings_of_one_name(one: str, other: str, reason: str) -> None:
    assert are_variants(one, other)
    assert are_variants(other, one)


@pytest.mark.parametrize(("one", "other", "reason"), TWO, ids=[c[2] for c in TWO])
def test_two_names(one: str, other: str, reason: str) -> None:
    assert not are_variants(one, other)


def test_the_spelling_used_most_is_the_canonical_one() -> None:
    counts = {"Volodymyr Zelensky": 2, "Volodymyr Zelenskyy": 5, "Volodymyr Zelenskiy": 2, "Peter Andersen": 1}
    assert canonical(counts) == dict.fromkeys(list(counts)[:3], "Volodymyr Zelenskyy") | {
        "Peter Andersen": "Peter Andersen"
    }


def test_names_without_letters_stay_apart() -> None:
    assert canonical({"?": 1, "!": 1}) == {"?": "?", "!": "!"}


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 9), max_size=8))
def test_any_names(counts: dict[str, int]) -> None:
    """The order does not matter, and a canonical form is its own."""
    found = canonical(counts)
    assert found == canonical(dict(reversed(counts.items())))
    assert all(found[name] == name for name in found.values())
