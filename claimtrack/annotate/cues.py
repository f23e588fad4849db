"""Cues: the words that attribute ("said", "according to"), and what they do to their content.

The lists are in data/cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from spacy.tokens import Span, Token

from claimtrack.annotate.lists import table, words

LISTS = "cues.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’]t)?")
_NEGATION = frozenset({"not", "n't", "n’t", "never", "didn't", "doesn't", "don't", "hasn't", "won't"})


@cache
def effects() -> dict[str, str]:
    """Lemma -> effect (asserts, claims, confirms, denies, estimates, predicts, promises, orders, accuses)."""
    return {lemma: effect for effect in table(LISTS)["effects"] for lemma in words(LISTS, f"effects.{effect}")}


@cache
def forms() -> dict[str, str]:
    """Inflected form -> lemma of every verb of the lists, for words that carry no lemma."""
    found: dict[str, str] = {}
    for lemma in {*effects(), *words(LISTS, "agentless.passive")}:
        found.update(dict.fromkeys(_regular_forms(lemma), lemma))
    for pair in words(LISTS, "forms.irregular"):
        form, _, lemma = pair.partition("=")
        found[form] = lemma
    return found


def _regular_forms(lemma: str) -> set[str]:
    found = {lemma, lemma + "s", lemma + "ed", lemma + "ing"}
    if lemma.endswith("e"):
        found |= {lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith(("s", "sh", "ch", "x")):
        found |= {lemma + "es"}
    if re.search(r"[^aeiou]y$", lemma):
        found |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", lemma):
        found |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return found


def lemma_of(token: Token) -> str:
    """The token's lemma in lower case; for the forms of the listed verbs by the lists, whatever the pipeline says."""
    if token.pos_ in ("VERB", "AUX", "") and token.lower_ in forms():
        return forms()[token.lower_]
    return token.lemma_.lower() or token.lower_


def cue_lemma(cue: Iterable[Token]) -> str | None:
    """The lemma of the listed verb or noun that a cue's effect hangs on: its last verb in the lists.

    "went on to say": say; "has not denied": deny; "said in a statement": say (nouns count only where
    there is no listed verb).
    """
    known = [(t, lemma_of(t)) for t in cue]
    listed = [(t, lemma) for t, lemma in known if lemma in effects()]
    verbs = [lemma for t, lemma in listed if t.pos_ in ("VERB", "") or forms().get(t.lower_) == lemma != t.lower_]
    if verbs:
        return _last_before_preposition(cue, verbs)
    return listed[0][1] if listed else next((effect_noun(lemma) for _, lemma in known if effect_noun(lemma)), None)


def _last_before_preposition(cue: Iterable[Token], verbs: list[str]) -> str:
    """ "said in announcing": the first verb; "declined to say": the last."""
    for token in cue:
        if token.pos_ == "ADP" and token.lower_ in ("in", "by", "while", "after", "before", "when"):
            return verbs[0]
    return verbs[-1]


@cache
def effect_noun(lemma: str) -> str | None:
    """The listed verb behind a noun: "denial" -> deny, "claim" -> claim, "accusation" -> accuse."""
    nouns: dict[str, str] = table(LISTS)["nouns"]
    return nouns.get(lemma)


def effect_of(cue: Span | None) -> str:
    """What a cue does: asserts, claims, confirms, denies, estimates, predicts, promises, orders or accuses.

    A cue without a listed word, and no cue, asserts. "did not deny" asserts, "refused to confirm" asserts.
    """
    if cue is None:
        return "asserts"
    lemma = cue_lemma(list(cue))
    effect = effects().get(lemma or "", "asserts")
    if effect in ("denies", "confirms") and is_negated(cue):
        return "asserts"
    return effect


def is_negated(cue: Span) -> bool:
    """Whether the cue says that something was not said: "did not confirm", "declined to say", "refused to"."""
    return any(t.lower_ in _NEGATION or lemma_of(t) in ("decline", "refuse") for t in cue)


def is_agentless(cue: Span) -> bool:
    """Whether the cue names no agent by its form: "are assessed", "is said to", "reportedly"."""
    lowers = [t.lower_ for t in cue]
    if any(word in words(LISTS, "agentless.adverbs") for word in lowers):
        return True
    passive = any(
        word in ("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re") for word in lowers
    )
    return passive and "by" not in lowers and any(_is_participle(t) for t in cue)


def _is_participle(token: Token) -> bool:
    if token.tag_ not in ("VBN", "VBD", ""):
        return False
    return lemma_of(token) in words(LISTS, "agentless.passive")
