"""The parse as plain lists: what the rules of this package look at."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.claims.words import verb_lemma

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer"})
LONGEST = 400
_FUNCTION = frozenset({"punct", "cc", "mark", "aux", "aux:pass", "cop", "discourse", "expl", "dep", ""})


@dataclass(slots=True)
class Tree:
    """One document's words and Universal Dependencies, a list a column; indices are token indices of the Doc.

    ``heads[i] == i`` for a root. ``starts``/``ends`` are character offsets. ``labels`` keep subtypes
    ("nsubj:pass"), ``bases`` drop them ("nsubj"). ``left``/``right``: first and last token below a token,
    itself included. ``pieces``: first tokens of the sentences.
    """

    text: str
    starts: list[int]
    ends: list[int]
    heads: list[int]
    labels: list[str]
    bases: list[str]
    pos: list[str]
    tags: list[str]
    lower: list[str]
    lemmas: list[str]
    children: list[list[int]]
    left: list[int]
    right: list[int]
    pieces: list[int]

    @classmethod
    def of(cls, doc: Doc) -> Tree:
        """Read ``doc`` once. Works on any Doc; without a parse every token is its own root."""
        rows = doc.to_array(["IDX", "LENGTH", "HEAD", "DEP", "POS", "TAG", "LOWER", "LEMMA"])
        strings = doc.vocab.strings
        names: dict[int, str] = {}

        def column(at: int) -> list[str]:
            values = rows[:, at].tolist()
            for value in set(values) - names.keys():
                names[value] = strings[value] if value else ""
            return [names[value] for value in values]

        starts = rows[:, 0].astype("int64").tolist()
        ends = (rows[:, 0] + rows[:, 1]).astype("int64").tolist()
        pieces = sentence_pieces(doc)
        heads = _bounded(rows[:, 2].astype("int64"), pieces)
        labels = ["root" if label == "ROOT" else label for label in column(3)]
        children: list[list[int]] = [[] for _ in heads]
        for i, head in enumerate(heads):
            if head != i:
                children[head].append(i)
        lower, lemmas = column(6), column(7)
        lemmas = [lemma.lower() if lemma else word for lemma, word in zip(lemmas, lower, strict=True)]
        lemmas = [
            verb_lemma(word, lemma) if kind == "VERB" else lemma
            for word, lemma, kind in zip(lower, lemmas, column(4), strict=True)
        ]
        bases = [label.partition(":")[0] for label in labels]
        left, right = _edges(heads, children)
        return cls(
            text=text_of(doc),
            starts=starts,
            ends=ends,
            heads=heads,
            labels=labels,
            bases=bases,
            pos=column(4),
            tags=column(5),
            lower=lower,
            lemmas=lemmas,
            children=children,
            left=left,
            right=right,
            pieces=pieces.tolist(),
        )

    def sentence(self, token: int) -> tuple[int, int]:
        """First and last token (exclusive) of the sentence of ``token``."""
        at = bisect_right(self.pieces, token)
        return self.pieces[at - 1], self.pieces[at] if at < len(self.pieces) else len(self.heads)

    def attach(self, token: int, head: int, label: str) -> None:
        """Hang ``token`` on ``head``; ``measure`` the sentence afterwards."""
        if self.heads[token] != token:
            self.children[self.heads[token]].remove(token)
        self.heads[token] = head
        insort(self.children[head], token)
        self.label(token, label)

    def make_root(self, token: int) -> None:
        """Let ``token`` hang on nothing; ``measure`` the sentence afterwards."""
        if self.heads[token] != token:
            self.children[self.heads[token]].remove(token)
        self.heads[token] = token
        self.label(token, "root")

    def label(self, token: int, label: str) -> None:
        """Change the label of ``token``."""
        self.labels[token], self.bases[token] = label, label.partition(":")[0]

    def measure(self, first: int, last: int) -> None:
        """Reckon ``left`` and ``right`` of tokens ``first`` to ``last`` (exclusive), a whole sentence, anew."""
        order = [t for t in range(first, last) if self.heads[t] == t or not first <= self.heads[t] < last]
        for at in order:
            order.extend(self.children[at])
        for at in order:
            self.left[at] = self.right[at] = at
        for at in reversed(order):
            head = self.heads[at]
            self.left[head] = min(self.left[head], self.left[at])
            self.right[head] = max(self.right[head], self.right[at])

    def root(self, token: int) -> int:
        """The root above ``token``."""
        while self.heads[token] != token:
            token = self.heads[token]
        return token

    def is_above(self, upper: int, lower: int) -> bool:
        """Is ``lower`` below ``upper`` or ``upper`` itself?"""
        while lower != upper and self.heads[lower] != lower:
            lower = self.heads[lower]
        return lower == upper

    def child(self, token: int, *labels: str) -> int | None:
        """The first child of ``token`` with one of the labels (with subtype, or the base), or None."""
        for child in self.children[token]:
            if self.labels[child] in labels or self.bases[child] in labels:
                return child
        return None

    def subject(self, token: int) -> int | None:
        """The child that is the subject of ``token``, or None."""
        for child in self.children[token]:
            if self.labels[child] in SUBJECTS:
                return child
        return None

    def subtree(self, token: int) -> Iterator[int]:
        """``token`` and all below it, in no order."""
        stack = [token]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(self.children[at])

    def is_predicate(self, token: int) -> bool:
        """Does ``token`` head a clause: a verb, or anything with a subject or a copula."""
        if self.pos[token] in ("VERB", "AUX"):
            return True
        return any(self.labels[c] in SUBJECTS or self.bases[c] == "cop" for c in self.children[token])

    def has_content(self, token: int) -> bool:
        """Has ``token`` a dependent that says something: an object, an oblique, a complement, an adverb."""
        return any(
            self.bases[c] not in _FUNCTION and self.bases[c] not in ("conj", "nsubj", "csubj")
            for c in self.children[token]
        )

    def is_finite(self, token: int) -> bool:
        """Has the clause of ``token`` a finite verb: itself, or an auxiliary or copula of it."""
        if self.tags[token] in ("VBD", "VBP", "VBZ", "MD"):
            return True
        return any(
            self.bases[c] in ("aux", "cop") and self.tags[c] in ("VBD", "VBP", "VBZ", "MD")
            for c in self.children[token]
        )

    def mark(self, token: int) -> str | None:
        """The subordinator of the clause of ``token``, lower case: "because", "with", "when"."""
        for c in self.children[token]:
            if (self.bases[c] == "mark" and c < token) or (
                self.bases[c] == "advmod" and self.lower[c] in ("when", "where", "whenever")
            ):
                return self.lower[c]
        return None

    def has_to(self, token: int) -> bool:
        """Is the clause of ``token`` an infinitive with "to"?"""
        return any(self.bases[c] == "mark" and self.lower[c] == "to" and c < token for c in self.children[token])

    def before(self, token: int) -> int | None:
        """The nearest token before ``token`` that is no white space, or None."""
        at = token - 1
        while at >= 0 and self.pos[at] == "SPACE":
            at -= 1
        return at if at >= 0 else None


def sentence_pieces(doc: Doc) -> npt.NDArray[np.int64]:
    """First tokens of the sentences, and of every ``LONGEST`` tokens of one: what is longer is no sentence.

    The rules look at pairs of words of a piece, so its size bounds their time.
    """
    if not len(doc):
        return np.zeros(0, dtype="int64")
    begins = doc.to_array("SENT_START").astype("int64") == 1
    begins[0] = True
    first = np.flatnonzero(begins)
    within = np.arange(len(doc)) - first[np.cumsum(begins) - 1]
    return np.flatnonzero(within % LONGEST == 0)


def _bounded(offsets: npt.NDArray[np.int64], pieces: npt.NDArray[np.int64]) -> list[int]:
    """Heads as indices; a head in another piece makes its token a root."""
    at = np.arange(len(offsets))
    heads = at + offsets
    piece = np.searchsorted(pieces, at, side="right")
    return np.where(piece == piece[heads], heads, at).tolist() if len(heads) else []


def _edges(heads: list[int], children: list[list[int]]) -> tuple[list[int], list[int]]:
    order = [i for i, head in enumerate(heads) if head == i]
    for at in order:
        order.extend(children[at])
    left, right = list(range(len(heads))), list(range(len(heads)))
    for at in reversed(order):
        head = heads[at]
        left[head] = min(left[head], left[at])
        right[head] = max(right[head], right[at])
    return left, right
