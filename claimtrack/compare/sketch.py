"""What a text looks like to a search for copies: a MinHash sketch of its word triples (Broder 1997).

The share of equal values in two sketches estimates the Jaccard similarity of the two sets of triples, with a
standard error of 0.045. The sketch is kept in the store and compared with those of later years, so it may not
depend on the version of a library: it is made here of BLAKE2 and integer arithmetic alone. (datasketch, the usual
library, gives its sketches no such promise, and brings SciPy, 110 MB installed, which nothing else here needs.)

What stands in quotation marks is left out: two articles that quote the same speech share it and are no copies.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from claimtrack.model import Block

BANDS, ROWS = 42, 3  # two texts with a Jaccard similarity of 0.4 share a band in 94 of 100 cases, of 0.5 in 99.6
SIZE = BANDS * ROWS
COPY = 0.4
"""Jaccard similarity from which two texts are copies: of 1,131 news articles all edited reprints had 0.54 or more,
and no two others more than 0.19."""
MIN_SHARED = 15  # triples: two short notices that share a phrase or a form are no copies

_WORDS = 3
_LEAST_WORDS = 40  # a text with fewer words outside of quotation marks is taken whole
_CHUNK = 4096
_QUOTED = re.compile(r'"[^"\n]*(?:"|$)|“[^”\n]*(?:”|$)', re.MULTILINE)
_WORD = re.compile(r"\w+")

Values = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Sketch:
    """``values``: ``SIZE`` minima. ``triples``: how many different word triples the text has.

    ``bands``: ``bands_of`` the values, where the process that made them had the time.
    """

    values: Values
    triples: int
    bands: tuple[int, ...] = ()


def sketch_of(text: str, blocks: Sequence[Block] = ()) -> Sketch:
    """The sketch of a text; blocks of boilerplate, which articles of one outlet share, are left out."""
    hashes = {_hash(triple) for triple in _triples(_words(text, blocks))}
    values = np.full(SIZE, 0xFFFFFFFF, dtype=np.uint32)
    factors, offsets = _coefficients()
    ordered = iter(hashes)
    while chunk := list(islice(ordered, _CHUNK)):
        mixed = np.array(chunk, dtype=np.uint64)[:, None] * factors + offsets  # modulo 2**64
        values = np.minimum(values, (mixed >> np.uint64(32)).min(axis=0).astype(np.uint32))
    return Sketch(values, len(hashes), tuple(bands_of(values)))


def bands_of(values: Values) -> list[int]:
    """The hashes, signed numbers of 64 bits, under which a sketch is found; one for each band."""
    rows = values.astype("<u4").reshape(BANDS, ROWS)
    return [_hash(bytes([band]) + row.tobytes(), signed=True) for band, row in enumerate(rows)]


def are_copies(sketch: Sketch, values: NDArray[np.uint32], triples: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each of several sketches (a row of ``values``, an item of ``triples``): whether the texts are copies.

    The measure is symmetric, and depends on the two sketches alone.
    """
    same = (values == sketch.values).mean(axis=1)
    shared = same * (triples + sketch.triples) / (1 + same)
    result: NDArray[np.bool_] = ((same >= COPY) & (shared >= MIN_SHARED)) | (same == 1)
    return result


def _words(text: str, blocks: Sequence[Block]) -> list[str]:
    kept = [block for block in blocks if block.kind != "boilerplate"]
    if kept:
        text = "\n".join(text[block.start : block.end] for block in kept)
    outside = _WORD.findall(_QUOTED.sub(" ", text).casefold())
    return outside if len(outside) >= _LEAST_WORDS else _WORD.findall(text.casefold())


def _triples(words: Sequence[str]) -> Iterator[bytes]:
    """Every run of three words; of fewer words the one run that they are."""
    for i in range(max(1, len(words) - _WORDS + 1)):
        yield " ".join(words[i : i + _WORDS]).encode("utf-8", "surrogatepass")


def _hash(data: bytes, *, signed: bool = False) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=signed)


@lru_cache(maxsize=1)
def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and offsets of the ``SIZE`` hash functions (multiply-shift, Dietzfelbinger 1997)."""
    numbers = np.array([_hash(f"minhash {i}".encode()) for i in range(2 * SIZE)], dtype=np.uint64)
    return numbers[:SIZE] | np.uint64(1), numbers[SIZE:]
