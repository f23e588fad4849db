"""Readers of times of day (TIMEX3 type TIME): "9 a.m.", "Monday morning", "last night"."""

from __future__ import annotations

from dataclasses import replace

from claimtrack.annotate.times.calendar import shift
from claimtrack.annotate.times.context import Context, Reading
from claimtrack.annotate.times.guards import hour_stands, time_of_day
from claimtrack.annotate.times.relative import weekday
from claimtrack.annotate.times.rules import Found, rule

_DAY_STEP = {"last": -1, "yesterday": -1, "tomorrow": 1, "next": 1}


@rule("LEAD lnt:d daypart:p", "LEAD yesterday:d daypart:p", "LEAD tomorrow:d daypart:p", "LEAD today:d daypart:p")
def part_of_named_day(found: Found, context: Context) -> Reading | None:
    """Last night, this morning, yesterday afternoon."""
    day = context.from_publication(_DAY_STEP.get(found.lexeme("d").cls, 0), "D")
    return replace(day, type="TIME", value=f"{day.value}T{found.lexeme('p').data}")


@rule("LEAD weekday:w [part] daypart:p", "daypart:p weekday:w")
def part_of_weekday(found: Found, context: Context) -> Reading | None:
    """Monday evening, noon Thursday."""
    day = weekday(found, context)
    return replace(day, type="TIME", value=f"{day.value}T{found.lexeme('p').data}") if day else None


@rule("[the] [part] [dash] daypart:p", guard=time_of_day)
def lone_part(found: Found, context: Context) -> Reading | None:
    """The morning, noon: of the last day named, else of publication. Overnight: the night before."""
    if found.lexeme("p").word == "overnight":
        named = context.last("D")
        before = shift(named, -1, "D") if named else None
        night = Reading("TIME", before, "narrative") if before else context.from_publication(-1, "D")
        return replace(night, type="TIME", value=f"{night.value}TNI", loose=True)
    return at(context, str(found.lexeme("p").data))


@rule(
    "clock:c [local] [time] [zone]",
    "clock:c ampm:p [local] [time] [zone]",
    "day:c ampm:p [local] [time] [zone]",
    "number:c ampm:p [zone]",
    "day:c oclock",
    "number:c oclock",
)
def clock(found: Found, context: Context) -> Reading | None:
    """9 a.m., 9:30 p.m. EST, 10:30 GMT, five o'clock."""
    lexeme, half = found.lexeme("c"), found["p"]
    hour, minute = lexeme.data if isinstance(lexeme.data, tuple) else (lexeme.data, None)
    if half is None and lexeme.cls == "clock" and "." in lexeme.word:
        return None
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.data == "p" else 0)
    return None if hour > 24 else at(context, f"{hour:02}" if minute is None else f"{hour:02}:{minute:02}")


@rule("day:c in the daypart:p", "number:c in the daypart:p", guard=hour_stands)
def hour_of_part(found: Found, context: Context) -> Reading | None:
    """Two in the morning, 9 in the evening."""
    hour, part = found.lexeme("c").data, found.lexeme("p").data
    if not 1 <= hour <= 12 or part not in ("MO", "AF", "EV"):
        return None
    return at(context, f"{hour % 12 + (0 if part == 'MO' else 12):02}")


@rule("year:y zone", "int:y zone")
def military(found: Found, context: Context) -> Reading | None:
    """1500 GMT, 0915 GMT."""
    if len(found.lexeme("y").word) != 4:
        return None
    hour, minute = divmod(int(found.lexeme("y").data), 100)
    return at(context, f"{hour:02}:{minute:02}") if hour <= 24 and minute < 60 else None


def at(context: Context, code: str) -> Reading:
    """A time of day without its day: of the last day named, else of publication, until a day beside it decides."""
    named = context.last("D")
    if named:
        return Reading("TIME", f"{named}T{code}", "narrative", loose=True)
    day = context.from_publication(0, "D")
    return replace(day, type="TIME", value=f"{day.value}T{code}", loose=True)
