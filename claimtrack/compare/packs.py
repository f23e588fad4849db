"""The statements of a document as the store keeps them, so that comparing another with it costs little.

Columns and vectors are arrays as bytes; the statements, which are needed only where a fact is written, are JSON,
compressed. What was made by other code than this (``layout``) is made anew from the extraction.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare.columns import Bundle, Columns
from claimtrack.compare.measures import Measure
from claimtrack.compare.statements import Statement
from claimtrack.compare.vectors import WIDTH, Lookup

Floats = NDArray[np.float32]
USES = frozenset(
    (
        *("agencies.toml", "candidates.py", "changes.py", "copies.py", "decided.py", "differences.py", "documents.py"),
        *("doubts.py", "doubts.toml", "events.py", "exchange.py", "figures.py", "grounds.py", "groups.py", "making.py"),
        *("matching.py", "matching.toml", "origins.py", "rates.py", "relate.py"),
        *("report.py", "sketch.py", "tables.py", "update.py", "wire.py"),
    )
)
"""Code and data that only read statements: they may change, and what is kept stays good."""
_THINGS = "things_at"  # beside the columns: the row in ``vectors`` of each statement; -1 for none


@dataclass(frozen=True, slots=True)
class Pack:
    """A row of the table ``bundles``, without its key."""

    layout: str
    statements: bytes
    columns: bytes
    texts: bytes
    vectors: bytes


@cache
def layout() -> str:
    """A hash of the code and data by which statements are made and kept."""
    return _hash(USES)


@cache
def code() -> str:
    """A hash of all code and data of the comparison."""
    return _hash(frozenset())


def _hash(without: frozenset[str]) -> str:
    folder = Path(__file__).parent
    files = sorted(path for kind in ("*.py", "data/*.toml", "data/*.tsv") for path in folder.glob(kind))
    content = (path.read_bytes() for path in files if path.name not in without)
    return hashlib.blake2b(b"".join(content), digest_size=8).hexdigest()


def pack(statements: Sequence[Statement], lookup: Lookup) -> Pack:
    """Statements of a document, with the vectors that ``lookup`` gives for their things."""
    texts = list(dict.fromkeys(s.thing for s in statements if s.thing))
    place = {text: i for i, text in enumerate(texts)}
    vectors = lookup(texts)
    at = np.array([place.get(s.thing or "", -1) for s in statements], np.int64)
    columns = [*Columns.of(statements).items(), (_THINGS, at)]
    return Pack(
        layout(),
        zlib.compress(json.dumps([_values(s) for s in statements], default=_plain).encode()),
        _to_bytes(columns),
        np.array([key_of(text) for text in texts], "<i8").tobytes(),
        b"".join(vectors[text] for text in texts),
    )


def key_of(text: str) -> int:
    """The number under which a pack keeps the vector of a text: 64 bits of a hash."""
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def bundle_of(found: Pack, context: Floats) -> Bundle:
    """The bundle of a pack. ``context``: vectors of the document's claims, shape (claims, width)."""
    arrays = _from_bytes(found.columns)
    at = arrays.pop(_THINGS)
    columns = Columns(**arrays)
    known = np.frombuffer(found.vectors, "<f2").reshape(-1, WIDTH).astype(np.float32)
    known = np.concatenate([known, np.zeros((1, WIDTH), np.float32)])  # row -1: no text
    return Bundle(context[columns.claim], known[at], columns)


def vectors_of(found: Pack) -> dict[int, bytes]:
    """Vectors of the texts of a pack, whatever made it, by ``key_of``."""
    size = 2 * WIDTH
    keys = np.frombuffer(found.texts, "<i8").tolist()
    if len(found.vectors) != size * len(keys):
        return {}
    return {key: found.vectors[i * size : (i + 1) * size] for i, key in enumerate(keys)}


def _to_bytes(arrays: Sequence[tuple[str, NDArray[Any]]]) -> bytes:
    """Arrays as bytes, after a line of JSON with name, type and shape of each; compressed."""
    head = [[name, array.dtype.str, array.shape] for name, array in arrays]
    body = b"".join(np.ascontiguousarray(array).tobytes() for _, array in arrays)
    return zlib.compress(json.dumps(head).encode() + b"\n" + body, 1)


def _from_bytes(data: bytes) -> dict[str, NDArray[Any]]:
    head, _, body = zlib.decompress(data).partition(b"\n")
    out, begin = {}, 0
    for name, kind, shape in json.loads(head):
        count = math.prod(shape)
        out[name] = np.frombuffer(body, np.dtype(kind), count, begin).reshape(shape)
        begin += out[name].nbytes
    return out


# ------------------------------------------------------------------ statements
Row = list[Any]
"""Fields of a statement, as JSON has them."""


def rows_of(found: Pack) -> list[Row]:
    """The statements of a pack, as they are kept."""
    rows: list[Row] = json.loads(zlib.decompress(found.statements))
    return rows


_values = attrgetter(*(field.name for field in fields(Statement)))
_measured = attrgetter(*(field.name for field in fields(Measure)))


def _plain(value: Any) -> Any:
    """What JSON has no form for: a measure, a set; of a vector nothing is kept."""
    if isinstance(value, Measure):
        return _measured(value)
    return sorted(value) if isinstance(value, frozenset) else None


def restored(row: Row) -> Statement:
    """The statement of a row, without its vector."""
    return Statement(*(build(value) for build, value in zip(_builders(), row, strict=True)))


@cache
def _builders() -> tuple[Any, ...]:
    """What makes each field of a statement from its JSON, by the field's type."""
    return tuple(_BUILDERS.get(str(field.type), lambda value: value) for field in fields(Statement))


_BUILDERS: dict[str, Any] = {
    "Measure | None": lambda value: None if value is None else Measure(*value),
    "frozenset[str]": frozenset,
    "tuple[str, ...]": tuple,
    "Days | None": lambda value: None if value is None else tuple(value),
}
