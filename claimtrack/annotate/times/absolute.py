"""Readers of calendar dates: days, months, years, decades, centuries, quarters, halves, seasons, ranges, holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from claimtrack.annotate.times.calendar import add_months, interval
from claimtrack.annotate.times.context import Context, Reading
from claimtrack.annotate.times.guards import (
    day_of_month,
    day_range,
    half_of_quarters,
    lone_month,
    lone_season,
    lone_year,
    ordinal_century,
)
from claimtrack.annotate.times.lexer import Lexeme
from claimtrack.annotate.times.rules import Found, compiled, rule


def _date(value: str) -> Reading | None:
    return Reading("DATE", value) if interval(value) else None


def _full_year(digits: str) -> str:
    """Two digits of a year: up to 68 in this century, as in POSIX."""
    return digits if len(digits) == 4 else f"{'20' if int(digits) < 69 else '19'}{digits}"


@rule("iso:d", "weekday [comma] iso:d")
def iso(found: Found, context: Context) -> Reading | None:
    """2024-06-18, 2024-06."""
    return _date(found.lexeme("d").word)


@rule("slash:d")
def slashed(found: Found, context: Context) -> Reading | None:
    """06/18/2024, 18.06.2024: with points the day comes first; with slashes only where one number is above 12.

    Where both orders make a date, the text does not say the day: the value is the year.
    """
    first, second, year = found.lexeme("d").data
    pointed = "." in found.lexeme("d").word
    if pointed and len(year) == 2:
        return None
    day_first, month_first = (_date(f"{_full_year(year)}-{m:02}-{d:02}") for d, m in ((first, second), (second, first)))
    if pointed or day_first == month_first or not (day_first and month_first):
        return day_first if pointed else day_first or month_first
    return _date(_full_year(year))


@rule(
    "PART WEEKDAY month:m dd:d [comma] [of] year:y",
    "PART WEEKDAY dd:d [of] month:m [comma] year:y",
    "year:y [comma] month:m dd:d",
)
def day_month_year(found: Found, context: Context) -> Reading | None:
    """June 18, 2024; 18 June 2024; Tuesday the 18th of June, 2024."""
    month, day, year = (found.lexeme(group).data for group in "mdy")
    return _date(f"{year:04}-{month:02}-{day:02}")


@rule("PART WEEKDAY month:m dd:d", "PART WEEKDAY dd:d [of] month:m", guard=day_of_month)
def day_month(found: Found, context: Context) -> Reading | None:
    """June 18: of the year that tense and publication tell."""
    month, day = found.lexeme("m").data, found.lexeme("d").data
    if interval(f"2000-{month:02}-{day:02}") is None:
        return None
    if (ahead := year_ahead(found)) is not None:
        return _date(f"{ahead:04}-{month:02}-{day:02}")
    if fitting := _day_of_weekday(found, context, month, day):
        return Reading("DATE", fitting, "publication")
    tense = context.tense_at(found.start, found.end)
    return context.nearest(
        lambda year: f"{year:04}-{month:02}-{day:02}", "D", f"XXXX-{month:02}-{day:02}", tense, found.start
    )


def _day_of_weekday(found: Found, context: Context, month: int, day: int) -> str | None:
    """The day that is the weekday named beside it, where one of the years around publication has it."""
    named = next((lexeme.data for lexeme in found.lexemes[found.first : found.last] if lexeme.cls == "weekday"), None)
    own = interval(context.published) if context.published else None
    if named is None or own is None:
        return None
    days = [span for step in (0, -1, 1) if (span := interval(f"{own[0].year + step:04}-{month:02}-{day:02}"))]
    return next((first.isoformat() for first, _ in days if first.isoweekday() == named), None)


_YEAR_AHEAD = compiled("(prep | and | dash | comma)+ [dd] month [dd] [[comma] year:y]")


def year_ahead(found: Found) -> int | None:
    """The year that a list or range of months or days shares: "June and July 2024", "from 5 May to 7 June 2024"."""
    at = found.last + 1
    while match := _YEAR_AHEAD.match(found.match.string, at):
        if match["y"]:
            return int(found.lexemes[match.start("y")].data)
        at = match.end()
    return None


@rule(
    "month:m dayspan:d [[comma] year:y]",
    "dayspan:d [of] month:m [[comma] year:y]",
    "dd:a (prep | and | dash) dd:b [of] month:m [[comma] year:y]",
    "month:m dd:a (prep | and | dash) dd:b [[comma] year:y]",
    guard=day_range,
)
def days_of_month(found: Found, context: Context) -> Reading | None:
    """June 5-7, 2024; 5 to 7 June: one expression, value first/last."""
    span, month, year = found["d"], found.lexeme("m").data, found["y"]
    first, last = span.data if span else (found.lexeme("a").data, found.lexeme("b").data)
    if interval(f"2000-{month:02}-{first:02}/2000-{month:02}-{last:02}") is None:
        return None
    if year:
        return _date(f"{year.data:04}-{month:02}-{first:02}/{year.data:04}-{month:02}-{last:02}")
    tense = context.tense_at(found.start, found.end)
    read = context.nearest(lambda y: f"{y:04}-{month:02}-{first:02}", "D", "", tense, found.start)
    if not read.value:
        return Reading("DATE", f"XXXX-{month:02}-{first:02}/XXXX-{month:02}-{last:02}")
    return Reading("DATE", f"{read.value}/{read.value[:8]}{last:02}", read.anchor)


@rule("PART month:m [comma] [of] year:y")
def month_year(found: Found, context: Context) -> Reading | None:
    """June 2024, June of 2024."""
    return _date(f"{found.lexeme('y').data:04}-{found.lexeme('m').data:02}")


@rule("PART month:m", guard=lone_month)
def month(found: Found, context: Context) -> Reading | None:
    """June: of the year that tense and publication tell."""
    number = found.lexeme("m").data
    if (ahead := year_ahead(found)) is not None:
        return _date(f"{ahead:04}-{number:02}")
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda year: f"{year:04}-{number:02}", "M", f"XXXX-{number:02}", tense, found.start)


@rule(
    "PART [the] [fiscal] year:y",
    "[the] unit:u year:y",
    "[the] fiscal [unit] year:y",
    "the unit:u number:y",
    guard=lone_year,
)
def year(found: Found, context: Context) -> Reading | None:
    """2024, mid-2024, fiscal 2024, the year 2000."""
    if (found["u"] and found.lexeme("u").data != "Y") or not 1000 <= found.lexeme("y").data < 2200:
        return None
    return _date(f"{found.lexeme('y').data:04}")


@rule("yearspan:y", "year:a dash year:b")
def year_span(found: Found, context: Context) -> Reading | None:
    """2010-2015, 2012-13: value first/last."""
    span = found["y"]
    first, last = span.data if span else (f"{found.lexeme('a').data}", f"{found.lexeme('b').data}")
    last = last if len(last) == 4 else first[:2] + last
    return _date(f"{first}/{last}") if first < last else None


@rule("PART [the] [apostrophe] decade:d")
def decade(found: Found, context: Context) -> Reading | None:
    """The 1990s, mid-'90s."""
    return Reading("DATE", found.lexeme("d").data)


