"""In what regard a figure is given: what it was before, what is at stake, needed or left, by how much somebody leads,
what is only forecast, what one day brought (``data/aspects.toml``).

Two figures for one thing in two regards are both right: "107 delegates are at stake" and "she has won 71", "12 died on
Tuesday" and "400 have died so far", "61, up from 46" and "46".
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

BEFORE, AFTER = 45, 45
"""Characters before and after a figure in which words may tell its aspect; no further than its part of the sentence."""
_ENDS = re.compile(r"[,;:.!?()\n\"“”–—]|(?!24 hours)(?<!\d)\d| and | but | while ")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "aspects.toml").read_text(encoding="utf8"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Name of each aspect, a pattern of the words before a figure, and one of those after it."""
    between = _any(_data()["between"]["words"])
    return tuple(
        (
            name,
            re.compile(rf"\b{_any(words.get('before'))}\b|\b{_any(words.get('right_before'))}\s+(?:{between}\s+)*\W*$"),
            re.compile(rf"\b{_any(words.get('after'))}\b|^\W*(?:[\w%]+[ -]){{0,2}}{_any(words.get('right_after'))}\b"),
        )
        for name, words in _data()["aspects"].items()
    )


def _any(words: list[str] | None) -> str:
    """A pattern of any of the words; of none, one that never fits."""
    return f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)"


def aspect(text: str, start: int, end: int) -> str | None:
    """The aspect of the figure at ``start`` to ``end`` (exclusive) of a text; None where no word tells one.

    >>> text = "With 107 delegates at stake, she will win 56, up from 40"
    >>> aspect(text, 5, 8), aspect(text, 42, 44), aspect(text, 54, 56)
    ('stake', None, 'former')
    """
    before, after = _before(text[max(0, start - BEFORE) : start].casefold()), _after(text[end : end + AFTER].casefold())
    return next((name for name, head, tail in _patterns() if head.search(before) or tail.search(after)), None)


def _before(text: str) -> str:
    ends = [found.end() for found in _ENDS.finditer(text)]
    return text[ends[-1] :] if ends else text


def _after(text: str) -> str:
    found = _ENDS.search(text)
    return text[: found.start()] if found else text


def is_fixed(name: str | None) -> bool:
    """Whether a figure of this aspect belongs to one event and is no state that develops."""
    return name in _data()["fixed"]["names"]
