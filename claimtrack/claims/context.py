"""Dates that a claim takes from its surroundings.

A figure belongs to one claim only, a date may serve several: the date that opens a sentence holds for
all clauses split off it, and a claim without a date that speaks of a thing of the claim before ("About
4 000 of them", "That was") takes the dates of that claim.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise

from claimtrack.claims.drafts import Draft
from claimtrack.claims.layers import Layers
from claimtrack.claims.tree import Tree
from claimtrack.claims.words import words


def add_dates(tree: Tree, drafts: Sequence[Draft], layers: Layers) -> None:
    """Fill ``dates`` of the drafts that have none of their own; ``drafts`` are in the order of the text."""
    for _, group in groupby(drafts, key=lambda draft: id(draft.unit)):
        sentence = list(group)
        for draft in sentence:
            if not draft.dates and draft.clause.kind in ("conjunct", "figure"):
                draft.dates.extend(_of_frame(tree, draft, sentence, layers))
    for before, draft in pairwise(drafts):
        if not draft.dates and draft.unit.block == before.unit.block:
            source = _antecedent(tree, drafts, before, draft, layers)
            if source is not None and draft.unit is not source.unit:
                draft.dates.extend(source.dates)


def _of_frame(tree: Tree, draft: Draft, others: Sequence[Draft], layers: Layers) -> list[int]:
    """The dates before the subject and predicate of the clause that ``draft`` was split off."""
    governor = draft.clause.governor
    for other in others:
        if other.clause.head == governor:
            subject = tree.subject(other.clause.head)
            core = min(other.clause.head, subject if subject is not None else other.clause.head)
            return [number for number in other.dates if _opens(tree, layers.dates[number][0], other.clause.head, core)]
    return []


def _opens(tree: Tree, date: int, head: int, core: int) -> bool:
    """Does the date stand before the subject, at the predicate itself: not in "Born in 1934, she left school"?"""
    at = date
    while date < core and at != head and tree.heads[at] != at:
        at = tree.heads[at]
        if at != head and tree.is_predicate(at):
            return False
    return date < core


def _antecedent(tree: Tree, drafts: Sequence[Draft], before: Draft, draft: Draft, layers: Layers) -> Draft | None:
    for number in draft.quantities:
        start = layers.quantities[number].counted_start
        if start is not None and start < tree.starts[draft.first]:
            return _around(tree, drafts, start)
    subject = tree.subject(draft.clause.head)
    if subject is None or draft.clause.kind != "main":
        return None
    named = {tree.lower[subject], *(tree.lower[c] for c in tree.children[subject]), *_below(tree, subject)}
    return before if named & words("subjects", "anaphoric") else None


def _around(tree: Tree, drafts: Sequence[Draft], start: int) -> Draft | None:
    """The last draft that begins at or before character ``start``, where it reaches to it."""
    at = bisect_right(drafts, start, key=lambda draft: tree.starts[draft.first]) - 1
    return drafts[at] if at >= 0 and start < tree.ends[drafts[at].last - 1] else None


def _below(tree: Tree, token: int) -> set[str]:
    return {tree.lower[c] for child in tree.children[token] for c in tree.children[child]}
