"""Whom pronouns and role nouns stand for, within one document: "he", "they", "the minister", "the agency".

Rules over the parse with recency, grammatical role and gender, after Lappin and Leass (1994) and the sieves of
Raghunathan et al. (2010): few and sure. Only subjects and sources are resolved, and what stays open between
two candidates stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.actors import Actor
from claimtrack.annotate.discourse import SUBJECT, Discourse, Seen, noun_gender, person_nouns
from claimtrack.annotate.introductions import learn_roles, named_beside
from claimtrack.annotate.lists import string_ids
from claimtrack.annotate.pronouns import GENDER, NEUTER, PLURAL, RELATIVE, antecedent, group, person
from claimtrack.annotate.quotes import Quote, is_quoted
from claimtrack.annotate.roles import role

How = Literal["pronoun", "relative", "role", "group"]
_PRONOUNS = frozenset({*GENDER, *PLURAL, *NEUTER, *RELATIVE})
_POSSESSIVE = frozenset({"his", "her", "their", "its", "him"})
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "nmod:poss", "poss"})


class Referent(NamedTuple):
    """A resolved mention in character offsets; ``name`` is the canonical name of whom it stands for.

    ``how`` "group": an organization that is described, its name is its fullest description.
    """

    start: int
    end: int
    name: str
    how: How


def find_referents(
    doc: Doc, actors: Sequence[Actor], outer: Sequence[Quote], sources: Iterable[Span] = ()
) -> list[Referent]:
    """The pronouns and role nouns of ``doc`` that are subjects (or lie in ``sources``) and can be resolved.

    Needs a parse, without one nothing is resolved. ``outer``: the outermost quotations.
    ``actors`` of unknown gender learn it from the first pronoun that can only mean them.
    """
    if not doc.has_annotation("DEP"):
        return []
    learn_roles(actors)
    discourse = Discourse(actors, {t.i for span in sources for t in span})
    heads = {m.root.i: index for index, actor in enumerate(actors) for m in actor.mentions}
    names = {m.start: (index, m.end) for index, actor in enumerate(actors) for m in actor.mentions}
    starts = [sentence.start for sentence in doc.sents]
    found = []
    for index in sorted({*heads, *_candidates(doc), *discourse.sources}):
        token = doc[index]
        at = Seen(token, bisect_right(starts, index) - 1, is_quoted(outer, token.idx))
        if index in heads:
            discourse.see(heads[index], at)
        elif (beside := named_beside(token, names, actors)) is not None:
            found.append(_referent(token, actors[beside], "role"))
        elif _is_candidate(token, discourse) and (referent := _resolve(at, discourse, heads)) is not None:
            found.append(referent)
    return sorted(found)


def _candidates(doc: Doc) -> list[int]:
    """Tokens that may be pronouns or role nouns, found by their numbers in one go."""
    strings = doc.vocab.strings
    array = doc.to_array(["LOWER", "POS", "DEP", "LEMMA"])
    pronoun = np.isin(array[:, 0], list(string_ids(_PRONOUNS)))
    subject = np.isin(array[:, 2], list(string_ids(SUBJECT)))
    nouns = string_ids(person_nouns())
    person_noun = np.array([lemma in nouns for lemma in array[:, 3].tolist()], bool)
    noun = (array[:, 1] == strings["NOUN"]) & (subject | person_noun)
    aged = (array[:, 0] == strings.add("old")) & subject
    return [int(i) for i in np.flatnonzero(pronoun | noun | aged)]


def _is_aged(token: Token) -> bool:
    """ "The 38-year-old": somebody of that age."""
    return token.lower_ == "old" and token.i > 1 and token.nbor(-1).text == "-"


def _is_candidate(token: Token, discourse: Discourse) -> bool:
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT"):
        return token.dep_ in SUBJECT or token.i in discourse.sources or token.lower_ in _POSSESSIVE
    return token.pos_ == "NOUN" or _is_aged(token)


def _resolve(at: Seen, discourse: Discourse, heads: dict[int, int]) -> Referent | None:
    token, how = at.token, _how(at.token)
    actor = _actor(at, how, discourse, heads)
    if actor is None:
        _note_stranger(at, discourse, heads)
        return None
    discourse.see(actor, at)
    named = discourse.actors[actor]
    named.gender = named.gender or GENDER.get(token.lower_)
    return _referent(token, named, how)


def _referent(token: Token, actor: Actor, how: How) -> Referent:
    start = _first(token).idx if how == "role" else token.idx
    return Referent(start, token.idx + len(token), actor.name, how)


def _how(token: Token) -> How:
    if token.pos_ == "NOUN":
        return "role"
    return "relative" if token.lower_ in RELATIVE else "pronoun"


def _actor(at: Seen, how: How, discourse: Discourse, heads: dict[int, int]) -> int | None:
    if _is_aged(at.token):
        return None
    if how == "role":
        return role(at, discourse)
    if how == "relative":
        return antecedent(at.token, heads)
    if at.token.lower_ in GENDER:
        return person(at, discourse)
    return group(at, discourse) if at.token.lower_ in PLURAL | NEUTER else None


def _note_stranger(at: Seen, discourse: Discourse, heads: dict[int, int]) -> None:
    """Remembers somebody who is described but not named, for pronouns that may mean them."""
    lemma = at.token.lemma_.lower()
    plural = "Plur" in at.token.morph.get("Number", []) or at.token.tag_ == "NNS"
    if (lemma in person_nouns() or _is_aged(at.token)) and not plural and not _is_beside_name(at.token, heads):
        discourse.strangers.append((at, noun_gender(lemma)))


def _is_beside_name(token: Token, heads: dict[int, int]) -> bool:
    """Whether a noun is title, apposition or predicate of somebody named, and so no other person."""
    return token.head.i in heads or any(c.i in heads and c.dep_ in ("appos", "flat", *SUBJECT) for c in token.children)


def _first(noun: Token) -> Token:
    """The first word of a noun with what stands before it: "the foreign minister"."""
    return noun.doc[min((c.left_edge.i for c in noun.lefts if c.dep_ in _BEFORE_NOUN), default=noun.i)]
