"""What holds between two statements about one fact, and why.

The rules, in this order (figures; times are days of the text, else of the publication):

1. Figures that can both be right and are near each other agree. Where both rest on one source, or one text copies
   the other, they are "same_source" instead: one origin, said twice.
2. Figures that can both be right, but are far apart ("more than 400" and 5,000): nothing is said.
3. Figures that cannot both be right: the later one updates the earlier one, if it is of another time and nothing
   speaks against it (see ``_is_update``); else they conflict, unless one of them is a plan or only possible.

Events, where the two claims have no figures that could be held against each other: another day of one event is a
conflict of dates, the same day an agreement; a denial against a claim, or the opposite state, is a conflict of
polarity, or an update if it is said much later. Doubt lowers the score (``Verdict.sure``), or nothing is said.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from claimtrack.compare.kinds import are_of_other_kinds
from claimtrack.compare.measures import UNKNOWN, Measure, comparable, ratio, standing
from claimtrack.compare.opposites import are_opposite, state
from claimtrack.compare.statements import Days, Statement
from claimtrack.model import RelationBasis, RelationKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation without its claims: ``detail`` gives the reason in words.

    ``sure``: share of the likelihood that is left to a relation that rests on little.
    """

    relation: RelationKind
    on: RelationBasis
    detail: str
    sure: float = 1.0


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "relations.toml").read_text(encoding="utf8"))


def relate(a: Statement, b: Statement, *, copied: bool = False) -> Verdict | None:
    """What holds between two statements that are about one fact; ``a`` is the earlier one (see ``in_order``).

    ``copied``: whether one article is a copy of the other.
    """
    if a.measure is not None and b.measure is not None:
        return _figures(a, b, copied=copied)
    return _events(a, b, copied=copied)


def least(verdict: Verdict) -> float:
    """How likely two statements must be about one fact for this to be said: that two texts say something alike
    without a figure or a day is weak evidence."""
    return float(_data()["likelihood"].get(f"{verdict.relation} {verdict.on}", 0.0))


def in_order(a: Statement, b: Statement) -> bool:
    """Whether ``a`` comes before ``b``: by the day of publication, then by the claims' ids."""
    first, second = ((s.said or (math.inf, math.inf))[0] for s in (a, b))
    return (first, a.claim, a.quantity or 0) <= (second, b.claim, b.quantity or 0)


def clash(a: Statement, b: Statement) -> bool:
    """Whether two statements of one article cannot be about one fact: they give it two figures at one time."""
    if a.measure is None or b.measure is None:
        return False
    return standing(a.measure, b.measure) == "incompatible" and _days_apart(a.time, b.time) == 0


