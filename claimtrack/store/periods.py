"""ISO 8601 dates of any precision as closed intervals of days."""

from __future__ import annotations

import calendar
import re
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?\s*")


def days_of(value: str | None) -> tuple[str, str] | None:
    """First and last day of "2024", "2024-06", "2024-06-18" or a date-time; None for anything else.

    >>> days_of("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    found = _ISO.fullmatch(value or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last = date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    return first.isoformat(), last.isoformat()
