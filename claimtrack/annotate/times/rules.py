"""The rule notation: patterns over lexeme classes, each with the function that reads what it matches.

A pattern is a row of class names (lexer.CLASSES), or of the sets and the abbreviations (in capitals) below:
``month:m`` captures the lexeme as group m, ``[...]`` is optional, ``(a | b)`` a choice, ``+`` one or more of it.
``Found`` is a match; its reader gives a ``Reading``, or None where it is no time after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from claimtrack.annotate.times.context import Context, Reading
from claimtrack.annotate.times.lexer import CHARACTERS, Lexeme

SETS = {
    "dd": ("day", "ord"),
    "n": ("number", "day", "int", "dec", "several", "a"),
    "count": ("number", "day", "int", "several"),
    "u": ("unit", "units"),
    "link": ("of", "in"),
    "dir": ("last", "this", "next", "past", "coming", "current"),
    "lnt": ("last", "next", "this"),
    "el": ("earlier", "later"),
    "ae": ("ago", "earlier"),
    "ahead": ("following", "next"),
}
ABBREVIATIONS = {
    "PART": "[[the] part [dash] [link] [the] | [the] edge (of | dash) [the] | el in [the]]",
    "LEAD": "[el [in]  | [the] part [dash] [link] [the] | [the] edge (of | dash) [the]]",
    "WEEKDAY": "[[this] [coming] weekday [comma]] [the]",
    "POSS": "[apostrophe] s",
    "QUARTER": "PART [the] [fiscal] [dash] ord:o [dash] [fiscal] unit:u",
}
_NAME = re.compile(r"(?P<name>\w+)(?::(?P<group>\w+))?|(?P<op>[\[\]()|+])")
_OPS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "+": "+"}


class Found:
    """A match of a pattern: ``found["m"]`` is the lexeme of group m, or None."""

    def __init__(self, lexemes: list[Lexeme], match: re.Match[str]) -> None:
        self.lexemes = lexemes
        self.match = match
        self.first, self.last = match.start(), match.end() - 1
        self.start, self.end = lexemes[self.first].start, lexemes[self.last].end

    def __getitem__(self, group: str) -> Lexeme | None:
        at = self.match.start(group) if group in self.match.re.groupindex else -1
        return self.lexemes[at] if at >= 0 else None

    def lexeme(self, group: str) -> Lexeme:
        """The lexeme of a group that always takes part."""
        return self.lexemes[self.match.start(group)]

    def near(self, steps: int) -> Lexeme | None:
        """The lexeme so many steps after the match (before it where negative)."""
        at = self.last + steps if steps > 0 else self.first + steps
        return self.lexemes[at] if 0 <= at < len(self.lexemes) else None

    @property
    def before(self) -> Lexeme | None:
        """The lexeme before the match."""
        return self.near(-1)

    @property
    def after(self) -> Lexeme | None:
        """The lexeme after the match."""
        return self.near(1)


Reader = Callable[[Found, Context], Reading | None]
Guard = Callable[[Found, Context], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern with its reader, and a guard that looks at the neighbourhood first.

    ``needs``: the characters of each class, or choice of classes, without which the pattern matches nothing.
    """

    regex: re.Pattern[str]
    read: Reader
    guard: Guard | None
    needs: tuple[frozenset[str], ...] = ()

    def may_match(self, present: set[str]) -> bool:
        """May the pattern match a text in which these class characters occur?"""
        return not any(need.isdisjoint(present) for need in self.needs)


RULES: list[Rule] = []


def rule(*patterns: str, guard: Guard | None = None) -> Callable[[Reader], Reader]:
    """Register a reader for patterns (decorator)."""

    def register(read: Reader) -> Reader:
        RULES.extend(Rule(compiled(pattern), read, guard, _needs(pattern)) for pattern in patterns)
        return read

    return register


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression over class characters. Raises KeyError for a name that is no class."""
    return re.compile("".join(map(_piece, _NAME.finditer(_spelled_out(pattern)))))


def _spelled_out(pattern: str) -> str:
    for name, body in reversed(ABBREVIATIONS.items()):
        pattern = re.sub(rf"\b{name}\b", body, pattern)
    return pattern


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """The characters of each class that stands outside of brackets."""
    depth, needs = 0, []
    for match in _NAME.finditer(_spelled_out(pattern)):
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(match["op"] or "", 0)
        if match["name"] and not depth:
            needs.append(frozenset(CHARACTERS[name] for name in SETS.get(match["name"], (match["name"],))))
    return tuple(needs)


def _piece(match: re.Match[str]) -> str:
    if match["op"]:
        return _OPS[match["op"]]
    names = SETS.get(match["name"], (match["name"],))
    body = "[" + "".join(CHARACTERS[name] for name in names) + "]"
    return f"(?P<{match['group']}>{body})" if match["group"] else body
