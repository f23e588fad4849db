"""Whom "he", "she", "they", "it", "who" stand for."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claimtrack.annotate.actors import Gender
from claimtrack.annotate.cues import effects, lemma_of
from claimtrack.annotate.discourse import SUBJECT, Discourse, Seen, salience

GENDER: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
PLURAL = frozenset({"they", "their"})
NEUTER = frozenset({"it", "its"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
_MARGIN = 0.4  # by how much the best candidate must lead
_KNOWN_GENDER = 0.6  # won where the gender is known to fit
_GOES_ON = 0.8  # won where the pronoun speaks and the last speaker is meant
_STRANGER = -1
_NOBODY = -50.0


def person(at: Seen, discourse: Discourse) -> int | None:
    """The actor that "he" or "she" stands for; None where two fit as well, or somebody unnamed fits best."""
    gender = GENDER[at.token.lower_]
    scores = []
    for index, mentions in discourse.seen.items():
        own = discourse.actors[index].gender
        if (
            not discourse.is_person(index)
            or own not in (None, gender)
            or _are_clause_mates(at.token, mentions[-1].token)
        ):
            continue
        goes_on = _GOES_ON if discourse.speaks_on(index, at) else 0.0
        scores.append((salience(mentions, at) + (_KNOWN_GENDER if own else 0.0) + goes_on, index))
    scores += [(score, _STRANGER) for score in _strangers(at, gender, discourse)]
    best = _clear_best(scores)
    return None if best == _STRANGER else best


def _strangers(at: Seen, gender: Gender, discourse: Discourse) -> Iterator[float]:
    """The scores of people that are only described ("her mother")."""
    for seen, own in discourse.strangers[-4:]:
        if own in (None, gender) and not _are_clause_mates(at.token, seen.token):
            yield salience([seen], at) + (_KNOWN_GENDER if own else 0.0)


def _clear_best(scores: list[tuple[float, int]]) -> int | None:
    """The best candidate, if it is present at all and leads the next."""
    scores = sorted((s for s in scores if s[0] > _NOBODY), reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < _MARGIN):
        return None
    return scores[0][1]


def _are_clause_mates(pronoun: Token, other: Token) -> bool:
    """Whether both are arguments of one verb, and so two people: "she told Rice"."""
    return pronoun.head == other.head and pronoun.dep_ in SUBJECT and other.dep_ in ("obj", "iobj", "obl")


def group(at: Seen, discourse: Discourse) -> int | None:
    """The organization, state or people that "they" or "it" stands for: the subject of the clause before.

    Only where the pronoun says or means something ("it announced"), or lies in what that subject says: of
    things that are made or done "it" and "they" mean too many others.
    """
    plural = at.token.lower_ in PLURAL
    if not plural and _is_expletive(at.token):
        return None
    if (speaker := _last_speaker(at, plural, discourse)) is not None:
        return speaker
    last = _previous_subject(at.token)
    if last is None or any(c.dep_ == "conj" for c in last.children) or not _speaks(at, last, discourse):
        return None
    for index in discourse.seen:
        if discourse.last(index) == last.i and _can_be_group(index, plural, discourse):
            return index
    return None


def _last_speaker(at: Seen, plural: bool, discourse: Discourse) -> int | None:
    """Of a pronoun behind what is said ("..., it said"): the organization that spoke last, in the sentence before."""
    verb = at.token.head
    floating = at.token.i in discourse.sources and verb.pos_ == "VERB" and verb.i - at.token.sent.start > 4
    if not floating or not any(t.text == "," for t in at.token.doc[at.token.i - 2 : at.token.i]):
        return None
    for index in discourse.seen:
        near = at.sentence - discourse.seen[index][-1].sentence <= 1
        if near and _can_be_group(index, plural, discourse) and discourse.speaks_on(index, at):
            return index
    return None


def _speaks(at: Seen, last: Token, discourse: Discourse) -> bool:
    verb = at.token.head
    if at.token.i in discourse.sources or (at.token.dep_ in SUBJECT and lemma_of(verb) in effects()):
        return True
    return verb.dep_ in ("ccomp", "xcomp") and verb.head == last.head and lemma_of(verb.head) in effects()


def _can_be_group(index: int, plural: bool, discourse: Discourse) -> bool:
    actor = discourse.actors[index]
    if discourse.is_person(index):
        return False
    return not plural or actor.label in ("ORG", "NORP")


def _is_expletive(token: Token) -> bool:
    """An empty subject: "it is clear that", "it is believed that"; not "it said that"."""
    head = token.head
    if token.dep_ == "expl" or (token.dep_ != "nsubj" and token.dep_ in SUBJECT and lemma_of(head) in effects()):
        return True
    clauses = [c for c in head.children if c.dep_ in ("csubj", "csubj:pass", "ccomp") and c.i > head.i]
    return bool(clauses) and not (head.pos_ == "VERB" and lemma_of(head) in effects())


def _previous_subject(token: Token) -> Token | None:
    """The subject of the clause before: earlier in the sentence, else the main one of the sentence before."""
    start = token.sent.start
    for other in reversed(token.doc[start : token.i]):
        if other.dep_ in SUBJECT and other.pos_ in ("NOUN", "PROPN", "PRON"):
            return other
    if start == 0:
        return None
    before = token.doc[start - 1].sent.root
    return next((c for c in before.children if c.dep_ in SUBJECT), None)


def antecedent(token: Token, heads: dict[int, int]) -> int | None:
    """The actor whose relative clause begins with "who" or "which". ``heads``: head token -> actor."""
    verb = token.head
    while verb.dep_ in ("conj", "ccomp", "xcomp") and verb.head != verb:
        verb = verb.head
    if verb.dep_ not in ("acl:relcl", "relcl"):
        return None
    noun = verb.head
    beside = (heads[c.i] for c in noun.children if c.dep_ in ("appos", "flat") and c.i in heads)
    return heads.get(noun.i, next(beside, None))
