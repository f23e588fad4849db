"""What reviewers decided about facts (``fact_links``): statements that belong together, or apart, whatever they match.

Decisions name claims by their public ids, and follow them where a review moved (``review_places``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from claimtrack.compare.groups import components
from claimtrack.compare.tables import Key, matches_of

Pairs = dict[tuple[Key, Key], float]
LINKS = "SELECT a_claim, a_figure, b_claim, b_figure FROM fact_links WHERE link = ?"
STATEMENT = """SELECT c.key, CASE WHEN ?2 < 0 THEN -1 ELSE (SELECT q.position FROM claim_quantities l
  JOIN quantities q ON q.key = l.quantity_key WHERE l.claim_key = c.key AND l.position = ?2) END
FROM claims c JOIN versions v ON v.key = c.version_key AND v.latest = 1
WHERE c.id = ifnull((SELECT p.shown FROM review_places p WHERE p.claim = ?1), ?1)"""
Named = tuple[str, int]
"""(public id of a claim, index among its figures; -1 for the event)"""


def key_of(db: Database, statement: Named) -> Key | None:
    """Where a statement is now; None if it is not found any more."""
    row = db.execute(STATEMENT, list(statement)).fetchone()
    return None if row is None or row[1] is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class Decided:
    """For a statement those that belong with it (itself too), and those that do not."""

    together: Mapping[Key, frozenset[Key]]
    apart: Mapping[Key, frozenset[Key]]

    def of_claims(self, claims: Iterable[int]) -> set[Key]:
        """Statements of these claims about which something was decided."""
        wanted = set(claims)
        return {node for side in (self.together, self.apart) for node in side if node[0] in wanted}

    def matches(self, db: Database, touched: Iterable[Key], least: float) -> Pairs:
        """``tables.matches_of``, and what was decided: pairs together are certain, pairs apart do not match."""
        found = set(touched)
        while True:
            pairs = matches_of(db, found, least)
            reached = {node for pair in pairs for node in pair} | found
            more = {other for node in reached for other in self.together.get(node, ())} - reached
            if not more:
                break
            found = reached | more
        certain = {(a, b): 1.0 for a in reached for b in self.together.get(a, ()) if a < b}
        return {pair: chance for pair, chance in pairs.items() if not self.are_apart(*pair)} | certain

    def are_apart(self, a: Key, b: Key) -> bool:
        """Whether the two were put apart."""
        return b in self.apart.get(a, ())

    def clash(self, otherwise: Callable[[Key, Key], bool]) -> Callable[[Key, Key], bool]:
        """Whether two statements of one document clash: what was put together does not."""
        return lambda a, b: b not in self.together.get(a, ()) and otherwise(a, b)


def decided(db: Database, exists: Callable[[Key], bool] = lambda node: True) -> Decided:
    """Everything that was decided about statements that are there; ``exists``: whether a statement still is one."""
    known: dict[Named, Key | None] = {}

    def keys(link: str) -> Iterator[tuple[Key, Key]]:
        for row in db.execute(LINKS, [link]).fetchall():
            ends = []
            for named in ((row[0], row[1]), (row[2], row[3])):
                if named not in known:
                    key = key_of(db, named)
                    known[named] = key if key is not None and exists(key) else None
                ends.append(known[named])
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                yield ends[0], ends[1]

    groups = components(keys("together"))
    together = {node: frozenset(group) for group in groups for node in group}
    apart: dict[Key, set[Key]] = {}
    for a, b in keys("apart"):
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)
    return Decided(together, {node: frozenset(others) for node, others in apart.items()})
