"""Multiples and shares that are no numeral with a unit: "doubled", "twice as many", "threefold", "one in five"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.numbers import Numeral, plain
from claimtrack.model import Change

_FILE = "changes.toml"
_OF = re.compile(r"\s+(?:in|out\s+of|of|in\s+every|of\s+every|out\s+of\s+every|from\s+every)\s+(?:every\s+)?")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A multiple (unit "times") or share (unit "proportion") at ``start``..``end``."""

    start: int
    end: int
    value: Decimal
    unit: str
    change: Change | None = None


def find_ratios(text: str, numerals: Sequence[Numeral]) -> list[Ratio]:
    """Every multiple and every "N in M" of ``text``, in no order."""
    return [*_multiples(text), *_shares(text, numerals)]


@cache
def _multiple_pattern() -> re.Pattern[str]:
    forms = "|".join(sorted(table(_FILE)["multiples"], key=len, reverse=True))
    return re.compile(rf"(?i)(?<![\w-])(?:{forms})(?![\w-])")


def _multiples(text: str) -> list[Ratio]:
    found = []
    for match in _multiple_pattern().finditer(text):
        word = match[0].lower()
        if _is_multiple(text, match, word):
            value = Decimal(table(_FILE)["multiples"][word])
            found.append(Ratio(match.start(), match.end(), value, "times", _direction(word, value)))
    return found


def _is_multiple(text: str, match: re.Match[str], word: str) -> bool:
    if word not in words(_FILE, "multiple_context.needs_follower"):
        return True
    before = re.search(r"([^\s]+)\s+$", text[max(0, match.start() - 20) : match.start()])
    after = re.match(r"\s+([^\W\d_]+)", text[match.end() : match.end() + 16])
    last = before[1].lower() if before else ""
    if last in words(_FILE, "multiple_context.never_after"):
        return False
    if after is not None and after[1].lower() in words(_FILE, "multiple_context.followers"):
        return True
    return not word.endswith(("ice", "es")) and last in words(_FILE, "multiple_context.verb_after")


def _direction(word: str, value: Decimal) -> Change | None:
    if word in ("twice", "thrice", "double", "triple", "treble", "quadruple") or "fold" in word:
        return None
    return "down" if value < 1 else "up"


def _shares(text: str, numerals: Sequence[Numeral]) -> list[Ratio]:
    found = []
    for part, whole in pairwise(numerals):
        link = _OF.fullmatch(text, part.end, whole.start)
        if link and _is_share(text, part, whole, link[0].split()):
            share = (part.value / whole.value).quantize(Decimal("0.001"))
            found.append(Ratio(part.start, whole.end, plain(share), "proportion"))
    return found


def _is_share(text: str, part: Numeral, whole: Numeral, link: list[str]) -> bool:
    """ "one in five", "3 out of 10", but not "two in 2020", "3 in 10 days", "one of two"."""
    if (
        part.vague
        or whole.vague
        or part.kind == "fraction"
        or whole.kind == "fraction"
        or not 0 < part.value < whole.value
    ):
        return False
    if part.value != int(part.value) or whole.value != int(whole.value) or part.scale != 1:
        return False
    if link == ["of"]:
        return False
    if link == ["in"]:
        rest = text[whole.end : whole.end + 12]
        timed = re.match(r"(?i)[\s-]+(?:second|minute|hour|day|week|month|year|decade)", rest)
        return (
            not timed
            and not re.fullmatch(r"(?:1[1-9]|20)\d\d", text[whole.start : whole.end])
            and whole.value <= 10**6
            and part.value < 100
        )
    return True
