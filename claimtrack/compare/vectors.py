"""Vectors of texts read alone, without an article: of the things that figures count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.annotate.windows import WINDOW_PIECES, features, inputs
from claimtrack.compare.columns import Bundle, Columns
from claimtrack.compare.statements import Statement

Floats = NDArray[np.float32]
WIDTH = 256
Lookup = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Vectors of texts, float16 little-endian bytes of unit length."""


@lru_cache(maxsize=1)
def _encoder() -> tuple[Any, Any]:
    """The tokenizer and the graph of the trained pipeline."""
    from claimtrack.pipeline import load

    nlp = load(enable=["claimtrack_encoder"])
    encoder: Any = nlp.get_pipe("claimtrack_encoder")
    return nlp.tokenizer, encoder.graph


def read_alone(texts: Iterable[str]) -> dict[str, bytes]:
    """Run each text by itself through the encoder: text -> the mean of its words' vectors, as bytes."""
    tokenizer, graph = _encoder()
    return {text: packed(_vector(graph, [t.text for t in tokenizer(text) if not t.is_space])) for text in texts}


def _vector(graph: Any, words: Sequence[str]) -> Floats:
    """Mean vector of words, of as many as a window holds: a claim is a clause, and its beginning tells."""
    if not words:
        return np.zeros(WIDTH, np.float32)
    starts = [True] + [False] * (len(words) - 1)
    pieces = [graph.pieces.pieces(word) for word in words]
    size, end = len(pieces[0]), 1
    while end < len(words) and size + len(pieces[end]) <= WINDOW_PIECES:
        size += len(pieces[end])
        end += 1
    kinds = features(words[:end], starts[:end]).tolist()
    ids, types, first = inputs(pieces[:end], kinds, graph.pieces.cls, graph.pieces.sep)
    forced = np.where(starts[:end], 1, -1).astype(np.int64)
    found: Floats = np.asarray(graph.run(ids, types, first, forced)["vectors"], np.float32)
    return np.asarray(found.mean(0))


def packed(vector: Floats) -> bytes:
    """A vector of unit length as bytes."""
    norm = float(np.linalg.norm(vector))
    return (vector / norm if norm else vector).astype("<f2").tobytes()


def unpacked(data: bytes | None) -> Floats:
    """The reverse; zeros for None, and for a vector of another model's width."""
    if data is None or len(data) != 2 * WIDTH:
        return np.zeros(WIDTH, np.float32)
    return np.frombuffer(data, "<f2").astype(np.float32)


def bundle(statements: Sequence[Statement], lookup: Lookup) -> Bundle:
    """Statements of a document with their vectors."""
    found = lookup(list(dict.fromkeys(s.thing for s in statements if s.thing)))
    return Bundle(
        _stack([s.vector for s in statements]),
        _stack([found[s.thing] if s.thing else None for s in statements]),
        Columns.of(statements),
        statements,
    )


def _stack(rows: Sequence[bytes | None]) -> Floats:
    return np.stack([unpacked(row) for row in rows]) if rows else np.zeros((0, WIDTH), np.float32)
