"""Words of a text as stems, and how much each tells: the rarer in news, the more.

``data/frequencies.tsv`` says in how many of a few thousand news articles a stem stands; a stem that is not there is
rare. ``python -m pipelines.matching.frequencies`` writes it.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Stems = NDArray[np.uint32]
"""Stems as numbers, shape (texts, width), the most telling first; ``NO_WORD`` where a text has no more."""

NO_WORD = 0
STEM = 6
"""Characters that count: "Halcar" and "Halcari", "evacuated" and "evacuation" are one stem."""
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
_ENDING = re.compile(r"(?:['’]s?|(?<=[^su])s)$")
_NUMBER_WORDS = frozenset(
    re.findall(
        r"\w+",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion",
    )
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending, at most ``STEM`` characters, in lower case.

    >>> stem("Soldiers"), stem("Drevania’s")
    ('soldie', 'drevan')
    """
    return _ENDING.sub("", word.casefold())[:STEM]


def stems(text: str) -> list[str]:
    """Stems of a text in its order, without numbers: figures are compared as such."""
    return [stem(w) for w in _WORD.findall(text) if w.lower() not in _NUMBER_WORDS]


@cache
def _frequencies() -> tuple[Stems, Floats]:
    """Numbers of the stems that are known, in order, and the weight of each."""
    lines = (Path(__file__).parent / "data" / "frequencies.tsv").read_text(encoding="utf8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    total = int(rows[0][1])
    weights = {number(word): 1 - math.log(max(int(count), 1)) / math.log(total) for word, count in rows[1:]}
    known = sorted(weights)
    return np.array(known, np.uint32), np.array([weights[n] for n in known], np.float32)


@lru_cache(maxsize=200_000)
def number(word: str) -> int:
    """A number for a stem, always the same; never ``NO_WORD``."""
    return zlib.crc32(word.encode(errors="replace")) or 1


def weights(words: Stems) -> Floats:
    """How much each stem tells: 0 of one that is in every article, 1 of one that is in none; 0 for ``NO_WORD``."""
    known, weight = _frequencies()
    at = np.minimum(np.searchsorted(known, words), len(known) - 1)
    return np.where(words == NO_WORD, 0, np.where(known[at] == words, weight[at], np.float32(1)))


@cache
def _weight_of() -> dict[int, float]:
    """The weights of the stems that are known: for few words a call of numpy takes longer than they do."""
    known, weight = _frequencies()
    return dict(zip(known.tolist(), weight.tolist(), strict=True))


def most_telling(words: Iterable[str], width: int) -> tuple[str, ...]:
    """The ``width`` most telling of some stems."""
    weight = _weight_of()
    return tuple(sorted(set(words), key=lambda word: (-weight.get(number(word), 1.0), word))[:width])


def telling(texts: Sequence[Iterable[str]], width: int) -> Stems:
    """The ``width`` most telling stems of each text."""
    weight = _weight_of()
    out = np.zeros((len(texts), width), np.uint32)
    for i, text in enumerate(texts):
        best = sorted({number(word) for word in text}, key=lambda word: (-weight.get(word, 1.0), word))[:width]
        out[i, : len(best)] = best
    return out


@dataclass(frozen=True, slots=True)
class Spread:
    """Texts as vectors of unit length. ``vocabulary``: all their stems, in order; ``weights``: shape (texts, stems)."""

    vocabulary: Stems
    weights: Floats


def spread(texts: Stems) -> Spread:
    """The vectors of some texts."""
    weight = weights(texts)
    norms = np.sqrt((weight**2).sum(1)) + 1e-6
    vocabulary = np.unique(texts[texts != NO_WORD])
    rows, columns = np.nonzero(texts != NO_WORD)
    out = np.zeros((len(texts), len(vocabulary)), np.float32)
    out[rows, np.searchsorted(vocabulary, texts[rows, columns])] = weight[rows, columns] / norms[rows]
    return Spread(vocabulary, out)


def likeness(a: Spread, b: Spread) -> Floats:
    """Cosine of each text of ``a`` and each of ``b``, by the weights of the stems that they share."""
    i, j = shared(a.vocabulary, b.vocabulary)
    return np.asarray(a.weights[:, i] @ b.weights[:, j].T, np.float32)


def shared(a: Floats, b: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the numbers that two arrays share stand in each; both are in order and have each number once."""
    if not len(b):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    at = np.minimum(np.searchsorted(b, a), len(b) - 1)
    i = np.flatnonzero(b[at] == a)
    return i, at[i]
