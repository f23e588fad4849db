"""Attributions by rules over the parse, for a Doc whose pipeline tags none, and inside of other contents.

Universal Dependencies labels, and the ClearNLP labels of spaCy's own pipelines beside them. The verbs are
in data/cues.toml.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.cues import forms, is_agentless, lemma_of
from claimtrack.annotate.drafts import Draft, joined
from claimtrack.annotate.lists import words
from claimtrack.annotate.quotes import Quote, is_quoted, overlapping

LISTS = "cues.toml"
_SUBJECT = frozenset({"nsubj", "nsubj:outer", "nsubj:pass", "nsubjpass"})
_PASSIVE = frozenset({"nsubj:pass", "nsubjpass", "aux:pass", "auxpass"})
_OBJECT = frozenset({"obj", "dobj"})
_AUXILIARY = frozenset({"aux", "aux:pass", "auxpass", "neg", "compound:prt", "prt"})
_INHERITS = frozenset({"conj", "xcomp", "advcl", "acl"})
_CUT_FROM_SOURCE = frozenset({"acl:relcl", "relcl", "parataxis", "advcl"})
_OPENERS = words(LISTS, "agentless.hearsay") | {"according"}
_CLAUSE = frozenset({"ccomp", "parataxis", "conj"})
_STRIP = " ,;:.!?—–-"


def ruled_drafts(doc: Doc, outer: Sequence[Quote]) -> list[Draft]:
    """The attributions that the parse shows: cue verbs, "according to", passives and adverbs of hearsay.

    ``outer``: the outermost quotations. A Doc without a parse has none.
    """
    found = (_draft_at(doc[index], outer) for index in _candidates(doc))
    return [draft for draft in found if draft is not None and draft.content]


def agentless_drafts(doc: Doc, outer: Sequence[Quote], taken: Set[int]) -> list[Draft]:
    """Attributions without a source ("are assessed to", "reportedly") that share no token with ``taken``."""
    out = []
    for draft in ruled_drafts(doc, outer):
        if draft.source is None and draft.cue is not None and is_agentless(draft.cue):
            tokens = {t.i for span in (draft.cue, *draft.content) for t in span}
            if tokens.isdisjoint(taken):
                out.append(draft)
    return out


def nested_drafts(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """Attributions inside of the contents of others: a verb of speech or belief with a noun as its subject."""
    cues = {t.i for d in drafts if d.cue is not None for t in d.cue}
    around = {t: c for d in drafts for c in d.content for t in range(c.start, c.end)}
    inside = (i for i in _candidates(doc) if i in around and i not in cues)
    found = (_inner(doc[index], around[index]) for index in inside)
    return [draft for draft in found if draft is not None]


def _candidates(doc: Doc) -> list[int]:
    """Tokens that may be or open a cue, found by their numbers in one go; none without a parse."""
    if not doc.has_annotation("DEP"):
        return []
    numbers = [doc.vocab.strings.add(word) for word in _cue_words()]
    array = doc.to_array(["LOWER", "LEMMA"])
    return [int(i) for i in np.flatnonzero(np.isin(array, numbers).any(axis=1))]


@cache
def _cue_words() -> frozenset[str]:
    verbs = words(LISTS, "rules.speech") | words(LISTS, "agentless.passive")
    return verbs | {form for form, lemma in forms().items() if lemma in verbs} | _OPENERS


def _inner(token: Token, content: Span) -> Draft | None:
    if token.pos_ != "VERB" or lemma_of(token) not in words(LISTS, "rules.speech"):
        return None
    draft = _by_verb(token, ())
    if draft is None or draft.source is None or not draft.content or draft.source.root.pos_ == "PRON":
        return None
    spans = [draft.source, *draft.content]
    return draft if all(content.start <= s.start and s.end <= content.end for s in spans) else None


def _draft_at(token: Token, outer: Sequence[Quote]) -> Draft | None:
    if token.lower_ in words(LISTS, "agentless.hearsay") and token.dep_ == "advmod":
        return _by_adverb(token)
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _by_preposition(token)
    if token.pos_ != "VERB" or is_quoted(outer, token.idx):
        return None
    if any(c.dep_ in _PASSIVE for c in token.children):
        return _by_passive(token)
    return _by_verb(token, outer) if lemma_of(token) in words(LISTS, "rules.speech") else None


def _by_verb(verb: Token, outer: Sequence[Quote]) -> Draft | None:
    """ "X said that ...", "..., X said", "X announced a pause"."""
    subject = _subject(verb)
    content = _quoted(verb, outer) or _clause(verb) or _fronted(verb) or _noun_phrase(verb)
    if not content or (subject is None and not content):
        return None
    source = _phrase(subject) if subject is not None else None
    return Draft(_cue(verb), source, content)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it hangs on ("He left, saying", "a report showing")."""
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ in _SUBJECT), None)
        if own is not None or verb.dep_ not in _INHERITS:
            return own
        if verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        verb = verb.head
    return None


def _cue(verb: Token) -> Span:
    """The verb with its auxiliaries, negation and particle, where they stand beside it."""
    start = end = verb.i
    mates = {
        c.i
        for c in verb.children
        if c.dep_ in _AUXILIARY or (c.dep_ == "advmod" and c.lower_ in ("not", "n't", "also"))
    }
    while start - 1 in mates:
        start -= 1
    while end + 1 in mates:
        end += 1
    return verb.doc[start : end + 1]


