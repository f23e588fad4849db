"""Make facts anew where statements came in or went, or a reviewer decided something about them.

Statements that hang together by matches are grouped together, so that the groups do not depend on the order in which
documents came. That holds for up to ``WHOLE`` statements. In what is larger (a story that goes on for years, ten
thousand copies of one text) only the facts that a new statement touches are made anew, and one of more than ``LARGE``
statements takes it in as it is: the work for a document stays the same however large the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from sqlite_utils import Database

from claimtrack.compare import exchange, groups, relate, tables
from claimtrack.compare.decided import Decided, decided
from claimtrack.compare.documents import Documents
from claimtrack.compare.statements import Statement
from claimtrack.compare.tables import EVENT, Group, Key, Link, Pairs

WHOLE, LARGE = 200, 80
"""Statements that hang together, and statements in a fact, up to which all of them are grouped anew. A document is
compared with 20 copies of a text, so that in a group of more than some 95 copies the mean would be too low."""
TAKEN, LINKS = 2.0, 5
"""Sum of likelihoods from which on a large fact takes a statement in, and how many of its statements that one is then
held against."""
ROWS = 5000
"""Matches that are read to find out what hangs together: beyond it there is too much of it."""
EVERY_PAIR = 40
"""Statements in a fact up to which each is held against each; of a larger one, those that match directly."""
LABEL = 120
Found = Mapping[Key, tuple[int, Statement]]
"""Statements with the version of each."""


class Maker:
    """Makes facts; the caller holds a transaction."""

    def __init__(self, db: Database, documents: Documents) -> None:
        self.db, self.documents = db, documents

    @cached_property
    def decided(self) -> Decided:
        """What reviewers decided."""
        return decided(self.db, self.documents.has)

    def renew(self, touched: set[Key], decided: set[Key] | None = None) -> None:
        """Make the facts anew that hold a touched statement, or hang together with one.

        ``decided``: statements of which something else is known than before, so that their facts are written even
        where they hold the same statements.
        """
        decided = decided or set()
        whole, rest = self._apart(touched | decided)
        pairs = self.decided.matches(self.db, whole, groups.JOIN)
        for node in sorted(self._group_anew({node for pair in pairs for node in pair} | whole, pairs, decided)):
            self._taken_in(node)
        if rest:
            self._renew_in_large({node for node in rest if self.documents.has(node)}, decided)
        tables.forget_loosened(self.db)

    # ------------------------------------------------------------------ what hangs together
    def _apart(self, touched: set[Key]) -> tuple[set[Key], set[Key]]:
        """Touched statements that hang together with few others, and those that do with many."""
        few, many = set[Key](), set[Key]()
        for seed in sorted(touched):
            if seed not in few and seed not in many:
                reached, is_whole = self._reach(seed, many)
                (few if is_whole else many).update(reached)
        return touched & few, touched - few

    def _reach(self, seed: Key, many: set[Key]) -> tuple[set[Key], bool]:
        """The statements that hang together with one, and whether these are all, few enough, and in no large fact."""
        seen, front = {seed}, {seed}
        while front:
            if any(self._is_large(fact) for fact in set(tables.facts_of(self.db, front).values())):
                return seen, False
            found = tables.partners(self.db, front, ROWS)
            front = {node for pair, chance in found.items() if chance >= groups.JOIN for node in pair} - seen
            seen |= front
            if len(seen) > WHOLE or len(found) >= ROWS or not front.isdisjoint(many):
                return seen, False
        return seen, True

    def _is_large(self, fact: int) -> bool:
        return tables.holds_more(self.db, fact, LARGE)

    # ------------------------------------------------------------------ all of it
    def _group_anew(self, nodes: set[Key], pairs: Pairs, decided: set[Key]) -> set[Key]:
        """Group these statements, and write the facts that come out otherwise than before.

        The statements that a group has become too large for: in none, where there is a large one.
        """
        order = tables.order_of(self.db, sorted(nodes))
        document = {node: place[1] for node, place in order.items()}
        made = groups.cluster(pairs, document, order, self.decided.clash(self._clash), self.decided.apart)
        before: dict[int, set[Key]] = {}
        for node, fact in tables.facts_of(self.db, nodes).items():
            before.setdefault(fact, set()).add(node)
        same = {frozenset(members) for members in before.values() if members.isdisjoint(decided)}
        changed = [group for group in made if frozenset(group) not in same]
        kept = {node for group in made if frozenset(group) in same for node in group}
        inside = _inside(changed, pairs)
        tables.replace_facts(self.db, sorted(nodes - kept), [self._fact(group, inside[group[0]]) for group in changed])
        is_large = any(len(group) > LARGE for group in made)
        return nodes.difference(*made) if is_large else set()

    def _clash(self, a: Key, b: Key) -> bool:
        return exchange.clash(self.documents.rates, self.documents.statement(a)[1], self.documents.statement(b)[1])

    def _fact(self, nodes: Sequence[Key], pairs: Pairs) -> Group:
        found = {node: self.documents.statement(node) for node in nodes}
        timed = [(node, _period(statement)) for node, (_, statement) in found.items()]
        likely = groups.chances(nodes, pairs, every=len(nodes) <= EVERY_PAIR)
        return *self._name(nodes[0]), timed, list(self._links(found, likely))

    def _links(self, found: Found, likely: Pairs) -> Iterator[Link]:
        """What holds between statements of one fact, for the pairs that are likely enough."""
        groups_of = self.documents.copies(version for version, _ in found.values())
        for (a, b), chance in likely.items():
            if found[a][0] == found[b][0]:
                continue
            a, b = (a, b) if relate.in_order(found[a][1], found[b][1]) else (b, a)
            copied = groups_of.get(found[a][0], 0) == groups_of.get(found[b][0], 1)
            verdict = exchange.relation(self.documents.rates, found[a][1], found[b][1], copied=copied)
            if verdict and chance >= relate.least(verdict):
                yield a, b, verdict, round(chance * verdict.sure, 4)

    def _name(self, first: Key) -> tuple[str, str]:
        """Id and label of the fact whose earliest statement this is."""
        row = self.db.execute("SELECT id, ifnull(standalone, text) FROM claims WHERE key = ?", [first[0]]).fetchone()
        label = " ".join(row[1].split())
        return groups.fact_id(row[0], None if first[1] == EVENT else first[1]), label[:LABEL]

    # ------------------------------------------------------------------ a part of it
    def _renew_in_large(self, nodes: set[Key], decided: set[Key]) -> None:
        """The same for statements that hang together with very many: large facts take them in, small ones are made
        anew together with them."""
        likely = self._decided_pairs(tables.partners(self.db, nodes, ROWS))
        nodes = nodes | {node for pair, chance in likely.items() if chance >= groups.JOIN for node in pair}
        facts = tables.facts_of(self.db, nodes)
        large = {fact for fact in set(facts.values()) if self._is_large(fact)}
        settled = {node for node, fact in facts.items() if fact in large}
        settled |= {node for node in sorted(nodes - facts.keys()) if self._taken_in(node)}
        local = nodes - settled
        small = tables.members(self.db, {facts[node] for node in local if node in facts}, LARGE + 1)
        local |= {node for members in small.values() for node in members}
        self._group_anew(local, self._decided_pairs(tables.matches_among(self.db, local)), decided)

    def _decided_pairs(self, pairs: Pairs) -> Pairs:
        apart = {pair: chance for pair, chance in pairs.items() if not self.decided.are_apart(*pair)}
        return {pair: self._certain(pair, chance) for pair, chance in apart.items()}

    def _certain(self, pair: tuple[Key, Key], chance: float) -> float:
        return 1.0 if pair[1] in self.decided.together.get(pair[0], ()) else chance

    def _taken_in(self, node: Key) -> bool:
        """Put a statement into the large fact that it matches best, if it matches enough of it."""
        pairs = self._decided_pairs(tables.partners(self.db, {node}))
        chances = {(b if a == node else a): chance for (a, b), chance in pairs.items() if chance >= groups.JOIN}
        near: dict[int, dict[Key, float]] = {}
        for other, fact in tables.facts_of(self.db, chances).items():
            near.setdefault(fact, {})[other] = chances[other]
        if not near:
            return False
        fact, likely = max(near.items(), key=lambda item: (sum(item[1].values()), -item[0]))
        if sum(likely.values()) < TAKEN or not self._is_large(fact) or not self._may_join(node, fact):
            return False
        best = sorted(likely.items(), key=lambda item: (-item[1], item[0]))[:LINKS]
        found = {key: self.documents.statement(key) for key in (node, *dict(best))}
        links = list(self._links(found, {(node, other): chance for other, chance in best}))
        tables.add_to_fact(self.db, fact, (node, _period(found[node][1])), links)
        return True

    def _may_join(self, node: Key, fact: int) -> bool:
        """Whether nothing in a fact was put apart from a statement, or stands in its document and clashes with it."""
        own = [other for other in self.documents.beside(node) if other != node]
        inside = tables.facts_of(self.db, [*own, *self.decided.apart.get(node, ())])
        held = {other for other, its in inside.items() if its == fact}
        clash = self.decided.clash(self._clash)
        return not any(self.decided.are_apart(node, other) or clash(node, other) for other in held)


def _inside(made: Sequence[Sequence[Key]], pairs: Pairs) -> dict[Key, Pairs]:
    """The pairs of each group, by its first statement."""
    first = {node: group[0] for group in made for node in group}
    out: dict[Key, Pairs] = {group[0]: {} for group in made}
    for (a, b), chance in pairs.items():
        if a in first and first[a] == first.get(b):
            out[first[a]][a, b] = chance
    return out


def _period(statement: Statement) -> tuple[str, str] | None:
    if statement.days is None:
        return None
    first, last = (date.fromordinal(day).isoformat() for day in statement.days)
    return first, last
