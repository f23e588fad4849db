"""Bring the facts of a store up to date: each version that came in since is compared with what it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlite_utils import Database

from claimtrack.compare import candidates, exchange, groups, making, tables
from claimtrack.compare.documents import Document, Documents
from claimtrack.compare.making import Maker
from claimtrack.compare.matching import matches
from claimtrack.compare.tables import Key, Match
from claimtrack.compare.vectors import unpacked
from claimtrack.store import Store
from claimtrack.store.connection import writing

BATCH = 64
"""Versions compared in one transaction."""
MET = 5000
"""Pairs of documents whose matches are kept in memory: copies of one text match another document alike."""
POSSIBLE = 0.1
"""Likelihood from which on a match is kept: it weighs in when facts are made, though it founds none."""


def update(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Compare every version that was not; how many there were. ``progress`` is called with (done, of).

    Stopped at any moment, the next call goes on. The outcome does not depend on the order of documents, but for what
    is left out of very large topics (see ``candidates`` and ``making``).
    """
    with writing(store.db):
        tables.drop_stale(store.db)
        tables.settled(store.db)
    waiting = tables.pending(store.db)
    job = _Update(store.db)
    for done in range(0, len(waiting) or 1, BATCH):
        with writing(store.db):
            loosened = tables.loosened(store.db, making.LARGE)
            job.facts.renew(*job.add(waiting[done : done + BATCH], loosened))
        if progress:
            progress(min(done + BATCH, len(waiting)), len(waiting))
    return len(waiting)


def renew(db: Database, touched: set[Key]) -> None:
    """Make the facts of statements anew, after a reviewer decided something about them; within a transaction."""
    _Update(db).facts.renew(set(), touched | tables.loosened(db, making.LARGE))


def is_current(store: Store) -> bool:
    """Whether every version that is to be compared was."""
    return not tables.pending(store.db) and not tables.is_stale(store.db)


class _Update:
    """One update, with the documents met lately."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.documents = Documents(db)
        self.facts = Maker(db, self.documents)
        self.met: dict[tuple[bytes, bytes], list[tuple[int, int, float]]] = {}

    def add(self, batch: Sequence[tuple[int, int]], loosened: set[Key]) -> tuple[set[Key], set[Key]]:
        """Compare versions, each given with its run, with the documents near them.

        Their statements that match another well enough to found or join a fact; and, with the loosened ones, those
        about which a reviewer decided.
        """
        claims = {version: tables.claim_vectors(self.db, version) for version, _ in batch}
        vectors = [(version, _vector(rows)) for version, rows in claims.items()]
        touched, decided = set[Key](), set(loosened)
        nearest = candidates.near(tables.vectors(self.db), vectors)
        for (version, run), (_, vector), near in zip(batch, vectors, nearest, strict=True):
            others, left_out = candidates.chosen(self.documents, version, near)
            found = [match for other in others for match in self._compare(version, other)]
            tables.add_matches(self.db, found)
            tables.add_compared(self.db, version, run, vector, left_out)
            touched |= {own for own, _, chance in found if chance >= groups.JOIN}
            decided |= self.facts.decided.of_claims(key for key, _ in claims[version])
        return touched, decided

    def _compare(self, one: int, two: int) -> Iterator[Match]:
        x, y = self.documents.get(one), self.documents.get(two)
        if len(self.met) > MET:
            self.met.clear()
        if (x.digest, y.digest) not in self.met:
            self.met[x.digest, y.digest] = list(_pairs(x, y))
        for i, j, chance in self.met[x.digest, y.digest]:
            yield x.keys[i], y.keys[j], round(chance, 4)


def _pairs(x: Document, y: Document) -> Iterator[tuple[int, int, float]]:
    """What of two documents may be about one fact: places in their bundles, and how likely."""
    yield from matches(x.bundle, y.bundle, POSSIBLE)
    if x.converted and y.converted:
        yield from exchange.between(x.converted, y.converted, (x.bundle, y.bundle), POSSIBLE)


def _vector(claims: Sequence[tuple[int, bytes | None]]) -> bytes:
    """The vector of a document, given the keys and vectors of its claims."""
    return candidates.whole(candidates.document_vector([unpacked(vector) for _, vector in claims]))
