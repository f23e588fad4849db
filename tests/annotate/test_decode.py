from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from claimtrack.annotate.decode import is_tree, lemma, spans, surely_outside, tree, trees, viterbi

scores = st.floats(-5, 5, width=32)


def total(emissions: np.ndarray, transitions: np.ndarray, tags: tuple[int, ...]) -> float:
    moves = transitions[-1, tags[0]] + sum(transitions[a, b] for a, b in pairwise(tags))
    return float(moves + sum(emissions[i, t] for i, t in enumerate(tags)))


def assert_best(emissions: np.ndarray, transitions: np.ndarray) -> None:
    every = product(range(emissions.shape[1]), repeat=len(emissions))
    best = max(total(emissions, transitions, tags) for tags in every)
    assert abs(total(emissions, transitions, tuple(viterbi(emissions, transitions).tolist())) - best) < 1e-3


@settings(deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(arrays(np.float32, (n, 3), elements=scores), arrays(np.float32, (4, 3), elements=scores))
    )
)
def test_viterbi_finds_the_best_of_all_sequences(case: tuple[np.ndarray, np.ndarray]) -> None:
    assert_best(*case)


small = st.floats(-1, 1, width=32)


@settings(deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(
            arrays(np.float32, (n, 5), elements=st.floats(-10, 10, width=32)),
            arrays(np.float32, (6, 5), elements=small),
            arrays(np.float32, (n,), elements=st.floats(0, 20, width=32)),
        )
    )
)
def test_viterbi_finds_the_best_where_most_words_are_surely_outside(case: tuple[np.ndarray, ...]) -> None:
    emissions, transitions, outside = (part.copy() for part in case)
    emissions[:, 0] += outside
    for kind in (2, 4):
        transitions[[t for t in range(5) if t not in (kind - 1, kind)], kind] = -10000
    assert_best(emissions, transitions)


def test_a_word_is_surely_outside_where_no_neighbour_can_draw_it_in() -> None:
    transitions = np.zeros((4, 3), np.float32)
    transitions[0, 2] = -10000
    emissions = np.array([[9, 0, 0], [9, 0, 0], [3, 0, 8], [0, 9, 0]], np.float32)
    assert surely_outside(emissions, transitions).tolist() == [True, True, False, False]


SPANS = [
    (["B-A", "I-A", "O"], [(0, 2, "A")], "one span"),
    (["B-A", "B-A"], [(0, 1, "A"), (1, 2, "A")], "neighbours stay apart"),
    (["I-A", "I-B"], [(0, 1, "A"), (1, 2, "B")], "a span without a beginning still counts"),
    ([], [], "nothing"),
]


def test_spans() -> None:
    for tags, expected, why in SPANS:
        assert spans(tags) == expected, why


@settings(deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float32, (n, n), elements=scores, unique=True)))
def test_tree_is_the_best_tree_with_one_root(matrix: np.ndarray) -> None:
    n = len(matrix)

    def weight(heads: tuple[int, ...]) -> float:
        return float(sum(matrix[i, h] for i, h in enumerate(heads)))

    candidates = [h for h in product(range(n), repeat=n) if is_tree(np.array(h))]
    found = tree(matrix)
    assert is_tree(found)
    if n <= 3:  # above that only the three likeliest roots are tried
        assert abs(weight(tuple(found.tolist())) - max(map(weight, candidates))) < 1e-3


def test_only_sentences_that_are_no_tree_are_mended() -> None:
    matrix = np.array([[5, 1, 0, 0], [4, 0, 0, 0], [0, 0, 1, 3], [0, 0, 4, 2]], np.float32)
    heads = np.array([0, 0, 3, 2])  # words 2 and 3 hang on each other
    assert trees(matrix, heads, [0, 2]).tolist() in ([0, 0, 2, 2], [0, 0, 3, 3])


def test_a_head_beyond_the_kept_part_of_a_long_sentence_is_mended() -> None:
    matrix = np.array([[5, 1], [4, 0]], np.float32)
    assert trees(matrix, np.array([0, 2]), [0]).tolist() == [0, 0]
    assert trees(matrix, np.array([0, -1]), [0]).tolist() == [0, 0]


LEMMAS = [("cities", "3|y", "city"), ("was", "=be", "be"), ("walked", "2|", "walk"), ("a", "3|", "a")]


def test_lemma_scripts() -> None:
    assert [lemma(word, script) for word, script, _ in LEMMAS] == [made for *_, made in LEMMAS]
