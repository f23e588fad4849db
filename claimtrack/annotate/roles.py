"""Whom role nouns stand for: "the minister", "the agency", "the country"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Span, Token

from claimtrack.annotate.actors import Actor
from claimtrack.annotate.cues import effects, lemma_of
from claimtrack.annotate.discourse import SUBJECT, Discourse, Seen, noun_gender
from claimtrack.annotate.lists import words

LISTS = "names.toml"
_DEMONSTRATIVE = frozenset({"the", "this", "that"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nmod:poss", "acl", "acl:relcl", "nummod", "relcl"})


@cache
def person_nouns() -> frozenset[str]:
    """Lemmas of nouns for people."""
    keys = ("roles.person", "gender.male", "gender.female")
    return frozenset().union(*(words(LISTS, key) for key in keys))


def role(at: Seen, discourse: Discourse) -> int | None:
    """The actor that a definite singular role noun stands for, where the text says so or only one fits."""
    token, lemma = at.token, at.token.lemma_.lower()
    if not _is_definite(token) or token.tag_ == "NNS" or "Number=Plur" in str(token.morph):
        return None
    if token.dep_ not in SUBJECT and token.i not in discourse.sources:
        return None
    if lemma in words(LISTS, "roles.state"):
        return discourse.only_recent([i for i in discourse.seen if discourse.actors[i].is_state], at.sentence)
    if lemma in person_nouns():
        return _person(at, lemma, discourse)
    if lemma in words("sources.toml", "kinds.organization") or _is_last_word(lemma, discourse):
        return _organization(at, lemma, discourse)
    if lemma in words("sources.toml", "kinds.document") and not any(c.ent_type_ for c in token.lefts):
        return max((i for i in discourse.seen if lemma in discourse.actors[i].papers), key=discourse.last, default=None)
    return None


def _is_definite(token: Token) -> bool:
    return any(c.lower_ in _DEMONSTRATIVE and c.dep_ == "det" for c in token.lefts)


def _person(at: Seen, lemma: str, discourse: Discourse) -> int | None:
    if any(c.dep_ in ("nmod", "acl:relcl", "appos", "acl") for c in at.token.rights):
        return None
    gender = noun_gender(lemma)
    people = [i for i in discourse.seen if discourse.is_person(i)]
    people = [i for i in people if gender is None or discourse.actors[i].gender in (None, gender)]
    named = [i for i in people if lemma in discourse.actors[i].roles and _fits(at.token, discourse.actors[i].roles)]
    if named:
        return max(named, key=discourse.last)
    return discourse.only_recent(people, at.sentence) if gender else None


def _fits(noun: Token, roles: set[str]) -> bool:
    """Whether an office may be this person's: not "the defence minister" where the text knows a foreign minister."""
    offices = words(LISTS, "titles.offices")
    meant = {c.lower_ for c in noun.lefts if c.dep_ in ("amod", "compound")} & offices
    return not meant or not roles & offices or bool(meant & roles)


def _organization(at: Seen, lemma: str, discourse: Discourse) -> int | None:
    groups = [i for i in discourse.seen if discourse.actors[i].label == "ORG"]
    named = [i for i in groups if lemma in discourse.actors[i].roles or _is_head_of(lemma, discourse.actors[i].name)]
    if named:
        return max(named, key=discourse.last)
    plain = lemma in words(LISTS, "roles.organization") and not any(c.dep_ in _MODIFIERS for c in at.token.children)
    return discourse.only_recent(groups, at.sentence) if plain else None


def _is_last_word(lemma: str, discourse: Discourse) -> bool:
    """Whether an organization that was named or described before ends with a noun: "General Staff", "the staff"."""
    return any(
        discourse.actors[i].label == "ORG" and _ends_with(discourse.actors[i].name, lemma) for i in discourse.seen
    )


def _ends_with(name: str, lemma: str) -> bool:
    return name.lower().split()[-1:] == [lemma]


def _is_head_of(lemma: str, name: str) -> bool:
    """ "bank" heads "Bank of Norland", "agency" heads "Norland Police Agency", which is not "the police"."""
    parts = name.lower().split()
    end = next((i for i, part in enumerate(parts) if i and part in words(LISTS, "names.linking")), len(parts))
    return parts[end - 1] == lemma


def learn_roles(actors: Sequence[Actor]) -> None:
    """Adds to each actor the nouns that the text puts beside its name, and those of what it wrote.

    Beside it: appositions, titles, "X is the minister". Wrote: "X's report", "a report by X", "X said in a report".
    """
    for actor in actors:
        for mention in actor.mentions:
            actor.roles.update(_nouns_beside(mention))
            actor.papers.update(_papers_of(mention))
        if actor.gender is None and actor.label in ("PERSON", "PER"):
            actor.gender = next((g for r in sorted(actor.roles) if (g := noun_gender(r))), None)


def _papers_of(mention: Span) -> Iterator[str]:
    """Lemmas of the documents that the text says are this actor's."""
    root, papers = mention.root, words("sources.toml", "kinds.document")
    by = any(c.dep_ == "case" and c.lower_ in ("by", "from") for c in root.lefts)
    if root.dep_ in ("nmod:poss", "poss") or (root.dep_ == "nmod" and by):
        yield from {root.head.lemma_.lower()} & papers
    if root.dep_ in SUBJECT and lemma_of(root.head) in effects():
        below = [c for c in root.head.children if c.dep_ in ("obl", "obl:unmarked", "nmod", "obj")]
        nouns = [*below, *(g for c in below for g in c.rights if g.dep_ == "nmod")]
        yield from {n.lemma_.lower() for n in nouns} & papers


def _nouns_beside(mention: Span) -> Iterator[str]:
    root = mention.root
    for child in root.children:
        beside = child.dep_ in ("appos", "nmod:desc", "compound") or (child.dep_ == "nmod" and child.i < root.i)
        if beside and child.pos_ in ("NOUN", "PROPN") and not mention.start <= child.i < mention.end:
            yield child.lemma_.lower()
    if root.dep_ in ("appos", "flat", "nmod:desc") and root.head.pos_ in ("NOUN", "PROPN"):
        yield root.head.lemma_.lower()
    if root.dep_ in SUBJECT and root.head.pos_ == "NOUN" and any(c.dep_ == "cop" for c in root.head.children):
        yield root.head.lemma_.lower()
