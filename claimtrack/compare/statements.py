"""What comparison sees of a claim: one ``Statement`` for each of its figures, and one for the event it tells.

A statement is built from the stored records alone, so that two statements compare the same whenever they meet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claimtrack.compare.aspects import aspect
from claimtrack.compare.measures import COUNT, UNKNOWN, Measure, measure, scale
from claimtrack.compare.metrics import metric
from claimtrack.compare.opposites import negates
from claimtrack.compare.populations import populations
from claimtrack.compare.setting import PLACES, Setting, is_part, key, period
from claimtrack.compare.words import stems
from claimtrack.model import Claim, Extraction, Quantity, TimeExpression
from claimtrack.store.periods import days_of

BARE = frozenset({"share", "point", "[time]"})
"""Dimensions of which a figure alone says little, where its thing is not named: 5 percent, two days."""
WORDS = 5
"""A claim without a name and with fewer words tells no event that could be found again ("that is so")."""
NEGATED = 40
"""Characters before a figure in which the words of a bound stand."""
_BOUND = re.compile(
    r"\b(?:not|n't|n’t|never|no)\b.*\b(?:exceed|surpass|top|more|less|fewer|beyond|above|below|over|under)\b", re.I
)
Days = tuple[int, int]
"""A closed interval of days, as ordinals of ``datetime.date``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of a claim (``measure`` and ``thing``), or the claim itself as an event (``measure`` None).

    ``start``: where the figure, or the claim, begins. ``quantity``: position of the figure in its article.
    ``thing``: what is counted or measured, else the unit; ``bare``: which says little (see ``BARE``). ``negated``:
    the claim is negated (as is what a source denies). ``days``: the time that the text gives it; ``said``: the day of
    publication. ``names``: canonical names in it, ``people`` and ``places`` those of persons and places.
    ``dimensions``: of all figures of the claim. ``content``: equal for statements of the same words.
    ``words``, ``subject``, ``passage``: stems of its text, of its subject, and of the two paragraphs up to it.
    ``nearby``: places in it, else the last ones named before it. ``part``: it says that it is of a part ("in Kassa
    alone", "27 of them", "another five"). ``period``: the span that a figure is for ("quarter" of "quarterly loss").
    ``metric``: what it measures (see ``metrics``). ``polled``: the text around it tells of a poll.
    ``papers``: who made the papers (studies, memos) that the text around it speaks of.
    ``actors``: stems of the names that its article is about. ``mentioned``: those of all its capitalised words, in one
    string. ``aspect``: in what regard a figure is given (see ``aspects``). ``populations``: of which part of the people
    or things it is (see ``populations``).
    """

    claim: str
    position: int
    start: int
    quantity: int | None
    text: str
    predicate: str | None
    measure: Measure | None
    written: str
    thing: str | None
    bare: bool
    change: str | None
    negated: bool
    modality: str
    effect: str | None
    source: str | None
    days: Days | None
    said: Days | None
    names: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    content: str
    dimensions: frozenset[str]
    vector: bytes | None
    words: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    passage: tuple[str, ...] = ()
    nearby: frozenset[str] = frozenset()
    part: bool = False
    period: str | None = None
    metric: str | None = None
    polled: bool = False
    papers: frozenset[str] = frozenset()
    actors: tuple[str, ...] = ()
    mentioned: str = ""
    aspect: str | None = None
    populations: frozenset[str] = frozenset()

    @property
    def time(self) -> Days | None:
        """The time that it stands for: as the text gives it, else the day of publication."""
        return self.days or self.said


def statements(extraction: Extraction) -> Iterator[Statement]:
    """Statements of an article's claims, in their order: the event first, then its figures."""
    said = _days(days_of(extraction.article.published))
    setting = Setting(extraction)
    for position, claim in enumerate(extraction.claims):
        if claim.entities or len(claim.text.split()) >= WORDS:
            yield _statement(extraction, claim, position, None, said, setting)
        for index in claim.quantities:
            yield _statement(extraction, claim, position, index, said, setting)


def _statement(
    extraction: Extraction,
    claim: Claim,
    position: int,
    index: int | None,
    said: Days | None,
    setting: Setting,
) -> Statement:
    figure = None if index is None else extraction.quantities[index]
    made_by = None if claim.attribution is None else extraction.attributions[claim.attribution]
    times = [extraction.dates[i] for i in claim.dates]
    entities = [extraction.entities[i] for i in claim.entities] + setting.named_in(claim)
    passage, nearby, polled = setting.of(claim)
    return Statement(
        claim=claim.id,
        position=position,
        start=claim.start if figure is None else figure.start,
        quantity=index,
        text=claim.standalone or claim.text,
        predicate=claim.predicate,
        measure=None if figure is None else measure(figure),
        written=" ".join(claim.text.split()) if figure is None else written(figure),
        thing=None if figure is None else thing(figure),
        bare=figure is not None and not figure.counted and scale(figure.unit, None)[0] in BARE,
        change=None if figure is None else figure.change,
        negated=_is_negated(claim, figure),
        modality=claim.modality,
        effect=None if made_by is None else made_by.effect,
        source=claim.source,
        days=_time(extraction.article.text, times, figure, said),
        said=said,
        names=frozenset(key(entity.name) for entity in entities),
        people=frozenset(key(entity.name) for entity in entities if entity.label == "PERSON"),
        places=frozenset(key(entity.name) for entity in entities if entity.label in PLACES),
        content=_content(claim, figure),
        dimensions=frozenset(measure(extraction.quantities[i]).dimension for i in claim.quantities),
        vector=claim.vector,
        words=tuple(stems(claim.standalone or claim.text)),
        subject=tuple(stems(claim.subject or "")),
        passage=passage,
        nearby=nearby,
        polled=polled,
        papers=setting.papers(claim),
        actors=setting.actors,
        mentioned=setting.mentioned,
        aspect=None if figure is None else aspect(extraction.article.text, figure.start, figure.end),
        populations=frozenset() if figure is None else _populations(claim, figure),
        part=figure is not None and is_part(extraction.article.text, claim, figure),
        period=None if figure is None else period(claim.standalone or claim.text),
        metric=None if figure is None else _metric(claim, figure),
    )


def _metric(claim: Claim, figure: Quantity) -> str | None:
    return metric(claim.text, figure.start - claim.start, figure.end - claim.start, measure(figure).dimension)


def _is_negated(claim: Claim, figure: Quantity | None) -> bool:
    """Whether the claim, or the figure in it, is negated; not where the negation is that of a bound."""
    negated = claim.polarity == "negated"
    if figure is None:
        return negated != negates(claim.predicate)
    return negated and not _is_bound(claim, figure)


def _is_bound(claim: Claim, figure: Quantity) -> bool:
    """Whether the negation of a claim is that of a bound, which is read already: "will not exceed 16.8 million"."""
    if figure.comparator not in ("<", "<=", ">", ">="):
        return False
    return (
        _BOUND.search(claim.text[max(0, figure.start - claim.start - NEGATED) : figure.start - claim.start]) is not None
    )


def _populations(claim: Claim, figure: Quantity) -> frozenset[str]:
    return populations(claim.text, figure.start - claim.start, figure.end - claim.start, figure.counted or "")


def written(figure: Quantity) -> str:
    """A figure with its comparator and the thing counted, as the text writes it: "~ 11,000 soldiers"."""
    text = " ".join(figure.text.split())
    comparator = "" if figure.comparator == "=" else f"{figure.comparator} "
    noun = figure.counted if figure.counted and figure.counted.split()[-1] not in text else None
    return f"{comparator}{text}{f' {noun}' if noun else ''}"


def thing(figure: Quantity) -> str | None:
    """What is counted or measured, else the unit, in lower case; of a sum in a currency that is not known both.

    "The loot is worth 34 million florins": "loot florin".
    """
    name = figure.counted or figure.unit
    if figure.counted and figure.unit and _is_currency(figure):
        name = f"{figure.counted} {figure.unit}"
    return " ".join(name.lower().split()[-6:]) if name else None


def _is_currency(figure: Quantity) -> bool:
    """Whether the unit of a figure that counts something else stands in it, and is no known unit."""
    assert figure.counted and figure.unit
    words = figure.text.lower().split()
    unit, counted = (name.lower().split()[0 if name is figure.unit else -1] for name in (figure.unit, figure.counted))
    is_written = any(word.startswith(unit) for word in words) and counted not in words
    return is_written and scale(figure.unit, None)[0] in (COUNT, UNKNOWN)


def _time(text: str, times: Sequence[TimeExpression], figure: Quantity | None, said: Days | None) -> Days | None:
    """The interval of the date that stands nearest to the figure; of an event, of the most exact date.

    "since Saturday" reaches from then to the day of publication.
    """
    dated = [t for t in times if t.earliest and t.latest and t.type in ("DATE", "TIME") and t.value[-4:] != "_REF"]
    if not dated:
        return None
    if figure is None:
        best = min(dated, key=lambda t: (_length(t), t.start))
    else:
        best = min(dated, key=lambda t: (_distance(t, figure), t.start))
    days = _days((best.earliest or "", best.latest or ""))
    if days and said and _SINCE.search(text, max(0, best.start - 12), best.start):
        return days[0], max(days[1], said[1])
    return days


_SINCE = re.compile(r"\b(?:since|from)\s+(?:the\s+)?$", re.I)


def _length(time: TimeExpression) -> int:
    days = _days((time.earliest or "", time.latest or ""))
    return days[1] - days[0] if days else 0


def _distance(time: TimeExpression, figure: Quantity) -> int:
    return max(time.start - figure.end, figure.start - time.end, 0)


def _days(period: tuple[str, str] | None) -> Days | None:
    if period is None:
        return None
    first, last = (date.fromisoformat(day[:10]).toordinal() for day in period)
    return first, last


def _content(claim: Claim, figure: Quantity | None) -> str:
    """A short hash of the claim's words and the figure: the same for copies, in whatever article."""
    words = " ".join(claim.text.casefold().split())
    place = "" if figure is None else f"{figure.start - claim.start}"
    return hashlib.blake2b(f"{words}\0{place}\0{claim.source}".encode(errors="replace"), digest_size=8).hexdigest()
