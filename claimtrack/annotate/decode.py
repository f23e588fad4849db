"""From the encoder's scores to labels: tag sequences, trees, links. Plain numpy, exact, one window at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = -1000.0
"""A transition of no more is one that no sequence takes."""
AHEAD = 4
"""Words that are looked at together to see that the first is outside."""


def viterbi(emissions: Floats, transitions: Floats) -> Ints:
    """Best tag sequence. ``emissions`` (W, L); ``transitions`` (L + 1, L), the last row the start. -> (W,).

    Tag 0 is the outside, then come B and I of each kind in turn. Words that are outside on every best path part
    the sequence; what lies between them is decoded side by side.
    """
    tags = np.zeros(len(emissions), np.int64)
    opened = np.flatnonzero(np.diff(~surely_outside(emissions, transitions), prepend=False, append=False))
    begins, ends = opened[::2], opened[1::2]
    if len(begins):
        order = np.argsort(begins - ends, kind="stable")  # the longest first: those still open are a prefix
        _decode(emissions, transitions, begins[order], ends[order], tags)
    return tags


def surely_outside(emissions: Floats, transitions: Floats) -> NDArray[np.bool_]:
    """Which words are outside (tag 0) on every best path, whatever stands around them. Shape (W,).

    Exchange: put the outside tag on this word and the next few, and B in place of an I that follows them. n words
    touch n + 2 transitions, so it pays where their emissions lose more by other tags than these can differ by and
    than the B costs.
    """
    legal = transitions > FORBIDDEN
    put_in = (transitions[:, 0].min(), transitions[0, 1::2].min(), transitions[1:-1:2][legal[2:-1:2]].min())
    spread = transitions[legal].max() - min(put_in)
    lost = np.append(emissions[:, 0] - emissions[:, 1:].max(1), np.full(AHEAD, np.inf, np.float32))
    begun = np.append((emissions[:, 2::2] - emissions[:, 1::2]).max(1), np.full(AHEAD, -np.inf, np.float32))
    words = len(emissions)
    total, pays = np.zeros(words, np.float32), np.ones(words, bool)
    sure = np.zeros(words, bool)
    for n in range(AHEAD):
        total = total + lost[n : n + words]
        pays &= total > (n + 2) * spread
        sure |= pays & (total > begun[n + 1 : n + 1 + words] + (n + 3) * spread)
    return sure


def _decode(emissions: Floats, transitions: Floats, begins: Ints, ends: Ints, tags: Ints) -> None:
    """Write the best tags of stretches between words that are outside; the longest stretch comes first."""
    step = transitions[:-1].T  # row: to, column: from
    lengths = ends - begins
    score = np.where((begins == 0)[:, None], transitions[-1], transitions[0]) + emissions[begins]
    back = np.empty((lengths[0], *score.shape), np.int64)
    alive = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")  # stretches longer than t
    for t in range(1, lengths[0]):
        n = alive[t]
        paths = score[:n, None, :] + step
        back[t, :n] = paths.argmax(2)
        score[:n] = paths.max(2) + emissions[begins[:n] + t]
    score += np.where((ends < len(emissions))[:, None], transitions[:-1, 0], 0)
    at = score.argmax(1)
    for t in range(lengths[0] - 1, 0, -1):
        n = alive[t]
        tags[begins[:n] + t] = at[:n]
        at[:n] = back[t, np.arange(n), at[:n]]
    tags[begins] = at


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
    return bool(are_trees(heads, np.array([0]))[0])


def are_trees(heads: Ints, starts: Ints) -> NDArray[np.bool_]:
    """Which sentences are a tree: one root (its own head), every word below it, no head in another sentence.

    ``heads`` (W,); ``starts`` (S,): first word of each sentence, the first is 0. -> (S,).
    """
    here = np.arange(len(heads))
    lengths = np.diff(starts, append=len(heads))
    sentence = np.repeat(np.arange(len(starts)), lengths)
    within = (heads >= 0) & (heads < len(heads))  # else a sentence cut at the edge of its window
    at = np.where(within, heads, here)
    within &= sentence[at] == sentence
    roots = np.bincount(sentence[(heads == here) & within], minlength=len(starts))
    for _ in range(int(lengths.max()).bit_length()):
        at = at[at]
    right = within & (heads[at] == at)  # the way up ends at a root
    found: NDArray[np.bool_] = (roots == 1) & np.logical_and.reduceat(right, starts)
    return found


def tree(scores: NDArray[Any]) -> Ints:
    """Best tree of a sentence with one root, which is one of the three likeliest.

    ``scores`` (W, W): row the dependent, column the head, diagonal the root.
    """
    greedy: Ints = scores.argmax(1)
    if is_tree(greedy):
        return greedy
    graph = scores.astype(np.float64)
    diagonal = graph.diagonal().copy()
    np.fill_diagonal(graph, -np.inf)
    words = np.arange(len(graph))
    most = graph.max(1)  # no tree gives a word more
    best, best_score = greedy, -np.inf
    for root in np.argsort(-diagonal)[:3].tolist():
        others = words != root
        if diagonal[root] + most[others].sum() <= best_score:
            continue
        candidate = _arborescence(_rooted(graph, root), root)
        total = diagonal[root] + graph[words, candidate][others].sum()
        if total > best_score:
            best, best_score = candidate, total
    return best


def _rooted(graph: NDArray[np.float64], root: int) -> NDArray[np.float64]:
    """``graph`` with nothing above ``root``."""
    out = graph.copy()
    out[root] = -np.inf
    out[root, root] = 0.0
    return out


def _arborescence(graph: NDArray[np.float64], root: int) -> Ints:
    """Best tree under ``root`` by Chu-Liu/Edmonds. ``graph`` (n, n), dependents in rows, no word its own head.

    From each word the best heads are followed up to what hangs on the root already; a cycle on the way becomes a
    node of its own, numbered on from the words, whose row says what each head costs it more than its own did.
    """
    rows, head = list(graph), graph.argmax(1).tolist()
    weight = graph.max(1).tolist()
    node_of, members = list(range(len(graph))), [[i] for i in range(len(graph))]
    cycles: list[tuple[list[int], Ints]] = []
    placed = {root}
    for word in range(len(graph)):
        node, path = node_of[word], list[int]()
        while node not in placed:
            if node not in path:
                path.append(node)
                node = node_of[head[node]]
                continue
            cycle = path[path.index(node) :]
            del path[-len(cycle) :]
            costs = np.stack([rows[n] - weight[n] for n in cycle])
            inside = [w for n in cycle for w in members[n]]
            costs[:, inside] = -np.inf
            node = len(rows)
            rows.append(costs.max(0))
            head.append(int(rows[node].argmax()))
            weight.append(float(rows[node][head[node]]))
            members.append(inside)
            cycles.append((cycle, costs.argmax(0)))
            for w in inside:
                node_of[w] = node
        if path:
            placed.update(path)
    for node in range(len(rows) - 1, len(graph) - 1, -1):  # the outer ones first: where a cycle is entered, it opens
        cycle, entered = cycles[node - len(graph)]
        head[cycle[entered[head[node]]]] = head[node]
    head[root] = root
    return np.array(head[: len(graph)], np.int64)


def trees(scores: NDArray[Any], heads: Ints, starts: Sequence[int]) -> Ints:
    """Repair greedy ``heads`` (W,) of sentences that are no tree. ``starts``: first word of each sentence."""
    out = heads.copy()
    ends = [*starts[1:], len(heads)]
    for i in np.flatnonzero(~are_trees(heads, np.array(starts))).tolist():
        begin, end = starts[i], ends[i]
        out[begin:end] = tree(scores[begin:end, begin:end]) + begin
    return out


def lemma(word: str, script: str) -> str:
    """Apply a lemma script ("2|y": cut two characters, add "y"; "=be": the whole lemma) to a word."""
    if script[0] == "=":
        return script[1:]
    cut, _, ending = script.partition("|")
    return word[: len(word) - int(cut)] + ending if int(cut) < len(word) or ending else word
