"""What a text tells of the people and organizations that it names: "Veltra, a steelmaker", "Dr Amina Soule".

Such nouns stand for them later: "the steelmaker", "the doctor".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Span, Token

from claimtrack.annotate.actors import Actor
from claimtrack.annotate.cues import effects, lemma_of
from claimtrack.annotate.discourse import SUBJECT, noun_gender, person_nouns
from claimtrack.annotate.lists import table, words

LISTS = "names.toml"
_APPOSITION = 12  # tokens that an apposition has at most
_ENDS = frozenset({",", ".", ";", ")", "–", "—"})
_ARTICLES = frozenset({"a", "an", "the"})
_GENITIVE = frozenset({"'s", "’s", "'", "’"})
_OWNED = frozenset({"nmod", "nmod:poss", "poss", "compound"})


def learn_roles(actors: Sequence[Actor]) -> None:
    """Adds to each actor the nouns that the text puts beside its name, and those of what it wrote.

    Beside it: appositions, titles, "X is the minister". Wrote: "X's report", "a report by X", "X said in a report".
    """
    for actor in actors:
        actor.roles.update(noun for title in (*actor.roles,) for noun in _nouns_of(title, "titles"))
        if actor.label == "ORG":
            actor.roles.update(noun for word in actor.name.lower().split() for noun in _nouns_of(word, "organizations"))
        for mention in actor.mentions:
            beside = list(_nouns_beside(mention))
            actor.roles.update(noun.lemma_.lower() for noun in beside)
            for noun in beside:
                _learn_modifiers(actor, noun)
            actor.papers.update(_papers_of(mention))
        if actor.gender is None and actor.label in ("PERSON", "PER"):
            actor.gender = next((g for r in sorted(actor.roles) if (g := noun_gender(r))), None)
        for mention in actor.mentions:
            _learn_around(actor, mention)


def _learn_modifiers(actor: Actor, noun: Token) -> None:
    """What stands before a noun beside a name: whose it is, and capitalised words that say which ("Republican")."""
    actor.roles.update(f"{c.lower_} {noun.lemma_.lower()}" for c in noun.lefts if c.tag_ == "PRP$")
    actor.marks.update(marks_of(noun))


def marks_of(noun: Token) -> set[str]:
    """The capitalised adjectives and nouns right before a noun, in lower case: "the Norlandic foreign minister"."""
    out: set[str] = set()
    at = noun.i - 1
    while at >= 0 and noun.doc[at].pos_ in ("ADJ", "PROPN", "NOUN"):
        if noun.doc[at].text[:1].isupper() and not noun.doc[at].is_sent_start:
            out.add(noun.doc[at].lower_)
        at -= 1
    return out


def _nouns_of(word: str, kind: str) -> list[str]:
    """The nouns that a title or a part of a name tells: "dr" doctor; "motors" company, carmaker."""
    nouns: dict[str, str] = table(LISTS)[kind]["nouns"]
    return nouns.get(word.strip(".,"), "").split()


def _learn_around(actor: Actor, mention: Span) -> None:
    """By the order of words, which is surer than the parse: "the steelmaker Ordal", "Ordal, a Swedish steelmaker,"."""
    doc, nouns = mention.doc, _fitting(mention.label_)
    found = [doc[mention.start - 1]] if mention.start and doc[mention.start - 1].pos_ == "NOUN" else []
    if mention.end + 1 < len(doc) and doc[mention.end].text == ",":
        found += _apposed(doc[mention.end + 1 : mention.end + _APPOSITION])
    if mention.start > 1 and doc[mention.start - 1].text == "," and doc[mention.start - 2].pos_ == "NOUN":
        found.append(doc[mention.start - 2])
    for noun in (n for n in found if n.lemma_.lower() in nouns):
        actor.roles.add(noun.lemma_.lower())
        _learn_modifiers(actor, noun)
    if mention.label_ == "ORG" and mention.root.dep_ in _OWNED and mention.root.head.lemma_.lower() in _business():
        actor.roles.update(("company", "firm"))


def _fitting(label: str) -> frozenset[str]:
    """Nouns that may stand for somebody or something of a label."""
    if label in ("PERSON", "PER"):
        return person_nouns()
    return words("sources.toml", "kinds.organization") if label == "ORG" else frozenset()


def _apposed(span: Span) -> list[Token]:
    """The noun that heads a phrase between commas; none where the words are no such phrase."""
    end = next((t.i for t in span if t.text in _ENDS), None)
    if end is None or (span[0].lower_ not in _ARTICLES and not any(t.text in _GENITIVE for t in span[:4])):
        return []
    phrase = span.doc[span.start : end]
    if any(t.pos_ in ("VERB", "AUX", "CCONJ") for t in phrase):
        return []
    stop = next((t.i for t in phrase if t.pos_ == "ADP" and t.text not in _GENITIVE), end)
    return [span.doc[stop - 1]] if stop > span.start else []


@cache
def _business() -> frozenset[str]:
    """Nouns that only a company has: a chief executive, shareholders."""
    return words(LISTS, "organizations.business")


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


def _nouns_beside(mention: Span) -> Iterator[Token]:
    root = mention.root
    for child in root.children:
        beside = child.dep_ in ("appos", "nmod:desc", "compound") or (child.dep_ == "nmod" and child.i < root.i)
        if beside and child.pos_ in ("NOUN", "PROPN") and not mention.start <= child.i < mention.end:
            yield child
    if root.dep_ in ("appos", "flat", "nmod:desc") and root.head.pos_ in ("NOUN", "PROPN"):
        yield root.head
    if root.dep_ in SUBJECT and root.head.pos_ == "NOUN" and any(c.dep_ == "cop" for c in root.head.children):
        yield root.head


def named_beside(noun: Token, names: Mapping[int, tuple[int, int]], actors: Sequence[Actor]) -> int | None:
    """The actor whose name follows a noun that is subject: "the coach Per Lind", "her lawyer, Ida Roe, said".

    ``names``: first token of a name -> its actor and the token behind it.
    """
    doc, at = noun.doc, noun.i + 1
    if noun.pos_ != "NOUN" or noun.dep_ not in SUBJECT or noun.tag_ == "NNS":
        return None
    comma = at < len(doc) and doc[at].text == ","
    index, end = names.get(at + comma, (-1, 0))
    if index < 0 or (comma and (end >= len(doc) or doc[end].text not in _ENDS)):
        return None
    return index if noun.lemma_.lower() in _fitting(actors[index].label) else None
