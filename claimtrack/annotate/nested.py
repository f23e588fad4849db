"""Attributions inside of the contents of others, by rules over the parse: "Lind said that analysts believe it"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from claimtrack.annotate.cues import lemma_of
from claimtrack.annotate.drafts import Draft
from claimtrack.annotate.lists import words
from claimtrack.annotate.speech import SUBJECT, candidates, clause, cue_of, is_passive, stripped, subject_phrase, up_to

LISTS = "cues.toml"


def nested_drafts(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """Attributions inside of the contents of others: a verb of speech or belief with a clause.

    Its subject is a name or one of the nouns for people who are not named ("analysts believe that").
    """
    cues = {t.i for d in drafts if d.cue is not None for t in d.cue}
    around = {t: c for d in drafts for c in d.content for t in range(c.start, c.end)}
    inside = (i for i in candidates(doc) if i in around and i not in cues)
    found = (_inner(doc[index], around[index]) for index in inside)
    return [draft for draft in found if draft is not None]


def _inner(verb: Token, around: Span) -> Draft | None:
    if verb.lower_ in words(LISTS, "agentless.hearsay") and verb.pos_ == "ADV":
        return _inner_hearsay(verb, around)
    if verb.pos_ != "VERB" or lemma_of(verb) not in words(LISTS, "rules.speech") or is_passive(verb):
        return None
    source, content = subject_phrase(verb), clause(verb)
    if source is None or not content or source.root.pos_ == "PRON" or not _is_nameable(source):
        return None
    source = up_to(source, verb)
    if not any(t.lower_ == "that" or t.dep_ in SUBJECT for t in content[0]):
        return None
    inside = all(around.start <= s.start and s.end <= around.end for s in (source, *content))
    return Draft(cue_of(verb), source, content) if inside else None


def _inner_hearsay(adverb: Token, around: Span) -> Draft | None:
    """ "the log that reportedly proved it": what stands behind the adverb, to the end of the content around it."""
    rest = stripped(adverb.doc[adverb.i + 1 : around.end]) if adverb.i + 1 < around.end else None
    return Draft(adverb.doc[adverb.i : adverb.i + 1], None, [rest]) if rest is not None else None


def _is_nameable(source: Span) -> bool:
    lemma = source.root.lemma_.lower()
    nouns = words("sources.toml", "kinds.anonymous") | words("sources.toml", "kinds.document")
    return any(t.ent_type_ for t in source) or lemma.removesuffix("s") in nouns or lemma in nouns
