"""Which documents are worth comparing: those whose claims are about like matters.

A document's vector is the mean of its claims' vectors, less the mean of news in general (data/center.npy), of unit
length. Whether two documents are near depends on the two alone, so that the order in which they come changes
nothing. One product of a matrix finds all near ones: 50,000 documents (a million claims) are 50 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare.vectors import WIDTH, unpacked

Floats = NDArray[np.float32]
NEAR = 0.36
"""Cosine from which on two documents are compared."""
MOST = 2000
"""Near documents that a document is compared with at most, so that a topic of which half the corpus speaks stays
bounded; beyond it what is compared depends on the order in which documents came."""


@cache
def center() -> Floats:
    """Mean vector of news claims: what all of them share says nothing."""
    return np.asarray(np.load(Path(__file__).parent / "data" / "center.npy"), np.float32)


def document_vector(claims: Sequence[Floats]) -> Floats:
    """Vector of a document, of unit length; zeros for one without claims."""
    if not claims:
        return np.zeros(WIDTH, np.float32)
    vector = np.mean(claims, 0) - center()
    return np.asarray(vector / (np.linalg.norm(vector) or 1.0), np.float32)


class Index:
    """Vectors of documents in one growing matrix."""

    def __init__(self, known: Iterable[tuple[int, bytes]]) -> None:
        rows = list(known)
        self.keys = [key for key, _ in rows]
        self.vectors = np.zeros((max(64, 2 * len(rows)), WIDTH), np.float32)
        for i, (_, data) in enumerate(rows):
            self.vectors[i] = unpacked(data)

    def add(self, key: int, vector: Floats) -> None:
        """Add a document."""
        if len(self.keys) == len(self.vectors):
            self.vectors = np.concatenate([self.vectors, np.zeros_like(self.vectors)])
        self.vectors[len(self.keys)] = vector
        self.keys.append(key)

    def near(self, vector: Floats) -> list[int]:
        """Keys of the documents that are near, the nearest first, no more than ``MOST``."""
        likeness = self.vectors[: len(self.keys)] @ vector
        found = np.flatnonzero(likeness >= NEAR)
        return [self.keys[i] for i in found[np.argsort(-likeness[found], kind="stable")][:MOST]]
