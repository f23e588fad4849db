"""What holds between two figures about one fact (rules 1 to 3 of ``relate``)."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from claimtrack.compare.aspects import is_fixed
from claimtrack.compare.grounds import (
    Verdict,
    agreement,
    days_apart,
    gap_between,
    is_ahead,
    is_one_matter,
    later,
    rules,
    same_source,
    same_time,
    share_actors,
    sides,
    sure_of,
    unless_others,
)
from claimtrack.compare.kinds import are_of_other_kinds, may_be_one
from claimtrack.compare.measures import COUNT, UNKNOWN, Measure, Standing, comparable, ratio, standing
from claimtrack.compare.populations import are_apart
from claimtrack.compare.statements import Days, Statement


def figures(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    """What holds between two figures; None: nothing is said."""
    assert a.measure is not None and b.measure is not None
    both = f"{a.written} vs {b.written}"
    if not _of_one_dimension(a.measure, b.measure) or are_of_other_kinds(a.thing, b.thing):
        return None
    if a.negated != b.negated and not (a.metric and a.metric == b.metric):
        return None
    how = standing(a.measure, b.measure)
    if are_apart(a.populations, b.populations) or _of_two_days(a, b) or _of_two_times(a, b, how):
        return None
    if how == "equal" and not _is_revised(a, b):
        if _excludes(a.metric, b.metric):
            return None
        found = agreement(a, b, "quantity", both, copied=copied)
        return replace(found, sure=_sure_of_agreement(a, b)) if found.relation == "agrees" else found
    if how == "compatible" and not _has_outgrown(a, b):
        return None
    if ratio(a.measure, b.measure) > rules()["figures"]["farthest"]:
        return None
    return _difference(a, b, both)


def _sure_of_agreement(a: Statement, b: Statement) -> float:
    """What is left to an agreement of figures that are easily alike: of two polls, in two regards, of other things, or
    too small to tell anything ("two countries"), or a bound and what is beyond it. Not of figures with many digits."""
    assert a.measure is not None and b.measure is not None
    likelihood = rules()["likelihood"]
    dimensions = {a.measure.dimension, b.measure.dimension}
    if len(dimensions) == 1 and _is_telling(a) and _is_telling(b):
        return 1.0
    sure = 1.0 if _of_like_shares(a, b) and (len(dimensions) == 1 or COUNT in dimensions) else float(likelihood["bare"])
    aspects = {a.aspect, b.aspect} - {None, *rules()["aspects"]["agreeing"]}
    bounded = (a.measure.open or b.measure.open) and ratio(a.measure, b.measure) > 1 + rules()["figures"]["beyond"]
    if bounded or _of_two_polls(a, b) or (a.aspect != b.aspect and aspects):
        sure *= float(likelihood["others"])
    return sure * unless_others(a, b) * (float(likelihood["small"]) if _is_small(a) and _is_small(b) else 1.0)


def _is_telling(statement: Statement) -> bool:
    """Whether its figure is hardly the same as another one by chance: it is written with many digits."""
    m = statement.measure
    written = any(sign.isdigit() for sign in statement.written)
    return m is not None and written and m.digits >= rules()["figures"]["telling"]


def _is_small(statement: Statement) -> bool:
    """Whether it counts very few of what no metric tells: many things are two."""
    m = statement.measure
    return (
        m is not None
        and m.dimension in (COUNT, UNKNOWN)
        and abs(m.value) <= rules()["figures"]["small"]
        and not statement.metric
    )


def _of_like_shares(a: Statement, b: Statement) -> bool:
    """Whether two shares may be of one thing: "48 % of the homes" and "... of the houses", not "... of production"."""
    assert a.measure is not None
    return a.measure.dimension != "share" or a.bare or b.bare or may_be_one(a.thing, b.thing)


def _excludes(one: str | None, other: str | None) -> bool:
    """Whether two metrics are two, and such that nothing is counted in both: the dead are not missing."""
    return one != other and {one, other} <= set(rules()["metrics"]["exclusive"])


def _when(statement: Statement) -> Days | None:
    """The time that a figure is of, or was true at: a plan's is the day of publication."""
    return statement.said if is_ahead(statement) else statement.time


def _of_one_dimension(a: Measure, b: Measure) -> bool:
    """Whether two figures can be held against each other; two currencies cannot, and a bare number can with any."""
    return comparable(a, b) or UNKNOWN in (a.dimension, b.dimension)


def _difference(a: Statement, b: Statement, both: str) -> Verdict | None:
    likelihood = rules()["likelihood"]
    sure = float(likelihood["bare"]) if a.bare or b.bare or not _of_like_shares(a, b) else 1.0
    sure *= float(likelihood["small"]) if _is_small(a) and _is_small(b) else 1.0
    gap = gap_between(a, b)
    if abs(gap) > rules()["days"]["other_time"] or _of_two_polls(a, b) or _of_two_spans(a, b):
        return None
    if _in_two_regards(a, b) or not _of_one_thing(a, b):
        return None
    is_update = _is_update(a, b, gap)
    if is_update and not _is_contested(a, b, gap):
        sure *= unless_others(a, b) * (1.0 if _is_told(a, b) or _runs(a, b) else float(likelihood["by_time"]))
        return Verdict("updates", "quantity", f"{both}, {later(gap)}", sure)
    if is_update and not (a.source and b.source and share_actors(a, b)):
        return None
    latest = rules()["days"]["same_day" if is_fixed(a.aspect) or is_fixed(b.aspect) else "same_time"]
    if not _same_standing(a, b, gap) or abs(gap) > latest or not is_one_matter(a, b):
        return None
    if not (a.time and b.time):
        sure *= float(likelihood["undated"])
    return Verdict("conflicts", "quantity", f"{both}, {same_time(a, b, gap)}{sides(a, b)}", sure * sure_of(a, b))


