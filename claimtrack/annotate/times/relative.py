"""Readers of times relative to the publication date: today, Tuesday, last week, two years ago, the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from claimtrack.annotate.times.calendar import interval
from claimtrack.annotate.times.context import OPEN, Context, Reading
from claimtrack.annotate.times.durations import count_of
from claimtrack.annotate.times.guards import bare_reference, day_adverb, plain_weekday, year_end
from claimtrack.annotate.times.narrative import year_before_topic
from claimtrack.annotate.times.rules import Found, rule

_DAY_STEP = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
_STEP = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
# Hours, minutes and seconds have no unit among calendar values.
CLOCK_UNITS = ("TH", "TM", "TS")
# "A decade ago" is told to the year.
_AGO_UNIT = {"DE": ("Y", 10), "CE": ("Y", 100), "F": ("W", 2)}


@rule("LEAD today:t", "LEAD yesterday:t", "LEAD tomorrow:t", "tonight:t", guard=day_adverb)
def today(found: Found, context: Context) -> Reading | None:
    """Today, yesterday, tomorrow, tonight; "today" that means nowadays is PRESENT_REF."""
    word = found.lexeme("t").word
    if word == "today" and found.first == found.last and context.is_state(found.start):
        return Reading("DATE", "PRESENT_REF")
    read = context.from_publication(_DAY_STEP[word], "D")
    return replace(read, type="TIME", value=read.value + "TNI") if word == "tonight" else read


@rule("the unit:u before:b yesterday:t", "the unit:u after:b tomorrow:t")
def next_but_one(found: Found, context: Context) -> Reading | None:
    """The day before yesterday, the day after tomorrow."""
    if found.lexeme("u").data != "D":
        return None
    return context.from_publication(2 * _DAY_STEP[found.lexeme("t").word], "D")


@rule("LEAD weekday:w", guard=plain_weekday)
def weekday(found: Found, context: Context) -> Reading | None:
    """Tuesday: the last one up to publication, or the next one where the tense is future."""
    tense = context.tense_at(found.start, found.end)
    return weekday_from(found, context, 1 if tense == "future" else 0)


def weekday_from(found: Found, context: Context, step: int) -> Reading:
    """The weekday of group w: -1 the one before the publication day, 0 on or before it, 1 after it."""
    wanted = int(found.lexeme("w").data)
    day = context.publication_day("D")
    if day is None:
        return Reading("DATE", f"XXXX-WXX-{wanted}")
    if step > 0:
        return Reading("DATE", weekday_after(day, wanted).isoformat(), "publication")
    same = step == 0 and day.isoweekday() == wanted
    return Reading("DATE", (day if same else weekday_before(day, wanted)).isoformat(), "publication")


def weekday_after(day: date, wanted: int) -> date:
    """The first such weekday (1 Monday) after a day."""
    return day + timedelta((wanted - day.isoweekday()) % 7 or 7)


def weekday_before(day: date, wanted: int) -> date:
    """The last such weekday before a day."""
    return day - timedelta((day.isoweekday() - wanted) % 7 or 7)


@rule("LEAD [the] (last:d | next:e) weekday:w", "LEAD [this] (past:d | coming:e) weekday:w", "LEAD this weekday:w")
def directed_weekday(found: Found, context: Context) -> Reading | None:
    """Last Tuesday, next Friday, this Sunday."""
    if found["d"]:
        return weekday_from(found, context, -1)
    if found["e"] or context.tense_at(found.start, found.end) != "past":
        return weekday_from(found, context, 1)
    return weekday_from(found, context, 0)


@rule("the (previous:d | following:e | next:f) weekday:w", "weekday:w previous:d")
def narrated_weekday(found: Found, context: Context) -> Reading | None:
    """The previous Friday, the following Monday: from the last day named."""
    named = context.last("D")
    days = interval(named) if named else None
    wanted, back = found.lexeme("w").data, found["d"] is not None
    if days is None:
        return weekday_from(found, context, -1 if back else 1)
    day = weekday_before(days[0], wanted) if back else weekday_after(days[0], wanted)
    return Reading("DATE", day.isoformat(), "narrative")


@rule("LEAD [the | this] dir:d [fiscal] unit:u")
def directed_unit(found: Found, context: Context) -> Reading | None:
    """Last week, this year, next month, earlier this quarter, the coming year."""
    unit, direction = str(found.lexeme("u").data), found.lexeme("d").cls
    if unit in CLOCK_UNITS or (unit == "D" and direction != "this") or direction == "past":
        return None
    return step_unit(context, _STEP[direction], unit)


def step_unit(context: Context, count: int, unit: str) -> Reading:
    """The calendar unit so many units from publication. A weekend is counted in weeks."""
    return context.from_publication(count, unit, "W" if unit == "WE" else None)


@rule("LEAD [this] dir:d season:m", "LEAD [this] dir:d month:m")
def directed_member(found: Found, context: Context) -> Reading | None:
    """Last summer, this spring, last May, this September, next June."""
    lexeme, direction = found.lexeme("m"), found.lexeme("d").cls
    code = str(lexeme.data) if lexeme.cls == "season" else f"{lexeme.data:02}"
    own = interval(context.published) if context.published else None
    if own is None:
        return Reading("DATE", f"XXXX-{code}")
    values = [f"{own[0].year + step:04}-{code}" for step in (-2, -1, 0, 1, 2)]
    spans = [(days, value) for value in values if (days := interval(value))]
    if _STEP[direction] < 0:
        return Reading("DATE", [value for days, value in spans if days[1] < own[0]][-1], "publication")
    if _STEP[direction] > 0:
        return Reading("DATE", next(value for days, value in spans if days[0] > own[1]), "publication")
    now = next((value for days, value in spans if days[0] <= own[0] <= days[1]), values[2])
    return Reading("DATE", now, "publication")


@rule("PART month:m [of] lnt:d unit:u", "PART WEEKDAY month:m dd:t [of] lnt:d unit:u",
      "PART WEEKDAY dd:t [of] month:m [of] lnt:d unit:u", "PART [the] ord:o unit:q [of] lnt:d unit:u",
      "lnt:d unit:u POSS ord:o unit:q", "PART [the] ord:o half:h of lnt:d unit:u")  # fmt: skip
def member_of_year(found: Found, context: Context) -> Reading | None:
    """June last year, 12 June this year, the third quarter of last year, the first half of this year."""
    if found.lexeme("u").data != "Y" or (found["q"] and found.lexeme("q").data != "Q"):
        return None
    return _member(found, context.from_publication(_STEP[found.lexeme("d").cls], "Y"))


_THAT_YEAR = "[of] ([in] that [same] | the same | the ahead:f) unit:u"


@rule(f"PART month:m {_THAT_YEAR}", f"PART WEEKDAY month:m dd:t {_THAT_YEAR}",
      f"PART WEEKDAY dd:t [of] month:m {_THAT_YEAR}")  # fmt: skip
def member_of_narrated_year(found: Found, context: Context) -> Reading | None:
    """June that year, 12 June of the same year, June the following year: from the last time named."""
    if found.lexeme("u").data != "Y":
        return None
    return _member(found, context.from_mention(1 if found["f"] else 0, "Y"))


def _member(found: Found, year: Reading) -> Reading | None:
    """The month or day (groups m, t), half (h) or quarter of a year."""
    if found["m"]:
        day = f"-{found.lexeme('t').data:02}" if found["t"] else ""
        value = f"{year.value}-{found.lexeme('m').data:02}{day}"
        return replace(year, value=value) if interval(value) or "X" in value else None
    letter, most = ("H", 2) if found["h"] else ("Q", 4)
    ordinal = found.lexeme("o").data
    return replace(year, value=f"{year.value}-{letter}{ordinal}") if ordinal <= most else None


@rule("n:n u:u ago today")
def ago_today(found: Found, context: Context) -> Reading | None:
    """Two years ago today: a day."""
    count, day = count_of(found["n"]), context.publication_day("D")
    if count is None or count != int(count) or found.lexeme("u").data in CLOCK_UNITS:
        return None
    if day is None:
        return Reading("DATE", OPEN["D"])
    return context.from_publication(-int(count), "D", str(found.lexeme("u").data))


@rule("n:n [of] [more] u:u ago", "n:n u:u and so ago", "n:n and half:h u:u ago", "units:u ago")
def ago(found: Found, context: Context) -> Reading | None:
    """Two years ago, a month ago; several years ago is PAST_REF."""
    unit, count = str(found.lexeme("u").data), count_of(found["n"])
    if unit in CLOCK_UNITS:
        return (
            replace(context.from_publication(0, "D"), type="TIME") if count is not None else Reading("DATE", "PAST_REF")
        )
    if count is None or count != int(count) or found["h"]:
        return Reading("DATE", "PAST_REF")
    if count == 1 and unit == "Y" and (earlier := year_before_topic(context, "M", "Q", "H")):
        return earlier
    unit, factor = _AGO_UNIT.get(unit, (unit, 1))
    return replace(step_unit(context, -int(count) * factor, unit), compares=True)


@rule("in n:n u:u [s | apostrophe | POSS] time")
def hence(found: Found, context: Context) -> Reading | None:
    """In two weeks' time."""
    unit, count = str(found.lexeme("u").data), count_of(found["n"])
    if unit in CLOCK_UNITS or count is None or count != int(count):
        return Reading("DATE", "FUTURE_REF")
    unit, factor = _AGO_UNIT.get(unit, (unit, 1))
    return step_unit(context, int(count) * factor, unit)


@rule("[the] [fiscal] unit:u [dash] edge:p", "unit:u POSS edge:p", guard=year_end)
def end_of_year(found: Found, context: Context) -> Reading | None:
    """Year-end: its last month."""
    tense = context.tense_at(found.start, found.end) or "future"
    return context.nearest(lambda year: f"{year:04}-12", "M", "XXXX-12", tense)


@rule("ref:r")
def reference(found: Found, context: Context) -> Reading | None:
    """Now, recently, in the near future: PRESENT_REF, PAST_REF, FUTURE_REF."""
    return Reading("DATE", str(found.lexeme("r").data))


_REFERENCES = {"current": "PRESENT_REF", "past": "PAST_REF", "future": "FUTURE_REF", "coming": "FUTURE_REF"}


@rule(
    "current:r", "the past:r", "the future:r", "past:r units", "coming:r units", "future:r units", guard=bare_reference
)
def reference_word(found: Found, context: Context) -> Reading | None:
    """Current, the past, the future, past years, coming months."""
    return Reading("DATE", _REFERENCES[found.lexeme("r").cls])
