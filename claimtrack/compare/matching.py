"""How likely two statements of two documents are about one fact.

Two small logistic models, one for figures and one for events, each in two steps: the first reads what the two
statements share, the second reads also how much better the pair is than any other pair of the two documents that
holds one of the two ("margin"), since an article seldom states a fact twice. The outcome depends on the two
documents alone. Weights: data/matching.toml, which ``python -m pipelines.matching.fit`` writes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from claimtrack.compare.columns import Bools, Bundle, Columns, Floats, Ints
from claimtrack.compare.measures import beyond
from claimtrack.compare.words import likeness, shared

SHARED_FEATURES = (
    *("in context", "words", "subject", "passage", "topic", "names", "other people", "other places", "other setting"),
    *("time apart", "said apart", "both dated", "predicate"),
)
FIGURE_FEATURES = (
    *SHARED_FEATURES,
    "thing",
    "head",
    "same figure",
    "ratio",
    "change",
    "part",
    "period",
    "other period",
    "metric",
    "other metric",
    "polarity",
)
EVENT_FEATURES = SHARED_FEATURES
MARGINS = ("smaller margin", "greater margin")
LEAST_TOPIC = 0.1
"""Likeness of two documents' telling words under which nothing in them is about one fact (99 % of the pairs of
articles on one country's politics are less alike; articles on one event are not)."""
LEAST_ACTORS = 0.2
"""The same of the names that they are about: two firms' quarterly results are told in the same words. Nine in ten
pairs of articles on one event are more alike, and one in a hundred others."""
NAMELESS_TOPIC, NAMELESS = 0.18, 0.6
"""Of two documents that are about no common names, likeness of their telling words from which on they may still be on
one event, and what is left of each likelihood: one names the town, and the other one the governor."""
NO_RIVAL = 4.0
"""Margin, in logits, of a pair that has no rival; no margin counts for more."""
MISSING = 0.5
"""Likeness of two things, where a text names none."""


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "matching.toml").read_text(encoding="utf8"))


def matches(a: Bundle, b: Bundle, least: float = 0.5) -> list[tuple[int, int, float]]:
    """Pairs (index in ``a``, index in ``b``, probability) that are about one fact, the likeliest first."""
    actors, topic = same_actors(a, b), same_topic(a, b)
    if not alike_enough(actors, topic):
        return []
    chances = np.zeros((len(a.context), len(b.context)), np.float32)
    for kind in ("events", "figures"):
        (rows, x), (columns, y) = getattr(a, kind), getattr(b, kind)
        features, allowed = pair_features(x, y, kind, topic)
        if allowed.any():
            chances[np.ix_(rows, columns)] = np.where(allowed, probabilities(features, allowed, kind), 0)
    chances = np.maximum(chances, _only_figures(a, b, np.where(chances >= least, chances, 0)))
    chances[_figures_speak(a.columns, b.columns)] = 0
    chances *= 1 if actors >= LEAST_ACTORS else NAMELESS
    out = [(int(i), int(j), float(chances[i, j])) for i, j in np.argwhere(chances >= least)]
    return sorted(out, key=lambda pair: (-pair[2], pair[0], pair[1]))


def alike_enough(actors: float | Floats, topic: float | Floats) -> Bools:
    """Whether anything in two documents may be about one fact, given how alike they are in the names that they are
    about and in their telling words (``same_actors``, ``same_topic``): of one pair, or of many at once."""
    return np.asarray(topic >= np.where(np.asarray(actors) >= LEAST_ACTORS, LEAST_TOPIC, NAMELESS_TOPIC), bool)


def _only_figures(a: Bundle, b: Bundle, chances: Floats) -> Floats:
    """Where two claims tell one event, and each has just one figure that could be held against the other's, of like
    things: the figures are about one fact as likely as the claims, however far apart they are."""
    out = np.zeros_like(chances)
    told = np.argwhere((chances > 0) & ~a.columns.figure[:, None] & ~b.columns.figure)
    if not (len(told) and a.columns.figure.any() and b.columns.figure.any()):
        return out
    alike = _comparable(a.columns, b.columns) & (_things(a, b) >= MISSING)
    for i, j in told.tolist():
        rows, columns = a.figures_beside[i], b.figures_beside[j]
        found = [(x, y) for x in rows for y in columns if alike[x, y]]
        if len(found) == 1:
            out[found[0]] = chances[i, j]
    return out


def _figures_speak(x: Columns, y: Columns) -> Bools:
    """The pairs of events whose claims both have figures of one dimension: these are held against each other, and
    nothing is said of the events (``relate``), which would only bring other figures of the claims into one fact."""
    dimensions = np.intersect1d(x.dimension[x.figure], y.dimension[y.figure])
    both = _in_common(_dimensions(x, dimensions), _dimensions(y, dimensions)) > 0
    return np.asarray(both & ~x.figure[:, None] & ~y.figure, bool)


def _dimensions(x: Columns, wanted: Ints) -> Bools:
    """Which of the wanted dimensions the figures of each statement's claim have, shape (statements, wanted)."""
    of_claim = np.zeros((int(x.claim.max(initial=-1)) + 1, len(wanted)), bool)
    rows, columns = np.nonzero((x.dimension[:, None] == wanted) & x.figure[:, None])
    of_claim[x.claim[rows], columns] = True
    return of_claim[x.claim]


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


