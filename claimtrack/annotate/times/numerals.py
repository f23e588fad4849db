"""Numerals and number words: what their shape says they may be (a year, a day, a clock time, a plain number)."""

from __future__ import annotations

import re
from typing import Any

_ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_SLASH = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(:[0-5]\d)?")
_YEARSPAN = re.compile(r"(1\d{3}|20\d\d)[-–/](1\d{3}|20\d\d|\d\d)")
_DAYSPAN = re.compile(r"([12]?\d|3[01])[-–/]([12]?\d|3[01])")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d")


def decade(digits: str) -> str | None:
    """The TIMEX3 value of a decade: "1990" (in "1990s") and "90" "199"; "20" "202"; None where it is none."""
    if len(digits) == 4 and digits[3] == "0":
        return digits[:3]
    if len(digits) == 2 and digits[1] == "0" and digits != "00":
        return ("19" if digits >= "30" else "20") + digits[0]
    return None


def numeral(digits: str) -> tuple[str, Any]:
    """Class and payload of a numeral by its shape: ("year", 1998), ("day", 18), ("clock", (9, 30)), ("x", None)."""
    if digits.isdigit():
        return whole_number(digits)
    if _ISO.fullmatch(digits):
        return "iso", digits
    if found := _SLASH.fullmatch(digits):
        return "slash", (int(found[1]), int(found[3]), found[4])
    if found := _YEARSPAN.fullmatch(digits):
        return "yearspan", found.groups()
    if found := _DAYSPAN.fullmatch(digits):
        first, second = int(found[1]), int(found[2])
        return "fraction" if "/" in digits and first < second <= 9 else "dayspan", (first, second)
    if found := _CLOCK.fullmatch(digits):
        return "clock", (int(found[1]), int(found[2]))
    if _THOUSANDS.fullmatch(digits):
        return "int", int(digits.replace(",", ""))
    return ("dec", digits) if _DECIMAL.fullmatch(digits) else ("x", None)


def whole_number(digits: str) -> tuple[str, int]:
    """Class and value of plain digits: a day of the month, a year, or another number."""
    if len(digits) > 4 or digits[0] == "0":
        return "int", int(digits[:18])
    value = int(digits)
    if value <= 31:
        return "day", value
    return ("year" if 1000 <= value <= 2199 else "int"), value


def spoken(parts: list[int]) -> tuple[str, int]:
    """Class and value of a run of number words: [20, 4] 24, [100, 2] 102, [19, 90, 6] the year 1996."""
    if len(parts) in (2, 3) and 11 <= parts[0] <= 20 and 10 <= parts[1] < 100 and parts[-1] < 100:
        return "year", parts[0] * 100 + sum(parts[1:])
    total = current = 0
    for part in parts:
        if part == 1000:
            total, current = total + max(1, current) * part, 0
        else:
            current = max(1, current) * part if part == 100 else current + part
    value = total + current
    return ("year" if len(parts) > 1 and 2001 <= value <= 2099 else "number"), value
