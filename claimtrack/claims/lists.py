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
    """Has ``unit`` a finite clause with a subject, or with words before its copula ("Crude was down")?"""
    return any(
        tree.is_finite(t) and (tree.subject(t) is not None or _has_copula(tree, t, unit.first))
        for t in range(unit.first, unit.last)
        if not unit.first <= tree.heads[t] < unit.last or tree.heads[t] == t
    )


def _has_copula(tree: Tree, token: int, first: int) -> bool:
    copula = tree.child(token, "cop")
    return copula is not None and tree.pos[copula] == "AUX" and first < copula < token


def halves(tree: Tree, first: int, last: int, marks: Marks) -> tuple[int, int, int, int] | None:
    """What an item says of what: "Greens: 9.8%", "4,300: the number of cars", "Turnout - 71%".

    Tokens of the label (``last`` exclusive) and of the other half, or None where no mark parts the item, or where
    both halves hold a figure, or a verb.
    """
    stop = next((t for t in range(first + 1, last - 1) if _parts(tree, t)), None)
    if stop is None:
        return None
    left, right = (first, stop), (stop + 1, last)
    if _holds(marks, *left) == _holds(marks, *right):
        alone = all(tree.pos[t] in ("NUM", "SYM", "PUNCT") or t in marks.figure for t in range(*left))
        return (*right, *left) if alone and _holds(marks, *left) else None
    label, value = (right, left) if _holds(marks, *left) else (left, right)
    if any(tree.pos[t] in ("VERB", "AUX") and tree.is_finite(t) for t in range(*value)):
        return None
    return (*label, *value)


def _parts(tree: Tree, token: int) -> bool:
    dash = tree.lower[token] in ("-", "–", "—") and tree.starts[token] > tree.ends[token - 1]
    return tree.lower[token] == ":" or (dash and tree.starts[token + 1] > tree.ends[token])


def _holds(marks: Marks, first: int, last: int) -> bool:
    at = bisect_left(marks.figure, first)
    return at < len(marks.figure) and marks.figure[at] < last


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
