"""Readers of times relative to one named before: "later that year", "three days later", "the quarter"."""

from __future__ import annotations

from datetime import timedelta

from claimtrack.annotate.times.calendar import add, interval, shift, unit_of, value_at
from claimtrack.annotate.times.context import OPEN, Context, Reading
from claimtrack.annotate.times.durations import count_of, duration
from claimtrack.annotate.times.guards import bare_unit, time_before
from claimtrack.annotate.times.rules import Found, rule

_NO_CALENDAR = ("TH", "TM", "TS")
_NARRATED_STEP = {"previous": -1, "earlier": -1, "before": -1, "following": 1, "next": 1, "after": 1, "later": 1}


def year_before_topic(context: Context, *units: str) -> Reading | None:
    """The period that figures are about, a year before; None where it is of no such unit, or not known."""
    if context.topic is None or unit_of(context.topic) not in units:
        return None
    value = shift(context.topic, -1, "Y")
    return Reading("DATE", value, "narrative", compares=True) if value else None


@rule("n:n [of] [more] u:u el:d", "n:n [of] [more] u:u hence:d")
@rule("n:n [of] [more] u:u before:d", "n:n [of] [more] u:u after:d", guard=time_before)
def moved(found: Found, context: Context) -> Reading | None:
    """Three days later, a year earlier, two years before: from the last time named."""
    count, unit = count_of(found["n"]), str(found.lexeme("u").data)
    if count is None or count != int(count) or unit in _NO_CALENDAR:
        return Reading("DURATION", duration(count, unit))
    sign = _NARRATED_STEP.get(found.lexeme("d").cls, 1)
    if count == 1 and unit == "Y" and sign < 0 and (earlier := year_before_topic(context, "M", "Q", "H", "Y")):
        return earlier
    moved = context.anchored(lambda value: moved_value(value, sign * int(count), unit))
    if moved is None:
        return context.from_publication(-int(count), unit) if sign < 0 else Reading("DATE", OPEN[unit], compares=True)
    return Reading("DATE", moved, "narrative", compares=sign < 0)


def moved_value(anchor: str, count: int, unit: str) -> str | None:
    """The unit so many units from the anchor, as coarse as the step: "two years later" is a year. None if unclear."""
    days = interval(anchor)
    if days is None:
        return None
    try:
        first, last = (value_at(add(day, count, unit), unit) for day in days)
    except (ValueError, OverflowError):
        return None
    return first if first == last else None


@rule(
    "LEAD the (previous:d | following:e | next:f | same:g) unit:u",
    "LEAD that:g [same] unit:u",
    "previous:d unit:u",
    "same:g unit:u",
)
@rule("the unit:u before:d", "the unit:u after:e", guard=time_before)
def narrated_unit(found: Found, context: Context) -> Reading | None:
    """The following year, the previous day, the same month, later that year, the year before."""
    unit, same = str(found.lexeme("u").data), found["g"]
    if unit in _NO_CALENDAR or (same and (same.word == "those" or context.last() is None)):
        return None
    return context.from_mention(0 if same else -1 if found["d"] else 1, unit)


@rule("LEAD the [whole | fiscal] unit:u", guard=bare_unit)
def the_unit(found: Found, context: Context) -> Reading | None:
    """The quarter of the report; the weekend, the year, the week of publication."""
    unit = str(found.lexeme("u").data)
    if unit == "Q":
        return quarter_ended(found, context) or the_quarter(context)
    if unit == "Y" and found.after is not None and found.after.word in ("ended", "ending", "to"):
        return Reading("DURATION", "P1Y")
    if unit == "WE":
        return weekend(context, context.tense_at(found.start, found.end) == "future")
    read = context.from_publication(0, unit)
    return read if read.span else None


def quarter_ended(found: Found, context: Context) -> Reading | None:
    """The quarter ended July 31: its three months. The value is that of the report, else of their middle."""
    ended, month, day = found.near(1), found.near(2), found.near(3)
    if (
        ended is None
        or ended.word not in ("ended", "ending")
        or month is None
        or month.cls != "month"
        or day is None
        or day.cls != "day"
    ):
        return None
    end = interval(context.nearest(lambda year: f"{year:04}-{month.data:02}-{day.data:02}", "D", "", "past").value)
    if end is None:
        return None
    first = add(end[1] + timedelta(1), -3, "M")
    return Reading("DATE", context.report or value_at(add(first, 45, "D"), "Q"), "publication", (first, end[1]))


def weekend(context: Context, coming: bool) -> Reading | None:
    """The weekend to come; else that of publication where that is a Saturday or Sunday, else the one before."""
    day = context.publication_day("D")
    if day is None:
        return None
    return context.from_publication(0 if coming or day.isoweekday() >= 6 else -1, "WE", "W")


@rule("[the] latest [fiscal] unit:u", "[the] latest period")
def latest(found: Found, context: Context) -> Reading | None:
    """The latest quarter: the one the text is about."""
    unit = str(found.lexeme("u").data) if found["u"] else "Q"
    if unit not in ("Q", "Y", "M"):
        return None
    return the_quarter(context) if unit == "Q" else context.from_publication(-1, unit)


def the_quarter(context: Context) -> Reading:
    """The quarter that the text is about, else the last complete one before publication."""
    return Reading("DATE", context.report, "narrative") if context.report else context.from_publication(-1, "Q")


@rule("[the] unit:u dash ae [[ord] unit:q]", "[the] unit:u dash ae period:p")
def year_earlier(found: Found, context: Context) -> Reading | None:
    """The year-earlier quarter, year-ago: the period the text is about, a year before."""
    unit = str(found.lexeme("u").data)
    if unit not in ("Y", "Q", "M"):
        return None
    anchor = (context.report if found["q"] or found["p"] else None) or context.topic
    if anchor is None or unit_of(anchor) == "Y":
        return context.from_publication(-1, unit)
    return Reading("DATE", shift(anchor, -1, unit) or OPEN[unit], "narrative", compares=True)


@rule("[the] year:y period", "[the] year:y unit:u")
def period_of_year(found: Found, context: Context) -> Reading | None:
    """The 1988 quarter, the 1988 period: that year's member of the quarter the text is about."""
    if found["u"] and found.lexeme("u").data != "Q":
        return None
    quarterly = context.report and (context.topic is None or unit_of(context.topic) != "Y")
    member = context.report[4:] if context.report and quarterly else ""
    return Reading("DATE", f"{found.lexeme('y').data:04}{member}", "narrative" if member else "none", compares=True)


@rule(
    "[the] unit:q [of] a unit:u ae",
    "[the] unit:q last unit:u",
    "[the] period last unit:u",
    "[the] last unit:u POSS unit:q",
)
def quarter_last_year(found: Found, context: Context) -> Reading | None:
    """The quarter a year ago, the period last year: the quarter the text is about, a year before."""
    if found.lexeme("u").data != "Y" or (found["q"] and found.lexeme("q").data != "Q"):
        return None
    value = shift(context.report, -1, "Y") if context.report else None
    return Reading("DATE", value, "narrative", compares=True) if value else context.from_publication(-1, "Y")
