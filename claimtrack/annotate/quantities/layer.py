"""The quantity layer: figures of a document with what they count, their comparators and changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities import currencies, exclusions
from claimtrack.annotate.quantities.antecedents import Found, resolved
from claimtrack.annotate.quantities.articles import bounded_articles
from claimtrack.annotate.quantities.changes import change_of
from claimtrack.annotate.quantities.comparators import comparator_of
from claimtrack.annotate.quantities.counted import (
    Counted,
    counted_by_parse,
    measured_by_parse,
    phrase_of,
    singular,
)
from claimtrack.annotate.quantities.figures import Figure
from claimtrack.annotate.quantities.filters import is_quantity
from claimtrack.annotate.quantities.nearby import counted_by_tags, counted_by_words, is_bare_subject
from claimtrack.annotate.quantities.numbers import Numeral, find_numerals
from claimtrack.annotate.quantities.ranges import read_figures
from claimtrack.annotate.quantities.ratios import Ratio, find_ratios
from claimtrack.annotate.quantities.stated import counted_as_stated
from claimtrack.annotate.quantities.units import Unit, is_unit_word, with_per
from claimtrack.annotate.text import text_of
from claimtrack.model import Comparator, Quantity, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def find_quantities(doc: Doc, times: Sequence[TimeExpression] = ()) -> list[Quantity]:
    """Every quantity of ``doc`` in order, without overlaps; offsets count characters of ``doc.text``.

    ``times``: the time expressions of the document, whose numbers are no quantities unless they give a
    length of time. Tags and parse are used where the Doc has them.
    """
    numerals = find_numerals(text_of(doc))
    numerals = sorted([*numerals, *bounded_articles(text_of(doc), numerals)], key=lambda n: n.start)
    ratios = find_ratios(text_of(doc), numerals)
    if not numerals and not ratios:
        return []
    blocked = exclusions.blocked_spans(doc, times)
    ratios = [r for r in ratios if not blocked.covers(r.start, r.end)]
    taken = exclusions.Blocked([(r.start, r.end) for r in ratios])
    free = [n for n in numerals if not taken.covers(n.start, n.end) and not blocked.covers(n.start, n.end)]
    places = currencies.nationalities(text_of(doc))
    figures = [f for f in read_figures(text_of(doc), free, places) if is_quantity(doc, f)]
    reader = _Reader(doc)
    found = [reader.quantity(f) for f in figures] + [reader.ratio(r) for r in ratios if reader.is_verb(r)]
    return _apart(resolved(doc, sorted((f for f in found if f is not None), key=lambda f: f.quantity.start)))


class _Reader:
    """Makes quantities of figures and ratios of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, text_of(doc)
        self.parsed, self.tagged = doc.has_annotation("DEP"), doc.has_annotation("POS")

    def quantity(self, figure: Figure) -> Found | None:
        """The quantity that the figure is, or None where a bare number is none (a year, a name's number)."""
        if figure.low.kind == "fraction" and figure.unit is None:
            return self._proportion(figure)
        if times := _times_behind(self.text, figure):
            return self._measure(figure, *times)
        if figure.unit_name is not None:
            return self._measure(figure, figure.unit_name, figure.end)
        return self._count(figure)

    def _measure(self, figure: Figure, unit: str, end: int) -> Found:
        shared = figure.unit is not None and figure.unit.start == figure.unit.end
        noun = None if shared else self._measured(figure.start, end, figure.unit_kind in ("time", "age"))
        quantity = self._make(figure, unit, end, (figure.number_end, end), noun, figure.unit_kind)
        return Found(quantity, noun, False, figure.unit_kind, (figure.high or figure.low).scale)

    def _proportion(self, figure: Figure) -> Found:
        noun = self._measured(figure.start, figure.end)
        unit = (
            "times"
            if re.match(r"\s+as\s+(?:many|much|[a-z]+\s+as)\b", self.text[figure.end : figure.end + 24])
            else "proportion"
        )
        return Found(self._make(figure, unit, figure.end, (figure.end,), noun, ""), noun, False)

    def _measured(self, start: int, end: int, timed: bool = False) -> Counted | None:
        span = self._span(start, end)
        if span is not None and self.parsed:
            noun = measured_by_parse(span, timed)
            if noun is not None and _WITHIN.search(self.text, max(0, start - 40), start):
                return None
            return None if noun is None or is_unit_word(noun.text.split(" ")[-1]) else noun
        of = re.match(r"\s+of\b", self.text[end : end + 6])
        return counted_by_words(self.text, end, False) if of else None

    def _count(self, figure: Figure) -> Found | None:
        noun = self._hyphened(figure) or self._counted(figure) or self._stated(figure)
        if noun and noun.unit in words("nouns.toml", "stated.people"):
            noun = replace(noun, unit="person")
        if noun is None and figure.high is None and self._needs_noun(figure):
            return None
        end = (
            noun.head_end
            if noun and not noun.pronoun and _adjoins(self.text, figure.number_end, noun.start)
            else figure.number_end
        )
        sum_of = noun is not None and not noun.plural and figure.low.scale >= 10**6
        unit = noun.unit if noun and not sum_of else None
        end = figure.number_end if sum_of else end
        if noun and unit and not noun.pronoun:
            rate = with_per(self.text, Unit(_of_many(unit, figure), noun.start, noun.head_end, "count"))
            figure.low = figure.low if " per " in rate.name else _whole(self.text, figure.low)
            unit, end = rate.name, max(end, rate.end if end == noun.head_end else 0)
        quantity = self._make(figure, unit, end, (figure.number_end, end), noun, "count")
        return Found(quantity, noun or self._bare_subject(figure), True, "", (figure.high or figure.low).scale)

    def _needs_noun(self, figure: Figure) -> bool:
        """Without a noun a year-like number is a year, and "one" a pronoun."""
        one = figure.low.kind == "words" and figure.low.value == 1
        return one or exclusions.looks_like_year(figure.low, self.text)

    def _counted(self, figure: Figure) -> Counted | None:
        span = self._span(figure.start, figure.number_end)
        if span is None or not self.tagged:
            return counted_by_words(self.text, figure.number_end, figure.low.value == 1)
        tagged = counted_by_tags(span, figure.low.value == 1)
        parsed = counted_by_parse(span) if self.parsed else None
        if parsed is None or tagged is None or tagged.pronoun:
            return tagged or parsed
        same = parsed.start < tagged.head_end <= parsed.end and not tagged.start < parsed.start
        return parsed if same else tagged

    def _stated(self, figure: Figure) -> Counted | None:
        """The thing counted that stands elsewhere: "the number of tanks rose to 40", "61 dead"."""
        span = self._span(figure.start, figure.number_end)
        if span is None or not self.parsed or figure.low.kind == "fraction":
            return None
        return counted_as_stated(span)

    def _hyphened(self, figure: Figure) -> Counted | None:
        """ "an 18-seat plane", "three-bedroom": the noun behind the hyphen."""
        match = re.compile(r"\s?-\s?([a-z]{3,})\b").match(self.text, figure.number_end)
        if match is None or match[1] in words("not_quantities.toml", "hyphen_adjectives"):
            return None
        start, end = match.span(1)
        return Counted(start, end, match[1], singular(match[1]), end)

    def _bare_subject(self, figure: Figure) -> Counted | None:
        """A number that stands for its thing ("Thousands are working there"): what it counts was named before."""
        span = self._span(figure.start, figure.number_end)
        if span is None or not self.parsed or figure.high is not None or figure.low.kind == "fraction":
            return None
        if span.root.dep_.startswith("nsubj") or is_bare_subject(span):
            return Counted(figure.start, figure.number_end, "", None, figure.number_end, True)
        return None

    def _make(
        self, figure: Figure, unit: str | None, end: int, ends: tuple[int, ...], noun: Counted | None, kind: str
    ) -> Quantity:
        start = figure.start
        comparator = comparator_of(self.text, start, tuple(dict.fromkeys(ends)), kind in ("time", "age"), self._is_case)
        sign = -1 if figure.minus else 1
        known = noun if noun and not noun.pronoun else None
        return Quantity(
            start=start,
            end=end,
            text=self.text[start:end],
            value=figure.low.value * sign,
            high=figure.high.value if figure.high else None,
            comparator=self._bound(comparator, figure),
            change=change_of(self.text, start, end if kind in ("currency", "dimensionless") else None),
            unit=unit,
            counted=known.text if known else None,
            number=self.text[figure.low.start : figure.number_end],
            counted_start=known.start if known else None,
            counted_end=known.end if known else None,
            vague=figure.low.vague,
            ambiguous=figure.low.ambiguous or bool(figure.high and figure.high.ambiguous),
        )

    def _bound(self, comparator: Comparator, figure: Figure) -> Comparator:
        if figure.low.vague or figure.plus:
            return ">=" if comparator in ("=", "~") or figure.plus else comparator
        return comparator

    def is_verb(self, ratio: Ratio) -> bool:
        """Is "doubled", "triple" no noun or adjective where tags tell ("the doubles", "a double room")?"""
        span = self._span(ratio.start, ratio.end)
        if span is None or not self.doc.has_annotation("TAG") or ratio.unit != "times":
            return True
        return span.root.pos_ != "PROPN" and span.root.tag_ != "NNS"

    def ratio(self, ratio: Ratio) -> Found:
        """The quantity that a multiple or share is."""
        comparator = comparator_of(self.text, ratio.start, (ratio.end,), False, self._is_case)
        noun = self._ratio_noun(ratio)
        known = noun if noun and not noun.pronoun else None
        written = self.text[ratio.start : ratio.end]
        quantity = Quantity(
            ratio.start,
            ratio.end,
            written,
            ratio.value,
            None,
            comparator,
            ratio.change,
            ratio.unit,
            known.text if known else None,
            written,
            known.start if known else None,
            known.end if known else None,
        )
        return Found(quantity, noun, False)

    def _ratio_noun(self, ratio: Ratio) -> Counted | None:
        span = self._span(ratio.start, ratio.end)
        if span is None or not self.parsed:
            return None
        for child in span.root.rights:
            if child.dep_ == "obj" and child.pos_ in ("NOUN", "PROPN"):
                return phrase_of(child)
        noun = measured_by_parse(span)
        return None if noun is None or is_unit_word(noun.text.split(" ")[-1]) else noun

    def _is_case(self, at: int) -> bool:
        span = self._span(at, at + 1) if self.parsed else None
        return span is not None and span[0].dep_ == "case"

    def _span(self, start: int, end: int) -> Span | None:
        return self.doc.char_span(start, end, alignment_mode="expand")


