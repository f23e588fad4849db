"""What the rules of relations share: the verdict, whether two statements are of one matter, one source, one time."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from claimtrack.compare.statements import Days, Statement
from claimtrack.model import RelationBasis, RelationKind

_STEM: Final = 5
_LEADING: Final = 3
"""Names that an article is about most."""


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
def rules() -> dict[str, Any]:
    """Bounds and words of data/relations.toml."""
    return tomllib.loads((Path(__file__).parent / "data" / "relations.toml").read_text(encoding="utf8"))


def agreement(a: Statement, b: Statement, on: RelationBasis, detail: str, *, copied: bool) -> Verdict:
    """Two statements that say the same: one origin said twice, or agreement of two."""
    if copied or a.content == b.content:
        return Verdict("same_source", "attribution", f"{detail}: one text, copied")
    if same_source(a, b):
        return Verdict("same_source", "attribution", f"{detail}: both rest on {a.source}")
    if papers := a.papers & b.papers | _papers_of(a, b) | _papers_of(b, a):
        return Verdict("same_source", "attribution", f"{detail}: both go back to a paper of {min(papers)}")
    return Verdict("agrees", on, detail)


def same_source(a: Statement, b: Statement) -> bool:
    """Whether both rest on one named source: one name's words are a run of the other's."""
    return bool(a.source and b.source) and _is_one_name(a.source or "", b.source or "")


def _is_one_name(one: str, other: str) -> bool:
    short, long = sorted((_maker(one), _maker(other)), key=len)
    return bool(short) and any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _papers_of(a: Statement, b: Statement) -> frozenset[str]:
    """The papers that the text around ``a`` speaks of, whose maker is the source of ``b``."""
    return frozenset(paper for paper in a.papers if b.source and _is_one_name(paper, b.source))


def _maker(source: str) -> list[str]:
    """Words of a source, without those for its papers and polls: a "Norda poll" is of the "Norda institute"."""
    words = _words(source)
    return [w for w in words if w not in rules()["words"]["of_sources"]] or words


def _words(name: str) -> list[str]:
    titles = rules()["words"]["titles"]
    return [w for w in re.findall(r"[^\W_]+", name.lower()) if w not in titles]


def sides(a: Statement, b: Statement) -> str:
    """Who says which, for a reason in words."""
    return f" ({a.source or 'no source named'} / {b.source or 'no source named'})" if a.source or b.source else ""


def gap_between(a: Statement, b: Statement) -> int:
    """Days from ``a`` to ``b``: of the times that the texts give, if both do, else of the publications; of these too
    where one is the aim of a plan."""
    if a.days and b.days and is_ahead(a) == is_ahead(b):
        return max(b.days[0] - a.days[1], 0) - max(a.days[0] - b.days[1], 0) or _published_gap(a, b)
    return _published_gap(a, b)


def is_ahead(statement: Statement) -> bool:
    """Whether its time is the aim of a plan ("4,500 jobs by 2026"): it was said at another time than it is of."""
    return bool(statement.days and statement.said and statement.days[0] > statement.said[1])


def _published_gap(a: Statement, b: Statement) -> int:
    return b.said[0] - a.said[0] if a.said and b.said else 0


def days_apart(a: Days | None, b: Days | None) -> int:
    """Days between two intervals; 0 where they meet or one is not known."""
    return max(a[0] - b[1], b[0] - a[1], 0) if a and b else 0


def is_day(days: Days) -> bool:
    """Whether an interval is one day."""
    return days[1] == days[0]


def iso_day(days: Days) -> str:
    """The first day of an interval in ISO 8601."""
    return date.fromordinal(days[0]).isoformat()


def later(gap: int) -> str:
    """ "3 days later"."""
    return f"{gap} day{'s' if gap != 1 else ''} later"


def same_time(a: Statement, b: Statement, gap: int) -> str:
    """How far apart two statements are in time, for a reason in words."""
    if not (a.time and b.time):
        return "one of them undated" if a.time or b.time else "both undated"
    return "of the same day" if gap == 0 else f"{abs(gap)} day{'s' if abs(gap) != 1 else ''} apart"


def is_one_matter(a: Statement, b: Statement) -> bool:
    """Whether nothing speaks for two matters: other persons or places in the claims, another metric or span of time, a
    part and a whole, something that is only thought of."""
    if any(x and y and not x & y for x, y in ((a.people, b.people), (a.places, b.places))) or a.part != b.part:
        return False
    if any(x is not None and y is not None and x != y for x, y in ((a.metric, b.metric), (a.period, b.period))):
        return False
    return not {a.modality, b.modality} & {"possible", "conditional"}


def sure_of(a: Statement, b: Statement) -> float:
    """What is left of the likelihood of a conflict where the claims name others, or other places around them; and where
    the articles are not about one name first of all: the results of two firms are told in the same words."""
    elsewhere = bool(a.nearby and b.nearby) and not a.nearby & b.nearby
    others = float(rules()["likelihood"]["others"])
    return (others if elsewhere else unless_others(a, b)) * (1.0 if share_actors(a, b) else others)


def unless_others(a: Statement, b: Statement) -> float:
    """What is left of the likelihood where the statements name others."""
    return float(rules()["likelihood"]["others"]) if of_others(a, b) else 1.0


def of_two_matters(a: Statement, b: Statement) -> bool:
    """Whether what the two claims name is named nowhere in the other's article, nor what these articles are about: the
    results of two firms, the victims of two fires."""
    return bool(a.names and b.names) and are_strangers(a, b)


def are_strangers(a: Statement, b: Statement) -> bool:
    """Whether what two statements are about (names in the claim, and the first ones of its article) is named nowhere
    in the other's article."""
    if not (a.mentioned and b.mentioned):
        return False
    return not any(_is_named(name, other) for one, other in ((a, b), (b, a)) for name in _leading(one))


def share_actors(a: Statement, b: Statement) -> bool:
    """Whether the articles of two statements are about a common name first of all, or one of them about none."""
    return not (a.actors and b.actors) or bool(set(a.actors[:_LEADING]) & set(b.actors[:_LEADING]))


def _leading(statement: Statement) -> frozenset[str]:
    return statement.names | frozenset(statement.actors[:_LEADING])


def _is_named(name: str, where: Statement) -> bool:
    return f" {name} " in f" {where.mentioned} "


def of_others(a: Statement, b: Statement) -> bool:
    """Whether both statements name somebody or something, and nothing of the one is named in the other.

    Words that begin alike count as one name: "Halcar", "Halcari".
    """
    x, y = (sorted({w[:_STEM] for name in s.names for w in _words(name)}) for s in (a, b))
    return bool(x and y) and not set(x) & set(y)
