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
from claimtrack.annotate.drafts import Draft, Layout, joined
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
_SAID = frozenset({"xcomp", "ccomp", "csubj", "csubj:pass"})
_PEOPLE = frozenset({"he", "she", "they"})
_ACTORS = frozenset({"PERSON", "PER", "ORG", "LOC", "GPE", "NORP"})
_THINGS = frozenset({"it", "this", "that", "which", "these", "those"})
_SHORT = 6  # tokens: of longer subjects the borders are less sure than the model's silence
_STRIP = " ,;:.!?—–-"


def ruled_drafts(doc: Doc, outer: Sequence[Quote]) -> list[Draft]:
    """The attributions that the parse shows: cue verbs, "according to", passives and adverbs of hearsay.

    ``outer``: the outermost quotations. A Doc without a parse has none.
    """
    found = (_draft_at(doc[index], outer) for index in _candidates(doc))
    return [draft for draft in found if draft is not None and draft.content]


def missed_drafts(doc: Doc, outer: Sequence[Quote], taken: Set[int]) -> list[Draft]:
    """The attributions by rule that share no token with ``taken``, the tokens of what a model found.

    Of those with a source only the sure ones: it is a name, or "he", "she", "they".
    """
    out = []
    for draft in ruled_drafts(doc, outer):
        spans = [draft.cue, draft.source, *draft.content]
        if draft.source is not None and not _is_somebody(draft.source):
            continue
        if taken.isdisjoint(t for s in spans if s is not None for t in range(s.start, s.end)):
            out.append(draft)
    return out


def fill(draft: Draft, outer: Sequence[Quote], taken: Set[int]) -> None:
    """Gives a cue that a model found no content for the content that the parse shows, if it is free."""
    if draft.content or draft.cue is None or not draft.cue[0].dep:
        return
    first = draft.cue.root if draft.cue.root.lower_ != "to" else draft.cue[0]
    ruled = _draft_at(first, outer)
    if ruled is not None and taken.isdisjoint(t for c in ruled.content for t in range(c.start, c.end)):
        draft.content = ruled.content
        draft.source = draft.source or ruled.source


def repair(draft: Draft, layout: Layout) -> None:
    """Mends by the parse what a model linked wrongly or not at all.

    The subject of a passive without an agent is part of what is said ("supplies are assessed to last"), and a
    cue whose verb has a subject of its own takes that one rather than none or one of another paragraph.
    """
    if draft.cue is None or not draft.cue[0].dep:
        return
    verb, source = draft.cue.root, draft.source
    if is_agentless(draft.cue):
        if source is not None and source.root.head == verb and source.root.dep_ in _PASSIVE:
            draft.source, draft.content = None, joined([source, *draft.content])
    elif verb.pos_ == "VERB" and (source is None or layout.block(source.start) != layout.block(verb.i)):
        own = next((c for c in verb.children if c.dep_ in _SUBJECT - _PASSIVE), None)
        subject = _phrase(own) if own is not None else None
        if subject is not None and len(subject) <= _SHORT and _is_somebody(subject):
            draft.source = subject


def _is_somebody(source: Span) -> bool:
    return source.root.lower_ in _PEOPLE or any(t.ent_type_ in _ACTORS for t in source)  # span.ents reads the Doc


def nested_drafts(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """Attributions inside of the contents of others: a verb of speech or belief with a clause.

    Its subject is a name or one of the nouns for people who are not named ("analysts believe that").
    """
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


def _inner(verb: Token, around: Span) -> Draft | None:
    if verb.pos_ != "VERB" or lemma_of(verb) not in words(LISTS, "rules.speech") or _is_passive(verb):
        return None
    source, content = _source(verb), _clause(verb)
    if source is None or not content or source.root.pos_ == "PRON" or not _is_nameable(source):
        return None
    inside = all(around.start <= s.start and s.end <= around.end for s in (source, *content))
    return Draft(_cue(verb), source, content) if inside else None


def _is_nameable(source: Span) -> bool:
    lemma = source.root.lemma_.lower()
    return any(t.ent_type_ for t in source) or lemma.removesuffix("s") in words("sources.toml", "kinds.anonymous")


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in _PASSIVE for c in verb.children)


def _draft_at(token: Token, outer: Sequence[Quote]) -> Draft | None:
    if token.lower_ in words(LISTS, "agentless.hearsay") and token.dep_ == "advmod":
        return _by_adverb(token)
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _by_preposition(token)
    if token.pos_ != "VERB" or is_quoted(outer, token.idx):
        return None
    if _is_passive(token):
        return _by_passive(token)
    return _by_verb(token, outer) if lemma_of(token) in words(LISTS, "rules.speech") else None


def _by_verb(verb: Token, outer: Sequence[Quote]) -> Draft | None:
    """ "X said that ...", "..., X said", "X announced a pause"."""
    content = _quoted(verb, outer) or _clause(verb) or _fronted(verb) or _noun_phrase(verb)
    return Draft(_cue(verb), _source(verb), content) if content else None


def _source(verb: Token) -> Span | None:
    """The phrase of the subject of a verb, or of the verb that it hangs on: "He left, saying", "a report saying"."""
    first = verb
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ in _SUBJECT), None)
        if own is not None:
            return _phrase(own)
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN") and _is_bare_participle(verb):
            return _phrase(verb.head, before=verb.left_edge.i)
        if verb.dep_ not in _INHERITS or (verb.head.pos_ not in ("VERB", "AUX") and verb != first):
            return None
        verb = verb.head
    return None


def _is_bare_participle(verb: Token) -> bool:
    return (
        verb.tag_ in ("VBG", "")
        and verb.lower_.endswith("ing")
        and not any(c.dep_ in ("mark", "case") for c in verb.lefts)
    )


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


def _phrase(head: Token, before: int | None = None) -> Span:
    """The noun phrase of a head, without relative clauses that follow it, and up to the token ``before``."""
    cut = [c.left_edge.i for c in head.rights if c.dep_ in _CUT_FROM_SOURCE]
    end = min([head.right_edge.i + 1, *cut, *([before] if before is not None else [])])
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
    if lemma_of(verb) in words(LISTS, "rules.clause_only"):
        return []
    source = _source(verb)
    if source is None or source.root.lower_ in _THINGS:
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
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i and token.dep_ not in ("ccomp", "parataxis"):
        token = token.head
    return token


def _by_passive(verb: Token) -> Draft | None:
    """ "X is assessed to ...", "it is believed that ...": nobody is named as the source."""
    if not is_agentless(_cue(verb)) or any(c.dep_ in ("obl:agent", "agent") for c in verb.children):
        return None
    subject = next((c for c in verb.children if c.dep_ in _PASSIVE & _SUBJECT), None)
    clause = next((c for c in verb.children if c.dep_ in _SAID and (c.dep_ != "xcomp" or _has_to(c))), None)
    if clause is None:
        return None
    parts = [verb.doc[clause.left_edge.i : clause.right_edge.i + 1]]
    if subject is not None and subject.pos_ != "PRON" and clause.dep_ == "xcomp":
        parts.insert(0, verb.doc[subject.left_edge.i : subject.right_edge.i + 1])
    return Draft(_cue(verb), None, [_stripped(p) for p in parts])


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.pos_ == "PART" for c in verb.lefts)


def _by_adverb(token: Token) -> Draft | None:
    """ "reportedly": the clause around it is hearsay."""
    head = token.head
    content = _subtree_without(_clause_head(head), token.i, token.i + 1)
    return Draft(token.doc[token.i : token.i + 1], None, content)
