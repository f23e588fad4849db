"""What kind of thing a figure counts: persons, firms, buildings, ships (``data/kinds.toml``).

Two figures of different kinds are never about one fact, so that two carmakers do not agree with two people.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "kinds.toml").read_text(encoding="utf8"))


@cache
def _kinds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, nouns in _data()["kinds"].items():
        for noun in nouns:
            found.setdefault(noun, set()).add(kind)
    return {noun: frozenset(kinds) for noun, kinds in found.items()}


@lru_cache(maxsize=20_000)
def kinds(thing: str | None) -> frozenset[str]:
    """The kinds that the last word of a thing may be of, most often one; none where it is not known.

    >>> kinds("two carmakers"), kinds("Drevanian soldiers"), kinds("billion marks")
    (frozenset({'organization'}), frozenset({'person'}), frozenset())
    """
    return next((_kinds()[form] for form in _forms(thing) if form in _kinds()), frozenset())


def _forms(thing: str | None) -> tuple[str, ...]:
    """What the singular of a thing's last word may be, likeliest first."""
    word = thing.lower().split()[-1] if thing and thing.split() else ""
    y = f"{word[:-3]}y" if word.endswith("ies") else word
    return _data()["plurals"].get(word, word), word.removesuffix("s"), word.removesuffix("es"), y


@cache
def _alike() -> dict[str, int]:
    """Nouns for one thing, each with a number of its group."""
    return {noun: number for number, group in enumerate(_data()["alike"]["groups"]) for noun in group}


def may_be_one(one: str | None, other: str | None) -> bool:
    """Whether two things counted may be one: by one noun, by nouns alike, or because one of them is a general one.

    >>> may_be_one("41 people", "Drevanian soldiers"), may_be_one("homes", "houses"), may_be_one("tents", "homes")
    (True, True, False)
    """
    x, y = _forms(one), _forms(other)
    if not (x[0] and y[0]) or set(x) & set(y) or {*x, *y} & set(_data()["general"]["nouns"]):
        return True
    return bool({_alike()[f] for f in x if f in _alike()} & {_alike()[f] for f in y if f in _alike()})


def mask(thing: str | None) -> int:
    """The kinds as bits of a number; 0 where none is known."""
    return sum(1 << _places()[kind] for kind in kinds(thing))


@cache
def _places() -> dict[str, int]:
    return {kind: place for place, kind in enumerate(sorted(set().union(*_kinds().values())))}


def are_of_other_kinds(one: str | None, other: str | None) -> bool:
    """Whether both things are of known kinds, and of no common one."""
    x, y = kinds(one), kinds(other)
    return bool(x and y) and x.isdisjoint(y)