# ------------------------------------------------------------------ figures
def _figures(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    assert a.measure is not None and b.measure is not None
    both = f"{a.written} vs {b.written}"
    if not _of_one_dimension(a.measure, b.measure) or are_of_other_kinds(a.thing, b.thing):
        return None
    if a.negated != b.negated and not (a.metric and a.metric == b.metric):
        return None
    if _days_apart(_when(a), _when(b)) > _data()["days"]["other_time"] and (a.days or b.days):
        return None
    how = standing(a.measure, b.measure)
    if how == "equal" and not _is_revised(a, b):
        return None if _excludes(a.metric, b.metric) else _agreement(a, b, "quantity", both, copied=copied)
    if how == "compatible" and not _has_outgrown(a, b):
        return None
    if ratio(a.measure, b.measure) > _data()["figures"]["farthest"]:
        return None
    return _difference(a, b, both)


def _excludes(one: str | None, other: str | None) -> bool:
    """Whether two metrics are two, and such that nothing is counted in both: the dead are not missing."""
    return one != other and {one, other} <= set(_data()["metrics"]["exclusive"])


def _when(statement: Statement) -> Days | None:
    """The time that a figure is of, or was true at: a plan's is the day of publication."""
    return statement.said if _is_ahead(statement) else statement.time


def _of_one_dimension(a: Measure, b: Measure) -> bool:
    """Whether two figures can be held against each other; two currencies cannot, and a bare number can with any."""
    return comparable(a, b) or UNKNOWN in (a.dimension, b.dimension)


def _difference(a: Statement, b: Statement, both: str) -> Verdict | None:
    likelihood = _data()["likelihood"]
    sure = float(likelihood["bare"]) if a.bare or b.bare else 1.0
    gap = _gap(a, b)
    if abs(gap) > _data()["days"]["other_time"] or _of_two_polls(a, b) or _of_two_spans(a, b):
        return None
    if _is_update(a, b, gap):
        return Verdict("updates", "quantity", f"{both}, {_later(gap)}", sure * _unless_others(a, b))
    if not _same_standing(a, b, gap) or abs(gap) > _data()["days"]["same_time"] or not _is_one_matter(a, b):
        return None
    if not (a.time and b.time):
        sure *= float(likelihood["undated"])
    return Verdict("conflicts", "quantity", f"{both}, {_same_time(a, b, gap)}{_sides(a, b)}", sure * _sure(a, b))


def _is_revised(a: Statement, b: Statement) -> bool:
    """Whether the later text says that the figure changed, and gives another one, though "about" covers both."""
    assert a.measure is not None and b.measure is not None
    return _gap(a, b) > 0 and ratio(a.measure, b.measure) > 1 + _data()["figures"]["revised"] and _says(b, "changed")


def _has_outgrown(a: Statement, b: Statement) -> bool:
    """Whether a later figure is far beyond an earlier lower bound: "at least 27", then 39."""
    assert a.measure is not None and b.measure is not None
    return a.measure.high == math.inf and b.measure.value > a.measure.value and _is_update(a, b, _gap(a, b))


def _same_standing(a: Statement, b: Statement, gap: int) -> bool:
    """Whether two claims stand for the same: a plan does not conflict with an outcome, but two texts of the same
    days speak of one plan, though one says "is" and the other "will"."""
    if a.modality == b.modality:
        return True
    return {a.modality, b.modality} == {"asserted", "planned"} and abs(gap) < _data()["days"]["rising"]


def _of_two_polls(a: Statement, b: Statement) -> bool:
    """Whether the figures are of polls that are not known to be one pollster's: two measurements, and both right."""
    assert a.measure is not None and b.measure is not None
    polled = (a.polled or b.polled) and not {a.measure.dimension, b.measure.dimension}.isdisjoint(("share", "point"))
    personal = not {a.metric, b.metric}.isdisjoint(_data()["metrics"]["personal"])
    return (polled or personal) and not _same_source(a, b)


def _of_two_spans(a: Statement, b: Statement) -> bool:
    """Whether the figures may be of two spans of time: a quarter's revenue, and some revenue four times as large."""
    assert a.measure is not None and b.measure is not None
    return a.period != b.period and ratio(a.measure, b.measure) > _data()["figures"]["other_span"]


def _is_one_matter(a: Statement, b: Statement) -> bool:
    """Whether nothing speaks for two matters: other persons or places in the claims, another metric or span of time, a
    part and a whole, something that is only thought of."""
    if any(x and y and not x & y for x, y in ((a.people, b.people), (a.places, b.places))) or a.part != b.part:
        return False
    if any(x is not None and y is not None and x != y for x, y in ((a.metric, b.metric), (a.period, b.period))):
        return False
    return not {a.modality, b.modality} & {"possible", "conditional"}


def _sure(a: Statement, b: Statement) -> float:
    """What is left of the likelihood of a conflict where the claims name others, or other places around them."""
    elsewhere = bool(a.nearby and b.nearby) and not a.nearby & b.nearby
    return float(_data()["likelihood"]["others"]) if elsewhere else _unless_others(a, b)


def _unless_others(a: Statement, b: Statement) -> float:
    return float(_data()["likelihood"]["others"]) if of_others(a, b) else 1.0


def of_others(a: Statement, b: Statement) -> bool:
    """Whether both statements name somebody or something, and nothing of the one is named in the other.

    Words that begin alike count as one name: "Halcar", "Halcari".
    """
    x, y = (sorted({w[:_STEM] for name in s.names for w in _words(name)}) for s in (a, b))
    return bool(x and y) and not set(x) & set(y)


_STEM = 5


def _is_update(a: Statement, b: Statement, gap: int) -> bool:
    """Whether the later figure replaces the earlier one.

    A rising figure does from some days on, a falling one later; sooner if one source says both or the text says
    that it changed. A source that only counters the figure ("only 38") does not, nor does what was measured once, as
    the votes of one vote.
    """
    days = _data()["days"]
    if gap <= 0 or _says(b, "countering"):
        return False
    if _same_source(a, b) or _says(b, "changed"):
        return True
    if not {a.metric, b.metric}.isdisjoint(_data()["metrics"]["once"]):
        return False
    assert a.measure is not None and b.measure is not None
    rises = b.measure.value > a.measure.value
    return gap >= int(days["rising"] if rises else days["falling"])


def _says(statement: Statement, what: str) -> bool:
    words = "|".join(map(re.escape, _data()["words"][what]))
    return re.search(rf"\b(?:{words})\b", statement.text, re.I) is not None


# ------------------------------------------------------------------ events
def _events(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    if a.dimensions & b.dimensions and a.content != b.content:
        return None  # their figures speak
    if _same_words(a, b) and (a.negated != b.negated or a.days != b.days):
        return None
    if (a.negated != b.negated) != are_opposite(state(a.predicate, a.text), state(b.predicate, b.text)):
        return _opposed(a, b) if _is_one_matter(a, b) else None
    if a.days and b.days and _is_day(a.days) and _is_day(b.days):
        return _dates(a, b, copied=copied)
    if a.modality == b.modality and not of_others(a, b):
        found = _agreement(a, b, "polarity", "both deny it" if a.negated else "both say so", copied=copied)
        denials = a.negated and found.relation == "agrees" and a.predicate != b.predicate
        return replace(found, sure=float(_data()["likelihood"]["opposed"])) if denials else found
    return None


def _same_words(a: Statement, b: Statement) -> bool:
    """Whether the one claim's words are all of the other's, or a part: then it was read in two ways, not said so."""
    short, long = sorted((a.written.casefold(), b.written.casefold()), key=len)
    return bool(short) and short in long


def _opposed(a: Statement, b: Statement) -> Verdict | None:
    gap = _gap(a, b)
    detail = "opposite states"
    if a.negated != b.negated:
        detail = "denied vs affirmed" if a.negated else "affirmed vs denied"
    if gap >= _data()["days"]["reversal"] or (gap > 0 and _same_source(a, b)):
        return Verdict("updates", "polarity", f"{detail}, {_later(gap)}")
    sure = _sure(a, b) * float(_data()["likelihood"]["opposed"])
    return Verdict("conflicts", "polarity", f"{detail}, {_same_time(a, b, gap)}{_sides(a, b)}", sure)


def _dates(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    assert a.days is not None and b.days is not None
    apart = _days_apart(a.days, b.days)
    both = f"{_day(a.days)} vs {_day(b.days)}"
    if apart == 0:
        return None if of_others(a, b) else _agreement(a, b, "date", both, copied=copied)
    if apart > _data()["days"]["other_event"] or not _is_one_matter(a, b):
        return None
    sure = _sure(a, b) * (1.0 if a.predicate == b.predicate else float(_data()["likelihood"]["other_predicate"]))
    return Verdict("conflicts", "date", f"{both}, {apart} days apart{_sides(a, b)}", sure)


# ------------------------------------------------------------------ shared
def _agreement(a: Statement, b: Statement, on: RelationBasis, detail: str, *, copied: bool) -> Verdict:
    if copied or a.content == b.content:
        return Verdict("same_source", "attribution", f"{detail}: one text, copied")
    if _same_source(a, b):
        return Verdict("same_source", "attribution", f"{detail}: both rest on {a.source}")
    if papers := a.papers & b.papers:
        return Verdict("same_source", "attribution", f"{detail}: both go back to a paper of {min(papers)}")
    return Verdict("agrees", on, detail)


def _same_source(a: Statement, b: Statement) -> bool:
    """Whether both rest on one named source: one name's words are a run of the other's."""
    if a.source is None or b.source is None:
        return False
    short, long = sorted((_maker(a.source), _maker(b.source)), key=len)
    return bool(short) and any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _maker(source: str) -> list[str]:
    """Words of a source, without those for its papers and polls: a "Norda poll" is of the "Norda institute"."""
    words = _words(source)
    return [w for w in words if w not in _data()["words"]["of_sources"]] or words


def _words(name: str) -> list[str]:
    titles = _data()["words"]["titles"]
    return [w for w in re.findall(r"[^\W_]+", name.lower()) if w not in titles]


def _sides(a: Statement, b: Statement) -> str:
    return f" ({a.source or 'no source named'} / {b.source or 'no source named'})" if a.source or b.source else ""


def _gap(a: Statement, b: Statement) -> int:
    """Days from ``a`` to ``b``: of the times that the texts give, if both do, else of the publications; of these too
    where one is the aim of a plan."""
    if a.days and b.days and _is_ahead(a) == _is_ahead(b):
        return max(b.days[0] - a.days[1], 0) - max(a.days[0] - b.days[1], 0) or _published_gap(a, b)
    return _published_gap(a, b)


def _is_ahead(statement: Statement) -> bool:
    """Whether its time is the aim of a plan ("4,500 jobs by 2026"): it was said at another time than it is of."""
    return bool(statement.days and statement.said and statement.days[0] > statement.said[1])


def _published_gap(a: Statement, b: Statement) -> int:
    return b.said[0] - a.said[0] if a.said and b.said else 0


def _days_apart(a: Days | None, b: Days | None) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0) if a and b else 0


def _is_day(days: Days) -> bool:
    return days[1] == days[0]


def _day(days: Days) -> str:
    from datetime import date

    return date.fromordinal(days[0]).isoformat()


def _later(gap: int) -> str:
    return f"{gap} day{'s' if gap != 1 else ''} later"


def _same_time(a: Statement, b: Statement, gap: int) -> str:
    if not (a.time and b.time):
        return "one of them undated" if a.time or b.time else "both undated"
    return "of the same day" if gap == 0 else f"{abs(gap)} day{'s' if abs(gap) != 1 else ''} apart"
