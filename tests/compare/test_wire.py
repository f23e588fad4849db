"""Bylines of news agencies: at the head or foot of a text, or in the author's place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.wire import find_byline, origin_of
from claimtrack.model import Article


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("ZAGREB (AP) — The river fell.", "Associated Press", "AP's own form"),
        ("HAVENMOOR, May 4 (Reuters) - The ferry is free.", "Reuters", "Reuters' own form, with a date"),
        ("KELSO, Norrland (Northern Wire) - The ferry is free.", "Northern Wire", "an agency that no list has"),
        ("DORN (Harbour Post) -- The council voted.", "Harbour Post", "an outlet in a dateline"),
        (
            "# Ferry is free\n\nBy our reader\n\nHAVENMOOR (Kyodo) -- The ferry is free.",
            "Kyodo News",
            "below the title",
        ),
        ("Reuters - The ferry is free.", "Reuters", "an agency before a dash"),
        ("LONDON, Reuters — The ferry is free.", "Reuters", "without brackets"),
        ("(Xinhua) -- The ferry is free.", "Xinhua", "without a place"),
        ("NEW DELHI (PTI/AFP) - The ferry is free.", "Press Trust of India", "the first of two"),
        ("By Ane Dahl, Associated Press\n\nThe ferry is free.", "Associated Press", "a line of author"),
        ("By Northern News Agency\n\nThe ferry is free.", "Northern News Agency", "an agency as the author"),
        ("The ferry is free, the coast guard said. – Bernama", "Bernama", "signed at the end"),
        ("The ferry is free.\n\n(AFP)\n", "Agence France-Presse", "signed on the last line"),
        ("The minister told Reuters - and others - that it was over.", None, "an agency within a sentence"),
        ("AP physics is hard, teachers say.", None, "a word that an agency's name begins"),
        ("HAVENMOOR (July 4) - The ferry is free.", None, "a date in brackets"),
        ("HAVENMOOR (Updated) - The ferry is free.", None, "no name"),
        ("HAVENMOOR - The ferry is free.", None, "a dateline without an agency"),
        ("Ane Dahl (Labour) - she is the minister - spoke.", None, "a party after a name"),
        ("From Bloomberg:\n\nThe ferry is free.", None, "introduces a quotation"),
        ("One.\n\n" * 9 + "ZAGREB (AP) — The river fell.\n\nTwo.", None, "far down is another article"),
    ],
)
def test_bylines(text: str, expected: str | None, reason: str) -> None:
    assert origin_of(Article("a", text)) == expected, reason


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Northern Wire", "Northern Wire"),
        ("AP", "Associated Press"),
        ("Ane Dahl, Reuters", "Reuters"),
        ("Ane Dahl", None),
        ("Wire", None),
        (None, None),
    ],
)
def test_authors(author: str | None, expected: str | None) -> None:
    found = find_byline(Article("a", "The ferry is free.", author=author))
    assert (found and found.name) == expected
    assert found is None or (found.start is None and found.end is None)


def test_the_place_cuts_the_name() -> None:
    text = "Title\n\nHAVENMOOR, May 4 (Reuters) - The ferry is free."
    found = find_byline(Article("a", text))
    assert found is not None
    assert text[found.start : found.end] == "Reuters"


@given(st.text(alphabet="AB ab(),-—\n.AP", max_size=300))
def test_any_text_gives_a_place_inside_of_it(text: str) -> None:
    found = find_byline(Article("a", text))
    if found is not None:
        assert found.start is not None and found.end is not None
        assert text[found.start : found.end].strip()


@pytest.mark.parametrize(
    "text",
    [
        "A" * 100_000,
        "AB, " * 20_000,
        "(Reuters" * 10_000,
        "By " + "Aa " * 30_000,
        ". " * 50_000,
        "AB (" + "C " * 40_000,
    ],
)
def test_hostile_texts_cost_little(text: str) -> None:
    begun = time.process_time()
    origin_of(Article("a", text, author=text))
    assert time.process_time() - begun < 0.5
