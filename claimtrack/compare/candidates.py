"""Which documents are worth comparing: those whose claims are about like matters.

A document's vector is the mean of its claims' vectors, less the mean of news in general (data/center.npy), of unit
length. Whether two documents are near depends on the two alone, so that the order in which they come changes
nothing. All vectors are read from the store, some hundred at a time, once for a batch of documents: for 65,000
documents (a million claims) that is less than a tenth of a second, exact, and there is no index to keep in step.
Of the documents that are near, most share no names or telling words (see ``topics``); the others are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare import topics
from claimtrack.compare.columns import Ints
from claimtrack.compare.documents import Documents
from claimtrack.compare.vectors import WIDTH

Floats = NDArray[np.float32]
NEAR = 0.36
"""Cosine from which on two documents are compared."""
MOST, LOOKED_AT = 200, 2000
"""Documents that a document is compared with at most, and near ones that are looked at for them, so that a topic of
which half the corpus speaks stays bounded; beyond it what is compared depends on the order in which documents came."""
COPIES = 20
"""Copies of one text that another document is compared with; up to here nothing depends on the order."""
_SCALE = 4095
"""Vectors are compared as whole numbers of 12 bits: sums of their products are exact, in whatever order."""


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


def whole(vector: Floats) -> bytes:
    """The vector of a document as the store keeps it."""
    return bytes(np.rint(vector * np.float32(_SCALE)).astype("<i2"))


@dataclass(frozen=True, slots=True)
class Near:
    """Near documents, the nearest first, of equally near ones those that came first: cosine and version of each, two
    arrays of one length (ten thousand copies of a text are near one another, so they are never made objects)."""

    cosines: Floats
    versions: Ints

    def __len__(self) -> int:
        return len(self.versions)


def near(known: Iterable[tuple[int, bytes]], batch: Sequence[tuple[int, bytes]]) -> list[Near]:
    """For each document of a batch those near it: of all known ones, and of the batch before it.

    The batch is given as version and vector; what is known as many vectors at a time, of versions that follow one
    another, with the first of them (zeros where there is none).
    """
    own = _unpacked(b"".join(vector for _, vector in batch))
    hits = []
    for first, data in known:
        vectors = _unpacked(data)
        hits.append(_hits(np.arange(first, first + len(vectors)), vectors @ own.T))
    hits.append(_hits(np.array([version for version, _ in batch], np.int64), np.triu(own @ own.T, 1)))
    column, version, likeness = (np.concatenate(each) for each in zip(*hits, strict=True))
    order = np.lexsort((version, -likeness, column))
    ends = np.searchsorted(column[order], np.arange(1, len(batch)))
    return [Near(likeness[at], version[at]) for at in np.split(order, ends)][: len(batch)]


def _hits(versions: Ints, products: Floats) -> tuple[Ints, Ints, Floats]:
    """The pairs that are near: place in the batch (a column), version (a row) and cosine of each."""
    row, column = np.nonzero(products >= NEAR * _SCALE**2)
    return column, versions[row], products[row, column] / np.float32(_SCALE**2)


def _unpacked(data: bytes) -> Floats:
    return np.frombuffer(data, "<i2").reshape(-1, WIDTH).astype(np.float32)


def chosen(documents: Documents, version: int, found: Near) -> tuple[list[int], int]:
    """Of the documents near a version those that it is compared with, and how many were left out.

    Few copies of one text, and ``MOST`` in all, the nearest of those that share names and telling words with it.
    """
    looked_at = _few_copies(documents, found)[:LOOKED_AT]
    own = documents.topics([version])[0]
    alike = np.flatnonzero(topics.may_match(own, documents.topics(looked_at)))
    left_out = len(found) - len(looked_at) + max(0, len(alike) - MOST)
    return [looked_at[i] for i in alike[:MOST].tolist()], left_out


def _few_copies(documents: Documents, found: Near) -> list[int]:
    """The versions, at most ``COPIES`` of those that are copies of one another: the rest say the same."""
    group = documents.copy_groups(found.versions)
    order = np.argsort(group, kind="stable")
    _, first, which = np.unique(group[order], return_index=True, return_inverse=True)
    before = np.arange(len(order)) - first[which]  # of the same group
    return [int(version) for version in found.versions[np.sort(order[before < COPIES])]]
