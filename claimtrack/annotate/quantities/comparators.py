"""Comparators ("at least", "or so") and direction of change ("rose by", "a cut of") from the words around a figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import cast

from claimtrack.annotate.lists import table, words
from claimtrack.model import Change, Comparator

_REACH = 60


def _phrases(section: str) -> dict[str, Comparator]:
    entries = table("comparators.toml")[section]
    return {
        " ".join(phrase.split()): cast(Comparator, sign)
        for sign, joined in entries.items()
        for phrase in joined.split(";")
    }


def _pattern(phrases: dict[str, Comparator]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"[\s\u00a0]+") for phrase in ordered)


@cache
def _before() -> tuple[re.Pattern[str], dict[str, Comparator]]:
    phrases = _phrases("before")
    between = "|".join(sorted(words("comparators.toml", "between.words")))
    return re.compile(
        rf"(?i)(?<![\w'’-])(?P<phrase>{_pattern(phrases)})(?P<between>(?:[\s\u00a0]+(?:{between}))*)[\s\u00a0]*$"
    ), phrases


@cache
def _after() -> tuple[re.Pattern[str], dict[str, Comparator]]:
    phrases = _phrases("after")
    return re.compile(rf"(?i)[\s\u00a0]*(?P<phrase>{_pattern(phrases)})(?![\w-])"), phrases


def _key(written: str) -> str:
    return " ".join(written.lower().split())


def comparator_of(
    text: str,
    start: int,
    ends: tuple[int, ...] = (),
    timed: bool = False,
    is_case: Callable[[int], bool] = lambda at: False,
) -> Comparator:
    """The comparator of a figure that starts at ``start``.

    ``ends``: where the number, its unit and its noun end (a phrase may follow any of them).
    ``timed``: the unit is one of time, where "over" may be a preposition ("over ten years").
    ``is_case``: does the parse say that the word at an offset is a preposition ("a joke about 40 percent")?
    """
    pattern, phrases = _before()
    match = _search_left(pattern, text, start)
    if match is not None and not (timed and _preposition(text, match)) and not _about(match, is_case):
        sign = phrases[_key(match["phrase"])]
        if sign != "=":
            return _negated(text, match.start(), sign)
    for end in ends:
        after = _after()[0].match(text, end)
        if after is not None:
            return _after()[1][_key(after["phrase"])]
    return "="


def _search_left(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """The longest phrase that ends at ``start``; the earliest match of a pattern anchored at the end is the longest."""
    return pattern.search(text, max(0, start - _REACH), start)


def _about(match: re.Match[str], is_case: Callable[[int], bool]) -> bool:
    return _key(match["phrase"]) in ("about", "around") and is_case(match.start())


def _preposition(text: str, match: re.Match[str]) -> bool:
    if _key(match["phrase"]) not in words("comparators.toml", "time.words"):
        return False
    before = re.search(r"([^\W\d_]+)\s+$", text[max(0, match.start() - 20) : match.start()])
    return (
        bool(match["between"].strip())
        or before is None
        or before[1].lower() not in words("comparators.toml", "time.after")
    )


_NEGATION = re.compile(r"(?i)(?:\bnot|\bnever|\bwithout|n['’]t)\s+(?:be\s+|been\s+)?$")
_NEGATED: dict[Comparator, Comparator] = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}


def _negated(text: str, start: int, sign: Comparator) -> Comparator:
    """ "not over 5" is at most 5."""
    if sign in _NEGATED and _NEGATION.search(text, max(0, start - 16), start):
        return _NEGATED[sign]
    return sign


@cache
def _change_patterns() -> dict[str, re.Pattern[str]]:
    phrases = (p.strip() for p in table("changes.toml")["between"]["words"].split(";"))
    between = "|".join(sorted({p.replace(" ", r"\s+") for p in phrases}, key=len, reverse=True))
    no_modifier = "|".join(sorted(words("changes.toml", "no_modifier.words")))
    sides = {}
    for side in ("up", "down"):
        verbs, nouns, particles, by_verbs = (
            "|".join(sorted(words("changes.toml", f"{side}.{kind}")))
            for kind in ("verbs", "nouns", "particles", "by_verbs")
        )
        gap = rf"(?:[\s\u00a0]+(?:{between}))*[\s\u00a0]*$"
        sides[side] = (
            rf"\b(?:{verbs}|{particles}){gap}|\b(?:{nouns})(?:\s+in\s+(?:\w+\s+){{1,4}})?\s+of{gap}"
            rf"|\b(?:{verbs}|{by_verbs})\b[^.;:!?\n]{{1,60}}\bby{gap}"
        )
        sides[side + " after"] = (
            rf"[\s\u00a0-]*(?:(?:{particles})\b|(?:(?!(?:{no_modifier})\s)[a-z-]+\s+)?(?:{nouns})\b(?! of))"
        )
    return {side: re.compile("(?i)" + pattern) for side, pattern in sides.items()}


def change_of(text: str, start: int, end: int | None) -> Change | None:
    """Does the figure at ``start``..``end`` (unit included) say how far something rose or fell?

    "rose 5 %", "cut by $2bn", "a drop of 3 points", "up 5 %", "a 5 % increase"; a level ("rose to 5 %") is no change.
    ``end`` None: the words behind are not looked at ("five losses", "a three-year decline").
    """
    left = max(0, start - 90)
    best: tuple[int, Change] | None = None
    for side in ("up", "down"):
        found = _change_patterns()[side].search(text, left, start)
        if found and not _is_other_particle(text, found.start(), end is None):
            at = _last_word(_change_patterns()[side], text, found, start)
            if best is None or at > best[0]:
                best = (at, side)
    if best is not None:
        return best[1]
    if end is None:
        return None
    for side in ("up", "down"):
        if _change_patterns()[side + " after"].match(text, end):
            return cast(Change, side)
    return None


def _is_other_particle(text: str, at: int, count: bool) -> bool:
    """Is "up" at ``at`` part of "make up", or before a count ("sign up 5 people"), where it tells no direction?"""
    if not _PARTICLE.match(text, at):
        return False
    verb = re.search(r"([^\W\d_]+)\s+$", text[max(0, at - 16) : at])
    return count or (verb is not None and verb[1].lower() in words("changes.toml", "phrasal.verbs"))


_PARTICLE = re.compile(r"(?i)(?:up|down|higher|lower)\b")


def _last_word(pattern: re.Pattern[str], text: str, match: re.Match[str], start: int) -> int:
    """Where the nearest match begins: of "fell before it rose by 5 %" it is "rose"."""
    at = match.start()
    while later := pattern.search(text, at + 1, start):
        at = later.start()
    return at
