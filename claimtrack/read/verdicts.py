"""What the verdict of a fact-check comes to, from its words, else from its number on a scale.

The words are in ``data/verdicts.toml``.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from claimtrack.model import Rating

_SCALE: tuple[Rating, ...] = ("false", "mostly false", "mixed", "mostly true", "true")
_LONGEST = 300  # a verdict with more characters is an explanation, of which the beginning counts
_PARTS = re.compile(r"[.:;,!?()\[\]|/\n“”\"]+|\s[-–—]+\s|\b(?:but|because|as)\b")
_LABEL = re.compile(r"^(?:our |the )?(?:verdict|rating|conclusion|claim|fact ?check)s?\b", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w'’ -]+")


def rating_of(words: str | None, value: object = None, best: object = None, worst: object = None) -> Rating | None:
    """The rating that a verdict in ``words`` comes to, else a ``value`` on the scale from ``worst`` to ``best``.

    "other" where words are given and neither decides, None where nothing usable is given.

    >>> rating_of("Mostly False"), rating_of("4 legs", "3", "5", "1"), rating_of(None)
    ('mostly false', 'mixed', None)
    """
    said = _by_words(words) if words else None
    return said or _by_number(value, best, worst) or ("other" if words else None)


def _by_words(words: str) -> Rating | None:
    known = _known()
    words = words[:_LONGEST]
    for part in (words, *_PARTS.split(words)):
        found = known.get(_plain(_LABEL.sub("", part.strip()))) or known.get(_plain(part))
        if found:
            return found
    return None


def _plain(words: str) -> str:
    return " ".join(_NOT_WORDS.sub(" ", words.replace("’", "'")).casefold().split()).strip("- ")


def _by_number(value: object, best: object, worst: object) -> Rating | None:
    """schema.org: without them, the best is 5 and the worst is 1. A scale may run either way."""
    number, top, bottom = _number(value), _number(best, 5.0), _number(worst, 1.0)
    if number is None or top is None or bottom is None or top == bottom:
        return None
    share = (number - bottom) / (top - bottom)
    return _SCALE[round(share * (len(_SCALE) - 1))] if 0 <= share <= 1 else None


def _number(value: object, default: float | None = None) -> float | None:
    if value is None or isinstance(value, bool):
        return default
    try:
        number = float(str(value)[:40].strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@lru_cache(maxsize=1)
def _known() -> dict[str, Rating]:
    data: dict[str, Any] = tomllib.loads(files("claimtrack.read").joinpath("data/verdicts.toml").read_text("utf-8"))
    return {_plain(word): rating for rating in get_args(Rating) for word in data[rating]}
