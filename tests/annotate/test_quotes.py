from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.annotate.quotes import find_quotes, is_quoted, outermost, overlapping

CASES = [
    ("“It rains,” he said. “Stay in.”", ["“It rains,”", "“Stay in.”"], "two curly quotations"),
    ('"It rains," he said.', ['"It rains,"'], "straight marks open and close by their place"),
    ("«Il pleut», dit-il.", ["«Il pleut»"], "guillemets"),
    ("»Es regnet«, sagte er.", ["»Es regnet«"], "guillemets the other way round"),
    ("„Es regnet“, sagte er.", ["„Es regnet“"], "low-high: the curly opening mark closes"),
    ("”Det regnar”, sa han.", ["”Det regnar”"], "the same mark on both sides"),
    ("``It rains,'' he said.", ["``It rains,''"], "marks of typesetters"),
    ("''It rains,'' he said.", ["''It rains,''"], "two single marks on both sides"),
    ('"It rains,” he said.', ['"It rains,”'], "straight before, curly after"),
    ("“It rains,“ he said.", ["“It rains,“"], "an opening mark typed where one closes"),
    ("'It rains,' he said.", ["'It rains,'"], "single quotation marks"),
    ("‘I can’t,’ he said.", ["‘I can’t,’"], "an apostrophe within a single quotation"),
    ("'The workers' rights are law,' he said.", ["'The workers' rights are law,'"], "a plural's genitive inside"),
    ("The workers' rights and the boss's wife", [], "genitives are no quotations"),
    ("Rock 'n' roll of the '90s, 'til dawn", [], "elisions and decades"),
    ("She is 5'6\" tall.", [], "feet and inches"),
    ("“He said ‘never’ twice,” she said.", ["“He said ‘never’ twice,”", "‘never’"], "nested"),
    ('"He said "never" twice"', ['"He said "never" twice"', '"never"'], "nested in the same mark, all closed"),
    ("“No”—he paused—“yes.”", ["“No”", "“yes.”"], "dashes without spaces"),
    ("the (“so-called”) deal", ["“so-called”"], "in brackets"),
    ("It rains,” he said.", [], "a closing mark alone opens nothing"),
    ("", [], "no text"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[c[2] for c in CASES])
def test_find_quotes(text: str, expected: list[str], reason: str) -> None:
    quotes = find_quotes(text)
    assert [text[q.start : q.end] for q in quotes] == expected
    assert all(q.closed for q in quotes)


def test_depth_counts_what_is_around() -> None:
    text = "“He said ‘never’ twice,” she said. “Never?”"
    quotes = find_quotes(text)
    assert [q.depth for q in quotes] == [0, 1, 0]
    outer = outermost(quotes)
    assert [is_quoted(outer, text.index(w)) for w in ("“He", "never", "twice", "she", "Never", "?”")] == [
        True,
        True,
        True,
        False,
        True,
        True,
    ]
    assert list(overlapping(outer, text.index("she"), len(text))) == [outer[1]]


def test_a_quotation_over_paragraphs_is_opened_again_at_each() -> None:
    quotes = find_quotes("“First point.\n\n“Second point.\n\n“Third point.”\n\nThe end.")
    assert [(q.closed, q.continues) for q in quotes] == [(True, True), (True, True), (True, False)]


def test_a_missing_mark_costs_its_paragraph_at_most() -> None:
    text = "“It never closes, he said.\n\n“But this one does,” she said."
    first, second = find_quotes(text.replace("“But", "She: “But"))
    assert not first.closed
    assert first.end <= text.index("\n")
    assert second.closed


def test_an_opening_mark_ends_an_unclosed_quotation_of_its_kind() -> None:
    text = "“It never closes, he said. “This one does,” she said."
    first, second = find_quotes(text)
    assert (first.closed, text[first.start : first.end]) == (False, "“It never closes,")
    assert text[second.start : second.end] == "“This one does,”"


@given(st.text(alphabet="ab s.,\n\"'“”‘’«»„`—(", max_size=60))
def test_any_marks_give_proper_stretches(text: str) -> None:
    quotes = find_quotes(text)
    assert quotes == sorted(quotes, key=lambda q: (q.start, -q.end))
    for quote in quotes:
        assert 0 <= quote.start < quote.end <= len(text)
        assert "\n" not in text[quote.start : quote.end]
        assert quote.depth >= 0
