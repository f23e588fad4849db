"""Lemmas of forms that the treebanks do not show."""

from __future__ import annotations

import pytest

from claimtrack.annotate.lemmas import best_lemma


@pytest.mark.parametrize(
    ("word", "upos", "made", "lemma", "reason"),
    [
        ("crept", "VERB", "cre", "creep", "the script makes no word"),
        ("resold", "VERB", "resol", "resell", "an irregular verb with a prefix"),
        ("lay", "VERB", "la", "lie", "a word, but no base form of a verb"),
        ("dealing", "NOUN", "dealing", "dealing", "a noun keeps what is a word"),
        ("blorted", "VERB", "blort", "blort", "what the dictionary lacks stays as the script has it"),
        ("Orlen", "PROPN", "orl", "orl", "names are not looked up"),
    ],
)
def test_lemma(word: str, upos: str, made: str, lemma: str, reason: str) -> None:
    assert best_lemma(word, upos, made, ()) == lemma, reason


def test_lemma_that_the_treebanks_show_is_kept() -> None:
    assert best_lemma("boxing", "VERB", "box", {"box"}) == "box"
