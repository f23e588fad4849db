"""The statements of a document as arrays, so that two documents are compared by a few products of matrices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare.kinds import mask
from claimtrack.compare.measures import UNKNOWN
from claimtrack.compare.setting import ACTORS, PASSAGE
from claimtrack.compare.statements import Statement
from claimtrack.compare.words import NO_WORD, Spread, Stems, spread, stem, telling, weights
from claimtrack.compare.words import number as word_number

Floats = NDArray[Any]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
WORDS, SUBJECT = 16, 4
"""Stems that are kept of a statement, and of its subject."""


@dataclass(frozen=True)
class Bundle:
    """Statements of one document: their columns, and unit vectors of each, shape (statements, width): of the claim in
    its article, and of the thing counted (zeros where there is none).

    ``statements``: empty in a bundle that was read from the store, and in a part of one.
    """

    context: Floats
    things: Floats
    columns: Columns
    statements: Sequence[Statement] = ()

    @cached_property
    def events(self) -> tuple[Ints, Bundle]:
        """The statements of events: their places, and a bundle of them."""
        return self._part(~self.columns.figure)

    @cached_property
    def figures(self) -> tuple[Ints, Bundle]:
        """The same of figures."""
        return self._part(self.columns.figure)

    @cached_property
    def figures_beside(self) -> list[list[int]]:
        """For each statement the places of the figures of its claim."""
        of_claim: dict[int, list[int]] = {}
        for place in np.flatnonzero(self.columns.figure).tolist():
            of_claim.setdefault(int(self.columns.claim[place]), []).append(place)
        return [of_claim.get(claim, []) for claim in self.columns.claim.tolist()]

    @cached_property
    def told(self) -> tuple[Spread, Spread, Spread]:
        """The words of each text, of its subject, and of its passage."""
        return spread(self.columns.words), spread(self.columns.subject), spread(self.columns.passage)

    @cached_property
    def matter(self) -> Spread:
        """The stems of all passages: what the document is about, as one text."""
        found = np.unique(self.columns.passage)
        return spread(np.asarray(found[found != NO_WORD][None], np.uint32))

    @cached_property
    def about(self) -> Spread:
        """The names that the document is about, one text."""
        found = np.unique(self.columns.actors)
        return spread(np.asarray(found[found != NO_WORD][None], np.uint32))

    def _part(self, wanted: Bools) -> tuple[Ints, Bundle]:
        at = np.flatnonzero(wanted)
        return at, Bundle(self.context[at], self.things[at], self.columns.taken(at))


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields of statements as arrays, shape (statements,). Words are numbers; -1 stands for none.

    ``claim``: position of the claim in its document, ``quantity``: that of the figure (-1: an event). ``names``: all
    names in the document, in order, as numbers, shape (names,); ``named``, ``people``, ``places``: which of them a
    statement has, shape (statements, names). ``kinds``: of the thing counted, as bits; 0 where none is known.
    ``tells``: how much the head of that thing, or the predicate of an event, tells (see ``words``).
    """

    claim: Ints
    quantity: Ints
    figure: Bools
    dimension: Ints
    per: Ints
    value: Floats
    low: Floats
    high: Floats
    digits: Floats
    is_open: Bools
    first: Floats
    last: Floats
    negated: Bools
    changes: Bools
    own_time: Bools
    thing: Bools
    predicate: Ints
    names: Ints
    named: Bools
    people: Bools
    places: Bools
    nearby: Bools
    words: Stems
    subject: Stems
    passage: Stems
    actors: Stems
    head: Ints
    kinds: Ints
    tells: Floats
    of_part: Bools
    period: Ints
    metric: Ints
    said: Floats

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> Columns:
        """Columns of statements; an event has the dimension -1, and no date is the interval NaN to NaN."""
        rows = [_row(s) for s in statements]
        kinds = (int, int, bool, int, int, float, float, float, float, bool, float, float, bool, bool, bool, bool, int)
        columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
        names = np.array(sorted({number(name) for s in statements for name in s.names | s.nearby}), np.int64)
        who = (_marks([getattr(s, k) for s in statements], names) for k in ("names", "people", "places", "nearby"))
        plain: list[Any] = [np.array(c, kind) for c, kind in zip(columns, kinds, strict=True)]
        return cls(*[*plain, names, *who, *_told(statements)])

    def taken(self, at: Ints) -> Columns:
        """Columns of the statements at these places."""
        return Columns(*(value if name == "names" else value[at] for name, value in self.items()))

    def items(self) -> list[tuple[str, Any]]:
        """Name and array of each column."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def _told(statements: Sequence[Statement]) -> tuple[Any, ...]:
    """The columns of words, and what else the text says of a figure."""
    heads = [-1 if s.thing is None else number(stem(s.thing.split()[-1])) for s in statements]
    return (
        telling([s.words for s in statements], WORDS),
        telling([s.subject for s in statements], SUBJECT),
        telling([s.passage for s in statements], PASSAGE),
        telling([s.actors for s in statements], ACTORS),
        np.array(heads, np.int64),
        np.array([mask(s.thing) for s in statements], np.int64),
        weights(np.array([_stem_of(s.predicate if s.measure is None else s.thing) for s in statements], np.uint32)),
        np.array([s.part for s in statements], bool),
        np.array([number(s.period) for s in statements], np.int64),
        np.array([number(s.metric) for s in statements], np.int64),
        np.array([np.nan if s.said is None else s.said[0] for s in statements], float),
    )


def _stem_of(words: str | None) -> int:
    """Number of the stem of the last word."""
    last = words.split()[-1:] if words else []
    return word_number(stem(last[0])) if last else NO_WORD


def _marks(rows: Sequence[Iterable[str]], names: Ints) -> Bools:
    """Which of ``names`` each row has, shape (rows, names)."""
    place = {name: i for i, name in enumerate(names.tolist())}
    marks = np.zeros((len(rows), len(names)), bool)
    for i, row in enumerate(rows):
        marks[i, [place[number(name)] for name in row]] = True
    return marks


def _row(s: Statement) -> tuple[Any, ...]:
    m, time = s.measure, s.time or (np.nan, np.nan)
    figure = (-1, -1, 0.0, 0.0, 0.0, 0.0, False)
    if m is not None:
        figure = (number(m.dimension), number(m.per), m.value, m.low, m.high, m.digits, m.open)
    marks = (s.negated, s.change is not None, s.days is not None, s.thing is not None, number(s.predicate))
    return (s.position, -1 if s.quantity is None else s.quantity, m is not None, *figure, *time, *marks)


@lru_cache(maxsize=100_000)
def number(word: str | None) -> int:
    """A number for a word, always the same: -1 for none, 0 for ``UNKNOWN``, else 62 bits of a hash."""
    if word is None or word == UNKNOWN:
        return -1 if word is None else 0
    digest = hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 2
