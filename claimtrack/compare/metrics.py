"""What a figure measures: the dead or the injured, votes for or against, revenue or profit.

By the word of ``data/metrics.toml`` that is nearest to it in its claim. Two figures of one metric may still be of two
facts; two of different metrics hardly are of one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FARTHEST = 60
"""Characters between a figure and the word that tells what it measures."""
AFTER = 8
"""A word after a figure counts as so many characters nearer: "61 people were killed"."""


@cache
def _metrics() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all words, longer ones first, and the metric of each."""
    data = tomllib.loads((Path(__file__).parent / "data" / "metrics.toml").read_text(encoding="utf8"))
    of = {word.rstrip("*"): name for name, words in data.items() for word in words}
    stars = {word[:-1] for words in data.values() for word in words if word.endswith("*")}
    forms = (re.escape(word) + (r"\w*" if word in stars else "") for word in sorted(of, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b"), of


def metric(text: str, start: int, end: int) -> str | None:
    """The metric of the figure at ``start`` to ``end`` (exclusive) of a claim's text; None where no word tells it.

    >>> metric("Fourteen people were killed and 60 injured", 32, 34)
    'injured'
    """
    pattern, of = _metrics()
    best: tuple[int, str] | None = None
    for found in pattern.finditer(text.casefold()):
        if found.end() > start and found.start() < end:
            gap = 0
        else:
            gap = found.start() - end - AFTER if found.start() >= end else start - found.end()
        if gap <= FARTHEST and (best is None or gap < best[0]):
            best = gap, found[0]
    return None if best is None else _name(best[1], of)


def _name(word: str, of: dict[str, str]) -> str:
    return of[word] if word in of else next(of[word[:n]] for n in range(len(word), 0, -1) if word[:n] in of)
