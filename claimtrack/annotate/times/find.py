"""Find and read the time expressions of a document: candidates by the grammar, the longest win, read in text order."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.annotate.times import absolute, clock, durations, narrative, relative
from claimtrack.annotate.times.calendar import unit_of
from claimtrack.annotate.times.context import Context, Reading, published_value
from claimtrack.annotate.times.lexer import Lexeme, class_string, lex
from claimtrack.annotate.times.rules import RULES, Found, Rule
from claimtrack.annotate.times.tense import pos_reader, tense_reader
from claimtrack.model import TimeExpression
from claimtrack.records import keep

_READERS = (absolute, narrative, relative, clock, durations)  # imported for their rules
_LINK = re.compile(r"[\s,]*(?:(?:on|at|of|in the|in)\s+)?", re.IGNORECASE)


def find_times(doc: Doc, published: str | None) -> list[TimeExpression]:
    """The time expressions of a document, sorted and apart. ``published``: an ISO date, month or year, or None.

    Offsets count characters of ``doc.text``. Tags and parse are used where the Doc has them. Without ``published``
    nothing relative gets a calendar value: "Tuesday" is "XXXX-WXX-2".
    """
    lexemes = lex(text_of(doc), _breaks(doc))
    context = Context(published_value(published), tense_reader(doc), text_of(doc), pos_reader(doc))
    out: list[TimeExpression] = []
    loose = False
    for rule, found in _longest(_candidates(lexemes, context)):
        reading = rule.read(found, context)
        if reading is None:
            continue
        expression = _expression(text_of(doc), found, reading)
        joined = _join(text_of(doc), out[-1], expression) if out and (loose or reading.loose) else None
        loose = reading.loose
        if joined:
            out[-1] = expression = joined
        else:
            out.append(expression)
        if expression.type in ("DATE", "TIME"):
            context.mention(expression.value)
            if not reading.compares:
                explicit = expression.anchor == "none"
                context.set_topic(expression.value, expression.start, expression.end, explicit=explicit)
    return out


def _breaks(doc: Doc) -> list[int]:
    """Starts of the document's blocks: no expression goes across one."""
    return [start for _, start, _ in doc.user_data.get("claimtrack.blocks", ()) if start]


def _candidates(lexemes: list[Lexeme], context: Context) -> list[tuple[Rule, Found]]:
    string = class_string(lexemes)
    found = ((rule, Found(lexemes, match)) for rule in RULES for match in rule.regex.finditer(string))
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


def _expression(text: str, found: Found, reading: Reading) -> TimeExpression:
    """The record; the days of a fiscal period are not known."""
    fiscal = any(lexeme.cls == "fiscal" for lexeme in found.lexemes[found.first : found.last + 1])
    days = None if fiscal and not reading.days else reading.span
    first, last = (day.isoformat() for day in days) if days else (None, None)
    anchor = "none" if "XX" in reading.value else reading.anchor
    return TimeExpression(
        found.start, found.end, text[found.start : found.end], reading.type, reading.value, first, last, anchor
    )


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
