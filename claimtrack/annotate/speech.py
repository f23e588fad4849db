"""Attributions by rules over the parse, for a Doc whose pipeline tags none, and inside of other contents.

Universal Dependencies labels, and the ClearNLP labels of spaCy's own pipelines beside them. The verbs are
in data/cues.toml.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.cues import forms, is_agentless, lemma_of
from claimtrack.annotate.drafts import Draft, joined
from claimtrack.annotate.lists import string_ids, words
from claimtrack.annotate.quotes import Quote, is_quoted, overlapping

LISTS = "cues.toml"
SUBJECT = frozenset({"nsubj", "nsubj:outer", "nsubj:pass"})
PASSIVE = frozenset({"nsubj:pass", "aux:pass"})
_OBJECT = frozenset({"obj"})
_AUXILIARY = frozenset({"aux", "aux:pass", "compound:prt"})
_INHERITS = frozenset({"conj", "xcomp", "advcl", "acl"})
_CUT_FROM_SOURCE = frozenset({"acl:relcl", "relcl", "parataxis", "advcl"})
_OPENERS = words(LISTS, "agentless.hearsay") | {"according"}
_CLAUSE = frozenset({"ccomp", "parataxis", "conj"})
_SAID = frozenset({"xcomp", "ccomp", "csubj", "csubj:pass"})
_PEOPLE = frozenset({"he", "she", "they"})
_ACTORS = frozenset({"PERSON", "PER", "ORG", "LOC", "GPE", "NORP"})
_THINGS = frozenset({"it", "this", "that", "which", "these", "those"})
_TO_FIGURE = 12  # tokens from "put" to "at"
_BETWEEN = 4  # tokens between a document and its verb that belong to the document
_OF = frozenset({"in", "of", "by", "from", "for", "on"})
_STRIP = " ,;:.!?—–-"


def ruled_drafts(doc: Doc, outer: Sequence[Quote]) -> list[Draft]:
    """The attributions that the parse shows: cue verbs, "according to", passives and adverbs of hearsay.

    ``outer``: the outermost quotations. A Doc without a parse has none.
    """
    found = (draft_at(doc[index], outer) for index in candidates(doc))
    return [draft for draft in found if draft is not None and draft.content]


def missed_drafts(doc: Doc, outer: Sequence[Quote], taken: Set[int]) -> list[Draft]:
    """The attributions by rule that share no token with ``taken``, the tokens of what a model found.

    Of those with a source only the sure ones: a name, "he", "she", "they", a document or an organization.
    """
    out = []
    for draft in ruled_drafts(doc, outer):
        spans = [draft.cue, draft.source, *draft.content]
        sure = draft.source is None or is_somebody(draft.source) or _is_definite_body(draft.source)
        if not sure and not _gives_figure(draft):
            continue
        if taken.isdisjoint(t for s in spans if s is not None for t in range(s.start, s.end)):
            out.append(draft)
    return out


def is_somebody(source: Span) -> bool:
    """Whether a source is a name, a pronoun for people, or the handle of an account ("@agency")."""
    named = any(t.ent_type_ in _ACTORS for t in source)  # span.ents reads the Doc
    return named or source.root.lower_ in _PEOPLE or source[0].text.startswith("@")


def _gives_figure(draft: Draft) -> bool:
    return draft.cue is not None and lemma_of(draft.cue.root) in words(LISTS, "rules.figures")


def _is_definite_body(source: Span) -> bool:
    """ "The report", "the ministry": a document or organization that the text knows."""
    lemma = source.root.lemma_.lower()
    known = words("sources.toml", "kinds.document") | words("sources.toml", "kinds.organization")
    return source[0].lower_ in ("the", "this") and lemma in known


def candidates(doc: Doc) -> list[int]:
    """Tokens that may be or open a cue, found by their numbers in one go; none without a parse."""
    if not doc.has_annotation("DEP"):
        return []
    numbers = string_ids(_cue_words())
    return [i for i, word in enumerate(doc.to_array(["LOWER", "LEMMA"]).tolist()) if not numbers.isdisjoint(word)]


@cache
def _cue_words() -> frozenset[str]:
    verbs = words(LISTS, "rules.speech") | words(LISTS, "rules.figures") | words(LISTS, "agentless.passive")
    return verbs | {form for form, lemma in forms().items() if lemma in verbs} | _OPENERS


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, by its parse."""
    return any(c.dep_ in PASSIVE for c in verb.children)


def draft_at(token: Token, outer: Sequence[Quote]) -> Draft | None:
    """The attribution whose cue begins at a token or has its verb there, by the parse; None where there is none."""
    if token.lower_ in words(LISTS, "agentless.hearsay") and token.dep_ == "advmod":
        return _by_adverb(token)
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _by_preposition(token)
    if token.pos_ != "VERB" or is_quoted(outer, token.idx):
        return None
    if is_passive(token):
        return _by_passive(token)
    if lemma_of(token) in words(LISTS, "rules.figures"):
        return _by_figure(token)
    return _by_verb(token, outer) if lemma_of(token) in words(LISTS, "rules.speech") else None


def _by_verb(verb: Token, outer: Sequence[Quote]) -> Draft | None:
    """ "X said that ...", "..., X said", "X announced a pause"."""
    content = _quoted(verb, outer) or clause(verb) or _fronted(verb) or _noun_phrase(verb)
    source = subject_phrase(verb)
    return Draft(cue_of(verb), source and up_to(source, verb), content) if content else None


