"""What the text around a claim tells of it: the places it speaks of, its topic; and whether a figure is of a part."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from claimtrack.compare.words import most_telling, number, stem, stems, weights
from claimtrack.model import Claim, Entity, Extraction, Quantity

PLACES = frozenset({"GPE", "LOC", "FAC"})
Around = tuple[tuple[str, ...], frozenset[str], bool]
"""The most telling stems of the paragraphs around a claim, the places it is about, and whether a poll is spoken of."""
MAKERS = frozenset({"ORG", "MISC", "PRODUCT"})
BESIDE = 30
"""Characters beside a name in which a paper is spoken of."""
PASSAGE = 24
"""Stems that are kept of the two paragraphs."""
ACTORS, LEAD, LEAD_WEIGHT = 12, 400, 2
"""Stems of names that an article is about; characters at its beginning in which a mention counts double."""
BEFORE, AFTER = 40, 25
"""Characters before and after a figure in which words may say that it is of a part."""

_LONG = 4  # letters of a word that has a capital in titles of which all words have one
_ENDS = re.compile(r"[;:.!?]\s")
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]+")


@cache
def _words() -> dict[str, Any]:
    data = tomllib.loads((Path(__file__).parent / "data" / "relations.toml").read_text(encoding="utf8"))
    found: dict[str, Any] = data["words"] | {"periods": data["periods"]}
    return found


@cache
def _no_actors() -> frozenset[str]:
    return frozenset(stems(" ".join(_words()["forms"])))


class Setting:
    """The paragraphs and the places of an article."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        text = extraction.article.text
        self.starts = [0, *(m.end() for m in re.finditer(r"\n\s*", text)), len(text)]
        pieces = [text[a:b] for a, b in zip(self.starts, self.starts[1:], strict=False)]
        told = [stems(piece) for piece in pieces]
        polled = [_any(_words()["polled"]).search(piece) is not None for piece in map(str.casefold, pieces)]
        self.polled = [a or b for a, b in zip([False, *polled], polled, strict=False)]
        self.passages = [most_telling(a + b, PASSAGE) for a, b in zip([[], *told], told, strict=False)]
        self.places = [e for e in extraction.entities if e.label in PLACES]
        self.titled = titled(extraction.article.title or "")
        self.actors = self._actors()
        self.mentioned = " ".join(sorted({stem(word) for word in _CAPITALISED.findall(text)} | set(self.titled)))
        self.makers = [e for e in extraction.entities if e.label in MAKERS]
        self.known = {e.name: e for e in extraction.entities}

    def of(self, claim: Claim) -> Around:
        """What is around a claim: its paragraph and the one before."""
        n = bisect_right(self.starts, claim.start) - 1
        n = min(n, len(self.passages) - 1)
        return self.passages[n], self._nearby(claim, n), self.polled[n]

    def _actors(self) -> tuple[str, ...]:
        """Stems of the names that the article is about: telling ones that stand at its beginning, or often."""
        counts = Counter[str]()
        for entity in self.extraction.entities:
            weight = LEAD_WEIGHT if entity.start < LEAD else 1
            counts.update({word: weight for word in stems(plain_name(entity)) if word not in _no_actors()})
        counts.update(dict.fromkeys(self.titled, LEAD_WEIGHT))
        words = sorted(counts)
        telling = weights(np.array([number(word) for word in words], np.uint32)).tolist()
        ranked = sorted(zip(words, telling, strict=True), key=lambda pair: -counts[pair[0]] * pair[1])
        return tuple(word for word, _ in ranked[:ACTORS])

    def named_in(self, claim: Claim) -> list[Entity]:
        """Names that a claim's standalone reading has, and its own words leave to the context."""
        return [self.known[name] for name in self.known if claim.standalone and name in claim.standalone]

    def papers(self, claim: Claim) -> frozenset[str]:
        """Organizations in the paragraph of a claim beside whose name a paper of theirs is spoken of."""
        n = bisect_right(self.starts, claim.start) - 1
        first, last = self.starts[n], self.starts[min(n + 1, len(self.starts) - 1)]
        near = (e for e in self.makers if first <= e.start < last)
        return frozenset(plain_name(e) for e in near if self._is_of_paper(e, first, last))

    def _is_of_paper(self, entity: Entity, first: int, last: int) -> bool:
        text = self.extraction.article.text
        before, after = text[max(first, entity.start - BESIDE) : entity.start], text[entity.end : entity.end + BESIDE]
        words = _any(_words()["papers"])
        return any(words.search(part.casefold()) for part in (before, entity.text, after[: last - entity.end]))

    def _nearby(self, claim: Claim, paragraph: int) -> frozenset[str]:
        """Places in the claim; else those before it in its paragraph, or in the one before that."""
        mentions = (self.extraction.entities[i] for i in claim.entities)
        own = {key(entity.name) for entity in mentions if entity.label in PLACES}
        if own or claim.place:
            return frozenset(own | ({key(claim.place)} if claim.place else set()))
        for first in (self.starts[paragraph], self.starts[max(0, paragraph - 1)]):
            found = {key(e.name) for e in self.places if first <= e.start < claim.end}
            if found:
                return frozenset(found)
        return frozenset()


