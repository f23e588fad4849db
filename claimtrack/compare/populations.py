"""Of which part of the people, or of things, a figure is: women or men, likely or registered voters, civilians or
soldiers (``data/populations.toml``).

A share of one population says nothing of a share of another one, nor does a count of the one part.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FARTHEST = 40
"""Characters between a figure and the word that tells its population."""
NEARER = 8
"""A word after a figure counts as so many characters nearer: "48 % of women"."""


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "data" / "populations.toml").read_text(encoding="utf8"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    """Of each division: its name, a pattern of all its words, longer ones first, and the part that each tells."""
    out = []
    for division, parts in _data().items():
        of = {word: part for part, words in parts.items() for word in words}
        words = "|".join(re.escape(word) for word in sorted(of, key=len, reverse=True))
        out.append((division, re.compile(rf"\b(?:{words})\b"), of))
    return tuple(out)


def populations(text: str, start: int, end: int, thing: str = "") -> frozenset[str]:
    """The populations of the figure at ``start`` to ``end`` (exclusive) of a claim's text: of each division the part
    that is nearest to it, else the one of the ``thing`` counted.

    >>> sorted(populations("Among women 48 % of likely voters are for it, 40 % of men are", 12, 16))
    ['sex: women', 'voters: likely']
    """
    out = set()
    for division, pattern, of in _patterns():
        word = _nearest(pattern, text.casefold(), start, end) or _nearest(pattern, thing.casefold(), 0, 0)
        if word:
            out.add(f"{division}: {of[word]}")
    return frozenset(out)


def _nearest(pattern: re.Pattern[str], text: str, start: int, end: int) -> str | None:
    best: tuple[int, str] | None = None
    for found in pattern.finditer(text):
        gap = (
            max(found.start() - end - NEARER, start - found.end(), 0)
            if found.end() <= start or found.start() >= end
            else 0
        )
        if gap <= FARTHEST and (best is None or gap < best[0]):
            best = gap, found[0]
    return None if best is None else best[1]


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the two are different parts of one division."""
    x, y = (dict(name.split(": ") for name in names) for names in (one, other))
    return any(x[division] != y[division] for division in x.keys() & y.keys())
