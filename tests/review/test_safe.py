"""Text of articles as it is shown: nothing hidden, nothing lost, offsets that cut the very text."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.review.pages.passage import KINDS, Mark, marked, segments
from claimtrack.review.pages.safe import LONGEST_WORD, pieces, plain, shown

HIDING = "\u202e\u202d\u2066\u2069\u200b\x1b\x00\U000e0041"
texts = st.text(alphabet=st.sampled_from(f"ab <&\"'\n\t{HIDING}é漢")) | st.text(
    "x", min_size=LONGEST_WORD - 2, max_size=300
)


@given(texts)
def test_pieces_are_the_whole_text_in_order(text: str) -> None:
    at = 0
    for piece in pieces(text):
        assert piece.start == at and piece.length > 0
        at += piece.length
    assert at == len(text)


@given(texts)
def test_what_is_shown_hides_nothing_and_has_no_markup_of_its_own(text: str) -> None:
    for said in (str(shown(text)), plain(text)):
        assert not set(HIDING) & set(said)
    assert "<script" not in shown(f"<script>{text}")


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("a\u202eb", "RLO", "a mark that turns the text around has its Unicode abbreviation"),
        ("a\x1bb", "U+001B", "an escape code has its number"),
        ("x" * 1_000_000, f"{1_000_000 - LONGEST_WORD:,} more characters", "a word of a megabyte is cut, and says so"),
    ],
)
def test_what_stands_for_it(text: str, said: str, why: str) -> None:
    assert said in shown(text), why
    assert len(shown(text)) < 1_000


def test_characters_that_join_letters_of_other_scripts_stay() -> None:
    assert shown("नमस्‌ते 👩‍👧") == "नमस्‌ते 👩‍👧"


spans = st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(sorted(KINDS))).filter(lambda s: s[0] < s[1])


@given(st.lists(spans, max_size=8))
def test_segments_partition_the_passage_and_know_what_covers_them(found: list[tuple[int, int, str]]) -> None:
    marks = [Mark(*span) for span in found]
    at = 5
    for start, end, kinds in segments(5, 25, marks):
        assert start == at and end > start
        assert set(kinds) == {m.kind for m in marks if m.start <= start and end <= m.end}
        at = end
    assert at == 25


class Offsets(HTMLParser):
    """Puts the text of the pieces together again by their offsets."""

    def __init__(self) -> None:
        super().__init__()
        self.at: int | None = None
        self.found: dict[int, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("data-kind") == "text":
            self.at = int(given["data-at"] or 0)

    def handle_data(self, data: str) -> None:
        if self.at is not None:
            self.found[self.at] = data
            self.at = None


@given(texts.filter(lambda t: "\r" not in t), st.lists(spans, max_size=5))
def test_each_piece_tells_where_it_is_in_the_text(text: str, found: list[tuple[int, int, str]]) -> None:
    parser = Offsets()
    parser.feed(str(marked(text, 0, len(text), [Mark(*span) for span in found if span[1] <= len(text)])))
    parser.close()
    for start, piece in parser.found.items():
        assert unescape(piece) == piece or "&" in text
        assert text[start : start + len(piece)] == piece
