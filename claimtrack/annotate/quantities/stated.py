"""What a figure without a noun behind it counts: "the number of tanks rose to 40", "61 dead", "a crowd of 300"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities.counted import Counted, phrase_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FILE = "nouns.toml"
_NOUNS = ("NOUN", "PROPN")
_SUBJECTS = ("nsubj", "nsubj:pass", "obj")


def counted_as_stated(span: Span) -> Counted | None:
    """The thing that a bare number counts by an adjective behind it, or by the noun that it is the number of.

    A pronoun (``Counted.pronoun``) where the total is one of what was counted before ("bringing the total to 61").
    """
    behind = span.doc[span.end : span.end + 1]
    if len(behind) and behind[0].lower_ in _words("people"):
        return _person(behind[0])
    for noun in _totals(span.root):
        if found := _total(noun, span.root):
            return found
    return None


def _words(key: str) -> frozenset[str]:
    return words(_FILE, f"stated.{key}")


def _person(token: Token) -> Counted:
    return Counted(token.idx, token.idx + len(token), token.text, "person", token.idx + len(token))


def _totals(root: Token) -> Iterator[Token]:
    """The nouns that a number may be the value of: what it modifies, the subject and object of its verb."""
    cases = {child.lower_ for child in root.lefts if child.dep_ == "case"}
    if root.head.pos_ in _NOUNS and (root.i > root.head.i) and cases <= {"of", "to", "at", "from", "about"}:
        yield root.head
    verb = root if any(child.dep_ == "cop" for child in root.lefts) or root.head is root else root.head
    if verb is not root and not (verb.pos_ == "VERB" and cases <= {"to", "at", "from", "by", "about"}):
        return
    if verb.dep_.startswith("acl"):
        yield from (noun for noun in (verb.head, verb.head.head) if noun.pos_ in _NOUNS)
    yield from (
        child for child in verb.children if child.dep_ in _SUBJECTS and child.i < root.i and child.pos_ in _NOUNS
    )


def _total(noun: Token, number: Token) -> Counted | None:
    lemma = noun.lemma_.lower()
    if lemma in _words("totals"):
        return _of(noun) or Counted(noun.idx, noun.idx + len(noun), "", None, noun.idx + len(noun), True)
    if lemma in _words("people_totals") or (lemma in _words("groups") and _is_measured(noun, number)):
        return Counted(noun.idx, noun.idx + len(noun), noun.text, "person", noun.idx + len(noun))
    if lemma in _words("indices"):
        return Counted(noun.idx, noun.idx + len(noun), noun.text, "point", noun.idx + len(noun))
    return None


def _is_measured(noun: Token, number: Token) -> bool:
    """ "A crowd of 300", "the crowd reached 300", but not "the city won seven"."""
    verb = noun.head
    if number.head == noun or not noun.dep_.startswith("nsubj"):
        return True
    states = verb.pos_ != "VERB" or any(child.dep_ == "cop" for child in verb.lefts)
    return states or verb.lemma_.lower() in words(_FILE, "words.measure_verbs") | {"number"}


def _of(noun: Token) -> Counted | None:
    """The noun of "the number of tanks", "the number of dead"."""
    for child in noun.rights:
        if any(case.lower_ == "of" for case in child.lefts):
            if child.lower_ in _words("people"):
                return _person(child)
            return phrase_of(child) if child.pos_ in _NOUNS else None
    return None
