"""The vocabulary of time expressions, read from data/times.toml: each word has a class, a class is one character."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from claimtrack.annotate.lists import table

_TABLES = {
    "months": "month",
    "month_abbreviations": "monthabbr",
    "weekdays": "weekday",
    "weekday_abbreviations": "weekdayabbr",
    "seasons": "season",
    "dayparts": "daypart",
    "units": "unit",
    "plural_units": "units",
    "ordinals": "ord",
    "decades": "decadeword",
    "sets": "set",
}


class Entry(NamedTuple):
    """What a word means: its class ("month") and its payload (6, "SU", "Y"), if any."""

    cls: str
    data: Any = None


@cache
def vocabulary() -> dict[str, Entry]:
    """Lower-case word -> its entry."""
    source = table("times.toml")
    words = {word: Entry(cls, data) for table, cls in _TABLES.items() for word, data in source[table].items()}
    words |= {word: Entry("number", value) for word, value in _numbers().items()}
    words |= {day + "s": Entry("weekdays", data) for day, data in source["weekdays"].items()}
    words |= {day + "s": Entry("seasons", data) for day, data in source["seasons"].items() if day != "fall"}
    words |= {day + "s": Entry("dayparts", data) for day, data in source["dayparts"].items() if day[-1] == "g"}
    words["nights"] = Entry("dayparts", "NI")
    words |= {word: Entry(cls, word) for cls, members in source["words"].items() for word in members}
    return words


def _numbers() -> dict[str, int]:
    """The number words of data/numbers.toml up to a thousand, which times are counted in."""
    source = table("numbers.toml")
    counted = source["small"] | {word: source["scale"][word] for word in ("hundred", "thousand")}
    return {word: int(value) for word, value in counted.items()}


class Fixed(NamedTuple):
    """A phrase with one reading: kind "ref" (value PAST_REF ...) or "holiday" (its rule)."""

    kind: str
    value: str


@cache
def phrases() -> dict[str, Fixed]:
    """Lower-case phrase -> its reading."""
    source = table("times.toml")
    fixed = {text: Fixed("ref", ref) for ref, table in source["phrases"].items() for text in table["list"]}
    return fixed | {text: Fixed("holiday", rule) for text, rule in source["holidays"].items()}


@cache
def context_words(name: str) -> frozenset[str]:
    """A word list of [context] in data/times.toml."""
    return frozenset(table("times.toml")["context"][name])
