"""Times: TIMEX3 expressions of an English text, with their calendar value and interval of days."""

from __future__ import annotations

from claimtrack.annotate.times.find import find_times

__all__ = ["find_times"]
