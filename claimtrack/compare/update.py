"""Bring the facts of a store up to date: each version that came in since is compared with what it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from claimtrack.compare import candidates, groups, relate, tables
from claimtrack.compare.matching import Bundle, matches
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.tables import EVENT, Group, Key, Link, Match
from claimtrack.compare.vectors import bundle, packed, read_alone, unpacked
from claimtrack.store import Store
from claimtrack.store.connection import writing
from claimtrack.store.rows import load_extraction

BATCH = 64
"""Versions compared in one transaction."""
POSSIBLE = 0.2
"""Likelihood from which on a match is kept: it weighs in when facts are made, though it founds none."""
KEPT_BUNDLES = 2000
LABEL = 120
COPIES = 20
"""Copies of one text that another document is compared with; up to here nothing depends on the order."""
EVERY_PAIR = 40
"""Statements in a fact up to which each is held against each."""


def update(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Compare every version that was not; how many there were. ``progress`` is called with (done, of).

    Stopped at any moment, the next call goes on. The outcome does not depend on the order of documents.
    """
    with writing(store.db):
        tables.drop_stale(store.db)
    waiting = tables.pending(store.db)
    job = _Update(store)
    for done in range(0, len(waiting) or 1, BATCH):
        with writing(store.db):
            touched = tables.loosened(store.db)
            for version, run in waiting[done : done + BATCH]:
                touched |= job.add(version, run)
            job.renew(touched)
        if progress:
            progress(min(done + BATCH, len(waiting)), len(waiting))
    return len(waiting)


def is_current(store: Store) -> bool:
    """Whether every version that is to be compared was."""
    return not tables.pending(store.db) and not tables.is_stale(store.db)


class _Update:
    """One update: the vectors of all documents, and bundles of those met lately."""

    def __init__(self, store: Store) -> None:
        self.db = store.db
        self.index = candidates.Index(tables.compared(store.db))
        self.copies = tables.copy_groups(store.db)
        self.bundle = lru_cache(maxsize=KEPT_BUNDLES)(self._bundle)

    def add(self, version: int, run: int) -> set[Key]:
        """Compare a version with the documents near it; the statements touched."""
        extraction = load_extraction(self.db, version)
        vector = candidates.document_vector([unpacked(c.vector) for c in extraction.claims])
        found: list[Match] = []
        for other in self._few_copies(self.index.near(vector)):
            found += self._compare(version, other)
        tables.add_matches(self.db, found)
        tables.add_compared(self.db, version, run, packed(vector))
        self.index.add(version, vector)
        return {node for match in found for node in match[:2]}

    def _few_copies(self, versions: Sequence[int]) -> Iterator[int]:
        """At most ``COPIES`` of the versions that are copies of one another: the rest say the same."""
        seen = Counter[int]()
        for version in versions:
            group = self.copies.get(version, -version)
            seen[group] += 1
            if seen[group] <= COPIES:
                yield version

    def _compare(self, one: int, two: int) -> Iterator[Match]:
        (x, x_keys), (y, y_keys) = self.bundle(one), self.bundle(two)
        for i, j, chance in matches(x, y, POSSIBLE):
            yield x_keys[i], y_keys[j], round(chance, 4)

    def _bundle(self, version: int) -> tuple[Bundle, list[Key]]:
        extraction = load_extraction(self.db, version)
        found = list(statements(extraction))
        keys = tables.claim_keys(self.db, version)
        nodes = [(keys[s.position][0], EVENT if s.quantity is None else s.quantity) for s in found]
        return bundle(found, self._texts), nodes

    def _texts(self, wanted: Sequence[str]) -> dict[str, bytes]:
        known = tables.texts(self.db, wanted)
        new = read_alone(t for t in wanted if t not in known)
        tables.add_texts(self.db, new)
        return known | new

    def renew(self, touched: set[Key]) -> None:
        """Make the facts anew that hold a touched statement, or hang together with one."""
        pairs = tables.matches_of(self.db, touched, groups.JOIN)
        nodes = sorted({node for pair in pairs for node in pair} | touched)
        order = tables.order_of(self.db, nodes)
        document = {node: place[1] for node, place in order.items()}
        made = groups.cluster(pairs, document, order, self._clash)
        tables.replace_facts(self.db, nodes, [self._group(nodes, pairs) for nodes in made])

    def _clash(self, a: Key, b: Key) -> bool:
        return relate.clash(self._statement(a)[1], self._statement(b)[1])

    def _group(self, nodes: Sequence[Key], pairs: Mapping[tuple[Key, Key], float]) -> Group:
        found = {node: self._statement(node) for node in nodes}
        timed = [(node, _period(statement)) for node, (_, statement) in found.items()]
        return *self._name(nodes[0]), timed, list(self._links(found, pairs))

    def _links(
        self, found: Mapping[Key, tuple[int, Statement]], pairs: Mapping[tuple[Key, Key], float]
    ) -> Iterator[Link]:
        """What holds between the statements of a fact; of a very large fact, between those that match directly."""
        for (a, b), chance in groups.chances(list(found), pairs, every=len(found) <= EVERY_PAIR).items():
            if found[a][0] == found[b][0]:
                continue
            a, b = (a, b) if relate.in_order(found[a][1], found[b][1]) else (b, a)
            copied = self.copies.get(found[a][0], 0) == self.copies.get(found[b][0], 1)
            verdict = relate.relate(found[a][1], found[b][1], copied=copied)
            if verdict and chance >= relate.least(verdict):
                yield a, b, verdict, round(chance * verdict.sure, 4)

    def _statement(self, node: Key) -> tuple[int, Statement]:
        """A statement with the version that it stands in."""
        version = self.db.execute("SELECT version_key FROM claims WHERE key = ?", [node[0]]).fetchone()[0]
        found, keys = self.bundle(version)
        return version, found.statements[keys.index(node)]

    def _name(self, first: Key) -> tuple[str, str]:
        """Id and label of the fact whose earliest statement this is."""
        row = self.db.execute("SELECT id, ifnull(standalone, text) FROM claims WHERE key = ?", [first[0]]).fetchone()
        label = " ".join(row[1].split())
        return groups.fact_id(row[0], None if first[1] == EVENT else first[1]), label[:LABEL]


def _period(statement: Statement) -> tuple[str, str] | None:
    if statement.days is None:
        return None
    first, last = (date.fromordinal(day).isoformat() for day in statement.days)
    return first, last
