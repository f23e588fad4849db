"""What a document is about, in few bytes: most documents that are near one have nothing in common with it, and that is
told before their statements are read.

``matching.matches`` finds nothing between two documents that share too few telling words, and fewer still will do where
they share names that they are about. The same sums are made here for very many documents at once, and put to the same
question (``matching.alike_enough``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from claimtrack.compare.columns import Bools, Bundle, Floats
from claimtrack.compare.matching import alike_enough
from claimtrack.compare.words import Spread

ROUNDED = 1e-4
"""Sums are rounded otherwise than in ``matches``, which decides in the end: with so much less they are let through."""


class Topic(NamedTuple):
    """A row of the table ``topics``, without its key: stems as whole numbers, weights as floats, of 32 bits each."""

    actors: bytes
    actor_weights: bytes
    words: bytes
    word_weights: bytes


def topic_of(bundle: Bundle) -> Topic:
    """What a document is about."""
    return Topic(*_to_bytes(bundle.about), *_to_bytes(bundle.matter))


def _to_bytes(told: Spread) -> tuple[bytes, bytes]:
    return told.vocabulary.astype("<u4").tobytes(), told.weights.astype("<f4").tobytes()


def may_match(own: Topic, others: Sequence[Topic]) -> Bools:
    """Which of the others share enough with a document for their statements to be compared."""
    actors = _likeness(own[:2], [o.actors for o in others], [o.actor_weights for o in others])
    words = _likeness(own[2:], [o.words for o in others], [o.word_weights for o in others])
    return alike_enough(actors + ROUNDED, words + ROUNDED)


def _likeness(own: tuple[bytes, ...], words: Sequence[bytes], weights: Sequence[bytes]) -> Floats:
    """Cosine of a text and each of others (see ``words.likeness``)."""
    known, weight = np.frombuffer(own[0], "<u4"), np.frombuffer(own[1], "<f4")
    if not len(known):
        return np.zeros(len(words))
    found, found_weight = np.frombuffer(b"".join(words), "<u4"), np.frombuffer(b"".join(weights), "<f4")
    at = np.minimum(np.searchsorted(known, found), len(known) - 1)
    products = np.where(known[at] == found, weight[at] * found_weight, 0)
    text = np.repeat(np.arange(len(words)), [len(w) // 4 for w in words])
    return np.bincount(text, products, len(words))
