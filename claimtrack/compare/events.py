"""What holds between two statements of an event, without figures that could be held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimtrack.compare.grounds import (
    Verdict,
    agreement,
    days_apart,
    gap_between,
    is_day,
    is_one_matter,
    iso_day,
    later,
    of_others,
    rules,
    same_source,
    same_time,
    sides,
    sure_of,
)
from claimtrack.compare.opposites import are_opposite, state
from claimtrack.compare.statements import Statement
from claimtrack.compare.words import likeness, spread, telling


def events(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    """What holds between two statements of an event; None: nothing is said."""
    if a.dimensions & b.dimensions and a.content != b.content:
        return None  # their figures speak
    if _same_words(a, b) and (a.negated != b.negated or a.days != b.days):
        return None
    if (a.negated != b.negated) != are_opposite(state(a.predicate, a.text), state(b.predicate, b.text)):
        return _opposed(a, b) if is_one_matter(a, b) else None
    if a.days and b.days and is_day(a.days) and is_day(b.days):
        return _dates(a, b, copied=copied)
    if a.modality == b.modality and not of_others(a, b):
        found = agreement(a, b, "polarity", "both deny it" if a.negated else "both say so", copied=copied)
        denials = a.negated and found.relation == "agrees" and a.predicate != b.predicate
        return replace(found, sure=float(rules()["likelihood"]["opposed"])) if denials else found
    return None


def _same_words(a: Statement, b: Statement) -> bool:
    """Whether the one claim's words are all of the other's, or a part: then it was read in two ways, not said so."""
    short, long = sorted((a.written.casefold(), b.written.casefold()), key=len)
    return bool(short) and short in long


def _opposed(a: Statement, b: Statement) -> Verdict | None:
    gap = gap_between(a, b)
    detail = "opposite states"
    if a.negated != b.negated:
        detail = "denied vs affirmed" if a.negated else "affirmed vs denied"
    if gap >= rules()["days"]["reversal"] or (gap > 0 and (same_source(a, b) or _has_happened(a, b))):
        return Verdict("updates", "polarity", f"{detail}, {later(gap)}")
    if (
        a.predicate != b.predicate
        and a.words
        and b.words
        and _likeness(a.words, b.words) < rules()["likelihood"]["unlike"]
    ):
        return None
    sure = sure_of(a, b) * float(rules()["likelihood"]["opposed"])
    return Verdict("conflicts", "polarity", f"{detail}, {same_time(a, b, gap)}{sides(a, b)}", sure)


def _has_happened(a: Statement, b: Statement) -> bool:
    """Whether the later claim tells what came after the earlier one was said: of a plan the outcome, or what the text
    dates after it."""
    if b.modality != "asserted":
        return False
    return a.modality == "planned" or bool(a.said and b.days and b.days[0] > a.said[1])


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Cosine of two texts, given as stems, by the weights of the stems that they share."""
    x, y = (spread(telling([words], len(words) or 1)) for words in (one, other))
    return float(likeness(x, y)[0, 0])


def _dates(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    assert a.days is not None and b.days is not None
    apart = days_apart(a.days, b.days)
    both = f"{iso_day(a.days)} vs {iso_day(b.days)}"
    if apart == 0:
        return None if of_others(a, b) else agreement(a, b, "date", both, copied=copied)
    if apart > rules()["days"]["other_event"] or not is_one_matter(a, b):
        return None
    sure = sure_of(a, b) * (1.0 if a.predicate == b.predicate else float(rules()["likelihood"]["other_predicate"]))
    return Verdict("conflicts", "date", f"{both}, {apart} days apart{sides(a, b)}", sure)
