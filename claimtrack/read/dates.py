"""Publication dates as inputs write them, to ISO 8601 with the precision given. Nothing is guessed.

Read are ISO 8601 (year, month, day, date-time), RFC 2822 as in mail and RSS, written English dates
("Monday, 7 July 2025", "July 2025", "Jul 7, 2025 10:30 pm GMT"; dateparser reads them, once their
shape has been checked) and day, month and year in figures where only one reading is possible.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"\d{8}(?:T\d{4}(?:\d\d)?(?:Z|[+-]\d{4})?)?")
_RFC2822 = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[A-Z]{1,4}|[+-]\d{4})")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TIME = (
    r"(?:,? (?:at |[-–|] ?)?(?P<time>\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
    r"(?: ?(?P<zone>[a-z]{1,4}(?:[+-]\d{1,2})?))?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_WRITTEN_DAY = rf"{_WEEKDAY}(?:(?:{_DAY} (?:of )?)?{_MONTH}|{_MONTH} {_DAY}),? \d{{4}}"
WRITTEN_DATE = _WRITTEN_DAY + _TIME
_WRITTEN = re.compile(WRITTEN_DATE, re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


def parse_published(value: str) -> str | None:
    """``value`` as an ISO 8601 year, month, day or date-time of the same precision; None if unsure.

    >>> parse_published("2025-07"), parse_published("7 July 2025"), parse_published("07/08/2025")
    ('2025-07', '2025-07-07', None)
    """
    value = " ".join(value.split())
    for read in (_read_iso, _read_basic, _read_rfc2822, _read_written, _read_figures):
        try:
            found = read(value)
        except (ValueError, OverflowError, TypeError):  # the right shape, but no such day or hour
            return None
        if found is not None:
            return found
    return None


def _read_iso(value: str) -> str | None:
    match = _ISO.fullmatch(value)
    if match is None:
        return None
    year, month, day, time, zone = match.group("year", "month", "day", "time", "zone")
    date(int(year), int(month or 1), int(day or 1))
    if time is None:
        return "-".join(part for part in (year, month, day) if part)
    full = f"{year}-{month}-{day}T{time.replace(',', '.')}{_zone(zone)}"
    datetime.fromisoformat(full)
    return full


def _zone(zone: str | None) -> str:
    if zone is None or zone in "Zz":
        return "Z" if zone else ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _read_basic(value: str) -> str | None:
    if not _BASIC.fullmatch(value):
        return None
    moment = datetime.fromisoformat(value)
    return moment.isoformat() if "T" in value else moment.date().isoformat()


def _read_rfc2822(value: str) -> str | None:
    return parsedate_to_datetime(value).isoformat() if _RFC2822.fullmatch(value) else None


def _read_written(value: str) -> str | None:
    match = _WRITTEN.fullmatch(value)
    if match is None:
        return None
    found = _written_parser().get_date_data(value)
    moment: datetime | None = found.date_obj
    if moment is None:
        return None
    if found.period == "month":
        return f"{moment:%Y-%m}"
    if match["time"] is None:
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes")


@lru_cache(maxsize=1)
def _written_parser() -> DateDataParser:
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=["en"], settings=settings)


def _read_figures(value: str) -> str | None:
    """Figures are read where one order alone is possible, or with dots, which put the day first."""
    match = _FIGURES.fullmatch(value)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or first == second:
        return date(year, second, first).isoformat()
    return date(year, first, second).isoformat() if second > 12 else None
