"""What a figure measures: the dead or the injured, votes for or against, revenue or profit.

By the word of ``data/metrics.toml`` that is nearest to it in its claim. Two figures of one metric may still be of two
facts; two of different metrics hardly are of one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from claimtrack.compare.measures import UNKNOWN

FARTHEST = 60
"""Characters between a figure and the word that tells what it measures."""
AFTER, BEYOND = 8, 40
"""A word after a figure counts as so many characters nearer ("61 people were killed"), and one beyond another figure
as so many farther ("rose to 927, with 88 dead")."""
_FIGURE = re.compile(r"\d")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "metrics.toml").read_text(encoding="utf8"))


@cache
def _metrics() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all words, longer ones first, and the metric of each."""
    of = {word.rstrip("*"): name for name, words in _data()["words"].items() for word in words}
    stars = {word[:-1] for words in _data()["words"].values() for word in words if word.endswith("*")}
    forms = (re.escape(word) + (r"\w*" if word in stars else "") for word in sorted(of, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b"), of


@cache
def _dimensions() -> dict[str, frozenset[str]]:
    """The dimensions of the figures of each metric that is of some alone."""
    return {name: frozenset(row["of"]) for row in _data()["dimensions"] for name in row["metrics"]}


def metric(text: str, start: int, end: int, dimension: str = UNKNOWN) -> str | None:
    """The metric of the figure at ``start`` to ``end`` (exclusive) of a claim's text; None where no word tells it.

    ``dimension``: that of the figure (see ``measures``); a sum of money "is missing", but is no missing persons.

    >>> metric("Fourteen people were killed and 60 injured", 32, 34)
    'injured'
    """
    pattern, of = _metrics()
    best: tuple[int, str] | None = None
    for found in pattern.finditer(text.casefold()):
        gap, name = _gap(text, start, end, found), _name(found[0], of)
        if gap <= FARTHEST and (best is None or gap < best[0]) and _may_be(dimension, name):
            best = gap, name
    return best and best[1]


def _gap(text: str, start: int, end: int, found: re.Match[str]) -> int:
    """How far a word is from a figure."""
    if found.end() > start and found.start() < end:
        return 0
    after = found.start() >= end
    between = text[end : found.start()] if after else text[found.end() : start]
    return len(between) - (AFTER if after else 0) + (BEYOND if _FIGURE.search(between) else 0)


def _may_be(dimension: str, name: str) -> bool:
    return dimension == UNKNOWN or name not in _dimensions() or dimension.partition(":")[0] in _dimensions()[name]


def _name(word: str, of: dict[str, str]) -> str:
    return of[word] if word in of else next(of[word[:n]] for n in range(len(word), 0, -1) if word[:n] in of)