def up_to(source: Span, verb: Token) -> Span:
    """A document with what stands between it and its verb, where that is short: "a study in 2016" showed."""
    between = source.doc[source.end : max(source.end, verb.i)]
    if not 0 < len(between) <= _BETWEEN or source.root.lemma_.lower() not in words("sources.toml", "kinds.document"):
        return source
    joins = between[0].lower_ in _OF and not any(t.is_punct or t.pos_ in ("ADV", "AUX", "PRON") for t in between)
    return source.doc[source.start : verb.i] if joins else source


def _by_figure(verb: Token) -> Draft | None:
    """ "X put the toll at 31": the thing and its figure are what X says."""
    doc, last = verb.doc, min(verb.i + _TO_FIGURE, verb.sent.end - 1)
    at = next((i for i in range(verb.i + 2, last) if doc[i].lower_ == "at"), None)
    if at is None or not any(t.like_num for t in doc[at + 1 : min(at + 4, verb.sent.end)]):
        return None
    end = next((i for i in range(at + 1, verb.sent.end) if doc[i].is_space or doc[i].text in ",;.:"), verb.sent.end)
    source = subject_phrase(verb)
    return Draft(cue_of(verb), source, [stripped(doc[verb.i + 1 : end])]) if source is not None else None


def subject_phrase(verb: Token) -> Span | None:
    """The phrase of the subject of a verb, or of the verb that it hangs on: "He left, saying", "a report saying"."""
    first = verb
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ in SUBJECT), None)
        if own is not None:
            return phrase(own)
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN") and _is_bare_participle(verb):
            return phrase(verb.head, before=verb.left_edge.i)
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


def cue_of(verb: Token) -> Span:
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


def phrase(head: Token, before: int | None = None) -> Span:
    """The noun phrase of a head, without relative clauses that follow it, and up to the token ``before``."""
    cut = [c.left_edge.i for c in head.rights if c.dep_ in _CUT_FROM_SOURCE]
    end = min([head.right_edge.i + 1, *cut, *([before] if before is not None else [])])
    start = head.left_edge.i
    while start < head.i and head.doc[start].dep_ in ("mark", "cc", "punct"):
        start += 1
    return stripped(head.doc[start : max(end, head.i + 1)])


def stripped(span: Span) -> Span:
    """A span without punctuation and white space at its ends."""
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
    inside = clause(verb)
    return joined([*inside, *spans]) if inside else joined(spans)


def clause(verb: Token) -> list[Span]:
    """The clauses that a verb has as its complement, or behind a colon."""
    found = [c for c in verb.children if c.dep_ == "ccomp"]
    found += [
        c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and any(m.text == ":" for m in verb.rights)
    ]
    return joined(stripped(verb.doc[c.left_edge.i : c.right_edge.i + 1]) for c in found)


def _fronted(verb: Token) -> list[Span]:
    """ "..., he said": the verb is a parenthesis within the clause that it attributes."""
    if verb.dep_ != "parataxis" or verb.head.i == verb.i:
        return []
    return _subtree_without(verb.head, verb.left_edge.i, verb.right_edge.i + 1)


def _subtree_without(head: Token, start: int, end: int) -> list[Span]:
    """The subtree of ``head`` less the tokens from ``start`` to ``end``."""
    doc, first, last = head.doc, head.left_edge.i, head.right_edge.i + 1
    parts = [doc[first : min(start, last)], doc[max(end, first) : last]]
    return [stripped(p) for p in parts if any(t.is_alpha or t.like_num for t in p)]


def _noun_phrase(verb: Token) -> list[Span]:
    """ "announced a pause": a noun phrase as content, for verbs that take one; pronouns say nothing."""
    if lemma_of(verb) in words(LISTS, "rules.clause_only"):
        return []
    source = subject_phrase(verb)
    if source is None or source.root.lower_ in _THINGS:
        return []
    noun = next((c for c in verb.children if c.dep_ in _OBJECT and c.pos_ == "NOUN"), None)
    return [stripped(verb.doc[noun.left_edge.i : noun.right_edge.i + 1])] if noun is not None else []


def _by_preposition(token: Token) -> Draft | None:
    """ "according to X": X is the source, the clause around is the content."""
    noun = token.head
    if noun.i <= token.i:
        return None
    cue = token.doc[token.i : token.i + 2]
    source = phrase(noun)
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
    if not is_agentless(cue_of(verb)) or any(c.dep_ in ("obl:agent", "agent") for c in verb.children):
        return None
    subject = next((c for c in verb.children if c.dep_ in PASSIVE & SUBJECT), None)
    clause = next((c for c in verb.children if c.dep_ in _SAID and (c.dep_ != "xcomp" or _has_to(c))), None)
    if clause is None:
        return None
    parts = [verb.doc[clause.left_edge.i : clause.right_edge.i + 1]]
    if subject is not None and subject.pos_ != "PRON" and clause.dep_ == "xcomp":
        parts.insert(0, verb.doc[subject.left_edge.i : subject.right_edge.i + 1])
    return Draft(cue_of(verb), None, [stripped(p) for p in parts])


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.pos_ == "PART" for c in verb.lefts)


def _by_adverb(token: Token) -> Draft | None:
    """ "reportedly": the clause around it is hearsay."""
    head = token.head
    content = _subtree_without(_clause_head(head), token.i, token.i + 1)
    return Draft(token.doc[token.i : token.i + 1], None, content)
