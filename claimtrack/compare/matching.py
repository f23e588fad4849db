"""How likely two statements of two documents are about one fact.

Two small logistic models, one for figures and one for events, each in two steps: the first reads what the two
statements share, the second reads also how much better the pair is than any other pair of the two documents that
holds one of the two ("margin"), since an article seldom states a fact twice. The outcome depends on the two
documents alone. Weights: data/matching.toml, which ``python -m pipelines.matching.fit`` writes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare.measures import UNKNOWN, beyond
from claimtrack.compare.statements import Statement

Floats = NDArray[Any]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

FIGURE_FEATURES = (
    *(
        "in context",
        "alone",
        "thing",
        "same figure",
        "ratio",
        "names",
        "other people",
        "other places",
        "time apart",
        "polarity",
        "change",
    ),
    *("own time", "predicate"),
)
EVENT_FEATURES = (
    "in context",
    "alone",
    "names",
    "other people",
    "other places",
    "time apart",
    "polarity",
    "both dated",
    "predicate",
)
MARGINS = ("smaller margin", "greater margin")
NO_RIVAL = 4.0
"""Margin, in logits, of a pair that has no rival; no margin counts for more."""
LEAST_ALIKE = 0.15
"""Cosine of two texts read alone under which they are never about one fact (98 % of the pairs of two articles)."""
SUPPORT, SURE, ALONE = 0.5, 0.8, 0.7
"""A pair of less than ``SURE`` counts for ``ALONE`` of its likelihood, where no other pair has ``SUPPORT``."""
MISSING = 0.5
"""Likeness of two things, where a text names none."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Statements of one document with unit vectors of each, shape (statements, width): of the claim in its
    article, of its text read alone, and of the thing counted (zeros where there is none)."""

    statements: Sequence[Statement]
    context: Floats
    alone: Floats
    things: Floats
    columns: Columns


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields of statements as arrays, shape (statements,). Words are numbers; -1 stands for none."""

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

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> Columns:
        """Columns of statements; an event has the dimension -1, and no date is the interval NaN to NaN."""
        rows = [_row(s) for s in statements]
        kinds = (bool, int, int, float, float, float, float, bool, float, float, bool, bool, bool, bool, int)
        columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
        return cls(*(np.array(c, kind) for c, kind in zip(columns, kinds, strict=True)))


def _row(s: Statement) -> tuple[Any, ...]:
    m, time = s.measure, s.time or (np.nan, np.nan)
    figure = (-1, -1, 0.0, 0.0, 0.0, 0.0, False)
    if m is not None:
        figure = (_number(m.dimension), _number(m.per), m.value, m.low, m.high, m.digits, m.open)
    marks = (s.negated, s.change is not None, s.days is not None, s.thing is not None, _number(s.predicate))
    return (m is not None, *figure, *time, *marks)


_NUMBERS: dict[str, int] = {UNKNOWN: 0}


def _number(word: str | None) -> int:
    """A number for a word, the same as long as the program runs."""
    return -1 if word is None else _NUMBERS.setdefault(word, len(_NUMBERS))


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "matching.toml").read_text(encoding="utf8"))


