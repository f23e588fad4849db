"""Which documents are near: exactly, whatever comes together in a batch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.compare import candidates
from claimtrack.compare.vectors import WIDTH


def documents(many: int, seed: int = 0) -> list[tuple[int, bytes]]:
    """Vectors about two topics, so that about half of the pairs are near."""
    chance = np.random.default_rng(seed)
    topics = chance.normal(size=(2, WIDTH))
    vectors = topics[np.arange(many) % 2] + chance.normal(size=(many, WIDTH))
    return [(10 + i, candidates.whole(vector / np.linalg.norm(vector))) for i, vector in enumerate(vectors)]


def kept(rows: list[tuple[int, bytes]], size: int = 4) -> Iterator[tuple[int, bytes]]:
    """Vectors as the store gives them: ``size`` at a time, each at the place of its version."""
    known = dict(rows)
    for first in range(0, 40, size):
        yield first, b"".join(known.get(first + i, bytes(2 * WIDTH)) for i in range(size))


def pairs(rows: list[tuple[int, bytes]], cuts: list[int]) -> set[tuple[int, int]]:
    """The near pairs, where documents come in batches that end at these places."""
    found, begin = set(), 0
    for end in sorted({*cuts, len(rows)}):
        batch = rows[begin:end]
        if batch:
            near = candidates.near(kept(rows[:begin]), batch)
            for (own, _), others in zip(batch, near, strict=True):
                found |= {(min(own, other), max(own, other)) for other in others.versions.tolist()}
        begin = end
    return found


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 14)), st.permutations(range(14)))
def test_batches_and_order_make_no_difference(cuts: list[int], order: list[int]) -> None:
    rows = documents(14)
    wanted = pairs(rows, [])
    assert 20 < len(wanted) < 91
    assert pairs([rows[i] for i in order], cuts) == wanted


def test_the_nearest_come_first() -> None:
    rows = documents(12)
    cosines = candidates.near(kept(rows[:11]), rows[11:])[0].cosines.tolist()
    assert cosines and cosines == sorted(cosines, reverse=True)
    assert min(cosines) >= candidates.NEAR


def test_no_claims_no_neighbours() -> None:
    empty = (1, candidates.whole(np.zeros(WIDTH, np.float32)))
    assert [len(found) for found in candidates.near([], [empty, (2, empty[1])])] == [0, 0]
