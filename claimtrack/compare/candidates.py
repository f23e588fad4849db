"""Which documents are worth comparing: those whose claims are about like matters.

A document's vector is the mean of its claims' vectors, less the mean of news in general (data/center.npy), of unit
length. Whether two documents are near depends on the two alone, so that the order in which they come changes
nothing. All vectors are read from the store, some thousands at a time, once for a batch of documents: for 50,000
documents (a million claims) that is a tenth of a second, exact, and there is no index to keep in step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from claimtrack.compare import tables
from claimtrack.compare.vectors import WIDTH

Floats = NDArray[np.float32]
NEAR = 0.36
"""Cosine from which on two documents are compared."""
MOST = 200
"""Near documents that a document is compared with at most, so that a topic of which half the corpus speaks stays
bounded; beyond it what is compared depends on the order in which documents came."""
COPIES = 20
"""Copies of one text that another document is compared with; up to here nothing depends on the order."""
NAME, NAMES, COMMON = 0.1, 3, 5000
"""Where more documents are near than are compared, a name that two share counts as so much cosine, up to so many
names; a name with more mentions than ``COMMON`` tells nothing."""
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


Near = list[tuple[float, int]]
"""Cosine and version of near documents, the nearest first; of copies those that came first."""


def near(known: Iterable[Sequence[tuple[int, bytes]]], batch: Sequence[tuple[int, bytes]]) -> list[Near]:
    """For each document of a batch those near it: of all known ones, and of the batch before it.

    Documents are given as version and vector, the known ones some at a time.
    """
    own = _whole(batch)
    found: list[Near] = [[] for _ in batch]
    for page in known:
        _collect(found, page, _whole(page) @ own.T)
    _collect(found, batch, np.triu(own @ own.T, 1))
    return [sorted(pairs, key=lambda pair: (-pair[0], pair[1])) for pairs in found]


def _collect(found: list[Near], page: Sequence[tuple[int, bytes]], products: Floats) -> None:
    likeness = products / np.float32(_SCALE**2)
    for row, column in np.argwhere(likeness >= NEAR).tolist():
        found[column].append((float(likeness[row, column]), page[row][0]))


def _whole(rows: Sequence[tuple[int, bytes]]) -> Floats:
    """Vectors as whole numbers, shape (rows, width)."""
    data = np.frombuffer(b"".join(vector for _, vector in rows), "<f2").reshape(-1, WIDTH)
    return np.asarray(np.rint(data.astype(np.float32) * np.float32(_SCALE)))


def chosen(db: Database, version: int, found: Near) -> list[int]:
    """Of the documents near a version those that it is compared with: few copies of one text, and ``MOST`` in all,
    the nearest that name what it names."""
    wanted = _few_copies(db, found)
    if len(wanted) <= MOST:
        return [other for _, other in wanted]
    shared = Counter(tables.named_with(db, version, COMMON))
    ranked = sorted(wanted, key=lambda pair: (-pair[0] - NAME * min(shared[pair[1]], NAMES), pair[1]))
    return [other for _, other in ranked[:MOST]]


def _few_copies(db: Database, found: Near) -> Near:
    """At most ``COPIES`` of the versions that are copies of one another: the rest say the same."""
    groups = tables.copy_groups(db, [version for _, version in found])
    seen = Counter[int]()
    out = []
    for likeness, version in found:
        group = groups.get(version, -version)
        seen[group] += 1
        if seen[group] <= COPIES:
            out.append((likeness, version))
    return out
