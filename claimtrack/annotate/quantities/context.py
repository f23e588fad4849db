"""The words before a place of the text, nearest last, and phrase tables to look them up in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?|[~≈<>≤≥]=?|\n|\S")


class Word(NamedTuple):
    """A word, mark or line break in lower case, and where it starts."""

    text: str
    start: int


def words_before(text: str, start: int, reach: int) -> list[Word]:
    """The words and marks of the ``reach`` characters before ``start``; a word that the reach cuts is left out."""
    begin = max(0, start - reach)
    found = [Word(m[0].lower(), m.start()) for m in _TOKEN.finditer(text, begin, start)]
    cut = begin > 0 and text[begin - 1].isalnum()
    return found[1:] if cut else found


def last_phrase(words: Sequence[Word], end: int, phrases: frozenset[str] | dict[str, str]) -> tuple[str, int] | None:
    """The longest phrase of the table that ends before the index ``end``, and the index where it starts."""
    for length in range(min(6, end), 0, -1):
        phrase = " ".join(word.text for word in words[end - length : end])
        if phrase in phrases:
            return phrase, end - length
    return None
