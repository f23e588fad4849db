"""What holds between two statements about one fact, and why.

The rules, in this order (figures; times are days of the text, else of the publication):

0. Of two matters nothing is said: what the claims name, and what their articles are about, is named nowhere in the
   other's article. Nor of figures of two parts of the people (women, men), or of what two days brought.
1. Figures that can both be right and are near each other agree. Where both rest on one source, or one text copies
   the other, they are "same_source" instead: one origin, said twice.
2. Figures that can both be right, but are far apart ("more than 400" and 5,000): nothing is said.
3. Figures that cannot both be right: nothing is said if they count two things, or are given in two regards (what is
   at stake and what was won, what it was and what it is). Else the later one updates the earlier one, if it is of
   another time and nothing speaks against it (see ``figures._is_update``); or they conflict, unless one of them is a
   plan or only possible. What only the day speaks for, and is not known to develop, is no update (see
   ``figures._is_contested``).

Events, where the two claims have no figures that could be held against each other: another day of one event is a
conflict of dates, the same day an agreement; a denial against a claim, or the opposite state, is a conflict of
polarity, or an update if it is said much later. Doubt lowers the score (``Verdict.sure``), or nothing is said.
"""

from __future__ import annotations

import math
from dataclasses import replace

from claimtrack.compare.events import events
from claimtrack.compare.figures import figures
from claimtrack.compare.grounds import Verdict, are_strangers, days_apart, of_two_matters, rules
from claimtrack.compare.measures import standing
from claimtrack.compare.statements import Statement

__all__ = ["Verdict", "clash", "in_order", "least", "relate"]


def relate(a: Statement, b: Statement, *, copied: bool = False) -> Verdict | None:
    """What holds between two statements that are about one fact; ``a`` is the earlier one (see ``in_order``).

    ``copied``: whether one article is a copy of the other.
    """
    if of_two_matters(a, b):
        return None
    told = figures if a.measure is not None and b.measure is not None else events
    found = told(a, b, copied=copied)
    if found and not copied and are_strangers(a, b):
        return replace(found, sure=found.sure * float(rules()["likelihood"]["others"]))
    return found


def least(verdict: Verdict) -> float:
    """How likely two statements must be about one fact for this to be said: that two texts say something alike
    without a figure or a day is weak evidence; and what a doubt leaves too little of is not said at all."""
    bounds = rules()["likelihood"]
    left = float(bounds["left"].get(verdict.relation, 0.0)) / verdict.sure if verdict.sure else math.inf
    return max(float(bounds.get(f"{verdict.relation} {verdict.on}", 0.0)), left)


def in_order(a: Statement, b: Statement) -> bool:
    """Whether ``a`` comes before ``b``: by the day of publication, then by the claims' ids."""
    first, second = ((s.said or (math.inf, math.inf))[0] for s in (a, b))
    return (first, a.claim, a.quantity or 0) <= (second, b.claim, b.quantity or 0)


def clash(a: Statement, b: Statement) -> bool:
    """Whether two statements of one article cannot be about one fact: they give it two figures at one time."""
    if a.measure is None or b.measure is None:
        return False
    return standing(a.measure, b.measure) == "incompatible" and days_apart(a.time, b.time) == 0
