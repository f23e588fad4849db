"""A numeral with its unit: signs before, words behind, minus, coins, ages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.numbers import Numeral
from claimtrack.annotate.quantities.units import TIME_UNITS, Unit, currency_before, unit_after, with_per


@dataclass(slots=True)
class Figure:
    """A numeral, or two of a range, with its unit; ``start``..``end`` covers both."""

    low: Numeral
    high: Numeral | None = None
    unit: Unit | None = None
    prefix: Unit | None = None
    minus: int = 0
    plus: bool = False
    dropped: bool = False
    coins_end: int = 0

    @property
    def start(self) -> int:
        """Where the figure begins: its minus, its currency sign or its first digit."""
        start = self.prefix.start if self.prefix else self.low.start
        return start - self.minus

    @property
    def number_end(self) -> int:
        """Where the number ends, "+" included."""
        return (self.high or self.low).end + self.plus

    @property
    def end(self) -> int:
        """Where the number and the unit behind it end."""
        return max(self.number_end, self.unit.end if self.unit else 0, self.coins_end)

    @property
    def unit_name(self) -> str | None:
        """The singular name of the unit of measure, None for a count."""
        unit = self.unit or self.prefix
        return unit.name if unit else None

    @property
    def unit_kind(self) -> str:
        """The kind of the unit ("currency", "time", "age" ...), "" for a count."""
        unit = self.unit or self.prefix
        return unit.kind if unit else ""


def read_figure(text: str, numeral: Numeral, places: str, floor: int) -> Figure:
    """The numeral with its units; a sign before ``floor`` belongs to the figure before."""
    found = currency_before(text, numeral.start, places) if numeral.kind != "fraction" else None
    found = found if found and found[0].start >= floor else None
    prefix, million = found or (None, False)
    plus = text.startswith("+", numeral.end)
    unit = unit_after(text, _unit_place(text, numeral) + plus, places)
    if million or (unit and unit.kind == "million currency"):
        numeral = replace(numeral, scale=numeral.scale * 1000000)
    figure = Figure(numeral, None, unit, prefix, plus=plus)
    _prefer_prefix(text, figure)
    _scale_behind_code(text, figure)
    figure.minus = _minus(text, figure)
    _read_age(text, figure)
    _one_and_part(text, figure)
    return figure


def _read_age(text: str, figure: Figure) -> None:
    """ "aged 34", "at the age of four months", and the age behind a name: "Ann Smith, 34, said"."""
    low, unit = figure.low, figure.unit
    aged = _AGED.search(text, max(0, low.start - 24), low.start)
    aged = aged or _is_birthday(text, low) or _is_age_bound(text, low)
    if unit is None and figure.prefix is None and (aged or _is_age_of_name(text, low)):
        figure.unit = Unit("year", low.end, low.end, "age")
    elif aged and unit is not None and unit.kind == "time":
        figure.unit = replace(unit, name=unit.name if unit.name == "year" else f"{unit.name} of age", kind="age")


_TURNED = re.compile(r"(?i)\bturn(?:ed|s|ing)?\s$")
_NO_NOUN = re.compile(r"\s*(?:[.,;:!?)]|$|(?:and|in|on|at|last|this|next|before|when|while|after|today|but)\b)")


def _is_birthday(text: str, low: Numeral) -> re.Match[str] | None:
    """ "turned 18 in May"."""
    turned = _TURNED.search(text, max(0, low.start - 10), low.start)
    return _NO_NOUN.match(text, low.end) if turned and 0 < low.value < 130 else None


_BOUND_OF_AGE = re.compile(
    r"(?i)\b(?P<who>[a-z]+)\s+(?:who\s+(?:are|were)\s+)?(?:aged\s+)?"
    r"(?:under|over|above|below|younger than|older than)\s$"
)


def _is_age_bound(text: str, low: Numeral) -> re.Match[str] | None:
    """ "children under five", "those over 60"."""
    bound = _BOUND_OF_AGE.search(text, max(0, low.start - 48), low.start)
    if bound is None or not 0 < low.value < 110 or bound["who"].lower() not in words("nouns.toml", "stated.ages"):
        return None
    return _NO_NOUN.match(text, low.end)


_NAME_COMMA = re.compile(r"[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?,\s$")


def _is_age_of_name(text: str, low: Numeral) -> bool:
    if low.kind != "digits" or low.scale != 1 or not 0 < low.value < 110 or low.value != int(low.value):
        return False
    name = _NAME_COMMA.search(text, max(0, low.start - 30), low.start)
    return (
        name is not None
        and text[low.end : low.end + 1] in (",", ".", ";")
        and not text[low.end + 1 : low.end + 2].isdigit()
        and name[0][:3].title() not in _MONTHS
    )


_MONTHS = frozenset(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
_PART_OF = re.compile(r"\s(?:of\s)?an?(?=[\s-])")


def _unit_place(text: str, numeral: Numeral) -> int:
    """Where a unit may begin: behind the article of "half a century", "a quarter of a mile"."""
    match = _PART_OF.match(text, numeral.end) if numeral.kind == "fraction" else None
    return match.end() if match else numeral.end


_AGED = re.compile(
    r"(?i)\b(?:aged|ages?|age\s+of|of\s+age)\s+(?:\d{1,2}(?:,\s+\d{1,2}){0,3},?\s+and\s+|\d{1,2},\s+)?"
    r"(?:(?:between|from|about|around|over|under)\s+)?$"
)


def _prefer_prefix(text: str, figure: Figure) -> None:
    """With a currency sign before it, a number takes only a per-unit or the currency's own word from behind."""
    if figure.prefix is None or figure.unit is None:
        if figure.prefix is not None:
            figure.unit = _per_behind(text, figure)
        return
    if figure.unit.kind == "currency":
        same = figure.unit.name.split(" per ")[0]
        if figure.prefix.name == "dollar" and same.endswith("dollar"):
            figure.prefix = Unit(figure.unit.name, figure.prefix.start, figure.prefix.end, "currency")
        elif same != figure.prefix.name or not text[figure.unit.start].isalpha():
            figure.unit = None
        return
    figure.unit = None