@rule("PART year:y decadeword:d", "(the | PART the) decadeword:d")
def decade_in_words(found: Found, context: Context) -> Reading | None:
    """The sixties: of the twentieth century."""
    return Reading("DATE", f"19{found.lexeme('d').data // 10}")


@rule("PART [the] ord:o [dash] unit:u", guard=ordinal_century)
def century(found: Found, context: Context) -> Reading | None:
    """The 19th century: value 18."""
    return Reading("DATE", f"{found.lexeme('o').data - 1:02}")


def _quarter_code(ordinal: Lexeme, unit: str) -> str | None:
    """First quarter: Q1; second half: H2; fourth and above four: none."""
    most = 4 if unit == "Q" else 2
    return f"{unit}{ordinal.data}" if ordinal.data in range(1, most + 1) else None


def _unit(found: Found) -> str:
    lexeme = found.lexeme("u")
    return "H" if lexeme.cls == "half" else str(lexeme.data)


@rule(
    "QUARTER [comma] [of] [the] [fiscal] [unit] year:y",
    "[the] [fiscal] year:y [fiscal] [s] ord:o [dash] unit:u",
    "PART [the] ord:o half:u [of] year:y",
    "[the] last:o half:u [of] year:y",
    "[the] [fiscal] year:y ord:o half:u",
)
def quarter_year(found: Found, context: Context) -> Reading | None:
    """The third quarter of 1998, the 1998 third quarter, the first half of 2024."""
    unit, ordinal = _unit(found), found.lexeme("o")
    if ordinal.cls == "last":
        return _date(f"{found.lexeme('y').data:04}-H2")
    code = _quarter_code(ordinal, unit) if unit in ("Q", "H") else None
    return _date(f"{found.lexeme('y').data:04}-{code}") if code else None


