"""Which documents can share a fact, so that each group of them can be compared on a machine of its own.

Two documents are compared if they are near each other (``compare.candidates``), so nothing can hold between groups
that no near pair joins. A group that is too large for one machine is cut where its documents are least near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from claimtrack.cluster.manifest import Entry
from claimtrack.cluster.storage import Folder
from claimtrack.compare import candidates
from claimtrack.compare.groups import components
from claimtrack.compare.vectors import unpacked

STEP: Final = 0.02
"""By how much nearer documents must be, each time that a group is still too large."""
PAGE: Final = 4096
"""Documents whose vectors are held against others at a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies: its file, and its shard's number and its position there, which give the order."""

    shard: int
    position: int
    file: str
    document: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Near documents by number, ``first`` < ``second``, and the cosine of each pair."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    cosine: NDArray[np.float32]

    def __len__(self) -> int:
        """How many they are."""
        return len(self.first)

    def taken(self, wanted: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(self.first[wanted], self.second[wanted], self.cosine[wanted])


def vectors(out: Folder, entry: Entry) -> list[tuple[Place, bytes]]:
    """Every document of a shard, with its vector as ``candidates`` makes it."""
    found = []
    for file in (name for name in entry.parquet if name.startswith("documents/")):
        with out.open(file) as stream:
            for batch in pq.ParquetFile(stream).iter_batches(columns=["position", "id", "claims.list.element.vector"]):
                for row in batch.to_pylist():
                    claims = [unpacked(claim["vector"]) for claim in row["claims"]]
                    place = Place(entry.shard.number, row["position"], file, row["id"])
                    found.append((place, candidates.whole(candidates.document_vector(claims))))
    return found


def near(pages: Iterable[Sequence[tuple[int, bytes]]], page: Sequence[tuple[int, bytes]]) -> Pairs:
    """The near pairs of a page of documents: with those of the pages before it, and with one another.

    The numbers of a page follow one another.
    """
    known = ((other[0][0], b"".join(vector for _, vector in other)) for other in pages if other)
    found = candidates.near(known, page)
    rows = [
        Pairs(each.versions, np.full(len(each), own), each.cosines) for (own, _), each in zip(page, found, strict=True)
    ]
    return joined([pairs_of([]), *rows])


def pairs_of(rows: Sequence[tuple[int, int, float]]) -> Pairs:
    """Pairs from rows of first, second and cosine."""
    table = np.array(rows, np.float64).reshape(-1, 3)
    return Pairs(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].astype(np.float32))


def joined(parts: Sequence[Pairs]) -> Pairs:
    """All pairs together."""
    return Pairs(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.cosine for part in parts]),
    )


def blocks(pairs: Pairs, most: int) -> tuple[list[list[int]], int]:
    """Documents in blocks of at most ``most``, so that near ones share one; how many near pairs that leaves apart.

    Documents that are near no other are in none. The outcome depends on the pairs alone.
    """
    made: list[list[int]] = [[]]
    for group in sorted(sorted(group) for group in _groups(pairs, most, candidates.NEAR)):
        if made[-1] and len(made[-1]) + len(group) > most:
            made.append([])
        made[-1] += group
    place = {document: number for number, block in enumerate(made) for document in block}
    apart = sum(
        place.get(a, -1) != place.get(b, -2) for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    )
    return [sorted(block) for block in made if block], apart


def _groups(pairs: Pairs, most: int, least: float) -> Iterator[list[int]]:
    """Groups that hang together by pairs of at least ``least``, or more where they are too large."""
    pairs = pairs.taken(pairs.cosine >= least)
    group_of: dict[int, int] = {}
    large = set()
    for number, group in enumerate(components(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))):
        if len(group) <= most:
            yield group
        else:
            large.add(number)
        group_of |= dict.fromkeys(group, number)
    numbers = np.array([group_of[a] for a in pairs.first.tolist()], np.int64)
    for number in sorted(large):
        yield from _groups(pairs.taken(numbers == number), most, least + STEP)
