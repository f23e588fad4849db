"""Read a document with the encoder, window by window, and put the windows' answers together.

Each window is run alone, so that nothing depends on batching. What a window is sure to hold (whole
sentences by punctuation) is kept; a sentence longer than a window is read in overlapping parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimtrack.annotate import decode
from claimtrack.annotate.windows import WINDOW_PIECES, WordPieces, features, inputs, may_start, pack, rule_starts

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Run = Callable[[Ints, Ints, Ints, Ints], Mapping[str, NDArray[np.generic]]]
"""ids, types (T,), first, forced (W,) -> the graph's outputs by name."""

WORD_OUTPUTS = ("starts", "upos", "xpos", "feats", "lemma", "deprel", "attribution", "names", "worth", "vectors")


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``begin`` to ``end`` are read; ``keep_begin`` to ``keep_end`` of them are kept."""

    begin: int
    end: int
    keep_begin: int
    keep_end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of the words of a document.

    ``words``: output name -> one row a word (indices, emissions, logits, vectors). ``heads``: word indices, a
    root is its own head. ``links``: for each window the scores (2, W, W) of pairs of its words, read by ``scores``.
    """

    words: Mapping[str, NDArray[np.generic]]
    heads: Ints
    windows: Sequence[Window]
    links: Sequence[Floats]

    def scores(self, channel: int, fragments: Sequence[int], cues: Sequence[int]) -> Floats:
        """Logits that source (channel 0) or content (1) fragments belong to cues, by the first word of each.

        Shape (n_fragments, n_cues); NaN where no window held both, the first window's where several did.
        """
        rows, columns = np.array(fragments, np.int64), np.array(cues, np.int64)
        out = np.full((len(rows), len(columns)), np.nan, np.float32)
        for window, scores in zip(self.windows, self.links, strict=True):
            i = np.flatnonzero((window.begin <= rows) & (rows < window.end))[:, None]
            j = np.flatnonzero((window.begin <= columns) & (columns < window.end))
            if i.size and j.size:
                here = scores[channel, rows[i] - window.begin, columns[j] - window.begin]
                out[i, j] = np.where(np.isnan(out[i, j]), here, out[i, j])
        return out


def plan(lengths: Sequence[int], starts: Sequence[bool], limit: int) -> Iterator[Window]:
    """Windows over all words; every word is kept by just one."""
    for begin, end in pack(lengths, starts, limit):
        if sum(lengths[begin:end]) <= limit:
            yield Window(begin, end, begin, end)
        else:
            yield from overlapping(lengths, begin, end, limit)


def overlapping(lengths: Sequence[int], begin: int, end: int, limit: int) -> Iterator[Window]:
    """Windows over one long sentence: neighbours share a quarter, and the middle of what they share parts them."""
    at, keep = begin, begin
    while True:
        stop, size = at, 0
        while stop < end and size + lengths[stop] <= limit:
            size += lengths[stop]
            stop += 1
        stop = max(stop, at + 1)
        if stop >= end:
            yield Window(at, end, keep, end)
            return
        shared = max(1, (stop - at) // 4)
        following = max(stop - shared, at + 1)
        middle = max(min(following + shared // 2, stop), keep + 1)
        yield Window(at, stop, keep, middle)
        at, keep = following, middle


def read(
    run: Run,
    pieces: WordPieces,
    words: Sequence[str],
    blocks: Sequence[bool],
    *,
    apart: Sequence[bool] | None = None,
    sentences: Sequence[bool] | None = None,
    limit: int = WINDOW_PIECES,
) -> Reading:
    """Read all words of a document.

    ``blocks``: which words begin a block; ``apart``: which have a token of white space before them, where that is
    known; ``sentences``: sentence starts, if they are known.
    """
    cut = [pieces.pieces(w) for w in words]
    types = features(words, blocks)
    starts = list(sentences) if sentences is not None else rule_starts(words, blocks)
    is_open = may_start(words, apart) if apart is not None else [True] * len(words)
    otherwise = np.where(is_open, 0, -1) if sentences is None else -1  # the rule is 99 % right, the model adds
    forced = np.where(starts, 1, otherwise).astype(np.int64)
    rows: dict[str, list[NDArray[np.generic]]] = {name: [] for name in WORD_OUTPUTS}
    heads, links, windows = [], list[Floats](), list(plan([len(c) for c in cut], starts, limit))
    for w in windows:
        ids, kinds, first = inputs(cut[w.begin : w.end], types[w.begin : w.end], pieces.cls, pieces.sep)
        given = forced[w.begin : w.end].copy()
        given[w.keep_begin - w.begin] = 1
        out = run(ids, kinds, first, given)
        keep = slice(w.keep_begin - w.begin, w.keep_end - w.begin)
        for name in WORD_OUTPUTS:
            rows[name].append(out[name][keep])
        heads.append(kept_heads(out, keep) + w.keep_begin)
        links.append(out["links"])  # type: ignore[arg-type]
    joined = {k: np.concatenate(v) for k, v in rows.items()}
    return Reading(joined, np.concatenate(heads), windows, links)


def kept_heads(out: Mapping[str, NDArray[np.generic]], keep: slice) -> Ints:
    """Heads of the kept words, each sentence a tree, counted from the first kept word."""
    heads = out["heads"][keep].astype(np.int64) - keep.start
    begins = np.flatnonzero(out["starts"][keep]).tolist()
    return decode.trees(out["arcs"][keep, keep], heads, begins)
