"""Where a claim is said to hold: the place that a preposition of place leads to."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.claims.clause import Clause
from claimtrack.claims.tree import Tree
from claimtrack.claims.words import words

Place = tuple[int, int, str]
"""First and last token (exclusive) of the mention of a place, and its canonical name."""


def place_of(tree: Tree, clause: Clause, host: Clause, first: int, last: int, places: Sequence[Place]) -> str | None:
    """Canonical name of the place of the claim in tokens ``first`` to ``last`` (exclusive), or None.

    ``places``: the mentions of places of its sentence. A place at the predicate goes before one at a noun; a figure or
    conjunct without one takes the place that opens the clause it was split off ("In Marna, 12 died and 30 fled").
    """
    led = [place for place in places if _is_led(tree, place)]
    inside = [place for place in led if first <= place[0] < last]
    at_predicate = [place for place in inside if tree.heads[_head(tree, place)] == host.head]
    if at_predicate or inside:
        return (at_predicate or inside)[0][2]
    if clause.kind not in ("figure", "conjunct"):
        return None
    governor = clause.governor if clause.governor is not None else host.head
    framing = [place for place in led if place[0] < governor and tree.heads[_head(tree, place)] == governor]
    return framing[0][2] if framing else None


def is_there(tree: Tree, token: int) -> bool:
    """Is ``token`` the adverb "there" at a verb, which points back at a place; not that of "there is", "over there"."""
    return tree.lower[token] == "there" and tree.bases[token] == "advmod" and tree.pos[tree.heads[token]] == "VERB"


def _head(tree: Tree, place: Place) -> int:
    first, last, _ = place
    return next((t for t in range(first, last) if not first <= tree.heads[t] < last), first)


def _is_led(tree: Tree, place: Place) -> bool:
    """Does "in", "near" or the like stand before the place, and is it no part of a longer name or title?"""
    head = _head(tree, place)
    cases = [tree.lower[c] for c in tree.children[head] if tree.bases[c] == "case"]
    return tree.bases[head] in ("obl", "nmod", "conj") and bool(cases) and cases[0] in words("clauses", "placing")