def _per_behind(text: str, figure: Figure) -> Unit | None:
    assert figure.prefix is not None
    bare = Unit(figure.prefix.name, figure.prefix.start, figure.number_end, "currency")
    unit = with_per(text, bare)
    return unit if unit is not bare else None


_COINS = re.compile(r",?\s+(?:and\s+)?")
_ENDS = re.compile(r"\s*(?:[.,;:!?)]|$)")


def add_coins(text: str, first: Figure, second: Figure) -> bool:
    """ "3 dollars 50 cents", "15 dollars 50": one sum. Adds the coins to ``first`` and returns True."""
    major, minor = first.unit_name, second.unit_name
    if first.unit_kind != "currency" or first.low.scale != 1 or first.high or not 0 < second.low.value < 100:
        return False
    if not _COINS.fullmatch(text[first.end : second.start]) or second.low.value != int(second.low.value):
        return False
    named = minor is not None and major in table("units.toml")["minor"].get(minor, ())
    bare = second.unit is None and first.unit is not None and _ENDS.match(text, second.end) is not None
    if not named and not (bare and second.low.value >= 10):
        return False
    first.low = replace(first.low, mantissa=first.low.value + second.low.value / 100)
    first.coins_end = second.end
    return True


def add_part(text: str, first: Figure, second: Figure) -> bool:
    """ "two years and a half": adds the part to ``first`` and returns True."""
    if second.low.kind != "fraction" or first.unit is None or first.high or text[first.end : second.start] != " and ":
        return False
    if second.unit is not None or not text[second.low.start : second.low.end].startswith("a ") or first.low.scale != 1:
        return False
    first.low = replace(first.low, mantissa=first.low.value + second.low.value)
    first.coins_end = second.end
    return True


_PARTED = TIME_UNITS | words("units.toml", "parted.words")
_ONE_AND = re.compile(r"\b(?P<one>an?)\s(?P<unit>[a-z]+)\sand\s$")


def _one_and_part(text: str, figure: Figure) -> None:
    """ "a year and a half": one unit and a part of it."""
    match = _ONE_AND.search(text, max(0, figure.low.start - 24), figure.low.start)
    if match is None or figure.low.kind != "fraction" or figure.unit is not None or match["unit"] not in _PARTED:
        return
    figure.low = replace(figure.low, start=match.start(), mantissa=1 + figure.low.value, kind="words")
    kind = "time" if match["unit"] in TIME_UNITS else "measure"
    figure.unit = Unit(match["unit"], match.start("unit"), figure.low.end, kind)


_SCALE_BEHIND = re.compile(r"\s(?P<scale>thousand|million|billion|trillion|bn|mn)\b")


def _scale_behind_code(text: str, figure: Figure) -> None:
    """ "75 USD million": the scale stands behind the currency."""
    if figure.unit is None or figure.unit.kind != "currency" or figure.low.scale != 1:
        return
    match = _SCALE_BEHIND.match(text, figure.unit.end)
    if match is not None:
        value = table("numbers.toml")["scale"].get(match["scale"]) or table("numbers.toml")["suffix"][match["scale"]]
        figure.low = replace(figure.low, scale=Decimal(value))
        figure.unit = replace(figure.unit, end=match.end())


_MINUS = re.compile(r"(?:^|(?<=[\s(\[]))(?:[-−–]|(?i:minus|negative)\s|(?P<apart>[-−–]\s))$")


def _minus(text: str, figure: Figure) -> int:
    """The length of the minus before the figure: "-5", "minus 5"; parted by a space before degrees only."""
    start = figure.prefix.start if figure.prefix else figure.low.start
    match = _MINUS.search(text, max(0, start - 10), start)
    if figure.low.kind == "vague" or match is None or text[: match.start()].endswith("plus or "):
        return 0
    if match["apart"] and not (figure.unit and "degree" in figure.unit.name and start > 2):
        return 0
    return len(match[0])
