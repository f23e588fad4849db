"""From the encoder's scores to labels: tag sequences, trees, links. Plain numpy, exact, one window at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def viterbi(emissions: Floats, transitions: Floats) -> Ints:
    """Best tag sequence. ``emissions`` (W, L); ``transitions`` (L + 1, L), the last row the start. -> (W,)."""
    step = transitions[:-1].T.copy()  # row: to, column: from
    score = transitions[-1] + emissions[0]
    back = np.empty(emissions.shape, np.int64)
    rows = np.arange(step.shape[0])
    for t in range(1, len(emissions)):
        paths = step + score
        best = paths.argmax(1)
        back[t] = best
        score = paths[rows, best] + emissions[t]
    tags = np.empty(len(emissions), np.int64)
    tags[-1] = score.argmax()
    for t in range(len(emissions) - 1, 0, -1):
        tags[t - 1] = back[t, tags[t]]
    return tags


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans (first word, end word, label) of BIO tags."""
    out: list[tuple[int, int, str]] = []
    begin, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag == "O" or tag[0] == "B" or tag[2:] != label):
            out.append((begin, i, label))
            label = ""
        if tag != "O" and not label:
            begin, label = i, tag[2:]
    return out


def is_tree(heads: Ints) -> bool:
    """Whether ``heads`` (own index: root) make one tree: one root, every word below it, no head elsewhere."""
    if heads.min() < 0 or heads.max() >= len(heads):  # a sentence cut at the edge of its window
        return False
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) != 1:
        return False
    at = heads
    for _ in range(len(heads).bit_length()):
        at = at[at]
    return bool((at == roots[0]).all())


def tree(scores: NDArray[Any]) -> Ints:
    """Best tree with one root of a sentence.

    ``scores`` (W, W): row the dependent, column the head, diagonal the root.
    """
    heads: Ints = scores.argmax(1)
    if is_tree(heads):
        return heads
    scores = scores.astype(np.float64)
    diagonal = scores.diagonal().copy()
    best, best_score = heads, -np.inf
    for root in np.argsort(-diagonal)[:3]:
        graph = scores.copy()
        np.fill_diagonal(graph, -np.inf)
        graph[root] = -np.inf
        graph[root, root] = 0.0
        candidate = _arborescence(graph, int(root))
        others = np.arange(len(candidate)) != root
        total = diagonal[root] + scores[np.arange(len(candidate)), candidate][others].sum()
        if total > best_score:
            best, best_score = candidate, total
    return best


def _arborescence(graph: NDArray[np.float64], root: int) -> Ints:
    """Chu-Liu/Edmonds: contract cycles until the best heads make a tree. ``graph`` (n, n), dependents in rows."""
    heads: Ints = graph.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(len(heads), bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    entry = graph[cycle] - graph[cycle, heads[cycle]][:, None]  # what entering at each word costs
    into, out = entry[:, outside], graph[np.ix_(outside, cycle)]
    n = len(outside)
    small = np.full((n + 1, n + 1), -np.inf)
    small[:n, :n] = graph[np.ix_(outside, outside)]
    small[n, :n] = into.max(0)
    small[:n, n] = out.max(1)
    small_heads = _arborescence(small, int(np.flatnonzero(outside == root)[0]))
    result = heads.copy()
    for i in range(n):
        head = small_heads[i]
        result[outside[i]] = outside[head] if head < n else cycle[out[i].argmax()]
    entered = small_heads[n]
    result[cycle[into[:, entered].argmax()]] = outside[entered]
    result[root] = root
    return result


def _cycle(heads: Ints, root: int) -> Ints | None:
    """Some cycle of ``heads`` that does not go through the root, or None."""
    state = np.zeros(len(heads), np.int64)  # 0 new, else the walk that saw it
    state[root] = -1
    for walk, begin in enumerate(range(len(heads)), 1):
        at, path = begin, []
        while state[at] == 0:
            state[at] = walk
            path.append(at)
            at = int(heads[at])
        if state[at] == walk:
            return np.array(path[path.index(at) :], np.int64)
    return None


def trees(scores: NDArray[Any], heads: Ints, starts: Sequence[int]) -> Ints:
    """Repair greedy ``heads`` (W,) of sentences that are no tree. ``starts``: first word of each sentence."""
    out = heads.copy()
    for begin, end in zip(starts, [*starts[1:], len(heads)], strict=True):
        if not is_tree(heads[begin:end] - begin):
            out[begin:end] = tree(scores[begin:end, begin:end]) + begin
    return out


def lemma(word: str, script: str) -> str:
    """Apply a lemma script ("2|y": cut two characters, add "y"; "=be": the whole lemma) to a word."""
    if script[0] == "=":
        return script[1:]
    cut, _, ending = script.partition("|")
    return word[: len(word) - int(cut)] + ending if int(cut) < len(word) or ending else word