def _of_two_days(a: Statement, b: Statement) -> bool:
    """Whether one of the figures is what a day brought, or a price of a day, and the other one is of another day."""
    daily = {a.aspect, b.aspect} & set(rules()["aspects"]["daily"])
    return bool(daily) and abs(gap_between(a, b)) > rules()["days"]["same_day"]


def _of_two_times(a: Statement, b: Statement, how: Standing) -> bool:
    """Whether the figures are given for times far apart. Equal ones need both be given for a time: of "sales of $19
    billion last year" another text may leave the year out."""
    dated = (a.days and b.days) if how == "equal" else (a.days or b.days)
    return bool(dated) and days_apart(_when(a), _when(b)) > rules()["days"]["other_time"]


def _in_two_regards(a: Statement, b: Statement) -> bool:
    """Whether the figures are given in two regards: what is at stake and what was won, what a day brought and all of
    it, by how much shares rose and what they are."""
    assert a.measure is not None and b.measure is not None
    whole = set(rules()["aspects"]["whole"])
    if a.aspect != b.aspect and not {a.aspect, b.aspect} <= {None, *whole}:
        return True
    if a.change and b.change:
        return a.change != b.change
    return a.change != b.change and a.measure.dimension.startswith(tuple(rules()["figures"]["changing"]))


def _of_one_thing(a: Statement, b: Statement) -> bool:
    """Whether the figures may count one thing: by one metric, unless its words are nouns of several things, or by
    nouns that may stand for one."""
    assert a.measure is not None and b.measure is not None
    dimensions = {a.measure.dimension, b.measure.dimension}
    if dimensions != {COUNT}:
        return len(dimensions) == 1 or dimensions == {COUNT, UNKNOWN}
    if a.metric and a.metric == b.metric and a.metric not in rules()["metrics"]["of_nouns"]:
        return True
    return may_be_one(a.thing, b.thing)


def _is_revised(a: Statement, b: Statement) -> bool:
    """Whether the later text says that the figure changed, and gives another one, though "about" covers both."""
    assert a.measure is not None and b.measure is not None
    return (
        gap_between(a, b) > 0
        and ratio(a.measure, b.measure) > 1 + rules()["figures"]["revised"]
        and _says(b, "changed")
    )


def _has_outgrown(a: Statement, b: Statement) -> bool:
    """Whether a later figure is far beyond an earlier lower bound: "at least 27", then 39."""
    assert a.measure is not None and b.measure is not None
    return a.measure.high == math.inf and b.measure.value > a.measure.value and _is_update(a, b, gap_between(a, b))


def _same_standing(a: Statement, b: Statement, gap: int) -> bool:
    """Whether two claims stand for the same: a plan does not conflict with an outcome, but two texts of the same
    days speak of one plan, though one says "is" and the other "will"."""
    if a.modality == b.modality:
        return True
    return {a.modality, b.modality} == {"asserted", "planned"} and abs(gap) < rules()["days"]["rising"]


def _of_two_polls(a: Statement, b: Statement) -> bool:
    """Whether the figures are of polls that are not known to be one pollster's: two measurements, and both right."""
    assert a.measure is not None and b.measure is not None
    polled = (a.polled or b.polled) and not {a.measure.dimension, b.measure.dimension}.isdisjoint(("share", "point"))
    personal = not {a.metric, b.metric}.isdisjoint(rules()["metrics"]["personal"])
    return (polled or personal) and not same_source(a, b)


def _of_two_spans(a: Statement, b: Statement) -> bool:
    """Whether the figures may be of two spans of time: a quarter's revenue, and some revenue four times as large."""
    assert a.measure is not None and b.measure is not None
    return a.period != b.period and ratio(a.measure, b.measure) > rules()["figures"]["other_span"]


def _is_update(a: Statement, b: Statement, gap: int) -> bool:
    """Whether the later figure replaces the earlier one.

    A rising figure does from some days on, a falling one later; sooner if one source says both or the text says
    that it changed. A source that only counters the figure ("only 38") does not, nor does what was measured once, as
    the votes of one vote.
    """
    days = rules()["days"]
    if gap <= 0 or _says(b, "countering") or is_fixed(a.aspect) or is_fixed(b.aspect):
        return False
    if _is_told(a, b):
        return True
    if not {a.metric, b.metric}.isdisjoint(rules()["metrics"]["once"]):
        return False
    assert a.measure is not None and b.measure is not None
    rises = b.measure.value > a.measure.value
    return gap >= int(days["rising"] if rises else days["falling"])


def _is_contested(a: Statement, b: Statement, gap: int) -> bool:
    """Whether nothing but a few days speaks for an update of what is not known to develop: two sources that are named
    contradict each other, and of others it is not known."""
    return 0 < gap <= rules()["days"]["same_time"] and not _is_told(a, b) and not _runs(a, b)


def _is_told(a: Statement, b: Statement) -> bool:
    """Whether one source says both, or the later text says that the figure changed."""
    return same_source(a, b) or _says(b, "changed")


def _runs(a: Statement, b: Statement) -> bool:
    """Whether one figure is of a metric that is known to develop from day to day, as a toll, and the other one of such
    a metric too, or of none that is known."""
    assert a.measure is not None and b.measure is not None
    metrics = {a.metric, b.metric} - {None}
    return (
        bool(metrics)
        and metrics <= set(rules()["metrics"]["running"])
        and "share" not in (a.measure.per, b.measure.per)
    )


def _says(statement: Statement, what: str) -> bool:
    words = "|".join(map(re.escape, rules()["words"][what]))
    return re.search(rf"\b(?:{words})\b", statement.text, re.I) is not None
