"""What holds between two statements about one fact, and why.

The rules, in this order (figures; times are days of the text, else of the publication):

1. Figures that can both be right and are near each other agree. Where both rest on one source, or one text copies
   the other, they are "same_source" instead: one origin, said twice.
2. Figures that can both be right, but are far apart ("more than 400" and 5,000): nothing is said.
3. Figures that cannot both be right: the later one updates the earlier one, if it is of another time and nothing
   speaks against it (see ``_is_update``); else they conflict, unless one of them is a plan or only possible.

Events, where the two claims have no figures that could be held against each other: another day of one event is a
conflict of dates, the same day an agreement; a denial against a claim is a conflict of polarity, or an update if it is
said much later. Where in doubt, nothing is said.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claimtrack.compare.measures import ratio, standing
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
    how = standing(a.measure, b.measure)
    if a.negated != b.negated:
        return None
    if how == "equal" and not _is_revised(a, b):
        if _days_apart(a.days, b.days) > _data()["days"]["other_time"]:
            return None
        return _agreement(a, b, "quantity", both, copied=copied)
    if how == "compatible" and not _has_outgrown(a, b):
        return None
    if ratio(a.measure, b.measure) > _data()["figures"]["farthest"] or of_others(a, b):
        return None
    return _difference(a, b, both)


def _difference(a: Statement, b: Statement, both: str) -> Verdict | None:
    sure = float(_data()["likelihood"]["bare"]) if a.bare or b.bare else 1.0
    gap = _gap(a, b)
    if abs(gap) > _data()["days"]["other_time"] or _of_two_polls(a, b):
        return None
    if _is_update(a, b, gap):
        return Verdict("updates", "quantity", f"{both}, {_later(gap)}", sure)
    if not _same_standing(a, b, gap) or abs(gap) > _data()["days"]["same_time"] or not _is_one_matter(a, b):
        return None
    return Verdict("conflicts", "quantity", f"{both}, {_same_time(gap)}{_sides(a, b)}", sure)


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
    measures = set(_data()["metrics"]["personal"])
    return (a.polled or b.polled or bool({a.metric, b.metric} & measures)) and not _same_source(a, b)


def _is_one_matter(a: Statement, b: Statement) -> bool:
    """Whether nothing speaks for two matters: other persons or places, in the claims or around them, another metric or
    span of time, a part and a whole, something that is only thought of."""
    pairs = ((a.people, b.people), (a.places, b.places), (a.nearby, b.nearby))
    if any(x and y and not x & y for x, y in pairs) or a.part != b.part:
        return False
    if any(x is not None and y is not None and x != y for x, y in ((a.metric, b.metric), (a.period, b.period))):
        return False
    return not {a.modality, b.modality} & {"possible", "conditional"}


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
    that it changed. A source that only counters the figure ("only 38") does not.
    """
    days = _data()["days"]
    if gap <= 0 or _says(b, "countering"):
        return False
    if _same_source(a, b) or _says(b, "changed"):
        return True
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
    if of_others(a, b) or (_same_words(a, b) and (a.negated != b.negated or a.days != b.days)):
        return None
    if a.negated != b.negated:
        return _opposed(a, b) if _is_one_matter(a, b) else None
    if a.days and b.days and _is_day(a.days) and _is_day(b.days):
        return _dates(a, b, copied=copied)
    if a.modality == b.modality:
        return _agreement(a, b, "polarity", "both say so" if not a.negated else "both deny it", copied=copied)
    return None


def _same_words(a: Statement, b: Statement) -> bool:
    """Whether the one claim's words are all of the other's, or a part: then it was read in two ways, not said so."""
    short, long = sorted((a.written.casefold(), b.written.casefold()), key=len)
    return bool(short) and short in long


def _opposed(a: Statement, b: Statement) -> Verdict | None:
    gap = _gap(a, b)
    detail = "denied vs affirmed" if a.negated else "affirmed vs denied"
    if gap >= _data()["days"]["reversal"] or (gap > 0 and _same_source(a, b)):
        return Verdict("updates", "polarity", f"{detail}, {_later(gap)}")
    sure = float(_data()["likelihood"]["opposed"])
    return Verdict("conflicts", "polarity", f"{detail}, {_same_time(gap)}{_sides(a, b)}", sure)


def _dates(a: Statement, b: Statement, *, copied: bool) -> Verdict | None:
    assert a.days is not None and b.days is not None
    apart = _days_apart(a.days, b.days)
    both = f"{_day(a.days)} vs {_day(b.days)}"
    if apart == 0:
        return _agreement(a, b, "date", both, copied=copied)
    if apart > _data()["days"]["other_event"] or not _is_one_matter(a, b):
        return None
    sure = 1.0 if a.predicate == b.predicate else float(_data()["likelihood"]["other_predicate"])
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
    short, long = sorted((_words(a.source), _words(b.source)), key=len)
    return bool(short) and any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _words(name: str) -> list[str]:
    titles = _data()["words"]["titles"]
    return [w for w in re.findall(r"[^\W_]+", name.lower()) if w not in titles]


def _sides(a: Statement, b: Statement) -> str:
    return f" ({a.source or 'no source named'} / {b.source or 'no source named'})" if a.source or b.source else ""


def _gap(a: Statement, b: Statement) -> int:
    """Days from ``a`` to ``b``: of the times that the texts give, if both do, else of the publications."""
    if a.days and b.days:
        return max(b.days[0] - a.days[1], 0) - max(a.days[0] - b.days[1], 0) or _published_gap(a, b)
    return _published_gap(a, b)


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


def _same_time(gap: int) -> str:
    return "of the same day" if gap == 0 else f"{abs(gap)} day{'s' if abs(gap) != 1 else ''} apart"
