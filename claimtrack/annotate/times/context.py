"""What a time expression is read against: the publication date, the times named before it, and the tense around it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from claimtrack.annotate.times.calendar import Interval, add, day_part, interval, unit_of, value_at
from claimtrack.model import Anchor, TimeType

Tense = Literal["past", "future"]

# What TIMEX3 writes where the calendar unit is known and its place is not.
OPEN = {
    "D": "XXXX-XX-XX", "WE": "XXXX-WXX-WE", "W": "XXXX-WXX", "F": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX",
    "H": "XXXX-HX", "S": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX", "ML": "X",
}  # fmt: skip
# The reading that the tense asks for gives way to the nearest one where it is this many times farther off.
_FAR = 4
_CLOSE = 1
_YEAR = 366
_MEMORY = 3
_SIZE = {unit: i for i, unit in enumerate(("D", "WE", "W", "F", "M", "Q", "S", "H", "Y", "DE", "CE", "ML"))}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means. ``days`` where the interval does not follow from the value (anchored durations).

    ``compares``: a period named only to compare with ("a year earlier"); figures stay about the one before.
    ``loose``: a time of day whose day is a guess that a day beside it overrides.
    """

    type: TimeType
    value: str
    anchor: Anchor = "none"
    days: Interval | None = None
    compares: bool = False
    loose: bool = False

    @property
    def span(self) -> Interval | None:
        """First and last day, or None."""
        return self.days or interval(self.value)


def published_value(published: str | None) -> str | None:
    """The calendar value of an ISO publication date or date-time: a day, month or year; None where it is none.

    Years before 1000 and after 9900 are taken for mistakes: the calendar must reach to either side of it.
    """
    match = re.match(r"\d{4}(-\d\d(-\d\d)?)?(?![\d-])", published or "")
    return match[0] if match and "1000" <= match[0][:4] <= "9900" and interval(match[0]) else None


@dataclass(slots=True)
class Context:
    """The state of one reading of a document. ``tense(start, end)`` tells the tense around a span, if it can."""

    published: str | None
    tense_at: Callable[[int, int], Tense | None]
    text: str = ""
    part_of_speech: Callable[[int], str | None] = lambda _: None
    is_firm: Callable[[int], bool] = lambda _: False
    is_state: Callable[[int], bool] = lambda _: False
    mentioned: deque[str] = field(default_factory=lambda: deque(maxlen=200))
    topic: str | None = None
    report: str | None = None

    def capital(self, start: int) -> bool:
        """Is the letter there a capital?"""
        return self.text[start : start + 1].isupper()

    @property
    def latest_year(self) -> int:
        """A lone number above it is no year unless a preposition says so."""
        days = interval(self.published) if self.published else None
        return days[0].year + 50 if days else 2070

    def mention(self, value: str) -> None:
        """Remember a calendar time that the text named."""
        if interval(value) and unit_of(value) not in (None, "DE", "CE", "ML"):
            self.mentioned.append(day_part(value))

    def set_topic(self, value: str, start: int, end: int, *, explicit: bool) -> None:
        """The period that figures are about: the last month, quarter, half or year named other than to compare with.

        The quarter of a report is one that has ended, or that is told of in the past (a fiscal quarter). A day
        written in full (``explicit``) outside the period opens another subject.
        """
        unit, days = unit_of(value), interval(value)
        own = interval(self.published) if self.published else None
        if days is None:
            return
        if unit in ("M", "Q", "H", "Y", "S"):
            self.topic = value
        elif explicit and unit == "D" and not self._in_topic(days):
            self.topic = None
        if unit == "Q" and (own is None or days[1] <= own[1] or self.tense_at(start, end) == "past"):
            self.report = value

    def _in_topic(self, days: Interval) -> bool:
        topic = interval(self.topic) if self.topic else None
        return topic is not None and topic[0] <= days[0] and days[1] <= topic[1]

    def last(self, *units: str) -> str | None:
        """The last time named, of one of these units if any are given."""
        return next((v for v in reversed(self.mentioned) if not units or unit_of(v) in units), None)

    def publication_day(self, unit: str) -> date | None:
        """A day of publication that is precise enough to tell the unit it lies in; None without."""
        return _day_within(self.published, unit)

    def from_publication(self, count: int, unit: str, step: str | None = None) -> Reading:
        """The unit so many steps (units by default) from publication; open where publication does not tell."""
        return self._moved(self.published, count, unit, step, "publication")

    def from_mention(self, count: int, unit: str) -> Reading:
        """The unit so many units from the last time named that tells it; from publication if none was named."""
        if not self.mentioned:
            return self.from_publication(count, unit)
        anchor = next((value for value in self._recent() if _day_within(value, unit)), None)
        return self._moved(anchor, count, unit, None, "narrative")

    def _recent(self) -> Iterator[str]:
        """The last times named, the last first: coarser ones may stand between a day and what refers to it."""
        return islice(reversed(self.mentioned), _MEMORY)

    def anchored(self, move: Callable[[str], str | None]) -> str | None:
        """What ``move`` makes of the last time named for which it makes anything."""
        return next((moved for value in self._recent() if (moved := move(value))), None)

    def _moved(self, value: str | None, count: int, unit: str, step: str | None, anchor: Anchor) -> Reading:
        day = _day_within(value, unit)
        try:
            if day is not None:
                return Reading("DATE", value_at(add(day, count, step or unit), unit), anchor)
        except (ValueError, OverflowError):
            pass
        return Reading("DATE", OPEN[unit])

    def nearest(
        self, make: Callable[[int], str], unit: str, open_value: str, tense: Tense | None, at: int | None = None
    ) -> Reading:
        """The year's member (a month, a day, a quarter) that the tense points to from publication, else the nearest.

        ``at``: where the time stands, to ask whether its tense is beyond doubt.
        """
        own = interval(self.published) if self.published else None
        if own is None or _SIZE.get(unit, 0) < _SIZE[unit_of(self.published or "") or "Y"]:
            coarse = own is not None and unit in ("M", "Q", "S", "H", "D") and unit_of(self.published or "") == "M"
            if not coarse or own is None:
                return Reading("DATE", open_value)
        values = [make(own[0].year + step) for step in (-1, 0, 1)]
        far = _YEAR if at is not None and self.is_firm(at) else _FAR
        return Reading("DATE", _choose(values, own, tense, far) or open_value, "publication")


def _choose(values: Iterable[str], own: Interval, tense: Tense | None, far: int) -> str | None:
    """The nearest, unless the tense points to another that is not too far off: ``far`` times the gap of the nearest."""
    spans = [(days, value) for value in values if (days := interval(value))]
    gaps = [(max((days[0] - own[1]).days, (own[0] - days[1]).days, 0), days, value) for days, value in spans]
    if not gaps:
        return None
    nearest = min(gaps, key=lambda gap: gap[0])
    fits = [gap for gap in gaps if tense is None or (gap[1][0] <= own[1] if tense == "past" else gap[1][1] >= own[0])]
    wanted = min(fits, key=lambda gap: gap[0], default=nearest)
    return wanted[2] if wanted[0] <= far * max(nearest[0], _CLOSE) else nearest[2]


def _day_within(value: str | None, unit: str) -> date | None:
    days = interval(value) if value else None
    if days is None:
        return None
    try:
        return days[0] if value_at(days[0], unit) == value_at(days[1], unit) else None
    except (ValueError, OverflowError):
        return None
