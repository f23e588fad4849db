"""What the claims are looked for in: a sentence within one block of the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.claims.tree import sentence_pieces
from claimtrack.model import BlockKind

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, cut at the borders of its block.

    ``first``/``last``: its tokens, ``last`` exclusive. ``sentence``: index of the sentence in the Doc,
    None where the Doc has no sentences. ``block``: index of the block. ``single``: it is all of its block.
    """

    kind: BlockKind
    first: int
    last: int
    sentence: int | None
    block: int
    single: bool


def blocks_of(doc: Doc) -> list[tuple[BlockKind, int, int]]:
    """The blocks of ``doc.user_data["claimtrack.blocks"]``; without them the paragraphs between empty lines."""
    stored = doc.user_data.get("claimtrack.blocks")
    if stored:
        return [(kind, start, end) for kind, start, end in stored]
    paragraphs = re.finditer(r"\S(?:.|\n(?!\s*\n))*", text_of(doc))
    return [("paragraph", m.start(), m.end()) for m in paragraphs]


def find_units(doc: Doc, starts: Sequence[int]) -> list[Unit]:
    """Split ``doc`` into units in the order of the text; ``starts`` are the character offsets of its tokens.

    Sentences are the pipeline's where it has set them, else those of a simple rule. Tokens of white
    space never begin or end a unit. Text outside all blocks is in no unit.
    """
    if not len(doc):
        return []
    sentences = _sentence_starts(doc, starts)
    has_sentences = doc.has_annotation("SENT_START")
    begins = [sentence.start for sentence in doc.sents] if has_sentences else []
    units: list[Unit] = []
    for number, (kind, start, end) in enumerate(blocks_of(doc)):
        first, last = _tokens(starts, start, end)
        cuts = [first, *sentences[bisect_right(sentences, first) : bisect_right(sentences, last - 1)], last]
        pieces = [_trim(doc, a, b) for a, b in pairwise(cuts)]
        kept = [(a, b) for a, b in pieces if a < b]
        for a, b in kept:
            sentence = bisect_right(begins, a) - 1 if has_sentences else None
            units.append(Unit(kind, a, b, sentence, number, len(kept) == 1))
    return units


def _tokens(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    first = bisect_right(starts, start - 1)
    return first, bisect_right(starts, end - 1)


def _trim(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last - 1].is_space:
        last -= 1
    return first, last


def _sentence_starts(doc: Doc, starts: Sequence[int]) -> list[int]:
    if doc.has_annotation("SENT_START"):
        return [int(token) for token in sentence_pieces(doc)]
    found = [0]
    for match in _SENTENCE_END.finditer(text_of(doc)):
        token = bisect_right(starts, match.end() - 1)
        if token < len(starts) and token > found[-1]:
            found.append(token)
    return found
