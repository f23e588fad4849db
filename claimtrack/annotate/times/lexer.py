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

CLASSES = (
    "x", "month", "weekday", "weekdays", "season", "seasons", "daypart", "dayparts", "unit", "units", "number", "ord",
    "decadeword", "set", "the", "a", "of", "in", "prep", "after", "and", "last", "past", "next", "this", "these", "that",
    "coming", "previous", "following", "same", "latest", "recent", "future", "current", "every", "ago", "earlier",
    "later", "hence", "part", "edge", "before", "whole", "fiscal", "half", "several", "more", "today", "yesterday", "tomorrow", "tonight",
    "period", "pre", "its", "old", "oclock", "zone", "local", "time", "comma", "dash", "apostrophe", "s", "open",
    "year", "day", "int", "dec", "iso", "slash", "clock", "ampm", "yearspan", "dayspan", "decade", "fraction", "qcode",
    "holiday", "ref", "sentence", "so", "dot", "monthabbr", "weekdayabbr",
)  # fmt: skip
CHARACTERS = {name: chr(0x100 + i) for i, name in enumerate(CLASSES)}

_TOKEN = re.compile(
    r"(?P<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)"
    r"|(?P<num>\d+(?:[.,:/–’'-]\d+)*)(?P<suffix>(?:[’']?s|st|nd|rd|th)(?![^\W_]))?"
    r"|(?P<ampm>[aApP]\.\s?[mM]\.?|[aApP][mM]\b)"
    r"|(?P<qcode>[QH][1-4]\b|FY\s?[’']?\d{2,4}\b)"
    r"|(?P<word>[^\W\d_]+)|(?P<gap>\n\s*\n\s*)|(?P<mark>[^\s\w])"
)
_MARKS = {",": "comma", "-": "dash", "–": "dash", "—": "dash", "'": "apostrophe", "’": "apostrophe", "(": "open",
          ".": "sentence", "!": "sentence", "?": "sentence", ";": "sentence", ":": "sentence"}  # fmt: skip
_ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_SLASH = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(:[0-5]\d)?")
_YEARSPAN = re.compile(r"(1\d{3}|20\d\d)[-–/](1\d{3}|20\d\d|\d\d)")
_DAYSPAN = re.compile(r"([12]?\d|3[01])[-–/]([12]?\d|3[01])")
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


def _stamp(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0][:16], "iso")


def _qcode(text: str, match: re.Match[str]) -> Lexeme:
    return Lexeme(match.start(), match.end(), match[0].lower(), "qcode", match[0])


_READERS: dict[str, Callable[[str, re.Match[str]], Lexeme]] = {
    "stamp": _stamp, "mark": _mark, "gap": _gap, "ampm": _ampm, "qcode": _qcode,
}  # fmt: skip


def _number(text: str, match: re.Match[str]) -> Lexeme:
    """A numeral: sums, percentages, parts of names and grouped numbers are of class x."""
    number, suffix, start, end = match["num"], (match["suffix"] or "").lstrip("’'"), match.start(), match.end()
    if (
        number[0] != "0"
        and number.isdigit()
        and suffix == "s"
        and (len(number) == 4 or text[start - 1 : start] in ("'", "’", " ", "-", ""))
    ):
        decade = _decade(number)
        if decade:
            return Lexeme(start, end, match[0], "decade", decade)
        end = match.end("num")
    elif suffix == "s":
        end = match.end("num")
    elif suffix:
        data = int(number) if number.isdigit() else None
        return Lexeme(start, end, match[0], "ord" if data and data <= 40 else "x", data)
    cls, data = _numeral(number)
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    glued = after.isalnum() or (after in ("%", "‰", "°", "$", "€", "£") and after != "")
    if (
        (before[-1:] in _CURRENCY
        and before)
        or (before.strip()[-1:] in _CURRENCY
        and before.strip())
        or glued
        or before[-1:].isalnum()
    ):
        cls, data = "x", None
    return Lexeme(start, end, number, cls, data)


def _decade(number: str) -> str | None:
    if len(number) == 4 and number[3] == "0":
        return number[:3]
    if len(number) == 2 and number[1] == "0":
        return ("19" if number >= "30" else "20") + number[0]
    return None


def _numeral(number: str) -> tuple[str, Any]:
    """Class and payload of a numeral by its shape."""
    if number.isdigit():
        if len(number) <= 2 and 1 <= int(number) <= 31:
            return "day", int(number)
        if len(number) == 4 and 1000 <= int(number) <= 2199:
            return "year", int(number)
        return "int", int(number)
    if _ISO.fullmatch(number):
        return "iso", number
    if found := _SLASH.fullmatch(number):
        return "slash", (int(found[1]), int(found[3]), found[4])
    if found := _YEARSPAN.fullmatch(number):
        return "yearspan", found.groups()
    if found := _DAYSPAN.fullmatch(number):
        return "fraction" if "/" in number and int(found[1]) < int(found[2]) <= 9 else "dayspan", (
            int(found[1]),
            int(found[2]),
        )
    if found := _CLOCK.fullmatch(number):
        return "clock", (int(found[1]), int(found[2]))
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        return "int", int(number.replace(",", ""))
    return ("dec", number) if re.fullmatch(r"\d+[.,]\d", number) else ("x", None)


