"""Groups of statements: whatever the order in which the pairs come, the groups are the same."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.groups import JOIN, chances, cluster, components, fact_id

DOCUMENT = {n: n // 3 for n in range(12)}  # three statements a document
ORDER = {n: (n,) for n in range(12)}
PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] < p[1] and p[0] // 3 != p[1] // 3),
    st.integers(20, 100).map(lambda n: n / 100),
    max_size=30,
)


@given(PAIRS, st.randoms(use_true_random=False))
def test_order_makes_no_difference(pairs: dict[tuple[int, int], float], rng: random.Random) -> None:
    mixed = list(pairs.items())
    rng.shuffle(mixed)
    turned = {(b, a) if rng.random() < 0.5 else (a, b): p for (a, b), p in mixed}
    assert sorted(cluster(pairs, DOCUMENT, ORDER)) == sorted(cluster(turned, DOCUMENT, ORDER))


@given(PAIRS)
def test_groups_are_apart_and_hang_together(pairs: dict[tuple[int, int], float]) -> None:
    found = cluster(pairs, DOCUMENT, ORDER)
    nodes = [node for group in found for node in group]
    assert len(nodes) == len(set(nodes))
    likely = [pair for pair, p in pairs.items() if p >= JOIN]
    whole = [set(c) for c in components(likely)]
    assert all(any(set(group) <= c for c in whole) for group in found)


def test_a_chain_of_weak_ends_is_cut() -> None:
    pairs = {(0, 3): 0.9, (3, 6): 0.55}  # 0 and 6 were never likely: the mean of the three pairs is too low
    assert cluster({**pairs, (6, 9): 0.95}, DOCUMENT, ORDER) == [[0, 3], [6, 9]]


def test_two_statements_of_a_document_that_clash_stay_apart() -> None:
    pairs = {(0, 3): 0.9, (1, 3): 0.8}
    assert cluster(pairs, DOCUMENT, ORDER) == [[0, 1, 3]]
    assert cluster(pairs, DOCUMENT, ORDER, lambda a, b: {a, b} == {0, 1}) == [[0, 3]]


def test_chances_go_through_a_third_statement() -> None:
    pairs = {(0, 3): 0.9, (3, 6): 0.7}
    assert chances([0, 3, 6], pairs, every=True) == {(0, 3): 0.9, (0, 6): 0.7, (3, 6): 0.7}
    assert chances([0, 3, 6], pairs, every=False) == {(0, 3): 0.9, (3, 6): 0.7}


def test_fact_ids_tell_figures_of_a_claim_apart() -> None:
    assert len({fact_id("c1", 0), fact_id("c1", 1), fact_id("c1", None), fact_id("c2", 0)}) == 4
