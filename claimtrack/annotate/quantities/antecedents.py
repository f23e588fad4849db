"""Units and counted things that stand with another figure: pronouns, bare numbers, comparisons, bare sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import table, words
from claimtrack.annotate.quantities.context import last_phrase, words_before
from claimtrack.annotate.quantities.counted import Counted, antecedent_subject, is_plural, phrase_of
from claimtrack.annotate.quantities.numbers import plain
from claimtrack.annotate.text import text_of
from claimtrack.model import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity with the noun phrase that it was given, while antecedents are still to be found.

    ``count``: it has no unit of measure. ``unit_kind``: as in ``Unit.kind``. ``scale``: of its numeral.
    ``lent``: its unit is that of a figure it is compared with.
    """

    quantity: Quantity
    noun: Counted | None
    count: bool
    unit_kind: str = ""
    scale: Decimal = Decimal(1)
    lent: bool = False

    @property
    def bare(self) -> bool:
        """Is nothing known of what it counts or measures?"""
        return self.count and self.quantity.unit is None and (self.noun is None or self.noun.pronoun)


def resolved(doc: Doc, found: Sequence[Found]) -> list[Quantity]:
    """The quantities, with the units and things that they take from others: "4 000 of them", "up from 14 billion"."""
    text = text_of(doc)
    done: list[Found] = []
    for item in _parts_of_counts(text, _same_currency(text, found)):
        item = _compared(text, item, done) if item.bare else item
        if done and done[-1].bare and not done[-1].quantity.vague:
            done[-1] = _compared_ahead(text, done[-1], item)
        if item.noun is not None and item.noun.pronoun:
            item = _with_antecedent(doc, item, done)
        elif item.bare:
            item = _human(doc, item)
        done.append(item)
    return [item.quantity for item in _one_currency(doc, done)]


_BREAK = re.compile(r"[.!?;]\s|\n")


def _same_currency(text: str, found: Sequence[Found]) -> list[Found]:
    """A large sum without a unit beside one with a currency in its sentence: "15 million marks, up from 14 million"."""
    out: list[Found] = []
    for i, item in enumerate(found):
        if _is_sum(item):
            neighbours = [*out[-1:], *found[i + 1 : i + 2]]
            near = [n for n in neighbours if n.unit_kind == "currency" and _together(text, n, item)]
            item = _in_currency(item, near[0].quantity.unit) if near else item
        out.append(item)
    return out


_PART_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|our|your|those|these|all|some|about)\s+){0,2}")
_FROM = re.compile(r"(?i)\b(?:from|between)\s+$")


def _parts_of_counts(text: str, found: Sequence[Found]) -> list[Found]:
    """ "194 of the 460 seats", "from 2,411 offences to 2,190": what the one counts the other does."""
    out: list[Found] = []
    for i, item in enumerate(found):
        quantity = item.quantity
        after = found[i + 1] if i + 1 < len(found) else None
        part = item.bare and after is not None and _is_counted(after)
        if part and after is not None and _PART_OF.fullmatch(text, quantity.end, after.quantity.start):
            item = _counting_too(item, after)
        elif item.bare and out and _is_counted(out[-1]) and _follows_on(text, out[-1].quantity, quantity):
            item = _counting_too(item, out[-1])
        out.append(item)
    return out


def _follows_on(text: str, first: Quantity, second: Quantity) -> bool:
    """ "from 2,411 offences to 2,190", "by nine votes to four"."""
    voted = first.unit == "vote" and text[first.end : second.start] == " to " and not first.text.startswith("of")
    return voted or _goes_from(text, first, second)


def _goes_from(text: str, first: Quantity, second: Quantity) -> bool:
    between = text[first.end : second.start] == " to " and _stands_alone(text, second.end)
    return between and _FROM.search(text, max(0, first.start - 12), first.start) is not None


def _is_counted(item: Found) -> bool:
    return item.count and item.quantity.unit is not None and item.noun is not None and not item.noun.pronoun


def _counting_too(item: Found, other: Found) -> Found:
    """A count without a noun, of the things that another counts: "2.800 of its 14.500 jobs" has no decimals."""
    quantity = _taken(item.quantity, other.quantity, other.quantity.unit)
    if quantity.value != int(quantity.value) and _THOUSANDS.fullmatch(quantity.number or ""):
        quantity = replace(quantity, value=Decimal(re.sub(r"\D", "", quantity.number or "")), ambiguous=False)
    return replace(item, quantity=quantity, noun=other.noun)


_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def _is_sum(item: Found) -> bool:
    """A figure of a million or more without a unit, which may be money."""
    quantity = item.quantity
    return item.count and quantity.unit is None and not quantity.vague and abs(quantity.value) >= 10**6


def _in_currency(item: Found, unit: str | None) -> Found:
    plain_unit = unit.split(" per ")[0] if unit else None
    return replace(item, quantity=replace(item.quantity, unit=plain_unit), unit_kind="currency")