def pair_features(a: Bundle, b: Bundle, kind: str, topic: float) -> tuple[Floats, Bools]:
    """What each pair shares, shape (a, b, features), and which pairs can be about one fact, shape (a, b).

    ``topic``: how alike the two documents are (see ``same_topic``).
    """
    x, y = a.columns, b.columns
    allowed = _comparable(x, y) if kind == "figures" else ~x.figure[:, None] & ~y.figure
    found = [a.context @ b.context.T]
    found += [likeness(one, two) for one, two in zip(a.told, b.told, strict=True)]
    found += [np.full(allowed.shape, topic), *_names(a, b, allowed), _time_apart(x, y), _said_apart(x, y)]
    found += [x.own_time[:, None] & y.own_time, _both(x.predicate, y.predicate)]
    if kind == "events":
        found[-1] = found[-1] * x.tells[:, None]
    if kind == "figures":
        found += [_things(a, b), _both(x.head, y.head) * x.tells[:, None], _same_figure(x, y), _ratio(x, y)]
        found += [x.changes[:, None] != y.changes, x.of_part[:, None] != y.of_part]
        for one, two in ((x.period, y.period), (x.metric, y.metric)):
            found += [_both(one, two), _other(one, two)]
        found.append(x.negated[:, None] != y.negated)  # a denied event is the same event
    out = np.empty((*allowed.shape, len(found)), np.float32)
    for i, feature in enumerate(found):
        out[..., i] = feature
    return out, allowed


def _both(x: Ints, y: Ints) -> Bools:
    """Whether both have one and the same word."""
    return np.asarray((x[:, None] == y) & (y >= 0))


def _other(x: Ints, y: Ints) -> Bools:
    """Whether both have a word, and not the same."""
    return np.asarray((x[:, None] != y) & (x[:, None] >= 0) & (y >= 0))


def same_actors(a: Bundle, b: Bundle) -> float:
    """How alike two documents are in the names that they are about."""
    return float(likeness(a.about, b.about)[0, 0])


def same_topic(a: Bundle, b: Bundle) -> float:
    """How alike two documents are: cosine of the telling words of all their passages."""
    return float(likeness(a.matter, b.matter)[0, 0])


def _comparable(x: Columns, y: Columns) -> Bools:
    """Whether two figures are of one dimension, by the same measure of time or thing where both say so, and of things
    that are not known to be of two kinds; a bare number can be compared with any figure."""
    bare = (x.dimension[:, None] == 0) | (y.dimension == 0)
    rates = (x.per[:, None] == y.per) | (x.per[:, None] < 0) | (y.per < 0)
    same = (x.dimension[:, None] == y.dimension) & rates
    two_kinds = (x.kinds[:, None] > 0) & (y.kinds > 0) & (x.kinds[:, None] & y.kinds == 0)
    return np.asarray(x.figure[:, None] & y.figure & (bare | same) & ~two_kinds, bool)


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
    none in common; the same of places, in them and around them. Shape (4, a, b)."""
    x, y = a.columns, b.columns
    i, j = shared(x.names, y.names)
    out = [np.minimum(_in_common(x.named[:, i], y.named[:, j]), 2)]
    for one, two in ((x.people, y.people), (x.places, y.places), (x.nearby, y.nearby)):
        out.append(np.asarray(one.any(1))[:, None] & two.any(1) & (_in_common(one[:, i], two[:, j]) == 0))
    return np.where(allowed, np.array(out, np.float32), 0)


def _in_common(x: Bools, y: Bools) -> Floats:
    """How many columns are true in both, for each row of ``x`` and of ``y``."""
    return np.asarray(x.astype(np.float32) @ y.T.astype(np.float32))


def _time_apart(x: Columns, y: Columns) -> Floats:
    """Days between two intervals, on a logarithmic scale from none to a year (1); none where one is not known."""
    return _days_apart(np.maximum(x.first[:, None] - y.last, y.first - x.last[:, None]))


def _said_apart(x: Columns, y: Columns) -> Floats:
    """The same of the days of publication."""
    return _days_apart(np.abs(x.said[:, None] - y.said))


def _days_apart(gap: Floats) -> Floats:
    return np.asarray(np.log1p(np.minimum(np.fmax(gap, 0), 365)) / np.log(366))  # of 0 and NaN fmax is 0


def margins(logit: Floats, allowed: Bools) -> Floats:
    """How far each pair is above its best rival in its row and in its column: (a, b, 2), the smaller one first."""
    known = np.where(allowed, logit, -np.inf)
    with np.errstate(invalid="ignore"):
        both = np.array([known - _rival(known), known - _rival(known.T).T])
    both = np.clip(np.where(np.isnan(both), 0, both), -NO_RIVAL, NO_RIVAL)
    return np.stack([both.min(0), both.max(0)], 2).astype(np.float32)


def _rival(known: Floats) -> Floats:
    """The best value of each row but for the cell itself."""
    if known.shape[1] < 2:
        return np.full(known.shape, -np.inf, np.float32)
    order = np.sort(known, 1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.where(known == best, second, best)