def matches(a: Bundle, b: Bundle, least: float = 0.5) -> list[tuple[int, int, float]]:
    """Pairs (index in ``a``, index in ``b``, probability) that are about one fact, the likeliest first."""
    chances = np.zeros((len(a.statements), len(b.statements)), np.float32)
    for kind in ("events", "figures"):
        features, allowed = pair_features(a, b, kind)
        if allowed.any():
            chances = np.maximum(chances, np.where(allowed, probabilities(features, allowed, kind), 0))
    chances = np.maximum(chances, _only_figures(a, b, np.where(chances >= least, chances, 0)))
    chances = _supported(a, b, chances)
    out = [(int(i), int(j), float(chances[i, j])) for i, j in np.argwhere(chances >= least)]
    return sorted(out, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _supported(a: Bundle, b: Bundle, chances: Floats) -> Floats:
    """Likelihoods, less for pairs that stand alone: two articles on one event share more than one statement."""
    claims = [np.unique([s.claim for s in x.statements], return_inverse=True)[1] for x in (a, b)]
    table = np.zeros([c.max(initial=-1) + 1 for c in claims], np.float32)
    np.maximum.at(table, (claims[0][:, None], claims[1][None]), chances)
    best = [tuple(place) for place in np.argwhere(table >= SUPPORT)]
    out = chances.copy()
    for i, j in np.argwhere((chances > 0) & (chances < SURE)):
        row, column = claims[0][i], claims[1][j]
        if not any(x != row and y != column for x, y in best):
            out[i, j] *= ALONE
    return out


def _only_figures(a: Bundle, b: Bundle, chances: Floats) -> Floats:
    """Where two claims tell one event, and each has just one figure that could be held against the other's, of like
    things: the figures are about one fact as likely as the claims, however far apart they are."""
    out = np.zeros_like(chances)
    alike = _comparable(a.columns, b.columns) & (_things(a, b) >= MISSING)
    for i, j in np.argwhere((chances > 0) & ~a.columns.figure[:, None] & ~b.columns.figure):
        rows, columns = (
            [n for n, s in enumerate(x.statements) if s.measure is not None and s.claim == x.statements[k].claim]
            for x, k in ((a, i), (b, j))
        )
        block = alike[np.ix_(rows, columns)]
        if block.sum() == 1:
            x, y = np.argwhere(block)[0]
            out[rows[x], columns[y]] = chances[i, j]
    return out


def probabilities(features: Floats, allowed: Bools, kind: str) -> Floats:
    """Both steps. ``features`` (a, b, n), ``allowed`` (a, b) -> (a, b)."""
    weights = _weights()[kind]
    first = logits(features, weights["first"])
    whole = np.concatenate([features, margins(first, allowed)], 2)
    return sigmoid(logits(whole, weights["second"]))


def logits(features: Floats, weights: Sequence[float]) -> Floats:
    """Weighted sum; the last weight is the bias."""
    out: Floats = features @ np.asarray(weights[:-1], np.float32) + np.float32(weights[-1])
    return out


def sigmoid(x: Floats) -> Floats:
    """Logits to probabilities."""
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def pair_features(a: Bundle, b: Bundle, kind: str) -> tuple[Floats, Bools]:
    """What each pair shares, shape (a, b, features), and which pairs can be about one fact, shape (a, b)."""
    x, y = a.columns, b.columns
    alone = a.alone @ b.alone.T
    allowed = _comparable(x, y) if kind == "figures" else ~x.figure[:, None] & ~y.figure
    allowed &= alone >= LEAST_ALIKE
    shared = [a.context @ b.context.T, alone]
    if kind == "figures":
        shared += [_things(a, b), _same_figure(x, y), _ratio(x, y)]
    shared += [*_names(a, b, allowed), _time_apart(x, y), x.negated[:, None] != y.negated]
    if kind == "figures":
        shared.append(x.changes[:, None] != y.changes)
    shared += [x.own_time[:, None] & y.own_time, (x.predicate[:, None] == y.predicate) & (y.predicate >= 0)]
    return np.stack(shared, 2).astype(np.float32), allowed


def _comparable(x: Columns, y: Columns) -> Bools:
    """As ``measures.comparable``; a bare number can be compared with any figure."""
    bare = (x.dimension[:, None] == 0) | (y.dimension == 0)
    rates = (x.per[:, None] == y.per) | (x.per[:, None] < 0) | (y.per < 0)
    same = (x.dimension[:, None] == y.dimension) & rates
    return np.asarray(x.figure[:, None] & y.figure & (bare | same), bool)


def _things(a: Bundle, b: Bundle) -> Floats:
    both = a.columns.thing[:, None] & b.columns.thing
    return np.asarray(np.where(both, a.things @ b.things.T, np.float32(MISSING)))


def _same_figure(x: Columns, y: Columns) -> Floats:
    """Significant digits, at most three, as a share, where two figures are equal (as ``measures.standing``)."""
    limits = np.isneginf(x.low)[:, None] & np.isneginf(y.low)
    overlap = np.maximum(x.low[:, None], y.low) <= np.minimum(x.high[:, None], y.high) * (1 + 1e-9) + 1e-12
    limit = np.isneginf(x.low)[:, None] | np.isneginf(y.low)
    reach = np.where(limit, np.log10(1 + beyond(limit=True)), np.log10(1 + beyond(limit=False)))
    near = ~(x.is_open[:, None] | y.is_open) | (_ratio(x, y) <= reach)
    same = np.where(limits, np.isclose(x.value[:, None], y.value, rtol=1e-6, atol=0), overlap & near)
    return np.asarray(np.where(same, np.minimum(np.minimum(x.digits[:, None], y.digits), 3) / 3, 0))


def _ratio(x: Columns, y: Columns) -> Floats:
    """Distance of two values in powers of ten, at most two."""
    low, high = (f(np.abs(x.value)[:, None], np.abs(y.value)) for f in (np.minimum, np.maximum))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(high == low, 0.0, np.minimum(np.log10(high / low), 2.0)))


def _names(a: Bundle, b: Bundle, allowed: Bools) -> Floats:
    """Of the pairs that are allowed: how many names both have, at most two; whether both have names of persons, and
    none in common; the same of places. Shape (3, a, b)."""
    out = np.zeros((3, *allowed.shape), np.float32)
    for i, j in np.argwhere(allowed):
        x, y = a.statements[i], b.statements[j]
        out[0, i, j] = min(len(x.names & y.names), 2)
        out[1, i, j] = bool(x.people and y.people and not x.people & y.people)
        out[2, i, j] = bool(x.places and y.places and not x.places & y.places)
    return out


def _time_apart(x: Columns, y: Columns) -> Floats:
    """Days between two intervals, on a logarithmic scale from none to a year (1); none where one is not known."""
    gap = np.maximum(x.first[:, None] - y.last, y.first - x.last[:, None])
    return np.asarray(np.nan_to_num(np.log1p(np.clip(gap, 0, 365)) / np.log(366), nan=0.0))


def margins(logit: Floats, allowed: Bools) -> Floats:
    """How far each pair is above its best rival in its row and in its column: (a, b, 2), the smaller one first."""
    known = np.where(allowed, logit, -np.inf)
    with np.errstate(invalid="ignore"):
        rows, columns = known - _rival(known), known - _rival(known.T).T
    both = np.clip(np.nan_to_num(np.stack([rows, columns], 2), nan=0.0), -NO_RIVAL, NO_RIVAL)
    return np.sort(both, 2).astype(np.float32)


def _rival(known: Floats) -> Floats:
    """The best value of each row but for the cell itself."""
    if known.shape[1] < 2:
        return np.full(known.shape, -np.inf, np.float32)
    order = np.sort(known, 1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.where(known == best, second, best)
