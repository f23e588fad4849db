"""Text -> lexemes: each word, number and mark with its class, and the string of their class characters.

The grammar's patterns run over that string, one character a lexeme, so that they never depend on spelling or spacing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimtrack.annotate.times.lexicon import Entry, Fixed, context_words, phrases, vocabulary
from claimtrack.annotate.times.numerals import decade, numeral, spoken

CLASSES = (
    "x", "month", "weekday", "weekdays", "season", "seasons", "daypart", "dayparts", "unit", "units", "number",
    "ord", "decadeword", "set", "the", "a", "of", "in", "prep", "after", "and", "last", "past", "next", "this",
    "these", "that", "coming", "previous", "following", "same", "latest", "recent", "future", "current", "every",
    "ago", "earlier", "later", "hence", "part", "edge", "before", "whole", "fiscal", "half", "several", "more",
    "today", "yesterday", "tomorrow", "tonight", "period", "pre", "its", "old", "oclock", "zone", "local", "time",
    "comma", "dash", "apostrophe", "s", "open", "year", "day", "int", "dec", "iso", "slash", "clock", "ampm",
    "yearspan", "dayspan", "decade", "fraction", "qcode", "holiday", "ref", "sentence", "so", "dot", "monthabbr",
    "weekdayabbr",
)  # fmt: skip
CHARACTERS = {name: chr(0x100 + i) for i, name in enumerate(CLASSES)}

_TOKEN = re.compile(
    r"(?P<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)"
    r"|(?P<num>\d+(?:[.,:/–’'-]\d+)*)(?P<suffix>(?:[’']?s|st|nd|rd|th)(?![^\W_]))?"
    r"|(?P<ampm>[aApP]\.\s?[mM]\.?|[aApP][mM]\b)"
    r"|(?P<oclock>o[’']clock\b)"
    r"|(?P<qcode>[QH][1-4]\b|FY\s?[’']?\d{2,4}\b)"
    r"|(?P<word>[^\W\d_]+)|(?P<gap>\n\s*\n\s*)|(?P<mark>[^\s\w])"
)
_MARKS = {",": "comma", "-": "dash", "–": "dash", "—": "dash", "'": "apostrophe", "’": "apostrophe", "(": "open",
          ".": "sentence", "!": "sentence", "?": "sentence", ";": "sentence", ":": "sentence"}  # fmt: skip
_NUMBER_AFTER = re.compile(r"\.,?\s*\d{1,2}\b")
_ABBREVIATED = ("monthabbr", "weekdayabbr")
_COUNTING = ("day", "int")
_GLUED = ("year", "day", "int", "decade")
_STEMS = ("part", "edge", "pre", "month", "year", "day", "weekday")
# Abbreviations that are words as well: they need a number after their point.
_WORDS_TOO = ("sun", "sat", "wed", "mar")
_BESIDE = {"month": ("day", "year", "ord", "dayspan"), "weekday": ("day", "month", "monthabbr")}
_SIGNS = ("%", "‰", "°", "$", "€", "£")
_CURRENCY = frozenset("$€£¥₹₩₽#№@")
_X = Entry("x")


@dataclass(slots=True)
class Lexeme:
    """A word, number or mark: its place in the text, lower-case form, class and payload."""

    start: int
    end: int
    word: str
    cls: str
    data: Any = None


def lex(text: str, breaks: Collection[int] = ()) -> list[Lexeme]:
    """The lexemes of a text in order. ``breaks``: offsets that no expression may cross (starts of blocks)."""
    words = vocabulary()
    stops = sorted(breaks, reverse=True)
    out: list[Lexeme] = []
    for match in _TOKEN.finditer(text):
        while stops and stops[-1] <= match.start():
            out.append(Lexeme(match.start(), match.start(), "", "sentence"))
            stops.pop()
        kind = match.lastgroup
        if kind == "word":
            word = match[0].lower()
            entry = words.get(word, _X)
            out.append(Lexeme(match.start(), match.end(), word, entry.cls, entry.data))
        else:
            out.append(_READERS.get(kind or "", _number)(text, match))
    _settle(text, out)
    return _join_numbers(_join_phrases([lexeme for lexeme in out if lexeme.cls != "dot"]))


def class_string(lexemes: list[Lexeme]) -> str:
    """One character a lexeme."""
    return "".join(CHARACTERS[lexeme.cls] for lexeme in lexemes)


def _mark(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0], _MARKS.get(match[0], "x"))


def _gap(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), "\n", "sentence")


def _ampm(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0].lower(), "ampm", match[0][0].lower())


def _oclock(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), "o'clock", "oclock")


def _stamp(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0][:16], "iso")


def _qcode(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0].lower(), "qcode", match[0])


_READERS: dict[str, Callable[[str, re.Match[str]], Lexeme]] = {
    "stamp": _stamp, "oclock": _oclock, "mark": _mark, "gap": _gap, "ampm": _ampm, "qcode": _qcode,
}  # fmt: skip


def _number(text: str, match: re.Match[str]) -> Lexeme:
    """A numeral; sums, percentages and parts of names are of class x."""
    digits, suffix, start = match["num"], (match["suffix"] or "").lstrip("’'"), match.start()
    if suffix and suffix != "s":
        value = int(digits) if digits.isdigit() and len(digits) < 4 else None
        return Lexeme(start, match.end(), match[0], "ord" if value and value <= 40 else "x", value)
    if suffix and digits.isdigit() and (value_of := decade(digits)):
        return Lexeme(start, match.end(), match[0], "decade", value_of)
    end = match.end("num")
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    lead = before[-1:]
    plain = not suffix and (after.isalnum() or after in _SIGNS)
    if plain or lead.isalnum() or any(sign in _CURRENCY for sign in (lead, before.strip()[-1:]) if sign):
        return Lexeme(start, end, digits, "x")
    return Lexeme(start, end, digits, *numeral(digits))


def _settle(text: str, lexemes: list[Lexeme]) -> None:
    """Decide what hangs on the neighbours: abbreviations, grouped digits, glued hyphens, possessive s."""
    for i, lexeme in enumerate(lexemes):
        before = lexemes[i - 1] if i else None
        if lexeme.cls in _ABBREVIATED:
            _abbreviation(text, lexeme, before, lexemes[i + 1] if i + 1 < len(lexemes) else None)
        elif before is None:
            continue
        elif lexeme.word == "s":
            lexeme.cls = "s" if before.cls == "apostrophe" and before.end == lexeme.start else "x"
        elif lexeme.cls in _COUNTING and before.cls in _COUNTING and _grouped(text, before, lexeme):
            before.cls = lexeme.cls = "x"
        elif lexeme.cls in _GLUED and before.cls == "dash" and i > 1 and _glued(lexemes[i - 2], before, lexeme):
            lexeme.cls = "x"


def _grouped(text: str, first: Lexeme, second: Lexeme) -> bool:
    """Are two numerals the groups of one number ("2 000")?"""
    return second.end - second.start == 3 and second.start - first.end == 1 and text[first.end] in " \u00a0\u2009\u202f"


def _glued(stem: Lexeme, dash: Lexeme, number: Lexeme) -> bool:
    """Is a number the tail of a name ("F-16")? Not in "mid-1996", "Nov-9"."""
    return stem.end == dash.start and dash.end == number.start and stem.cls not in _STEMS


def _abbreviation(text: str, lexeme: Lexeme, before: Lexeme | None, after: Lexeme | None) -> None:
    """An abbreviated month or weekday takes its point along; without one it needs a number (a month) beside it."""
    kind = "month" if lexeme.cls == "monthabbr" else "weekday"
    capital, lexeme.cls = text[lexeme.start].isupper(), "x"
    if not capital:
        return
    if text[lexeme.end : lexeme.end + 1] == "." and (lexeme.word not in _WORDS_TOO or _then(text, lexeme.end)):
        lexeme.end, lexeme.cls = lexeme.end + 1, kind
        if after is not None:
            after.cls = "dot"
    elif (after is not None and after.cls in _BESIDE[kind]) or (
        before is not None and kind == "month" and before.cls in ("day", "ord")
    ):
        lexeme.cls = kind


def _then(text: str, end: int) -> bool:
    """Does a number follow the point of "Sun.", "Mar."?"""
    return _NUMBER_AFTER.match(text, end) is not None


@cache
def _phrase_index() -> dict[str, list[tuple[tuple[str, ...], Fixed]]]:
    """First word -> the phrases that begin with it, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Fixed]]] = {}
    for phrase, reading in phrases().items():
        words = tuple(match[0] for match in _TOKEN.finditer(phrase))
        index.setdefault(words[0], []).append((words, reading))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _join_phrases(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Put each fixed phrase into one lexeme of class ref or holiday."""
    index, out, i = _phrase_index(), [], 0
    while i < len(lexemes):
        found = None
        for words, reading in index.get(lexemes[i].word, ()):
            run = lexemes[i : i + len(words)]
            if len(run) == len(words) and all(_same(a.word, b) for a, b in zip(run, words, strict=True)):
                found = Lexeme(run[0].start, run[-1].end, " ".join(words), reading.kind, reading.value)
                out.append(found)
                i += len(words)
                break
        if not found:
            out.append(lexemes[i])
            i += 1
    return out


def _same(word: str, wanted: str) -> bool:
    return word == wanted or (wanted == "'" and word == "’")


def _join_numbers(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Put number words into one lexeme: "twenty-four" 24, "a hundred and two" 102, "nineteen ninety-six" 1996."""
    out: list[Lexeme] = []
    i = 0
    while i < len(lexemes):
        last = i
        if lexemes[i].cls == "number":
            while (step := _next_number(lexemes, last)) is not None:
                last = step
        out.append(_one_number(lexemes[i : last + 1]) if lexemes[i].cls == "number" else lexemes[i])
        i = last + 1
    return _join_ordinals(out)


def _join_ordinals(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Put "twenty-first" into one ordinal."""
    out: list[Lexeme] = []
    for lexeme in lexemes:
        tens = out[-2] if len(out) > 1 and out[-1].cls == "dash" else None
        if lexeme.cls == "ord" and lexeme.data < 10 and tens and tens.cls == "number" and tens.data in (20, 30):
            del out[-2:]
            word = f"{tens.word}-{lexeme.word}"
            lexeme = Lexeme(tens.start, lexeme.end, word, "ord", tens.data + lexeme.data)
        out.append(lexeme)
    return out


def _one_number(run: list[Lexeme]) -> Lexeme:
    parts = [lexeme for lexeme in run if lexeme.cls == "number"]
    cls, value = spoken([lexeme.data for lexeme in parts])
    return Lexeme(run[0].start, run[-1].end, " ".join(lexeme.word for lexeme in parts), cls, value)


def _next_number(lexemes: list[Lexeme], at: int) -> int | None:
    """Index of the number word that continues a spoken number after ``at``: "twenty-four", "hundred and two"."""
    joint = lexemes[at + 1] if at + 1 < len(lexemes) else None
    large = lexemes[at].data >= 10
    if joint is None:
        return None
    if joint.cls == "number":
        return at + 1 if large or joint.data >= 100 else None
    follows = at + 2 < len(lexemes) and lexemes[at + 2].cls == "number"
    linked = joint.cls == "dash" or (joint.word == "and" and lexemes[at].data in (100, 1000))
    return at + 2 if follows and linked and large else None


def is_numbered(lexeme: Lexeme | None) -> bool:
    """Does the word before a number make it the number of a thing ("flight", "page")?"""
    return lexeme is not None and lexeme.word in context_words("numbered")
