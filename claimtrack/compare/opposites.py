"""Whether two claims tell opposite states: the harbour is closed, the harbour is open (``data/opposites.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

Sides = frozenset[tuple[int, str]]
"""Pairs of the table, and the side of each that a word is on."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "opposites.toml").read_text(encoding="utf8"))


@cache
def _sides() -> dict[str, Sides]:
    found: dict[str, set[tuple[int, str]]] = {}
    for i, pair in enumerate(_data()["pairs"]):
        for side in ("one", "other"):
            for word in pair[side]:
                found.setdefault(word, set()).add((i, side))
    return {word: frozenset(sides) for word, sides in found.items()}


def state(predicate: str | None, text: str) -> Sides:
    """On which sides a claim is: by its predicate or, after "be" and the like, by the first word that is on any.

    >>> state("close", "Police closed the border") == state("stay", "the border would stay shut")
    True
    """
    if predicate is None or predicate in _sides():
        return _sides().get(predicate or "", frozenset())
    words = re.findall(r"[^\W\d_]+", text.casefold()) if predicate in _data()["copulas"] else []
    return next((_sides()[word] for word in words if word in _sides()), frozenset())


def negates(predicate: str | None) -> bool:
    """Whether a claim with this predicate says that something is not so: "a collision has been ruled out"."""
    return predicate in _data()["negating"]


def are_opposite(one: Sides, other: Sides) -> bool:
    """Whether the two are on different sides of a pair."""
    return any(i == j and x != y for i, x in one for j, y in other)