def _together(text: str, one: Found, two: Found) -> bool:
    first, second = sorted((one.quantity, two.quantity), key=lambda q: q.start)
    return second.start - first.end < 120 and not _BREAK.search(text, first.end, second.start)


def _one_currency(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """Sums without a unit in a sentence about money, where the document names one currency only."""
    named = {
        item.quantity.unit.split(" per ")[0] for item in found if item.unit_kind == "currency" and item.quantity.unit
    }
    if len(named) != 1:
        return list(found)
    (unit,) = named
    out: list[Found] = []
    for item in found:
        near = bool(out) and out[-1].unit_kind == "currency" and _together(text_of(doc), out[-1], item)
        counted = bool(out) and _is_counted(out[-1]) and out[-1].scale == item.scale and not near
        if _is_sum(item) and counted and _together(text_of(doc), out[-1], item) and item.bare:
            out.append(_counting_too(item, out[-1]))
            continue
        money = _is_sum(item) and item.scale >= 10**6 and (near or _is_about_money(text_of(doc), item.quantity))
        out.append(
            _in_currency(item, unit) if money and not (item.noun and item.noun.plural and item.noun.unit) else item
        )
    return out


_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def _is_about_money(text: str, quantity: Quantity) -> bool:
    start = max(
        (m.end() for m in _SENTENCE_END.finditer(text, max(0, quantity.start - 400), quantity.start)),
        default=max(0, quantity.start - 400),
    )
    end = _SENTENCE_END.search(text, quantity.end)
    sentence = text[start : end.start() if end else len(text)].lower()
    return any(word in words("nouns.toml", "money.words") for word in re.findall(r"[^\W\d_]+", sentence))


@cache
def _phrases(section: str) -> frozenset[str]:
    """All phrases of a section of data/comparators.toml."""
    joined = table("comparators.toml")[section].values()
    return frozenset(" ".join(phrase.lower().split()) for part in joined for phrase in part.split(";"))


def _comparing(text: str, start: int) -> int | None:
    """Where the words begin that compare the figure at ``start`` with another ("up from about"), or None."""
    left = words_before(text, start, 60)
    end = len(left)
    while end > 0:
        if bound := last_phrase(left, end, _phrases("before")):
            end = bound[1]
        elif link := last_phrase(left, end, _phrases("compared")):
            return left[link[1]].start
        elif left[end - 1].text in words("comparators.toml", "between.words"):
            end -= 1
        else:
            return None
    return None


def _compared(text: str, item: Found, before: Sequence[Found]) -> Found:
    """ "11,200 troops, compared with 9,000 in May", "52 thalers, eight less than before": the unit before it."""
    if not before or not _is_compared(text, item.quantity, before[-1]):
        return item
    lenders = {one.quantity.unit for one in before[-3:] if _together(text, one, item) and _lends_unit(one)}
    if _OTHERS.match(text, item.quantity.end) and len(lenders) > 1:
        return item  # "142 survivors, 11 children among them, and 53 others"
    for earlier in reversed(before[-3:]):
        if not _together(text, earlier, item):
            break
        if _lends_unit(earlier):
            return _alike(item, earlier)
    return item


_OTHERS = re.compile(r"\sothers\b")
_BESIDE = re.compile(r"\s(?:more|less|fewer|others)\b")
_AND = re.compile(r"(?:\sand|,)\s$")


def _is_compared(text: str, quantity: Quantity, last: Found) -> bool:
    """Is it compared, more of the same ("ordered 27 more"), or the next of a row ("58 in 2020 and 49 in 2016")?"""
    row = last.lent and _AND.search(text, last.quantity.end, quantity.start)
    if not _BESIDE.match(text, quantity.end) and not _stands_alone(text, quantity.end):
        return False
    return bool(row) or _BESIDE.match(text, quantity.end) is not None or _comparing(text, quantity.start) is not None


_NEXT = re.compile(r"[\s\u00a0]*(?:(?P<word>[^\W\d_]+)|(?P<mark>[.,;:!?)\]”\"—–]|\d|$))")


def _stands_alone(text: str, end: int) -> bool:
    """Does no noun phrase begin behind the figure: a mark, a function word, a time ("58 last year"), a number?"""
    following = _NEXT.match(text, end)
    if following is None or following["mark"] is not None:
        return following is not None
    word = following["word"].lower()
    return word in words("nouns.toml", "words.stop") or word in words("comparators.toml", "followers.words")


def _lends_unit(item: Found) -> bool:
    """A level with a unit; a rate of change, a length of time, a share lends none."""
    change = item.quantity.change is not None and item.unit_kind == "dimensionless"
    return (
        item.quantity.unit not in (None, "proportion", "times", "count")
        and item.unit_kind not in ("time", "age")
        and not change
    )


def _alike(item: Found, other: Found) -> Found:
    quantity, known = item.quantity, other.quantity
    value = quantity.value
    if item.scale == 1 and other.scale >= 1000 and Decimal("0.05") < value * other.scale / (known.value or 1) < 20:
        value = plain(value * other.scale)
    filled = replace(
        quantity,
        value=value,
        unit=known.unit,
        counted=known.counted,
        counted_start=known.counted_start,
        counted_end=known.counted_end,
    )
    return Found(filled, other.noun, other.count, other.unit_kind, item.scale, True)


def _compared_ahead(text: str, item: Found, after: Found) -> Found:
    """ "fell to 98 from 99 points": the unit of the figure that it is compared with."""
    start = _comparing(text, after.quantity.start)
    if start is None or not _lends_unit(after) or text[item.quantity.end : start].strip(" ,"):
        return item
    return _alike(item, after)


_REACH = 600
_SENTENCES = 2
_PARTS = frozenset({"them", "these", "those", "whom", "which"})
_STOP = re.compile(r"[.!?][”\"’']?\s")


def _with_antecedent(doc: Doc, item: Found, before: Sequence[Found]) -> Found:
    quantity, pronoun = item.quantity, item.noun
    assert pronoun is not None
    if item.count and pronoun.text.lower() == "which" and (noun := _noun_before(doc, quantity.start)):
        return _counting(item, noun)
    text, part = text_of(doc), pronoun.text.lower() in _PARTS
    if item.count and part and (subject := _plural_subject(doc, quantity.start, before)):
        return _counting(item, subject)
    for earlier in reversed(before):
        known = earlier.quantity
        if quantity.start - known.end > _REACH or "\n\n" in text[known.end : quantity.start]:
            break
        if item.count and len(_STOP.findall(text, known.end, quantity.start)) > _SENTENCES:
            break
        if known.counted is None or (item.count and (not earlier.count or known.value <= 1)):
            continue
        if item.count and part and quantity.value > (known.high or known.value):
            continue
        if not item.count and pronoun.text.lower() in ("it", "he", "she"):
            break
        return replace(item, quantity=_taken(quantity, known, known.unit if item.count else quantity.unit))
    if item.count:
        return _human(doc, item)
    return _measuring(doc, item, pronoun)


def _taken(quantity: Quantity, known: Quantity, unit: str | None) -> Quantity:
    return replace(
        quantity, unit=unit, counted=known.counted, counted_start=known.counted_start, counted_end=known.counted_end
    )


def _measuring(doc: Doc, item: Found, pronoun: Counted) -> Found:
    subject = antecedent_subject(doc, pronoun.start) if pronoun.text.lower() in ("it", "this", "that") else None
    if subject is None or subject.pronoun:
        return item
    head = _token_at(doc, subject.start)
    if pronoun.text.lower() != "it" and head is not None and head.ent_type_ and head.pos_ == "PROPN":
        return item  # "Russia cancelled the debt. That was about $10 billion": what was done, and not who did it
    quantity = replace(item.quantity, counted=subject.text, counted_start=subject.start, counted_end=subject.end)
    return replace(item, quantity=quantity)


def _noun_before(doc: Doc, start: int) -> Counted | None:
    """ "schools, three of which are to close": the plural noun right before the comma."""
    token = _token_at(doc, start)
    if token is None or token.i < 2 or token.nbor(-1).text != ",":
        return None
    noun = token.nbor(-2)
    return phrase_of(noun) if noun.pos_ == "NOUN" and is_plural(noun) else None


def _counting(item: Found, noun: Counted) -> Found:
    quantity = replace(item.quantity, unit=noun.unit, counted=noun.text, counted_start=noun.start, counted_end=noun.end)
    return replace(item, quantity=quantity)


def _plural_subject(doc: Doc, start: int, before: Sequence[Found]) -> Counted | None:
    """The plural subject of the sentence that "92 of them" is in, where no figure stands between them."""
    token = _token_at(doc, start)
    if token is None or not (doc.has_annotation("DEP") and doc.has_annotation("SENT_START")):
        return None
    last = before[-1].quantity.start if before else -1
    for other in reversed(doc[token.sent.start : token.i]):
        if other.idx <= last:
            return None
        if other.dep_.startswith("nsubj") and other.pos_ == "NOUN" and is_plural(other):
            return phrase_of(other)
    return None


def _human(doc: Doc, item: Found) -> Found:
    """ "27 were wounded", "police arrested 61": only people are, and so the bare number is persons."""
    token = _token_at(doc, item.quantity.start)
    verb = token.head if token is not None and doc.has_annotation("DEP") else None
    if token is None or verb is None or verb.lemma_.lower() not in words("nouns.toml", "stated.people_verbs"):
        return item
    passive = any(child.dep_ == "aux:pass" for child in verb.lefts)
    suffers = passive or token.dep_ in ("nsubj:pass", "obj")
    return replace(item, quantity=replace(item.quantity, unit="person")) if suffers else item


def _token_at(doc: Doc, start: int) -> Token | None:
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None