def titled(title: str) -> list[str]:
    """Stems of the names in a title: its words with a capital behind the first one, unless most words have one.

    >>> titled("Minister attacks Karst and the bank"), titled("Minister Attacks Central Bank of Ostland")
    (['karst'], [])
    """
    words = re.findall(r"[^\W\d_]+", title)
    if sum(word.islower() for word in words if len(word) >= _LONG) < 2:
        return []
    named = " ".join(word for word in words[1:] if _CAPITALISED.fullmatch(word))
    return [word for word in stems(named) if word not in _no_actors()]


def plain_name(entity: Entity) -> str:
    """A name by which two documents may know the same: of a person the last word, of others what ``plain`` leaves."""
    name = plain(entity.name)
    return name.split()[-1] if entity.label == "PERSON" and name else name


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """The stem of a name by which two documents may know the same: the most telling one, of equal ones the last.

    >>> key("Halcari"), key("the Orlen road bridge"), key("Col. Ivo Marstan")
    ('halcar', 'orlen', 'marsta')
    """
    found = stems(plain(name))
    telling = [word for word in found if word not in _no_actors()] or found
    weight = weights(np.array([number(word) for word in telling], np.uint32)) if telling else ()
    return max(zip(weight, range(len(telling)), telling, strict=True))[2] if telling else plain(name)


def plain(name: str) -> str:
    """A name in lower case, without words before it that are no part of it.

    >>> plain("northern Bondia"), plain("the Orlen bridge"), plain("South Tamala")
    ('bondia', 'orlen bridge', 'south tamala')
    """
    words = name.split()
    while len(words) > 1 and (words[0].islower() or words[0] == "The"):
        words = words[1:]
    return " ".join(words).casefold()


def is_part(text: str, claim: Claim, figure: Quantity) -> bool:
    """Whether a figure is said to be of a part, or to come on top: "27 of them", "in Kassa alone", "another five"."""
    before = _ENDS.split(text[max(claim.start, figure.start - BEFORE) : figure.start].casefold())[-1]
    after = text[figure.end : figure.end + AFTER].casefold()
    starts = _any(_words()["part_before"]).search(before)
    inside = _any(_words()["part_inside"]).search(text[figure.start : figure.end].casefold())
    return bool(starts or inside or _any(_words()["part_after"]).match(after))


def _any(words: list[str]) -> re.Pattern[str]:
    """A pattern of any of the words."""
    return _pattern(tuple(words))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\W*\b(?:{'|'.join(map(re.escape, words))})\b")


def period(text: str) -> str | None:
    """The span that a figure is for: "year", "quarter", "month", "week", "day"; None where the text does not say.

    >>> period("the quarterly loss was 95 million euros")
    'quarter'
    """
    for name, words in _words()["periods"].items():
        if _any(words).search(text.casefold()):
            return str(name)
    return None
