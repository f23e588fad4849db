"""Claims of a text without a parse: one a sentence, polarity and modality by single words."""

from __future__ import annotations

import re

from claimtrack.claims.words import words
from claimtrack.model import Modality, Polarity

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|['’][^\W_]+")


def polarity_of_text(text: str) -> Polarity:
    """Negated where a negative word stands in ``text``, other than "not only"."""
    found = _words(text)
    negative = words("polarity", "adverbs") | words("polarity", "determiners") | words("polarity", "pronouns")
    no_negation = words("polarity", "focus") | {"more", "less", "fewer"}
    for at, word in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else ""
        contracted = word.endswith(("n't", "n’t", "not")) and word != "knot"
        if (word in negative or contracted) and after not in no_negation:
            return "negated"
    return "affirmed"


def modality_of_text(text: str) -> Modality:
    """By the first sign among conditions, modal auxiliaries, and adverbs."""
    found = _words(text)
    if not words("modality", "conditional_marks").isdisjoint(found):
        return "conditional"
    possible = (words("modality", "possible_aux") - {"can"}) | words("modality", "possible_adverbs")
    planned, conditional = words("modality", "planned_aux"), words("modality", "would_aux")
    for word in found:
        if word in possible:
            return "possible"
        if word in planned or word.endswith(("'ll", "’ll")):
            return "planned"
        if word in conditional:
            return "conditional"
    return "asserted"


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]
