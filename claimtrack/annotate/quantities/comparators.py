"""Comparators ("at least", "or so") from the words around a figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import cast

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.context import Word, last_phrase, words_before
from claimtrack.model import Comparator

_FILE = "comparators.toml"
_REACH = 60
_NEGATED: dict[Comparator, Comparator] = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}


@cache
def _phrases(section: str) -> dict[str, str]:
    """Phrase in lower case -> comparator."""
    entries = table(_FILE)[section].items()
    return {" ".join(phrase.lower().split()): sign for sign, joined in entries for phrase in joined.split(";")}


@cache
def _after() -> re.Pattern[str]:
    ordered = sorted(_phrases("after"), key=len, reverse=True)
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"[\s\u00a0]+") for phrase in ordered)
    return re.compile(rf"(?i)[\s\u00a0]*(?P<phrase>{phrases})(?![\w-])(?!\s+than\b)")


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
    before = _comparator_before(words_before(text, start, _REACH), timed, is_case)
    if before is not None:
        return before
    for end in ends:
        after = _after().match(text, end)
        if after is not None:
            return cast(Comparator, _phrases("after")[" ".join(after["phrase"].lower().split())])
    return "="


def _comparator_before(left: list[Word], timed: bool, is_case: Callable[[int], bool]) -> Comparator | None:
    """The nearest bound before the figure; "exactly", articles and "some" are passed over ("more than some 300")."""
    end, weak = len(left), None
    while end > 0:
        found = last_phrase(left, end, _phrases("before"))
        if found is None:
            if left[end - 1].text not in words(_FILE, "between.words"):
                break
            end -= 1
            continue
        phrase, begin = found
        sign = cast(Comparator, _phrases("before")[phrase])
        if sign != "=" and phrase not in words(_FILE, "between.words"):
            skipped = end < len(left)
            no_bound = (
                (timed and _is_preposition(left, phrase, begin, skipped))
                or _is_topic(left[begin], phrase, is_case)
                or _is_particle(left, phrase, begin)
            )
            no_bound = no_bound or (sign in "<>" and _is_definite(left, end))
            return weak if no_bound else _negated(left, begin, sign)
        weak, end = (sign if sign != "=" else weak), begin
    return weak


def _is_definite(left: list[Word], end: int) -> bool:
    """ "below the 0.5 percent that was forecast": a figure with an article is known, others are held against it."""
    return end < len(left) and left[end].text in ("the", "those", "these")


def _is_topic(word: Word, phrase: str, is_case: Callable[[int], bool]) -> bool:
    return phrase in ("about", "around") and is_case(word.start)


def _is_particle(left: list[Word], phrase: str, begin: int) -> bool:
    """ "handed over 57 tanks"."""
    return (
        phrase in table(_FILE)["particles"]
        and begin > 0
        and left[begin - 1].text in words(_FILE, f"particles.{phrase}")
    )


def _is_preposition(left: list[Word], phrase: str, begin: int, skipped: bool) -> bool:
    """ "over the ten years", "spread over ten years", but not "for over ten years"."""
    if phrase not in words(_FILE, "time.words"):
        return False
    before = left[begin - 1].text if begin else ""
    return skipped or before not in words(_FILE, "time.after") | words("nouns.toml", "stated.ages")


def _negated(left: list[Word], begin: int, sign: Comparator) -> Comparator:
    """ "not over 5", "was never more than 5" are at most 5."""
    at = begin - 1
    if at >= 0 and left[at].text in ("be", "been"):
        at -= 1
    word = left[at].text if at >= 0 else ""
    negative = word in ("not", "never", "without") or word.endswith(("n't", "n’t"))
    return _NEGATED.get(sign, sign) if negative else sign