def _settle(text: str, lexemes: list[Lexeme]) -> None:
    """Decide what hangs on the neighbours: abbreviations, grouped digits, glued hyphens, possessive s."""
    for i, lexeme in enumerate(lexemes):
        before = lexemes[i - 1] if i else None
        after = lexemes[i + 1] if i + 1 < len(lexemes) else None
        if lexeme.cls in ("monthabbr", "weekdayabbr"):
            _abbreviation(text, lexeme, before, after)
        elif lexeme.word == "s" and before and before.cls == "apostrophe" and before.end == lexeme.start:
            lexeme.cls = "s"
        elif (
            lexeme.cls in ("day", "int") and before and before.cls in ("day", "int") and _grouped(text, before, lexeme)
        ):
            before.cls = lexeme.cls = "x"
        elif lexeme.cls in ("year", "day", "int", "decade") and i > 1 and before and before.cls == "dash":
            stem = lexemes[i - 2]
            if (
                stem.end == before.start
                and before.end == lexeme.start
                and stem.cls not in ("part", "edge", "pre", "month", "year", "day", "weekday")
            ):
                lexeme.cls = "x"


def _grouped(text: str, first: Lexeme, second: Lexeme) -> bool:
    """Are two numerals the groups of one number ("2 000")?"""
    return second.end - second.start == 3 and second.start - first.end == 1 and text[first.end] in " \u00a0\u2009\u202f"


def _abbreviation(text: str, lexeme: Lexeme, before: Lexeme | None, after: Lexeme | None) -> None:
    """An abbreviated month or weekday takes its point along; without one it needs a number (a month) beside it."""
    kind = "month" if lexeme.cls == "monthabbr" else "weekday"
    numeric = ("day", "year", "ord", "dayspan") if kind == "month" else ("day", "month", "monthabbr")
    capital = text[lexeme.start].isupper()
    pointed = text[lexeme.end : lexeme.end + 1] == "." and capital
    beside = (after and after.cls in numeric) or (before and kind == "month" and before.cls in ("day", "ord"))
    if (
        (pointed
        and lexeme.word not in ("sun", "sat", "wed", "mar"))
        or (pointed
        and after is not None
        and _then(lexeme, text))
    ):
        lexeme.end += 1
        if after and after.word == ".":
            after.cls, after.start = "dot", after.end
    elif not (capital and beside):
        kind = "x"
    lexeme.cls = kind


def _then(lexeme: Lexeme, text: str) -> bool:
    """Does a number or month follow the point?"""
    return bool(re.match(r"\.,?\s*(\d{1,2}\b|[A-Z])", text[lexeme.end : lexeme.end + 8]))


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
    """Put number words into one lexeme: "twenty-four" 24, "a hundred and two" 102, "nineteen ninety-six" the year 1996."""
    out: list[Lexeme] = []
    i = 0
    while i < len(lexemes):
        if lexemes[i].cls != "number":
            out.append(lexemes[i])
            i += 1
            continue
        last = i
        while (step := _next_number(lexemes, last)) is not None:
            last = step
        run = [lexeme for lexeme in lexemes[i : last + 1] if lexeme.cls == "number"]
        data = _spoken([lexeme.data for lexeme in run])
        word = " ".join(lexeme.word for lexeme in run)
        spoken_year = len(run) > 1 and 1100 <= data <= 2099 and run[0].data in range(11, 21)
        out.append(Lexeme(run[0].start, run[-1].end, word, "year" if spoken_year else "number", data))
        i = last + 1
    return out


def _next_number(lexemes: list[Lexeme], at: int) -> int | None:
    """Index of the number word that continues a spoken number after ``at``."""
    for gap in (1, 2):
        if at + gap >= len(lexemes):
            return None
        lexeme = lexemes[at + gap]
        if lexeme.cls == "number":
            joined = (
                gap == 1
                or lexemes[at + 1].cls == "dash"
                or (lexemes[at].data in (100, 1000)
                and lexemes[at + 1].word == "and")
            )
            return at + gap if joined and (lexeme.data >= 100 or lexemes[at].data >= 10) else None
    return None


def _spoken(parts: list[int]) -> int:
    """The number that a run of number words says."""
    if len(parts) in (2, 3) and 11 <= parts[0] <= 20 and 10 <= parts[1] < 100 and parts[-1] < 100:
        return parts[0] * 100 + sum(parts[1:])
    total = current = 0
    for part in parts:
        if part >= 100:
            current = max(1, current) * part
            if part == 1000:
                total, current = total + current, 0
        else:
            current += part
    return total + current


def is_numbered(lexeme: Lexeme | None) -> bool:
    """Does the word before a number make it the number of a thing ("flight", "page")?"""
    return lexeme is not None and lexeme.word in context_words("numbered")
