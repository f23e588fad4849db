"""Readers of durations and of recurring times (TIMEX3 types DURATION and SET)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from claimtrack.annotate.times.calendar import Interval, add, interval, value_at
from claimtrack.annotate.times.context import Context, Reading
from claimtrack.annotate.times.guards import a_duration, bare_plural, no_age
from claimtrack.annotate.times.lexer import Lexeme
from claimtrack.annotate.times.rules import Found, rule

_SIGN = {"last": -1, "past": -1, "next": 1, "coming": 1}
_LARGE = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "F": ("W", 2)}


def count_of(lexeme: Lexeme | None) -> Decimal | None:
    """The number that a lexeme gives; "a" is one; None for "several", "a few"."""
    if lexeme is None or lexeme.cls == "several":
        return None
    if lexeme.cls == "a":
        return Decimal(1)
    return Decimal(str(lexeme.data).replace(",", "."))


def duration(count: Decimal | None, unit: str) -> str:
    """The TIMEX3 value of a duration: (3, "D") "P3D", (24, "TH") "PT24H", (None, "Y") "PXY", (2, "DE") "P20Y"."""
    if count is not None and unit in _LARGE:
        unit, factor = _LARGE[unit]
        count *= factor
    number = "X" if count is None else f"{count:f}".rstrip("0").rstrip(".") if "." in f"{count:f}" else f"{count:f}"
    name = {"WE": "WE", "DE": "DE", "CE": "CE", "F": "W"}.get(unit, unit.removeprefix("T"))
    return f"P{'T' if unit.startswith('T') else ''}{number}{name}"


def _anchored(context: Context, count: Decimal | None, unit: str, sign: int) -> Interval | None:
    """The days from publication back (sign -1) or on (1) over a whole number of calendar units."""
    day = context.publication_day("D")
    if day is None or count is None or count != int(count) or unit.startswith("T"):
        return None
    try:
        other = add(day, sign * int(count), "W" if unit == "WE" else unit)
    except (ValueError, OverflowError):
        return None
    return (other, day) if sign < 0 else (day, other)


@rule("n:n [of] [more] [dash] u:u", "a several:n [of] [more] u:u", guard=a_duration)
def plain(found: Found, context: Context) -> Reading | None:
    """Three days, five-year, a couple of years, the first nine months."""
    return Reading("DURATION", duration(count_of(found["n"]), str(found.lexeme("u").data)))


@rule("the count:n [more] u:u", "[the] (ord:o | latest | last:l) count:n [more] u:u", guard=a_duration)
def reporting_period(found: Found, context: Context) -> Reading | None:
    """The nine months, the first six months (of 2023): figures after it are about the year of publication so far."""
    count, unit = count_of(found["n"]), str(found.lexeme("u").data)
    if (ended := _months_to(found, context, count, unit)) is not None:
        return ended
    days = _within_year(found, count, unit)
    if found["l"] and days is None:
        return directed_from(context, count, unit, -1)
    if unit == "M" and days is None:
        year = context.from_publication(0, "Y").value
        context.set_topic(year, found.start, found.end, explicit=False)
    return Reading("DURATION", duration(count, unit), days=days)


_PERIODS = {3: "Q", 6: "H", 12: "Y"}


def _months_to(found: Found, context: Context, count: Decimal | None, unit: str) -> Reading | None:
    """ "The three months to Dec. 31", "the six months ended June": their days; figures after it are about them."""
    link, month, day = found.near(1), found.near(2), found.near(3)
    ended = link is not None and link.word in ("to", "ended", "ending", "through")
    if not ended or month is None or month.cls != "month" or unit != "M" or count is None or count != int(count):
        return None
    dated = day is not None and day.cls == "day"
    tail = f"-{day.data:02}" if dated and day is not None else ""
    value = context.nearest(lambda year: f"{year:04}-{month.data:02}{tail}", "D" if tail else "M", "", "past").value
    end = interval(value) if value else None
    if end is None:
        return None
    first = add(end[1] + timedelta(1), -int(count), "M")
    if (period := _PERIODS.get(int(count))) and first.day == 1:
        context.set_topic(value_at(add(first, 45, "D"), period), found.start, found.end, explicit=False)
    return Reading("DURATION", duration(count, unit), "publication", (first, end[1]))


def _within_year(found: Found, count: Decimal | None, unit: str) -> Interval | None:
    """The days of "the first six months of 2023"."""
    of, year, side = found.near(1), found.near(2), found["o"] or found["l"]
    if of is None or of.cls != "of" or year is None or year.cls != "year" or side is None:
        return None
    if count is None or count != int(count) or unit not in ("M", "W", "D", "Q") or side.word not in ("first", "last"):
        return None
    if side.word == "first":
        first = date(year.data, 1, 1)
        return first, add(first, int(count), unit) - timedelta(1)
    after = date(year.data + 1, 1, 1)
    return add(after, -int(count), unit), after - timedelta(1)


@rule(
    "n:n fraction:f units:u",
    "n:n and a half u:u",
    "a:n unit:u and a half",
    "half a unit:u",
    "half dash unit:u",
    guard=no_age,
)
def with_half(found: Found, context: Context) -> Reading | None:
    """2 1/2 years, a year and a half, half a century."""
    if found["f"] and found.lexeme("f").data != (1, 2):
        return Reading("DURATION", duration(None, str(found.lexeme("u").data)))
    whole = (count_of(found["n"]) or Decimal(0)) if found["n"] else Decimal(0)
    return Reading("DURATION", duration(whole + Decimal("0.5"), str(found.lexeme("u").data)))


@rule("count (prep | and | dash) count [more] [dash] u:u", "dayspan [dash] u:u", "yearspan [dash] u:u", guard=no_age)
def between(found: Found, context: Context) -> Reading | None:
    """Two to three weeks, 12-18 months: a duration that is not one number."""
    return Reading("DURATION", duration(None, str(found.lexeme("u").data)))


@rule(
    "[the] dir:d count:n [of] [more] u:u",
    "[the] dir:d a several:n [of] u:u",
    "[the | this] past:d unit:u",
    "[the] dir:d units:u",
    "[the] (previous | following) count:n [of] [more] u:u",
    "these past:d count:n u:u",
)
def directed(found: Found, context: Context) -> Reading | None:
    """The past two weeks, the next three years: with their days, counted from publication."""
    lexeme, direction = found.lexeme("u"), found["d"]
    unit = str(lexeme.data)
    count = Decimal(1) if found["n"] is None and lexeme.cls == "unit" else count_of(found["n"])
    if direction and direction.cls == "current":
        return None
    if direction and direction.cls == "coming" and found["n"] is None and lexeme.cls == "units":
        return Reading("DATE", "FUTURE_REF")
    return directed_from(context, count, unit, _SIGN.get(direction.cls, 0) if direction else 0)


def directed_from(context: Context, count: Decimal | None, unit: str, sign: int) -> Reading:
    """A duration that ends (sign -1) or begins (1) at publication, with its days; 0: without."""
    days = _anchored(context, count, unit, sign) if sign else None
    return Reading("DURATION", duration(count, unit), "publication" if days else "none", days)


@rule("units:u", "units and units:u", "the units:u", guard=bare_plural)
@rule("[the] recent units:u", "[the] recent units and units:u")
def plural(found: Found, context: Context) -> Reading | None:
    """(For) years; recent years."""
    return Reading("DURATION", duration(None, str(found.lexeme("u").data)))


@rule("every u:u", "every count:n u:u", "every ord:n u:u")
def every_unit(found: Found, context: Context) -> Reading | None:
    """Every year, every two weeks, each month."""
    count = found["n"]
    number = Decimal(1) if count is None else Decimal(count.data) if count.cls == "ord" else count_of(count)
    return Reading("SET", duration(number, str(found.lexeme("u").data)))


@rule("every weekday:w [daypart:p]", "weekdays:w", "weekday:w dayparts:p")
def every_weekday(found: Found, context: Context) -> Reading | None:
    """Every Monday, Tuesdays, Friday nights."""
    part = found["p"]
    return Reading("SET", f"XXXX-WXX-{found.lexeme('w').data}" + (f"T{part.data}" if part else ""))


@rule("every month:m", "every season:s", "every daypart:p")
def every_member(found: Found, context: Context) -> Reading | None:
    """Every July, each summer, every morning."""
    if found["m"]:
        return Reading("SET", f"XXXX-{found.lexeme('m').data:02}")
    return Reading("SET", f"XXXX-{found.lexeme('s').data}" if found["s"] else f"XXXX-XX-XXT{found.lexeme('p').data}")


@rule("[the] (last | past | next | coming) count [more] seasons:s")
def seasons(found: Found, context: Context) -> Reading | None:
    """The past three summers."""
    return Reading("SET", f"XXXX-{found.lexeme('s').data}")


@rule("set:s")
def set_word(found: Found, context: Context) -> Reading | None:
    """Daily, weekly, annually."""
    return Reading("SET", str(found.lexeme("s").data))
