"""Bulleted lists: items join the sentence that introduces them, items with figures are claims of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.claims.clause import Marks
from claimtrack.claims.tree import Tree
from claimtrack.claims.units import Unit


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list below unit ``head``: ``plain`` items say what the head leaves open, ``figures`` hold a figure.

    All are indices of units. Items that are sentences of their own are in neither.
    """

    head: int
    plain: tuple[int, ...]
    figures: tuple[int, ...]


def find_lists(tree: Tree, units: Sequence[Unit], marks: Marks) -> list[Bullets]:
    """The lists whose head sentence ends in a colon; items follow it directly in the text."""
    found = []
    for number, unit in enumerate(units):
        if unit.kind in ("paragraph", "list_item") and _ends_in_colon(tree, unit):
            items = _items(units, number)
            loose = [i for i in items if not is_sentence(tree, units[i])]
            figures = tuple(i for i in loose if _has_figure(units[i], marks))
            if loose:
                found.append(Bullets(number, tuple(i for i in loose if i not in figures), figures))
    return found


def is_sentence(tree: Tree, unit: Unit) -> bool:
    """Has ``unit`` a finite clause with a subject?"""
    return any(
        tree.subject(t) is not None and tree.is_finite(t)
        for t in range(unit.first, unit.last)
        if not unit.first <= tree.heads[t] < unit.last or tree.heads[t] == t
    )


def _ends_in_colon(tree: Tree, unit: Unit) -> bool:
    return tree.text[tree.starts[unit.last - 1] : tree.ends[unit.last - 1]].endswith(":")


def _items(units: Sequence[Unit], head: int) -> list[int]:
    items = []
    for number in range(head + 1, len(units)):
        if units[number].kind != "list_item" or units[number].block == units[head].block:
            break
        items.append(number)
    return items


def _has_figure(unit: Unit, marks: Marks) -> bool:
    at = bisect_left(marks.figure, unit.first)
    return at < len(marks.figure) and marks.figure[at] < unit.last
