"""ClearNLP parses (en_core_web_*) as Universal Dependencies, in place, and OntoNotes' names with this project's labels.

What is turned around: a preposition goes below its object, a form of "be" below what it links ("is a port", "was in
Marna"), and conjuncts hang on the first one, each with the conjunction before it. Other labels are mapped by
``data/clearnlp.toml``. A parse that has none of those labels keeps its heads. The layers read the result alone.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"})
_PREPOSITIONS: Final = frozenset({"prep", "agent", "dative", "pcomp", "conj", "ROOT"})
_PHRASES: Final = frozenset({"pobj", "obl", "nmod", "obl:agent"})


@cache
def _table(name: str) -> dict[str, str]:
    text = resources.files(__package__).joinpath("data", "clearnlp.toml").read_text(encoding="utf8")
    return {str(k): str(v) for k, v in tomllib.loads(text)[name].items()}


def to_own_labels(doc: Doc) -> Doc:
    """Relabel the names of ``doc`` that have a label of OntoNotes, and drop figures among them; return it."""
    table = _table("entities")
    if not table.keys().isdisjoint({ent.label_ for ent in doc.ents}):
        named = [(ent, table.get(ent.label_, ent.label_)) for ent in doc.ents]
        doc.set_ents([Span(doc, ent.start, ent.end, label=label) for ent, label in named if label])
    return doc


def to_universal(doc: Doc) -> Doc:
    """Rewrite heads and labels of ``doc`` where its parse is a ClearNLP one; return it."""
    seen = {token.dep_ for token in doc}
    clear = not _table("labels").keys().isdisjoint(seen)
    if not clear and "ROOT" not in seen:
        return doc
    rows = np.zeros((len(doc), 2), np.uint64)
    for sentence in doc.sents:
        heads, labels = _Parse(sentence).turned(clear)
        rows[sentence.start : sentence.end, 0] = (np.array(heads) - np.arange(len(heads))).view(np.uint64)
        rows[sentence.start : sentence.end, 1] = [doc.vocab.strings.add(label) for label in labels]
    return doc.from_array([HEAD, DEP], rows)  # type: ignore[arg-type]


class _Parse:
    """Heads (places in the sentence, a root is its own) and labels of a sentence as lists, to be turned around."""

    def __init__(self, sentence: Span) -> None:
        self.heads = [token.head.i - sentence.start for token in sentence]
        self.labels = [token.dep_ for token in sentence]
        self.pos = [token.pos_ for token in sentence]
        self.lemmas = [token.lemma_.lower() for token in sentence]

    def turned(self, clear: bool) -> tuple[list[int], list[str]]:
        """Heads and labels in Universal Dependencies. ``clear``: they are ClearNLP's, not just the root's label."""
        if clear:
            self.lower_prepositions()
            self.lower_copulas()
            self.flatten_coordination()
        return self.heads, [self._label(i) for i in range(len(self.heads))]

    def children(self, token: int, *labels: str) -> list[int]:
        """Words below ``token``, those with ``labels`` alone where some are given."""
        below = (i for i, head in enumerate(self.heads) if head == token and i != token)
        return [i for i in below if not labels or self.labels[i] in labels]

    def swap(self, upper: int, lower: int, label: str, new: str) -> None:
        """Put ``lower`` in the place of ``upper``, as ``label``; the other words hang on it, ``upper`` as ``new``."""
        below = self.children(upper)
        self.heads[lower] = lower if self.heads[upper] == upper else self.heads[upper]
        self.labels[lower] = label
        for child in below:
            if child != lower:
                self.heads[child] = lower
        self.heads[upper], self.labels[upper] = lower, new

    # -------------------------------------------------------------- prepositions
    def lower_prepositions(self) -> None:
        """Inner ones first: "out of the house" is two cases of one noun."""
        found = [i for i, pos in enumerate(self.pos) if pos in ("ADP", "SCONJ", "PART", "ADV", "VERB", "ADJ")]
        for token in sorted(found, key=self._depth, reverse=True):
            if self.labels[token] in _PREPOSITIONS:
                self._lower_preposition(token)

    def _depth(self, token: int) -> int:
        depth = 0
        while self.heads[token] != token:
            token, depth = self.heads[token], depth + 1
        return depth

    def _lower_preposition(self, token: int) -> None:
        if objects := self.children(token, "pobj"):
            self.swap(token, objects[0], self._phrase(token), "case")
            for part in self.children(objects[0], "pcomp"):  # "because of"
                self.labels[part] = "case"
        elif clauses := self.children(token, "pcomp"):
            nominal = self.pos[self.heads[token]] in _NOMINAL
            self.swap(token, clauses[0], "acl" if nominal else "advcl", "mark")
        elif self.labels[token] == "prep" and (inner := self.children(token, *_PHRASES)):
            self.swap(token, inner[0], self._phrase(token), "case")

    def _phrase(self, token: int) -> str:
        """What the phrase of a preposition is to its head."""
        label = self.labels[token]
        if label in ("conj", "ROOT"):
            return label
        if label == "pcomp":
            return "pobj"
        if label == "agent":
            return "obl:agent"
        return "nmod" if self.pos[self.heads[token]] in _NOMINAL else "obl"

    # -------------------------------------------------------------- copulas
    def lower_copulas(self) -> None:
        """What "be" links becomes the head; in "there is X", X becomes the subject."""
        for token, lemma in enumerate(self.lemmas):
            if lemma == "be" and self.pos[token] in ("AUX", "VERB") and not self.labels[token].startswith("aux"):
                self._lower_copula(token)

    def _lower_copula(self, token: int) -> None:
        linked = self.children(token, "attr", "acomp")
        if self.children(token, "expl"):
            for child in linked:
                self.labels[child] = "nsubj"
            return
        if not linked and self.children(token, "nsubj") and not self.children(token, "ccomp", "xcomp"):
            linked = [i for i in self.children(token, "obl") if i > token]
        if linked:
            self.swap(token, linked[0], self.labels[token], "cop")

    # -------------------------------------------------------------- coordination
    def flatten_coordination(self) -> None:
        """Hang a conjunction on the conjunct behind it, and each conjunct on the first."""
        for token in range(len(self.heads)):
            if self.labels[token] in ("cc", "preconj"):
                behind = [i for i in self.children(self.heads[token], "conj") if i > token]
                if behind and self.labels[token] == "cc":
                    self.heads[token] = behind[0]
        for token in range(len(self.heads)):
            if self.labels[token] == "conj":
                self.heads[token] = self._first_conjunct(token)

    def _first_conjunct(self, token: int) -> int:
        head = self.heads[token]
        while self.labels[head] == "conj" and self.heads[head] != head:
            head = self.heads[head]
        return head

    # -------------------------------------------------------------- labels
    def _label(self, token: int) -> str:
        label = self.labels[token]
        if self.heads[token] == token and label == "ROOT":
            return "root"
        nominal = self.pos[self.heads[token]] in _NOMINAL
        if label in ("npadvmod", "pobj") and nominal:
            return "nmod:unmarked" if label == "npadvmod" else "nmod"
        return _table("labels").get(label, label)


@Language.component("claimtrack_clearnlp", requires=["token.dep"], assigns=["token.dep", "token.head", "doc.ents"])
def claimtrack_clearnlp(doc: Doc) -> Doc:
    """The component: see ``to_universal`` and ``to_own_labels``."""
    return to_own_labels(to_universal(doc))
