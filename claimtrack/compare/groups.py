"""Facts, the groups of statements about one and the same thing, from likelihoods of pairs.

The groups depend on the pairs alone, not on the order in which they came: pairs are taken from the likeliest on,
and two groups join if the mean over all their pairs of different documents is high enough (average linkage; a pair
that was never likely counts as nothing).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Pairs = Mapping[tuple[Node, Node], float]
"""(one, other) -> likelihood that they are about one fact; each pair once, in either order."""

JOIN = 0.18
"""A pair from which on two statements may found or join a fact."""
LEAST = 0.18
"""Likelihood, direct or through a third statement, from which on it is said what holds between two of a fact."""
LEAST_MEAN = 0.15
"""Mean over the pairs of two groups from which on they join."""


def components(pairs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """Nodes that hang together, each group once."""
    root: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in pairs:
        root[find(a)] = find(b)
    groups: dict[Node, list[Node]] = {}
    for node in root:
        groups.setdefault(find(node), []).append(node)
    return list(groups.values())


def cluster(
    pairs: Pairs[Node],
    document: Mapping[Node, Hashable],
    order: Mapping[Node, tuple[object, ...]],
    clash: Callable[[Node, Node], bool] = lambda a, b: False,
    apart: Mapping[Node, Collection[Node]] = MappingProxyType({}),
) -> list[list[Node]]:
    """Groups of at least two nodes, each in ``order``.

    ``document``: pairs within one do not count, but two statements of one document that ``clash`` (they say
    different things of one time) never share a group. ``apart``: nor do those of any documents that were put apart.
    """
    made = _Grouping(pairs, document, clash, apart)
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], sorted(order[n] for n in item[0])))
    for (a, b), chance in ranked:
        if chance >= JOIN:
            made.join(a, b)
    return [sorted(m, key=lambda n: order[n]) for m in made.members.values() if len(m) > 1]


class _Grouping(Generic[Node]):
    """Groups, with the sum of the likelihoods of all pairs of each two of them."""

    def __init__(
        self,
        pairs: Pairs[Node],
        document: Mapping[Node, Hashable],
        clash: Callable[[Node, Node], bool],
        apart: Mapping[Node, Collection[Node]],
    ) -> None:
        self.document, self.clash, self.apart = document, clash, apart
        nodes = {node for pair in pairs for node in pair}
        self.group = {node: node for node in nodes}
        self.members = {node: [node] for node in nodes}
        self.sums: dict[Node, dict[Node, float]] = {node: {} for node in nodes}
        for (a, b), chance in pairs.items():
            self.sums[a][b] = self.sums[b][a] = chance

    def join(self, a: Node, b: Node) -> None:
        """Join the groups of two nodes, if that is likely enough over all their pairs, and nothing clashes."""
        x, y = self.group[a], self.group[b]
        if x == y or self.sums[x].get(y, 0.0) / self._pairs(x, y) < LEAST_MEAN or self._clashes(x, y):
            return
        for node in self.members[y]:
            self.group[node] = x
        self.members[x] += self.members.pop(y)
        for other, total in self.sums.pop(y).items():
            self.sums[other].pop(y, None)
            if other != x:
                self.sums[x][other] = self.sums[other][x] = self.sums[x].get(other, 0.0) + total

    def _pairs(self, x: Node, y: Node) -> int:
        """How many pairs of different documents two groups have."""
        seen = Counter(self.document[node] for node in self.members[x])
        return max(1, sum(len(self.members[x]) - seen[self.document[node]] for node in self.members[y]))

    def _clashes(self, x: Node, y: Node) -> bool:
        if any(other in self.members[x] for node in self.members[y] for other in self.apart.get(node, ())):
            return True
        own: dict[Hashable, list[Node]] = {}
        for node in self.members[x]:
            own.setdefault(self.document[node], []).append(node)
        return any(self.clash(other, node) for node in self.members[y] for other in own.get(self.document[node], ()))


def chances(nodes: Sequence[Node], pairs: Pairs[Node], *, every: bool) -> dict[tuple[Node, Node], float]:
    """How likely two statements of a group are about one fact: as they match, or through a third one.

    ``every``: of all pairs, else of those alone that match.
    """
    near: dict[Node, dict[Node, float]] = {node: {} for node in nodes}
    for (a, b), chance in pairs.items():
        if a in near and b in near:
            near[a][b] = near[b][a] = chance
    out: dict[tuple[Node, Node], float] = {}
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            direct = near[a].get(b, 0.0)
            through = max((min(p, near[b].get(c, 0.0)) for c, p in near[a].items()), default=0.0) if every else 0.0
            if max(direct, through) >= LEAST:
                out[a, b] = max(direct, through)
    return out


def fact_id(claim: str, quantity: int | None) -> str:
    """Id of a fact: that of its earliest claim, and of the figure in it."""
    return "f" + hashlib.blake2b(f"{claim}\0{quantity}".encode(), digest_size=6).hexdigest()
