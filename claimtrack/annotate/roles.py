"""Whom role nouns stand for: "the minister", "the agency", "the country"."""

from __future__ import annotations

from spacy.tokens import Token

from claimtrack.annotate.actors import Actor
from claimtrack.annotate.discourse import SUBJECT, Discourse, Seen, noun_gender, person_nouns
from claimtrack.annotate.introductions import marks_of
from claimtrack.annotate.lists import table, words
from claimtrack.annotate.media import is_publication

LISTS = "names.toml"
_DEMONSTRATIVE = frozenset({"the", "this", "that"})
_OWNERS = frozenset({"his", "her", "their", "its"})
_CLAUSES = frozenset({"acl:relcl", "relcl", "appos"})
_RESTRICTS = frozenset({"nmod", "acl", *_CLAUSES})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nmod:poss", "acl", "acl:relcl", "nummod", "relcl"})


def role(at: Seen, discourse: Discourse) -> int | None:
    """The actor that a definite singular role noun stands for, where the text says so or only one fits."""
    token, lemma = at.token, at.token.lemma_.lower()
    if owner := _owner(token):
        return _relative(owner, lemma, discourse)
    if not _is_definite(token) or token.tag_ == "NNS" or "Number=Plur" in str(token.morph):
        return None
    if token.dep_ not in SUBJECT and token.i not in discourse.sources:
        return None
    if lemma in words(LISTS, "roles.state"):
        return discourse.only_recent([i for i in discourse.seen if discourse.actors[i].is_state], at.sentence)
    if lemma in person_nouns():
        return _person(at, lemma, discourse)
    known = words("sources.toml", "kinds.organization") | words("sources.toml", "kinds.publication")
    if lemma in known or _names_organization(lemma, discourse):
        return _organization(at, lemma, discourse)
    if lemma in words("sources.toml", "kinds.document") and not any(c.ent_type_ for c in token.lefts):
        return max((i for i in discourse.seen if lemma in discourse.actors[i].papers), key=discourse.last, default=None)
    return None


def _is_definite(token: Token) -> bool:
    """Whether "this" or "that" goes with a noun, or "the", whatever the parse calls that."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return before == "the" or any(c.lower_ in _DEMONSTRATIVE and c.dep_ == "det" for c in token.lefts)


def _owner(token: Token) -> str | None:
    """The possessive pronoun before a singular noun: "his lawyer"."""
    return next((c.lower_ for c in token.lefts if c.lower_ in _OWNERS), None) if token.tag_ == "NN" else None


def _relative(owner: str, lemma: str, discourse: Discourse) -> int | None:
    """ "His lawyer": the one person whom the text introduced by these words."""
    if lemma not in person_nouns():
        return None
    known = [i for i in discourse.seen if discourse.is_person(i) and f"{owner} {lemma}" in discourse.actors[i].roles]
    return known[0] if len(known) == 1 else None


def _is_told_apart(token: Token) -> bool:
    """Whether what follows a noun says which one is meant ("the man who fell"), and not more about a known one."""
    parts = [c for c in token.rights if c.dep_ in _RESTRICTS]
    return any(c.dep_ not in _CLAUSES or token.doc[c.left_edge.i - 1].text != "," for c in parts)


def _person(at: Seen, lemma: str, discourse: Discourse) -> int | None:
    if _is_told_apart(at.token):
        return None
    gender = noun_gender(lemma)
    people = [i for i in discourse.seen if discourse.is_person(i)]
    people = [i for i in people if gender is None or discourse.actors[i].gender in (None, gender)]
    named = [i for i in people if lemma in discourse.actors[i].roles and _fits(at.token, discourse.actors[i])]
    if named:
        return max(named, key=discourse.last)
    return discourse.only_recent(people, at.sentence) if gender else None


def _fits(noun: Token, actor: Actor) -> bool:
    """Whether an office may be this person's: not "the defence minister" where the text knows a foreign minister.

    Nor "the Democratic nominee" where it knows a Republican one.
    """
    offices, marks = words(LISTS, "titles.offices"), marks_of(noun)
    meant = {c.lower_ for c in noun.lefts if c.dep_ in ("amod", "compound")} & offices
    other = bool(marks and actor.marks) and not marks & actor.marks
    return not other and (not meant or not actor.roles & offices or bool(meant & actor.roles))


def _organization(at: Seen, lemma: str, discourse: Discourse) -> int | None:
    groups = [i for i in discourse.seen if discourse.actors[i].label == "ORG"]
    named = [i for i in groups if lemma in discourse.actors[i].roles or _is_head_of(lemma, discourse.actors[i].name)]
    if named:
        return max(named, key=discourse.last)
    plain = lemma in words(LISTS, "roles.organization") and not any(c.dep_ in _MODIFIERS for c in at.token.children)
    only = discourse.only_recent(groups, at.sentence) if plain else None
    return only if only is not None and _may_be(lemma, discourse.actors[only]) else None


def _may_be(lemma: str, actor: Actor) -> bool:
    """Whether a noun may stand for an organization: "the company" for no newspaper that the text cites.

    Nor "the regulator" for a hospital trust, or "the group" for the platform on which it wrote.
    """
    if lemma in actor.roles:
        return True
    if actor.name in words("sources.toml", "names.platforms"):
        return False
    if not is_publication(actor.name):
        head = _head_of(actor.name)
        also: dict[str, str] = table(LISTS)["organizations"]["also"]
        told = head in words("sources.toml", "kinds.organization") or head in also
        return not told or lemma in f"{also.get(head, '')} {also['any']}".split()
    return lemma in words("sources.toml", "kinds.publication") or _is_head_of(lemma, actor.name)


def _names_organization(lemma: str, discourse: Discourse) -> bool:
    """Whether the text called an organization so before: "General Staff", "the staff"; "Veltra, a steelmaker"."""
    groups = (discourse.actors[i] for i in discourse.seen if discourse.actors[i].label == "ORG")
    return any(lemma in actor.roles or actor.name.lower().split()[-1:] == [lemma] for actor in groups)


def _is_head_of(lemma: str, name: str) -> bool:
    """ "bank" heads "Bank of Norland", "agency" heads "Norland Police Agency", which is not "the police"."""
    return _head_of(name) == lemma


def _head_of(name: str) -> str:
    """The word that heads the name of an organization, in lower case."""
    parts = name.lower().split()
    end = next((i for i, part in enumerate(parts) if i and part in words(LISTS, "names.linking")), len(parts))
    return parts[end - 1]
