"""Bring the facts of a store up to date: each version that came in since is compared with what it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlite_utils import Database

from claimtrack.compare import candidates, tables
from claimtrack.compare.documents import Documents
from claimtrack.compare.making import Maker
from claimtrack.compare.matching import matches
from claimtrack.compare.tables import Key, Match
from claimtrack.compare.vectors import packed, unpacked
from claimtrack.store import Store
from claimtrack.store.connection import writing

BATCH = 64
"""Versions compared in one transaction."""
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
            touched = tables.loosened(store.db)
            job.facts.renew(touched | job.add(waiting[done : done + BATCH]))
        if progress:
            progress(min(done + BATCH, len(waiting)), len(waiting))
    return len(waiting)


def renew(db: Database, touched: set[Key]) -> None:
    """Make the facts of statements anew, after a reviewer decided something about them; within a transaction."""
    _Update(db).facts.renew(touched | tables.loosened(db))


def is_current(store: Store) -> bool:
    """Whether every version that is to be compared was."""
    return not tables.pending(store.db) and not tables.is_stale(store.db)


class _Update:
    """One update, with the documents met lately."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.documents = Documents(db)
        self.facts = Maker(db, self.documents)

    def add(self, batch: Sequence[tuple[int, int]]) -> set[Key]:
        """Compare versions, each given with its run, with the documents near them; the statements touched."""
        claims = {version: tables.claim_vectors(self.db, version) for version, _ in batch}
        vectors = [(version, _vector(rows)) for version, rows in claims.items()]
        touched: set[Key] = set()
        for (version, run), (_, vector), near in zip(
            batch, vectors, candidates.near(tables.compared(self.db), vectors), strict=True
        ):
            others = candidates.chosen(self.db, version, near)
            found = [match for other in others for match in self._compare(version, other)]
            tables.add_matches(self.db, found)
            tables.add_compared(self.db, version, run, vector, len(near) - len(others))
            touched |= {node for match in found for node in match[:2]}
            touched |= self.facts.decided.of_claims(key for key, _ in claims[version])
        return touched

    def _compare(self, one: int, two: int) -> Iterator[Match]:
        x, y = self.documents.get(one), self.documents.get(two)
        for i, j, chance in matches(x.bundle, y.bundle, POSSIBLE):
            yield x.keys[i], y.keys[j], round(chance, 4)


def _vector(claims: Sequence[tuple[int, bytes | None]]) -> bytes:
    """The vector of a document, given the keys and vectors of its claims."""
    return packed(candidates.document_vector([unpacked(vector) for _, vector in claims]))
