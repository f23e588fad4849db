import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.annotate.reading import plan
from claimtrack.annotate.windows import (
    DIGIT,
    LOWER,
    MIXED,
    OTHER,
    SINGLE,
    TITLE,
    UPPER,
    may_start,
    pack,
    quoted,
    rule_starts,
    shape,
)

SHAPES = [
    ("soldiers", LOWER),
    ("Kyiv", TITLE),
    ("NATO", UPPER),
    ("I", SINGLE),
    ("McDonald", MIXED),
    ("iPhone", MIXED),
    ("F-16", DIGIT),
    ("30", DIGIT),
    ("—", OTHER),
    ("Élysée", TITLE),
]


def test_shape_keeps_the_case_that_word_pieces_lose() -> None:
    assert [(w, shape(w)) for w, _ in SHAPES] == SHAPES


def first(words: list[str], *more: int) -> list[bool]:
    return [i == 0 or i in more for i in range(len(words))]


def test_an_open_quotation_mark_costs_its_block_at_most() -> None:
    words = ["“", "we", "stay", "he", "left"]
    assert quoted(words, first(words, 3)) == [False, True, True, False, False]


def test_straight_marks_open_and_close_in_turn() -> None:
    words = ["he", '"', "may", "go", '"', "now"]
    assert quoted(words, first(words)) == [False, False, True, True, False, False]


STARTS = [
    ("It rained . He left .", [0, 3], "a full stop and a capital"),
    ("It cost 3 . 5 men came .", [0, 4], "a figure may begin a sentence"),
    ("“ Go . ” He left .", [0, 4], "a closing mark ends the sentence before"),
    ("He asked why ? and left .", [0], "no start before a small letter"),
]


def test_rule_starts() -> None:
    for text, expected, why in STARTS:
        words = text.split()
        starts = rule_starts(words, first(words))
        assert [i for i, s in enumerate(starts) if s] == expected, why


def test_a_block_always_begins_a_sentence() -> None:
    words = ["no", "stop", "here", "but", "a", "list"]
    assert rule_starts(words, first(words, 3))[3]


sizes = st.lists(st.tuples(st.integers(1, 16), st.booleans()), max_size=300)


@given(sizes, st.integers(20, 100))
def test_windows_cover_every_word_once_and_keep_the_limit(words: list[tuple[int, bool]], limit: int) -> None:
    lengths, starts = [n for n, _ in words], [i == 0 or s for i, (_, s) in enumerate(words)]
    windows = list(plan(lengths, starts, limit))
    kept = [i for w in windows for i in range(w.keep_begin, w.keep_end)]
    assert kept == list(range(len(words)))
    for w in windows:
        assert w.begin <= w.keep_begin < w.keep_end <= w.end
        assert sum(lengths[w.begin : w.end]) <= limit


@given(sizes, st.integers(20, 100))
def test_a_sentence_that_fits_is_never_cut(words: list[tuple[int, bool]], limit: int) -> None:
    lengths, starts = [n for n, _ in words], [i == 0 or s for i, (_, s) in enumerate(words)]
    ends = [end for _, end in pack(lengths, starts, limit)]
    assert all(end == len(words) or starts[end] for end in ends)


@pytest.mark.parametrize(
    ("words", "apart", "may", "why"),
    [
        ("Analysts expect Irsa to fall", "00000", "10000", "no sentence begins behind a plain word"),
        ("It rained ! ! Then it", "000000", "100010", "behind a full stop, not at one"),
        ("the U.S. The dam", "0000", "1010", "a full stop that is part of a word"),
        ("said : We won", "0000", "1010", "behind a colon the model decides"),
        ("Weather Rain in", "010", "110", "a line or a gap of its own parts them"),
    ],
)
def test_where_a_sentence_may_begin(words: str, apart: str, may: str, why: str) -> None:
    got = may_start(words.split(), [x == "1" for x in apart])
    assert "".join("01"[x] for x in got) == may, why