@rule("[the] (ord:o | last:l) count:n units:u (of | in) [fiscal] year:y", guard=half_of_quarters)
def two_quarters(found: Found, context: Context) -> Reading | None:
    """The first two quarters of 1990: its first half."""
    return _date(f"{found.lexeme('y').data:04}-H{2 if found['l'] else 1}")


@rule("PART [the] (ord:o | last:l) half:u of month:m [[comma] year:y]")
def half_of_month(found: Found, context: Context) -> Reading | None:
    """The first half of March: the month, with the days to the 15th or from the 16th on."""
    whole = month_year(found, context) if found["y"] else month(found, context)
    days = interval(whole.value) if whole else None
    side = 2 if found["l"] else found.lexeme("o").data
    if whole is None or days is None or side not in (1, 2):
        return whole
    middle = days[0].replace(day=15)
    return replace(whole, days=(days[0], middle) if side == 1 else (middle + timedelta(1), days[1]))


@rule("QUARTER", "its [fiscal] ord:o [dash] unit:u", "PART [the] ord:o [dash] half:u")
def quarter(found: Found, context: Context) -> Reading | None:
    """The third quarter, third-quarter: of the year that tense and publication tell."""
    unit = _unit(found)
    code = _quarter_code(found.lexeme("o"), unit) if unit in ("Q", "H") else None
    if code is None:
        return None
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda year: f"{year:04}-{code}", unit, f"XXXX-{code}", tense, found.start)


@rule("[the] month:m [dash] unit:u", "[the] month:m [dash] unit:u [of] year:y")
def quarter_of_month(found: Found, context: Context) -> Reading | None:
    """The September quarter, the one that ends with that month (Australia, India)."""
    if _unit(found) != "Q":
        return None
    code, year = f"Q{(int(found.lexeme('m').data) + 2) // 3}", found["y"]
    if year:
        return _date(f"{year.data:04}-{code}")
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda y: f"{y:04}-{code}", "Q", f"XXXX-{code}", tense, found.start)


@rule("qcode:q [of] [the] [fiscal] year:y", "year:y [dash] qcode:q", "year:y [comma] qcode:q", "qcode:q")
def quarter_code(found: Found, context: Context) -> Reading | None:
    """Q3 2024, FY2024."""
    code, year = found.lexeme("q").data, found["y"]
    if code.startswith("FY"):
        return _date(_full_year(code[2:].strip(" ’'"))) if code[2:].strip(" ’'") else None
    if year:
        return _date(f"{year.data:04}-{code}")
    if found.after and found.after.cls == "dash":
        return None
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda y: f"{y:04}-{code}", code[0], f"XXXX-{code}", tense, found.start)


@rule("PART [the] season:s [comma] [of] year:y", "[the] year:y season:s")
def season_year(found: Found, context: Context) -> Reading | None:
    """The summer of 2024, winter 2023."""
    return _date(f"{found.lexeme('y').data:04}-{found.lexeme('s').data}")


@rule("PART [the] season:s", guard=lone_season)
def season(found: Found, context: Context) -> Reading | None:
    """The summer: of the year that tense and publication tell."""
    code = found.lexeme("s").data
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda year: f"{year:04}-{code}", "S", f"XXXX-{code}", tense, found.start)


@rule("[weekday [comma]] holiday:h [comma] year:y", "holiday:h", "lnt:d holiday:h")
def holiday(found: Found, context: Context) -> Reading | None:
    """Christmas Day 2024, Thanksgiving."""
    rule_text, year = str(found.lexeme("h").data), found["y"]
    if year:
        return _date(holiday_date(rule_text, year.data).isoformat())
    fixed = f"XXXX-{rule_text}" if rule_text[2:3] == "-" and len(rule_text) == 5 else "XXXX-XX-XX"
    tense = context.tense_at(found.start, found.end)
    return context.nearest(lambda y: holiday_date(rule_text, y).isoformat(), "D", fixed, tense, found.start)


def holiday_date(rule_text: str, year: int) -> date:
    """The day of a holiday rule (see data/times.toml) in a year."""
    if rule_text.startswith("easter"):
        return easter(year) + timedelta(int(rule_text[6:]))
    if len(rule_text) == 5:
        return date(year, int(rule_text[:2]), int(rule_text[3:]))
    month, nth, weekday = int(rule_text[:2]), int(rule_text[3:-2]), int(rule_text[-1])
    if nth < 0:
        last = add_months(date(year, month, 1), 1) - timedelta(1)
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Western Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)
