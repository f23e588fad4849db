"""What holds between two statements about one fact, and why.

The rules, in this order (figures; times are days of the text, else of the publication):

1. Figures that can both be right and are near each other agree. Where both rest on one source, or one text copies
   the other, they are "same_source" instead: one origin, said twice.
2. Figures that can both be right, but are far apart ("more than 400" and 5,000): nothing is said.
3. Figures that cannot both be right: the later one updates the earlier one, if it is of another time and nothing
   speaks against it (see ``figures._is_update``); else they conflict, unless one of them is a plan or only possible.

Events, where the two claims have no figures that could be held against each other: another day of one event is a
conflict of dates, the same day an agreement; a denial against a claim, or the opposite state, is a conflict of
polarity, or an update if it is said much later. Doubt lowers the score (``Verdict.sure``), or nothing is said.
"""

from __future__ import annotations

import math

from claimtrack.compare.events import events
from claimtrack.compare.figures import figures
from claimtrack.compare.grounds import Verdict, days_apart, rules
from claimtrack.compare.measures import standing
from claimtrack.compare.statements import Statement

__all__ = ["Verdict", "clash", "in_order", "least", "relate"]


def relate(a: Statement, b: Statement, *, copied: bool = False) -> Verdict | None:
    """What holds between two statements that are about one fact; ``a`` is the earlier one (see ``in_order``).

    ``copied``: whether one article is a copy of the other.
    """
    if a.measure is not None and b.measure is not None:
        return figures(a, b, copied=copied)
    return events(a, b, copied=copied)


def least(verdict: Verdict) -> float:
    """How likely two statements must be about one fact for this to be said: that two texts say something alike
    without a figure or a day is weak evidence."""
    return float(rules()["likelihood"].get(f"{verdict.relation} {verdict.on}", 0.0))


def in_order(a: Statement, b: Statement) -> bool:
    """Whether ``a`` comes before ``b``: by the day of publication, then by the claims' ids."""
    first, second = ((s.said or (math.inf, math.inf))[0] for s in (a, b))
    return (first, a.claim, a.quantity or 0) <= (second, b.claim, b.quantity or 0)


def clash(a: Statement, b: Statement) -> bool:
    """Whether two statements of one article cannot be about one fact: they give it two figures at one time."""
    if a.measure is None or b.measure is None:
        return False
    return standing(a.measure, b.measure) == "incompatible" and days_apart(a.time, b.time) == 0
