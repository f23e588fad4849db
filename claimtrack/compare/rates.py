"""Rates of exchange, from a table that the user names: without one no sum of money is ever converted.

- CSV with a first line ``date,currency,rate,base``, in any order.
- JSON: an object ``{"base": "USD", "rates": [{"date": "2025-03-03", "currency": "EUR", "rate": 1.08}, ...]}``.

``rate`` is what one unit of ``currency`` is worth in ``base``, which is the same in the whole table. Currencies are
ISO 4217 codes or names as the quantities have them ("euro", "dollar", "japanese yen"), dates ISO days.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Final

from claimtrack.errors import InputError
from claimtrack.model import Rate

OLDEST: Final = 31
"""Days for which a rate is good, if no later one is given: a table by months is enough."""
COLUMNS: Final = ("date", "currency", "rate", "base")
REMEDY: Final = "docs/compare.md says how a table of rates is written."
Row = tuple[str, str, float]
"""Currency, ISO day, worth in the base."""


@dataclass(frozen=True, slots=True)
class Rates:
    """A table of rates. ``name``: of its file. ``days`` (ordinals, rising) and ``worths`` are by currency."""

    name: str
    base: str
    days: Mapping[str, Sequence[int]]
    worths: Mapping[str, Sequence[float]]

    @classmethod
    def of(cls, name: str, base: str, rows: Iterable[Row]) -> Rates:
        """A table of rows, in any order; of two for one day the last one holds."""
        found: dict[str, dict[int, float]] = {}
        for currency, day, worth in rows:
            found.setdefault(currency, {})[date.fromisoformat(day).toordinal()] = worth
        days = {currency: sorted(known) for currency, known in found.items()}
        return cls(name, base, days, {c: [found[c][day] for day in known] for c, known in days.items()})

    @property
    def rows(self) -> list[Row]:
        """The rows, by currency and day."""
        known = {c: zip(self.days[c], self.worths[c], strict=True) for c in sorted(self.days)}
        return [(c, date.fromordinal(day).isoformat(), worth) for c, pairs in known.items() for day, worth in pairs]

    @property
    def hash(self) -> str:
        """Of name and content: facts that were made with a table of another hash are made anew."""
        content = json.dumps([self.name, self.base, self.rows]).encode()
        return hashlib.blake2b(content, digest_size=16).hexdigest()

    def of_time(self, currency: str, *days: int | None) -> Rate | None:
        """The rate for a sum, given the last day of its time and that of its publication: of the earlier one, of the
        one that is known; None where none is."""
        known = [day for day in days if day is not None]
        return self.of_day(currency, min(known)) if known else None

    def of_day(self, currency: str, day: int) -> Rate | None:
        """The rate of a day (an ordinal): the last one up to it, if that is at most ``OLDEST`` days old."""
        if currency == self.base:
            return Rate(currency, currency, 1.0, date.fromordinal(day).isoformat())
        days = self.days.get(currency, ())
        at = bisect_right(days, day) - 1
        if at < 0 or day - days[at] > OLDEST:
            return None
        return Rate(currency, self.base, self.worths[currency][at], date.fromordinal(days[at]).isoformat())


def read_rates(path: str | os.PathLike[str]) -> Rates:
    """The table in a file. Raises InputError with the file, the line and what is wrong there."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The rates {file} cannot be read: {error}.", "Name a file in UTF-8.") from error
    found = [(place, _checked(file, place, row)) for place, row in _rows(file, text)]
    if not found:
        raise InputError(f"The rates {file} hold no rate.", REMEDY)
    base = found[0][1]["base"]
    for place, row in found:
        if row["base"] != base:
            raise _wrong(file, place, f"its base is {row['base']}, and that of the first one is {base}")
        if row["currency"] == base and row["rate"] != 1:
            raise _wrong(file, place, f"the base {base} is worth {row['rate']:g} of itself")
    return Rates.of(file.name, base, ((row["currency"], row["date"], row["rate"]) for _, row in found))


def _rows(file: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each rate as a mapping, with its place in words."""
    if file.suffix.lower() == ".csv":
        lines = csv.DictReader(StringIO(text), restkey="more", skipinitialspace=True)
        try:
            for row in lines:
                yield f"line {lines.line_num}", row
        except csv.Error as error:
            raise _wrong(file, f"line {lines.line_num}", str(error)) from error
    elif file.suffix.lower() == ".json":
        yield from _objects(file, text)
    else:
        raise InputError(f"The rates {file} are of no known kind.", "Name a .csv or .json file.")


def _objects(file: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError(f"The rates {file} cannot be parsed: {error}.", "Mend it there.") from error
    rates = found.get("rates") if isinstance(found, dict) else None
    if not isinstance(rates, list):
        raise InputError(f"The rates {file} have no list 'rates'.", REMEDY)
    for number, row in enumerate(rates, 1):
        yield f"rate {number}", {"base": found.get("base"), **row} if isinstance(row, dict) else {}


def _checked(file: Path, place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A rate with names of currencies and the worth as a number."""
    unknown = sorted(str(field) for field in set(row) - set(COLUMNS))
    missing = [field for field in COLUMNS if str(row.get(field) or "").strip() == ""]
    if "more" in unknown:
        raise _wrong(file, place, "it has more fields than the first line names")
    if unknown or missing:
        raise _wrong(file, place, f"{unknown[0]!r} is no field" if unknown else f"it has no {missing[0]}")
    return {
        "date": _day(file, place, str(row["date"]).strip()),
        "currency": _currency(file, place, str(row["currency"])),
        "rate": _worth(file, place, row["rate"]),
        "base": _currency(file, place, str(row["base"])),
    }


def _day(file: Path, place: str, written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise _wrong(file, place, f"{written!r} is no day; write it as 2025-03-03") from error


def _worth(file: Path, place: str, written: object) -> float:
    try:
        worth = float(str(written))
    except ValueError as error:
        raise _wrong(file, place, f"the rate {written!r} is no number; write it as 1.08") from error
    if not (math.isfinite(worth) and worth > 0):
        raise _wrong(file, place, f"the rate {written!r} is not above zero")
    return worth


def _currency(file: Path, place: str, written: str) -> str:
    name = _names().get(" ".join(written.lower().split()))
    if name is None:
        raise _wrong(file, place, f"{written!r} is no currency; write its ISO code, e.g. EUR")
    return name


@cache
def _names() -> dict[str, str]:
    """Names of currencies by code and by name, in lower case."""
    from claimtrack.annotate.quantities.currencies import names

    return {form.lower(): name for code, name in names().items() for form in (code, name)}


def _wrong(file: Path, place: str, what: str) -> InputError:
    return InputError(f"The rates {file}, {place}: {what}.", REMEDY)


def in_words(rate: Rate) -> str:
    """For the reason of a relation: "1.08 dollars for a euro".

    >>> in_words(Rate("euro", "dollar", 1.08, "2025-03-03"))
    '1.08 dollars for a euro'
    """
    article = "an" if rate.currency[0] in "aeio" and not rate.currency.startswith("eu") else "a"
    return f"{rate.worth:.6g} {_plural(rate.base)} for {article} {rate.currency}"


@cache
def _plural(name: str) -> str:
    from babel.numbers import get_currency_name

    from claimtrack.annotate.quantities.currencies import names

    own = {"dollar": "dollars", "pound sterling": "pounds sterling", "bitcoin": "bitcoins"}
    code = next((code for code, known in names().items() if known == name), None)
    return own.get(name) or (get_currency_name(code, 2, "en").lower() if code else name)
