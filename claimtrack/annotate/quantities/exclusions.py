"""Digits that are no quantities: dates, times of day, telephone numbers, labels, names, list numbers, links."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities.currencies import signs
from claimtrack.annotate.quantities.numbers import Numeral
from claimtrack.annotate.text import text_of
from claimtrack.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FILE = "not_quantities.toml"
_LINK = r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?<!\w)[#@]\w+"
_CLOCK = (
    r"\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b|o['’]clock)|\b[012]?\d[:h][0-5]\d(?::[0-5]\d)?\b"
    r"|\b\d{4}\s?(?:hrs|hours)?\s?(?:GMT|UTC|EST|EDT|CET|BST|IST|PST|PDT)\b"
)
_PHONE = (
    r"\+\d[\d\s().-]{7,}\d|\(\d{3}\)\s?\d{3}[-.\s]\d{4}|\b\d{3}[-.]\d{3,4}[-.]\d{4}\b"
    r"|\b1-8\d\d-[\w-]+|\b[01]8\d\d[ -]\d{3}[ -]\d{3,4}\b"
    r"|\b\d{2,}-\d{4,}-\d+\b|\bIS[BS]N[\s:]*[\d-]+|\b\d{3}-\d{4}\b"
)
_NUMERIC_DATE = (
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b"
    r"|\b(?:9/11|24/7|20/20|fifty-fifty|50[-/]50)\b"
)
_DECADE = r"\b1?\d?\d0['’]?s\b|['’]\d0s\b"
_LIST = (
    r"(?m:^[ \t]*(?:[•*·–—-][ \t]*)?\(?\d{1,3}[.)](?=\s))"
    r"|(?:(?<=[;:,]\s)|(?<=\band\s)|(?<=\bor\s)|(?<=\s\())\d{1,2}\s?\)|(?<=\s)\(\d{1,2}\)(?=\s[a-z])"
)
_ERA = r"\b\d{1,4}(?:\s?[-–]\s?\d{1,4})?\s?(?:BCE?|CE|AD|B\.C\.|A\.D\.)(?!\w)|\bA\.?D\.?\s\d{1,4}\b"
_SECTION = r"(?m:^\d+(?:\.\d+)+\.?\s+(?=[A-Z][a-z]))"
_REFERENCE = r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]"
_NUMBER_SIGN = r"(?:\b[Nn]os?\.\s?|#\s?|№\s?|§+\s?)\d[\d,.]*\d?"


@cache
def _pattern() -> re.Pattern[str]:
    months = words(_FILE, "months")
    small = {m.lower() for m in months} - words(_FILE, "verb_months")
    month = rf"(?:{'|'.join(sorted(months | small, key=len, reverse=True))})\b\.?"
    any_month = rf"(?:{'|'.join(sorted((m.lower() for m in months), key=len, reverse=True))})\b\.?"
    day, year = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|[.,]\d| ?%)", r"(?:,?\s+['’]?(?:1[0-9]|20)\d\d)"
    dates = (
        rf"\b{day}(?:\s?[-–/]\s?{day}|\s+(?:and|to)\s+{day})?\s+(?:of\s+)?(?:{month}|{any_month}(?=[\s,.]))(?:{year}\b)?"
        rf"|\b{month}\s+{day}(?:\s?[-–/]\s?{day}|\s+(?:and|to)\s+{day})?(?:{year}\b)?|\b{month}{year}\b"
        rf"|(?<=\b[Oo]n\s){any_month}\s+{day}(?:{year}\b)?|(?<=\b[Ii]n\s){any_month}{year}\b"
    )
    return re.compile(
        "|".join(
            (_LINK, _CLOCK, _PHONE, _NUMERIC_DATE, dates, _DECADE, _LIST, _ERA, _SECTION, _REFERENCE, _NUMBER_SIGN)
        )
    )


class Blocked:
    """The stretches of a text where a number is no quantity; ``covers`` asks for one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]
        self.longest = max((end - start for start, end in self.spans), default=0)

    def covers(self, start: int, end: int) -> bool:
        """Does a blocked stretch share a character with ``start``..``end``?"""
        i = bisect_right(self.starts, end - 1) - 1
        while i >= 0 and self.starts[i] > start - self.longest - 1:
            if self.spans[i][1] > start:
                return True
            i -= 1
        return False


def blocked_spans(doc: Doc, times: Sequence[TimeExpression]) -> Blocked:
    """Dates, clock times, telephone numbers, links, list numbers of ``doc``, and all of ``times`` but durations."""
    found = [match.span() for match in _pattern().finditer(text_of(doc))]
    found += [(t.start, t.end) for t in times if not _is_length(t)]
    found += [(e.start_char, e.end_char) for e in doc.ents if _is_name(e.label_, e.text)]
    return Blocked(found)