_WITHIN = re.compile(r"(?i)\bwithin(?:\s[a-z]+){0,3}\s$")  # "within about five miles of the city" measures no city
_GROUPS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def _whole(text: str, low: Numeral) -> Numeral:
    """ "1.250 people": no one counts to three decimals, so the sign groups thousands, whatever the document does."""
    if low.scale != 1 or low.value == int(low.value) or not _GROUPS.fullmatch(text, low.start, low.end):
        return low
    return replace(low, mantissa=Decimal(re.sub(r"\D", "", text[low.start : low.end])), ambiguous=False)


def _of_many(unit: str, figure: Figure) -> str:
    """The singular where the tagger took a plural for one ("quays")."""
    head, sep, last = unit.rpartition(" ")
    return head + sep + singular(last) if last.islower() and figure.low.value > 1 else unit


def _adjoins(text: str, end: int, start: int) -> bool:
    """Does the noun phrase follow the number directly, or after "of"?"""
    return (
        bool(re.fullmatch(r"[\s\u00a0-]{0,3}(?:of\s+(?:(?:the|all|these|those|its|their)\s+)?)?", text[end:start]))
        and start >= end
    )


_TIMES = re.compile(r"[\s-](?:of\s+)?times\b")


def _times_behind(text: str, figure: Figure) -> tuple[str, int] | None:
    """ "30 times less" is a multiple; "called 3 times" counts occasions, which quantulum3 names "count"."""
    match = _TIMES.match(text, figure.number_end)
    if match is None or figure.prefix is not None:
        return None
    after = re.match(r"\s+([^\W\d_]+)", text[match.end() : match.end() + 16])
    follower = after[1].lower() if after else ""
    return ("times" if follower in words("changes.toml", "multiple_context.times_followers") else "count"), match.end()


def _apart(quantities: list[Quantity]) -> list[Quantity]:
    """Quantities without overlaps: where a counted phrase runs into the next figure it is cut to its number."""
    kept: list[Quantity] = []
    for quantity in quantities:
        if kept and quantity.start < kept[-1].end:
            last = kept[-1]
            end = last.start + len(last.text[: quantity.start - last.start].rstrip(" -\u00a0\n"))
            if last.number is None or end < last.start + len(last.number):
                continue
            end = last.start + len(last.number) if last.text.startswith(last.number) else end
            kept[-1] = replace(last, end=end, text=last.text[: end - last.start])
        kept.append(quantity)
    return kept
