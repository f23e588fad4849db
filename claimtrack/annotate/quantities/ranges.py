"""Figures of a text in order: ranges joined, units and scales shared over ranges and lists, scores dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities.changes import change_of
from claimtrack.annotate.quantities.exclusions import is_glued, is_labelled, looks_like_year
from claimtrack.annotate.quantities.figures import Figure, add_coins, add_part, read_figure
from claimtrack.annotate.quantities.numbers import Numeral


def read_figures(text: str, numerals: Sequence[Numeral], places: str) -> list[Figure]:
    """Figures of ``text`` in order: units read, ranges joined, units and scales shared over ranges and lists."""
    joined: list[Figure] = []
    end = 0
    for numeral in numerals:
        if numeral.start < end or _is_year_range(text, numeral):
            continue
        figure = read_figure(text, numeral, places, end)
        end = figure.end
        if not joined or not (
            _join(text, joined[-1], figure) or add_coins(text, joined[-1], figure) or add_part(text, joined[-1], figure)
        ):
            joined.append(figure)
    _share_units(text, joined)
    return [figure for figure in joined if not figure.dropped]


def _is_year_range(text: str, numeral: Numeral) -> bool:
    """Part of "2012-13" or "1914-1918"."""
    if looks_like_year(numeral, text) and re.match(
        r"\s?[-–/]\s?\d{2}(?:\d{2})?(?![\d,.]\d)", text[numeral.end : numeral.end + 8]
    ):
        return True
    return bool(re.search(r"\b(?:1[1-9]|20)\d\d\s?[-–/]\s?$", text[max(0, numeral.start - 7) : numeral.start]))


_RANGE = re.compile(r"\s?(?:-|–|—|‑)\s?|-?\s+to\s+|-to-|\s+to\s+(?:about\s+|around\s+|nearly\s+|as\s+many\s+as\s+)?")
_AND = re.compile(r"\s+(?:and|to)\s+")
_OR = re.compile(r"\s+or\s+")
_BETWEEN = re.compile(r"(?i)\b(?:between|range of)\s+(?:about\s+|around\s+|roughly\s+|an?\s+(?:estimated\s+)?)?$")
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
    if not _same_unit(first, second) or _is_dated(text, first, second, between) or _is_step(text, first, gap):
        return False
    if (
        looks_like_year(first.low, text)
        and looks_like_year(second.low, text)
        and second.unit is None
        and second.prefix is None
    ):
        first.dropped = second.dropped = True
        return False
    low = _shared_scale(first.low, second.low)
    if low.value >= second.low.value or (dash and _is_score(text, first, second)):
        first.dropped = second.dropped = dash or bool(re.fullmatch(r"\s+to\s+", gap) and _is_score(text, first, second))
        return False
    if _FROM.search(text, max(0, first.start - 16), first.start) and _is_movement(text, first.start):
        first.low = low
        first.unit = first.unit or second.unit
        first.prefix = first.prefix or (
            second.prefix and replace(second.prefix, start=first.low.start, end=first.low.start)
        )
        return False
    first.low, first.high, first.unit, first.plus = low, second.low, second.unit or first.unit, second.plus
    first.prefix = first.prefix or (
        second.prefix and replace(second.prefix, start=first.low.start, end=first.low.start)
    )
    return True


def _is_alternative(gap: str, first: Figure, second: Figure) -> bool:
    """ "two or three": neighbours joined by "or"."""
    near = second.low.value - first.low.value
    return (
        bool(_OR.fullmatch(gap))
        and first.unit is None
        and first.low.scale == second.low.scale
        and 0 < near <= max(Decimal(1), first.low.value / 2)
    )


def _is_step(text: str, first: Figure, gap: str) -> bool:
    """Is it a change and the level reached ("rose six pence to 388 pence") and not a range ("rose 5 to 7 percent")?"""
    has_unit = first.prefix is not None or (first.unit is not None and first.unit.start < first.unit.end)
    if not has_unit or first.unit_kind == "dimensionless" or gap.strip() != "to":
        return False
    return change_of(text, first.start, None) is not None


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
    """ "5 to 7 million": the scale of the second holds for a smaller first number without a scale."""
    if low.scale == 1 and high.scale > 1 and low.mantissa < high.mantissa and low.mantissa < 1000:
        return replace(low, scale=high.scale)
    return low


def _is_score(text: str, first: Figure, second: Figure) -> bool:
    """ "a 2-5 defeat", "won 3-4": no unit behind, and a word of games or votes beside, or nothing behind at all."""
    if second.unit_name is not None or first.prefix is not None:
        return False
    after = re.match(r"[\s-]+([^\W\d_]+)", text[second.end : second.end + 24])
    before = re.findall(r"[^\W\d_]+", text[max(0, first.start - 24) : first.start])[-2:]
    scores = words("not_quantities.toml", "scores")
    nearby = {w.lower() for w in ([after[1]] if after else []) + before}
    return bool(nearby & scores) or (after is None and first.low.value < 100)


@cache
def _movement_pattern() -> re.Pattern[str]:
    verbs = "|".join(
        sorted(
            words("changes.toml", "up.verbs")
            | words("changes.toml", "down.verbs")
            | words("changes.toml", "moves.verbs")
        )
    )
    nouns = "|".join(sorted(words("changes.toml", "up.nouns") | words("changes.toml", "down.nouns")))
    return re.compile(rf"(?i)\b(?:{verbs}|{nouns}|up|down)\b[^.;:!?\n]{{0,60}}$")


def _is_movement(text: str, start: int) -> bool:
    """Does "from A to B" at ``start`` tell two levels in time and not a range ("rose from 5 to 7 percent")?"""
    return bool(_movement_pattern().search(text, max(0, start - 90), start))


_LIST = re.compile(r",?\s+(?:and|or|to|instead\s+of|rather\s+than|versus|vs\.?)\s+|,\s+|\s?[x×]\s?")


def _share_units(text: str, figures: list[Figure]) -> None:
    """ "5, 7 and 9 km": a number without a unit takes that of the next in its list; scales likewise."""
    for first, second in reversed(list(pairwise(figures))):
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
