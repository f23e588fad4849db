"""TIMEX3 calendar values: their closed interval of days, their unit, and how to move them.

A value is an ISO 8601 string as in TimeML: "1998", "1998-08", "1998-08-07", "1998-W34", "1998-W34-WE", "1998-Q3",
"1998-H1", "1998-SU", "199" (a decade), "19" (a century), any of them with a time of day ("1998-08-07TMO"), or a range
of two ("2012/2013"). Everything here is the proleptic Gregorian calendar of ``datetime.date``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Unit = Literal["D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE", "ML"]
Interval = tuple[date, date]

# Meteorological seasons of the northern hemisphere: first month. Winter runs into the next year.
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<Y>\d{4})(?:-(?:W(?P<W>\d\d)(?P<WE>-WE)?|Q(?P<Q>[1-4])|H(?P<H>[12])|(?P<S>SP|SU|FA|WI)"
    r"|(?P<M>\d\d)(?:-(?P<D>\d\d))?))?|(?P<DE>\d{3})|(?P<CE>\d\d)"
)
_MONTHS = {"M": 1, "Q": 3, "S": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}


def day_part(value: str) -> str:
    """The value without its time of day: "1998-08-07TMO" -> "1998-08-07"."""
    return value.partition("T")[0]


def unit_of(value: str) -> Unit | None:
    """The unit of a calendar value ("1998-Q3": "Q"), None where it is no calendar value."""
    match = _VALUE.fullmatch(day_part(value))
    if not match:
        return None
    units: tuple[Unit, ...] = ("D", "M", "S", "H", "Q", "WE", "W", "Y", "DE", "CE")
    return next(unit for unit in units if match[unit])


def interval(value: str) -> Interval | None:
    """First and last day of a value, or of the range "a/b"; None where there is none, or no such day."""
    first, slash, second = value.partition("/")
    if slash:
        a, b = interval(first), interval(second)
        return (a[0], b[1]) if a and b and a[0] <= b[1] else None
    match = _VALUE.fullmatch(day_part(value))
    try:
        return _days(match) if match else None
    except (ValueError, OverflowError):
        return None


def _days(match: re.Match[str]) -> Interval:
    if match["DE"] or match["CE"]:
        digits = match["DE"] or match["CE"]
        zeros = 4 - len(digits)
        return date(max(1, int(digits) * 10**zeros), 1, 1), date(int(digits) * 10**zeros + 10**zeros - 1, 12, 31)
    year = int(match["Y"])
    if match["W"]:
        monday = date.fromisocalendar(year, int(match["W"]), 1)
        return monday + timedelta(5 if match["WE"] else 0), monday + timedelta(6)
    if match["D"]:
        day = date(year, int(match["M"]), int(match["D"]))
        return day, day
    first, count = 1, 12
    if match["M"]:
        first, count = int(match["M"]), 1
    elif match["Q"]:
        first, count = int(match["Q"]) * 3 - 2, 3
    elif match["H"]:
        first, count = int(match["H"]) * 6 - 5, 6
    elif match["S"]:
        first, count = SEASON_START[match["S"]], 3
    start = date(year, first, 1)
    return start, add_months(start, count) - timedelta(1)


def third(value: str, which: int) -> Interval | None:
    """The first (0), middle (1) or last (2) third of a value: "early 2024" is January to April.

    Of what is no number of months ("early next week"), thirds of its days, rounded outwards. None for a day or range.
    """
    days, unit = interval(value), unit_of(value)
    if days is None or unit is None or unit == "D":
        return None
    months = _MONTHS.get(unit, 1)
    if months % 3:
        count = (days[1] - days[0]).days + 1
        return (
            days[0] + timedelta(which * count // 3),
            days[0] + timedelta(-(-(which + 1) * count // 3) - 1),
        )
    step = months // 3
    last = days[1] if which == 2 else add_months(days[0], (which + 1) * step) - timedelta(1)
    return add_months(days[0], which * step), last


def add_months(day: date, months: int) -> date:
    """The day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, count: int, unit: str) -> date:
    """The day ``count`` units later (earlier where negative). Raises ValueError or OverflowError out of 1..9999."""
    if unit in _DAYS:
        return day + timedelta(count * _DAYS[unit])
    return add_months(day, count * _MONTHS[unit])


def value_at(day: date, unit: str) -> str:
    """The value of the unit that holds this day: (1998-08-07, "Q") -> "1998-Q3"."""
    if unit in ("W", "WE", "F"):
        iso = day.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "S":
        code = {month // 3: code for code, month in SEASON_START.items()}[(day.month % 12 or 12) // 3 or 4]
        return f"{day.year - (day.month < 3):04}-{code}"
    year = f"{day.year:04}"
    forms = {
        "D": day.isoformat(),
        "M": f"{year}-{day.month:02}",
        "Q": f"{year}-Q{(day.month + 2) // 3}",
        "H": f"{year}-H{1 if day.month < 7 else 2}",
        "Y": year,
        "DE": year[:3],
        "CE": year[:2],
        "ML": year[:1],
    }
    return forms[unit]


def shift(value: str, count: int, unit: str) -> str | None:
    """The value moved by so many units, in its own unit: ("1989-Q3", -1, "Y") -> "1988-Q3"."""
    days, own = interval(value), unit_of(value)
    if days is None or own is None:
        return None
    try:
        return value_at(add(days[0], count, unit), own)
    except (ValueError, OverflowError):
        return None
