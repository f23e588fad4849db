"""Find and read the time expressions of a document: candidates by the grammar, the longest win, read in text order."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.annotate.times import absolute, clock, durations, narrative, relative
from claimtrack.annotate.times.calendar import Interval, interval, third, unit_of
from claimtrack.annotate.times.context import Context, Reading, published_value
from claimtrack.annotate.times.lexer import Lexeme, class_string, lex
from claimtrack.annotate.times.rules import RULES, Found, Rule
from claimtrack.annotate.times.tense import firm_reader, pos_reader, state_reader, tense_reader
from claimtrack.model import TimeExpression
from claimtrack.records import keep

_READERS = (absolute, narrative, relative, clock, durations)  # imported for their rules
_LINK = re.compile(r"[\s,]*(?:(?:on|at|of|in the|in)\s+)?", re.IGNORECASE)


def find_times(doc: Doc, published: str | None) -> list[TimeExpression]:
    """The time expressions of a document, sorted and apart. ``published``: an ISO date, month or year, or None.

    Offsets count characters of ``doc.text``. Tags and parse are used where the Doc has them. Without ``published``
    and a dateline nothing relative gets a calendar value: "Tuesday" is "XXXX-WXX-2".
    """
    lexemes = lex(text_of(doc), _breaks(doc))
    readers = pos_reader(doc), firm_reader(doc), state_reader(doc)
    context = Context(published_value(published), tense_reader(doc), text_of(doc), *readers)
    out: list[TimeExpression] = []
    loose = False
    candidates = _longest(_candidates(lexemes, context))
    if context.published is None:
        context.published = _dateline(candidates, context)
    else:
        _forget_tense(candidates, context)
    for rule, found in candidates:
        reading = rule.read(found, context)
        if reading is None:
            continue
        expression = _expression(found, reading, context)
        joined = _join(text_of(doc), out[-1], expression) if out and (loose or reading.loose) else None
        loose = reading.loose
        if joined:
            out[-1] = expression = joined
        else:
            out.append(expression)
        if expression.type in ("DATE", "TIME"):
            context.mention(expression.value)
            if not reading.compares and not _ENDING.search(
                context.text, max(0, expression.start - 16), expression.start
            ):
                explicit = expression.anchor == "none"
                context.set_topic(expression.value, expression.start, expression.end, explicit=explicit)
    return out


_ENDING = re.compile(r"\b(?:ending|ended) (?:in |on )?$")  # "the year ending in March" is not about March

_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{2,40}\)\s*)?(?:[-–—:|]|\n)")
_DATELINE_REACH = 120


def _dateline(candidates: list[tuple[Rule, Found]], context: Context) -> str | None:
    """The day in the line of place and date that opens an article: "CAIRO, 26 July 2022 (AP) - ", "June 3, 2024\\n"."""
    for rule, found in candidates:
        if found.start > _DATELINE_REACH or "\n\n" in context.text[: found.start].strip("\n"):
            return None
        if rule.read in _DATELINE_RULES and _DATELINE_END.match(context.text, found.end):
            reading = rule.read(found, context)
            return reading.value if reading and unit_of(reading.value) == "D" else None
    return None


def _forget_tense(candidates: list[tuple[Rule, Found]], context: Context) -> None:
    """A bare date in the dateline ("20 February - ") is that of publication, whatever the tense of the sentence."""
    at = next((found.start for _, found in candidates if _DATELINE_END.match(context.text, found.end)), -1)
    if not 0 <= at <= _DATELINE_REACH or "\n\n" in context.text[:at].strip("\n"):
        return
    tense_at, is_firm = context.tense_at, context.is_firm
    context.tense_at = lambda start, end: None if start == at else tense_at(start, end)
    context.is_firm = lambda start: start != at and is_firm(start)


_DATELINE_RULES = (absolute.day_month_year, absolute.iso)


def _breaks(doc: Doc) -> list[int]:
    """Starts of the document's blocks: no expression goes across one."""
    return [start for _, start, _ in doc.user_data.get("claimtrack.blocks", ()) if start]


def _candidates(lexemes: list[Lexeme], context: Context) -> list[tuple[Rule, Found]]:
    string = class_string(lexemes)
    present = set(string)
    rules = [rule for rule in RULES if rule.may_match(present)]
    found = ((rule, Found(lexemes, match)) for rule in rules for match in rule.regex.finditer(string))
    return [(rule, one) for rule, one in found if rule.guard is None or rule.guard(one, context)]


def _longest(candidates: list[tuple[Rule, Found]]) -> list[tuple[Rule, Found]]:
    """The candidates that no longer one overlaps (of equal ones the rule that comes first), in text order."""
    taken: dict[int, int] = {}
    kept: list[tuple[Rule, Found]] = []
    for rule, found in sorted(candidates, key=lambda c: c[1].start - c[1].end):
        if any(i in taken for i in range(found.first, found.last + 1)):
            continue
        taken.update((i, found.first) for i in range(found.first, found.last + 1))
        kept.append((rule, found))
    return sorted(kept, key=lambda c: c[1].start)


def _expression(found: Found, reading: Reading, context: Context) -> TimeExpression:
    """The record; the days of a fiscal period are not known."""
    lexemes = found.lexemes[found.first : found.last + 1]
    fiscal = any(lexeme.cls == "fiscal" for lexeme in lexemes)
    days = None if fiscal and not reading.days else _part_days(lexemes, reading, context) or reading.span
    first, last = (day.isoformat() for day in days) if days else (None, None)
    anchor = "none" if "XX" in reading.value else reading.anchor
    text = context.text[found.start : found.end]
    return TimeExpression(found.start, found.end, text, reading.type, reading.value, first, last, anchor)


_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "midway": 1, "middle": 1, "late": 2, "end": 2}


def _part_days(lexemes: list[Lexeme], reading: Reading, context: Context) -> Interval | None:
    """The days of "early 2024", "the end of next month", "later this year": a part of what the value names."""
    if reading.type != "DATE" or reading.days:
        return None
    word = next((lexeme.word for lexeme in lexemes if lexeme.cls in ("part", "edge", "earlier", "later")), "")
    if word in _THIRDS:
        return third(reading.value, _THIRDS[word])
    days = interval(reading.value)
    known = context.published if reading.anchor == "publication" else context.last() if word else None
    now = interval(known) if known else None
    if not word or days is None or now is None or not days[0] <= now[0] <= now[1] <= days[1]:
        return None
    if word == "earlier":
        return days[0], now[1]
    return (now[0], days[1]) if word == "later" else None


def _join(text: str, one: TimeExpression, two: TimeExpression) -> TimeExpression | None:
    """ "Tuesday" and "9 a.m." beside each other are one time."""
    if not _LINK.fullmatch(text, one.end, two.start):
        return None
    time, day = (one, two) if one.type == "TIME" else (two, one)
    if time.type != "TIME" or day.type != "DATE" or unit_of(day.value) != "D" or unit_of(time.value) not in ("D", None):
        return None
    value = day.value + "T" + time.value.partition("T")[2]
    return replace(day, start=one.start, end=two.end, text=text[one.start : two.end], type="TIME", value=value)


@Language.component("claimtrack_times")
def claimtrack_times(doc: Doc) -> Doc:
    """Keep the time expressions of ``doc`` in ``doc.user_data["claimtrack.times"]``."""
    keep(doc, "dates", find_times(doc, doc.user_data.get("claimtrack.published")))
    return doc
