"""Numerals joined to figures: units before and behind, ranges, lists that share a unit or a scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.exclusions import is_glued, is_labelled, looks_like_year
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


def read_figures(text: str, numerals: Sequence[Numeral], places: str) -> list[Figure]:
    """Figures of ``text`` in order: units read, ranges joined, units and scales shared over ranges and lists."""
    joined: list[Figure] = []
    end = 0
    for numeral in numerals:
        if numeral.start < end or _is_year_range(text, numeral):
            continue
        figure = _figure(text, numeral, places, end)
        end = figure.end
        if not joined or not (
            _join(text, joined[-1], figure) or _add_coins(text, joined[-1], figure) or _add_part(text, joined[-1], figure)
        ):
            joined.append(figure)
    _share_units(text, joined)
    return [figure for figure in joined if not figure.dropped]


def _is_year_range(text: str, numeral: Numeral) -> bool:
    """Part of "2012-13" or "1914-1918"."""
    if looks_like_year(numeral, text) and re.match(r"\s?[-–/]\s?\d{2}(?:\d{2})?(?![\d,.]\d)", text[numeral.end : numeral.end + 8]):
        return True
    return bool(re.search(r"\b(?:1[1-9]|20)\d\d\s?[-–/]\s?$", text[max(0, numeral.start - 7) : numeral.start]))


def _figure(text: str, numeral: Numeral, places: str, floor: int) -> Figure:
    """The numeral with its units; a sign before ``floor`` belongs to the figure before."""
    found = currency_before(text, numeral.start) if numeral.kind != "fraction" else None
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
    """"aged 34", "at the age of four months", and the age behind a name: "Ann Smith, 34, said"."""
    low, unit = figure.low, figure.unit
    aged = _AGED.search(text, max(0, low.start - 24), low.start)
    if unit is None and figure.prefix is None and (aged or _is_age_of_name(text, low)):
        figure.unit = Unit("year", low.end, low.end, "age")
    elif aged and unit is not None and unit.kind == "time":
        figure.unit = replace(unit, name=unit.name if unit.name == "year" else f"{unit.name} of age", kind="age")


_NAME_COMMA = re.compile(r"[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?,\s$")


def _is_age_of_name(text: str, low: Numeral) -> bool:
    if low.kind != "digits" or low.scale != 1 or not 0 < low.value < 110 or low.value != int(low.value):
        return False
    name = _NAME_COMMA.search(text, max(0, low.start - 30), low.start)
    return name is not None and text[low.end : low.end + 1] in (",", ".", ";") and not text[low.end + 1 : low.end + 2].isdigit() and name[0][:3].title() not in _MONTHS


_MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_PART_OF = re.compile(r"\s(?:of\s)?an?(?=[\s-])")


def _unit_place(text: str, numeral: Numeral) -> int:
    """Where a unit may begin: behind the article of "half a century", "a quarter of a mile"."""
    match = _PART_OF.match(text, numeral.end) if numeral.kind == "fraction" else None
    return match.end() if match else numeral.end


_AGED = re.compile(r"(?i)\b(?:aged|ages?|age\s+of|of\s+age)\s+(?:(?:between|from|about|around|over|under)\s+)?$")


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


def _add_coins(text: str, first: Figure, second: Figure) -> bool:
    """"3 dollars 50 cents", "15 dollars 50": one sum. Adds the coins to ``first`` and returns True."""
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


def _add_part(text: str, first: Figure, second: Figure) -> bool:
    """"two years and a half": adds the part to ``first`` and returns True."""
    if second.low.kind != "fraction" or first.unit is None or first.high or text[first.end : second.start] != " and ":
        return False
    if second.unit is not None or not text[second.low.start : second.low.end].startswith("a ") or first.low.scale != 1:
        return False
    first.low = replace(first.low, mantissa=first.low.value + second.low.value)
    first.coins_end = second.end
    return True


_ONE_AND = re.compile(r"\b(?P<one>an?)\s(?P<unit>[a-z]+)\sand\s$")


def _one_and_part(text: str, figure: Figure) -> None:
    """"a year and a half": one unit and a part of it."""
    match = _ONE_AND.search(text, max(0, figure.low.start - 24), figure.low.start)
    if match is None or figure.low.kind != "fraction" or figure.unit is not None or match["unit"] not in TIME_UNITS:
        return
    figure.low = replace(figure.low, start=match.start(), mantissa=1 + figure.low.value, kind="words")
    figure.unit = Unit(match["unit"], match.start("unit"), figure.low.end, "time")


_SCALE_BEHIND = re.compile(r"\s(?P<scale>thousand|million|billion|trillion|bn|mn)\b")


def _scale_behind_code(text: str, figure: Figure) -> None:
    """"75 USD million": the scale stands behind the currency."""
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
    if figure.low.kind == "vague" or match is None:
        return 0
    if match["apart"] and not (figure.unit and "degree" in figure.unit.name and start > 2):
        return 0
    return len(match[0])


_RANGE = re.compile(r"\s?(?:-|–|—|‑)\s?|-?\s+to\s+|-to-|\s+to\s+(?:about\s+|around\s+|nearly\s+|as\s+many\s+as\s+)?")
_AND = re.compile(r"\s+(?:and|to)\s+")
_OR = re.compile(r"\s+or\s+")
_BETWEEN = re.compile(r"(?i)\b(?:between|range of|ranging between|ranges between|anywhere between)\s+(?:about\s+|around\s+|roughly\s+|an?\s+(?:estimated\s+)?)?$")
_FROM = re.compile(r"(?i)\bfrom\s+(?:about\s+|around\s+)?$")


def _join(text: str, first: Figure, second: Figure) -> bool:
    """Makes ``first`` the range of both and returns True; numbers of a score or a year span are marked as dropped."""
    if first.high is not None or second.high is not None or {"vague", "fraction"} & {first.low.kind, second.low.kind}:
        return False
    gap = text[first.end : second.start + second.minus]
    between = bool(_BETWEEN.search(text, max(0, first.start - 48), first.start))
    dash = bool(re.fullmatch(r"\s?[-–—‑]\s?", gap))
    if not (_RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap)) or _is_alternative(gap, first, second)):
        return False
    if _is_bare_age(first) and second.unit_name is None:
        second.unit = first.unit and replace(first.unit, start=second.low.end, end=second.low.end)
    if not _same_unit(first, second) or _is_dated(text, first, second, between):
        return False
    if looks_like_year(first.low, text) and looks_like_year(second.low, text) and second.unit is None and second.prefix is None:
        first.dropped = second.dropped = True
        return False
    low = _shared_scale(first.low, second.low)
    if low.value >= second.low.value or (dash and _is_score(text, first, second)):
        first.dropped = second.dropped = dash or bool(re.fullmatch(r"\s+to\s+", gap) and _is_score(text, first, second))
        return False
    if _FROM.search(text, max(0, first.start - 16), first.start) and _is_movement(text, first.start):
        first.low = low
        first.unit = first.unit or second.unit
        first.prefix = first.prefix or (second.prefix and replace(second.prefix, start=first.low.start, end=first.low.start))
        return False
    first.low, first.high, first.unit, first.plus = low, second.low, second.unit or first.unit, second.plus
    first.prefix = first.prefix or (second.prefix and replace(second.prefix, start=first.low.start, end=first.low.start))
    return True


def _is_alternative(gap: str, first: Figure, second: Figure) -> bool:
    """"two or three": neighbours joined by "or"."""
    near = second.low.value - first.low.value
    return bool(_OR.fullmatch(gap)) and first.unit is None and first.low.scale == second.low.scale and 0 < near <= max(1, first.low.value / 2)


_IN = re.compile(r"(?i)\b(?:in|since|by|until|till|during|of|from|for|after|before|late|early|mid)[\s-]$")


def _is_dated(text: str, first: Figure, second: Figure, between: bool) -> bool:
    """Is the first number a year beside a figure ("$3 million in 2022 to $52 million")?"""
    if first.unit_name is not None or not looks_like_year(first.low, text):
        return False
    if second.prefix is not None or not 1000 <= second.low.mantissa < 10000:
        return True
    return not between and second.unit is None and bool(_IN.search(text, max(0, first.start - 8), first.start))


def _is_bare_age(figure: Figure) -> bool:
    """Is the year of age only implied ("ages 55 to 65")?"""
    return figure.unit is not None and figure.unit.start == figure.unit.end and figure.unit.kind == "age"


def _same_unit(first: Figure, second: Figure) -> bool:
    if first.unit_name is None or second.unit_name is None:
        return first.unit is None or second.unit is not None or second.prefix is not None
    return first.unit_name.split(" per ")[0] == second.unit_name.split(" per ")[0]


def _shared_scale(low: Numeral, high: Numeral) -> Numeral:
    """"5 to 7 million": the scale of the second holds for the first, where that one has none and is the smaller number."""
    if low.scale == 1 and high.scale > 1 and low.mantissa < high.mantissa and low.mantissa < 1000:
        return replace(low, scale=high.scale)
    return low


def _is_score(text: str, first: Figure, second: Figure) -> bool:
    """"a 2-5 defeat", "won 3-4": no unit behind, and a word of games or votes beside, or nothing behind at all."""
    if second.unit_name is not None or first.prefix is not None:
        return False
    after = re.match(r"[\s-]+([^\W\d_]+)", text[second.end : second.end + 24])
    before = re.findall(r"[^\W\d_]+", text[max(0, first.start - 24) : first.start])[-2:]
    scores = words("not_quantities.toml", "scores")
    nearby = {w.lower() for w in ([after[1]] if after else []) + before}
    return bool(nearby & scores) or (after is None and first.low.value < 100)


@cache
def _movement_pattern() -> re.Pattern[str]:
    verbs = "|".join(sorted(words("changes.toml", "up.verbs") | words("changes.toml", "down.verbs") | words("changes.toml", "moves.verbs")))
    nouns = "|".join(sorted(words("changes.toml", "up.nouns") | words("changes.toml", "down.nouns")))
    return re.compile(rf"(?i)\b(?:{verbs}|{nouns}|up|down)\b[^.;:!?\n]{{0,60}}$")


def _is_movement(text: str, start: int) -> bool:
    """Does "from A to B" at ``start`` tell two levels in time and not a range ("rose from 5 to 7 percent")?"""
    return bool(_movement_pattern().search(text, max(0, start - 90), start))


_LIST = re.compile(r",?\s+(?:and|or|to|versus|vs\.?)\s+|,\s+|\s?[x×]\s?")


def _share_units(text: str, figures: list[Figure]) -> None:
    """"5, 7 and 9 km": a number without a unit takes that of the next in its list; scales likewise."""
    for first, second in reversed(list(zip(figures, figures[1:], strict=False))):
        if first.unit is not None or second.unit is None or first.prefix is not None or second.unit.kind == "age":
            continue
        if not _LIST.fullmatch(text[first.end : second.start]) or not _listable(text, first, second):
            continue
        first.unit = replace(second.unit, start=first.number_end, end=first.number_end)
        if second.low.scale > 1 and first.low.scale == 1 and first.low.mantissa < 1000:
            first.low = replace(first.low, scale=second.low.scale)


def _listable(text: str, first: Figure, second: Figure) -> bool:
    if looks_like_year(first.low, text) or is_labelled(text, first.low) or is_glued(text, first.low):
        return False
    return first.low.kind == second.low.kind and first.low.kind in ("digits", "words")
