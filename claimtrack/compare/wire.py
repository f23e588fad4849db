"""Which news agency a reprinted dispatch is from: by the byline in its text, else by its author.

The forms and names are in ``data/agencies.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any

from claimtrack.model import Article

_HEAD_LINES = 6  # title, standfirst, a line of author and date, and then the text must begin
_LONGEST = 4200  # characters of a line that are looked at; a paragraph may end in its byline
_LINE = re.compile(r"\S[^\n]*")
_PARTS = {
    "place": r"[A-Z][A-Z.'’-]+(?:[ /][A-Z.'’-]+){0,3}(?:,? [\w.'’-]+){0,6}",
    "person": r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}",
    "dash": r"(?:[-–—―]{1,2})",
}


@dataclass(frozen=True, slots=True)
class Byline:
    """The agency's ``name`` in full, and its place in the text; ``start`` and ``end`` are None for an author's name."""

    name: str
    start: int | None = None
    end: int | None = None


def origin_of(article: Article) -> str | None:
    """Name of the agency that an article is a dispatch of; None where neither its text nor its author names one."""
    found = find_byline(article)
    return None if found is None else found.name


def agency(name: str | None) -> str | None:
    """The full name of the agency that a name stands for: "AP" is the "Associated Press"; None for any other name."""
    return _rules().names.get(name or "")


def find_byline(article: Article) -> Byline | None:
    """The byline of an agency at the head of the text, at its foot, or in the author's place.

    >>> find_byline(Article("a", "ZAGREB (AP) — The river fell."))
    Byline(name='Associated Press', start=8, end=10)
    """
    rules = _rules()
    for pattern, line in _places(article.text, rules):
        match = pattern.match(article.text, line.start(), min(line.end(), line.start() + _LONGEST))
        if match and (name := _full_name(match["name"], rules)):
            return Byline(name, *match.span("name"))
    return _author(article.author or "", rules)


@dataclass(frozen=True, slots=True)
class _Rules:
    head: tuple[re.Pattern[str], ...]
    foot: tuple[re.Pattern[str], ...]
    author: re.Pattern[str]
    names: dict[str, str]
    not_names: frozenset[str]


def _places(text: str, rules: _Rules) -> Iterator[tuple[re.Pattern[str], re.Match[str]]]:
    """What to try where: the first lines from the top, then the last line."""
    for line in islice(_LINE.finditer(text), _HEAD_LINES):
        yield from ((pattern, line) for pattern in rules.head)
    tail = text.rstrip()
    last = _LINE.search(tail, tail.rfind("\n") + 1)
    if last:
        yield from ((pattern, last) for pattern in rules.foot)


def _full_name(name: str, rules: _Rules) -> str | None:
    if name in rules.names:
        return rules.names[name]
    return None if rules.not_names.intersection(name.split()) else name


def _author(author: str, rules: _Rules) -> Byline | None:
    match = rules.author.fullmatch(author.strip()[:200])
    return Byline(rules.names.get(match["name"], match["name"])) if match else None


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = tomllib.loads(files("claimtrack.compare").joinpath("data/agencies.toml").read_text("utf-8"))
    names = {alias: name for name, aliases in data["known"].items() for alias in (name, *aliases)}
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    agency = rf"(?:[A-Z][\w.'’&-]* ){{1,4}}(?:{'|'.join(data['agency_words'])})"
    parts = _PARTS | {
        "known": rf"(?P<name>{known})",
        "agency": rf"(?P<name>{agency})",
        "name": r"(?P<name>[A-Z][A-Za-z.'’&-]+(?: [A-Z][A-Za-z.'’&-]*){0,4})",
    }
    forms = {place: tuple(re.compile(_filled(form, parts)) for form in data["forms"][place]) for place in data["forms"]}
    author = re.compile(rf"(?:{_PARTS['person']},? )?(?P<name>(?:{known})|{agency})")
    return _Rules(forms["head"], forms["foot"], author, names, frozenset(data["not_names"]))


def _filled(form: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: parts[found[1]], form)
