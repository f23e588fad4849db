"""Direction of change ("rose by", "a cut of", "5 % higher") from the words around a figure."""

from __future__ import annotations

import re
from functools import cache

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.context import Word, last_phrase, words_before
from claimtrack.model import Change

_FILE = "changes.toml"
_REACH = 90
_SIDES: tuple[Change, Change] = ("up", "down")
_BREAKS = frozenset(".;:!?\n")


@cache
def _side_of(kind: str) -> dict[str, Change]:
    """The words of one kind ("verbs", "nouns", "particles", "by_verbs") -> their direction."""
    return {word: side for side in _SIDES for word in words(_FILE, f"{side}.{kind}")}


@cache
def _between() -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in table(_FILE)["between"]["words"].split(";"))


@cache
def _after() -> dict[Change, re.Pattern[str]]:
    no_modifier = "|".join(sorted(words(_FILE, "no_modifier.words")))
    patterns: dict[Change, re.Pattern[str]] = {}
    for side in _SIDES:
        particles, nouns = ("|".join(sorted(words(_FILE, f"{side}.{kind}"))) for kind in ("particles", "nouns"))
        modifier = rf"(?:(?!(?:{no_modifier})\s)[a-z-]+\s+)?"
        moving = rf"(?:{particles})\b(?!\s+(?:front|to|for)\b)"
        patterns[side] = re.compile(rf"(?i)[\s\u00a0-]*(?:{moving}|{modifier}(?:{nouns})\b(?! of))")
    return patterns


def change_of(text: str, start: int, end: int | None) -> Change | None:
    """Does the figure at ``start``..``end`` (unit included) say how far something rose or fell?

    "rose 5 %", "cut by $2bn", "a drop of 3 points", "up 5 %", "a 5 % increase"; a level ("rose to 5 %") is no change.
    ``end`` None: the words behind are not looked at ("five losses", "a three-year decline").
    """
    before = _change_before(words_before(text, start, _REACH), end is None)
    if before is not None or end is None:
        return before
    return next((side for side in _SIDES if _after()[side].match(text, end)), None)


def _change_before(left: list[Word], count: bool) -> Change | None:
    """``count``: the figure counts things, and "up" before it tells no direction ("sign up 5 people")."""
    end, by = len(left), False
    while found := last_phrase(left, end, _between()):
        by = by or "by" in found[0].split()
        end = found[1]
    if end == 0:
        return None
    word = left[end - 1].text
    if word in _side_of("verbs"):
        return _side_of("verbs")[word]
    if word in _side_of("particles"):
        return None if count or _is_phrasal(left, end) else _side_of("particles")[word]
    if word == "of":
        return _noun_before_of(left, end - 1)
    return _verb_before_by(left, end) if by else None


def _is_phrasal(left: list[Word], end: int) -> bool:
    """ "make up 5 percent" is no rise."""
    return end > 1 and left[end - 2].text in words(_FILE, "phrasal.verbs")


def _noun_before_of(left: list[Word], of: int) -> Change | None:
    """The noun of "a cut of", "a rise in food prices of"."""
    if of > 0 and left[of - 1].text in _side_of("nouns"):
        return _side_of("nouns")[left[of - 1].text]
    for at in range(of - 2, max(0, of - 6), -1):
        if left[at].text == "in" and left[at - 1].text in _side_of("nouns"):
            return _side_of("nouns")[left[at - 1].text]
    return None


def _verb_before_by(left: list[Word], end: int) -> Change | None:
    """The nearest verb or particle of change of the clause: "cut the staff budget by"."""
    for word in reversed(left[:end]):
        if word.text in _BREAKS or word.text.endswith("."):
            return None
        if word.text in _side_of("verbs"):
            return _side_of("verbs")[word.text]
        if word.text in _side_of("by_verbs"):
            return _side_of("by_verbs")[word.text]
    return None