_LENGTH = re.compile(r"(?i)\b(?:second|minute|hour|day|week|month|year|decade|quarter|centur)(?:s|y|ies)?\b")


def _is_length(time: TimeExpression) -> bool:
    """Is it a length of time with a number in it ("three years", "the past two weeks"), which is a quantity too?"""
    if time.type not in ("DURATION", "DATE", "TIME") or not _LENGTH.search(time.text):
        return False
    last = re.findall(r"[^\W\d_]+", time.text.lower())[-1]
    return time.type == "DURATION" or (
        last not in words(_FILE, "past_after")
        and bool(re.search(r"(?i)\b(?:past|last|next|first|coming|final|over|in|within)\b", time.text))
    )


def _is_name(label: str, text: str) -> bool:
    named = label in ("PERSON", "ORG", "LOC", "GPE", "FAC", "PRODUCT", "EVENT", "NORP", "MISC")
    if named and (sum_of := _CODED_SUM.match(text)) and sum_of["code"].removeprefix("M") in signs():
        return False
    return named and bool(re.search(r"[A-Z]", text)) and bool(re.search(r"\d|[a-z]", text))


_CODED_SUM = re.compile(r"(?P<code>[A-Z][A-Za-z¢₵]{1,4}\.?)\s?\d")


_YEAR = re.compile(r"1[1-9]\d\d|20\d\d")
_LABEL = re.compile(r"(?P<label>[^\W\d_]+\.?)[\s\u00a0]$")
_NAME_BEFORE = re.compile(r"(?P<before>\S+\s+)?(?P<name>[A-Z][\w.’'-]*)[\s\u00a0]$")


def looks_like_year(numeral: Numeral, text: str) -> bool:
    """Four digits from 1100 to 2099 without signs."""
    return numeral.kind == "digits" and numeral.scale == 1 and bool(_YEAR.fullmatch(text, numeral.start, numeral.end))


def is_labelled(text: str, numeral: Numeral) -> bool:
    """Does a label word or a name stand directly before the number ("Article 5", "Section 12")?"""
    match = _LABEL.search(text, max(0, numeral.start - 24), numeral.start)
    if match is None:
        return False
    label = match["label"].lower()
    if label in words(_FILE, "weak_labels"):
        return not re.match(r"\s[a-z]", text[numeral.end : numeral.end + 2])
    return label in words(_FILE, "labels")


def is_named(text: str, numeral: Numeral) -> bool:
    """Is the numeral part of a name: "Boeing 737", "Maroon 5", "Group of Seven", "Five Eyes"?"""
    if text[numeral.start].isupper() and numeral.kind == "words":
        return _capital_word(text, numeral) or text[numeral.start : numeral.end] == "Zero"
    match = _NAME_BEFORE.search(text, max(0, numeral.start - 40), numeral.start)
    if match is None or numeral.kind != "digits" or numeral.scale != 1:
        return False
    sentence_start = not match["before"] or match["before"].rstrip()[-1:] in ".!?:\n"
    follows = re.match(r"[\s\u00a0](?:more |other |new )?([a-z]+)", text[numeral.end : numeral.end + 30])
    noun = follows is not None and follows[1] not in words("nouns.toml", "words.stop")
    return not sentence_start and not noun


def _capital_word(text: str, numeral: Numeral) -> bool:
    if re.match(r"-[A-Z]", text[numeral.end : numeral.end + 2]):
        return True
    before = text[max(0, numeral.start - 16) : numeral.start]
    group = re.search(r"\b[A-Z][a-z]+ of $|\b(?:Big|Super|Top|the) $", before)
    sentence_start = re.search(r"(?:^|[.!?:\n•“\"‘'(]\s*)$", before) is not None
    next_capital = re.match(r"[ -][A-Z][a-z]+", text[numeral.end : numeral.end + 12]) is not None
    return (bool(group) and not sentence_start) or (
        not sentence_start and next_capital and not re.search(r"[A-Z]\w* $", before)
    )


def is_glued(text: str, numeral: Numeral) -> bool:
    """Is it the tail of a word or code: "F-16", "COP29", "Covid-19", "scp173"?"""
    before = text[max(0, numeral.start - 2) : numeral.start]
    if numeral.kind != "digits" and not before.endswith("-"):
        return False
    if re.search(r"[^\W_]$|[^\W\d_]-$|[\d_]-$|_$", before):
        return True
    return bool(re.search(r"\b[A-Z][a-z]+ - $", text[max(0, numeral.start - 24) : numeral.start]))