def _phrase(head: Token, without: frozenset[str] = _CUT_FROM_SOURCE) -> Span:
    """The noun phrase of a head, without relative clauses that follow it."""
    cut = [c.left_edge.i for c in head.rights if c.dep_ in without]
    end = min([head.right_edge.i + 1, *cut])
    start = head.left_edge.i
    while start < head.i and head.doc[start].dep_ in ("mark", "cc", "punct"):
        start += 1
    return _stripped(head.doc[start : max(end, head.i + 1)])


def _stripped(span: Span) -> Span:
    start, end = span.start, span.end
    while end - start > 1 and not span.doc[end - 1].text.strip(_STRIP + "\n"):
        end -= 1
    while end - start > 1 and not span.doc[start].text.strip(_STRIP + "\n"):
        start += 1
    return span.doc[start:end]


def _quoted(verb: Token, outer: Sequence[Quote]) -> list[Span]:
    """The outer quotations that the verb's sentence has a part in, where one of them is a clause beside it."""
    first, last = verb.sent.start_char, verb.sent.end_char
    near = overlapping(outer, first, last)
    spans = [s for q in near if (s := verb.doc.char_span(q.start, q.end, alignment_mode="expand")) is not None]
    if not any(len(s) > 4 and not any(t.i == verb.i for t in s) for s in spans):
        return []
    inside = _clause(verb)
    return joined([*inside, *spans]) if inside else joined(spans)


def _clause(verb: Token) -> list[Span]:
    found = [c for c in verb.children if c.dep_ == "ccomp"]
    found += [
        c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and any(m.text == ":" for m in verb.rights)
    ]
    return joined(_stripped(verb.doc[c.left_edge.i : c.right_edge.i + 1]) for c in found)


def _fronted(verb: Token) -> list[Span]:
    """ "..., he said": the verb is a parenthesis within the clause that it attributes."""
    if verb.dep_ != "parataxis" or verb.head.i == verb.i:
        return []
    return _subtree_without(verb.head, verb.left_edge.i, verb.right_edge.i + 1)


def _subtree_without(head: Token, start: int, end: int) -> list[Span]:
    """The subtree of ``head`` less the tokens from ``start`` to ``end``."""
    doc, first, last = head.doc, head.left_edge.i, head.right_edge.i + 1
    parts = [doc[first : min(start, last)], doc[max(end, first) : last]]
    return [_stripped(p) for p in parts if any(t.is_alpha or t.like_num for t in p)]


def _noun_phrase(verb: Token) -> list[Span]:
    """ "announced a pause": a noun phrase as content, for verbs that take one; pronouns say nothing."""
    if lemma_of(verb) in words(LISTS, "rules.clause_only") or _subject(verb) is None:
        return []
    noun = next((c for c in verb.children if c.dep_ in _OBJECT and c.pos_ == "NOUN"), None)
    return [_stripped(verb.doc[noun.left_edge.i : noun.right_edge.i + 1])] if noun is not None else []


def _by_preposition(token: Token) -> Draft | None:
    """ "according to X": X is the source, the clause around is the content."""
    noun = token.head
    if noun.lower_ == "to" or noun.i < token.i:  # ClearNLP: according -> to -> X
        noun = next((c for t in token.children for c in t.children if c.dep_ == "pobj"), noun)
    if noun.i <= token.i:
        return None
    cue = token.doc[token.i : token.i + 2]
    source = _phrase(noun)
    source = token.doc[max(source.start, cue.end) : source.end]
    clause = noun.head if noun.head.i != noun.i else noun
    content = _subtree_without(_clause_head(clause), token.i, source.end)
    return Draft(cue, source, content) if len(source) else None


def _clause_head(token: Token) -> Token:
    while (
        token.pos_ not in ("VERB", "AUX")
        and token.head.i != token.i
        and token.dep_ not in ("ccomp", "parataxis", "conj")
    ):
        token = token.head
    return token


def _by_passive(verb: Token) -> Draft | None:
    """ "X is assessed to ...", "it is believed that ...": nobody is named as the source."""
    if not is_agentless(_cue(verb)) or any(c.dep_ in ("obl:agent", "agent") for c in verb.children):
        return None
    subject = next((c for c in verb.children if c.dep_ in _PASSIVE & _SUBJECT), None)
    clause = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "csubj", "csubj:pass")), None)
    if clause is None:
        return None
    parts = [verb.doc[clause.left_edge.i : clause.right_edge.i + 1]]
    if subject is not None and subject.pos_ != "PRON" and clause.dep_ == "xcomp":
        parts.insert(0, verb.doc[subject.left_edge.i : subject.right_edge.i + 1])
    return Draft(_cue(verb), None, [_stripped(p) for p in parts])


def _by_adverb(token: Token) -> Draft | None:
    """ "reportedly": the clause around it is hearsay."""
    head = token.head
    content = _subtree_without(_clause_head(head), token.i, token.i + 1)
    return Draft(token.doc[token.i : token.i + 1], None, content)
