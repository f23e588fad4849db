"""Docs with a parse written by hand, so that rules are tested without a model."""

from __future__ import annotations

from collections.abc import Sequence

import spacy
from spacy.tokens import Doc, Span, SpanGroup

_NLP = spacy.blank("en")
_CLOSING = frozenset(".,;:!?)”’'\"%")


def parsed(*sentences: str, ents: Sequence[tuple[str, str]] = ()) -> Doc:
    """A Doc from lines of ``word/lemma/POS/dep/head``, heads counted from 1 in the sentence (0: the root).

    ``word~/...`` has no space after it, ``word^/...`` is followed by a blank line. ``ents``: pairs of text
    and label, each marked wherever its words occur.
    """
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[tuple[str, str, str, int]] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        base = len(words)
        for number, row in enumerate(sentence.split()):
            word, lemma, pos, dep, head = row.split("/")
            words.append(word.rstrip("~^"))
            spaces.append(not word.endswith(("~", "^")))
            rows.append((lemma, pos, dep, base + int(head) - 1 if int(head) else base + number))
            starts.append(number == 0)
            if word.endswith("^"):
                words.append("\n\n")
                spaces.append(False)
                rows.append(("\n\n", "SPACE", "dep", base))
                starts.append(False)
    lemmas, pos_tags, deps, heads = (list(column) for column in zip(*rows, strict=True))
    doc = Doc(
        _NLP.vocab, words=words, spaces=spaces, lemmas=lemmas, pos=pos_tags, deps=deps, heads=heads, sent_starts=starts
    )
    doc.ents = [span for text, label in ents for span in _spans(doc, text, label)]
    return doc


def _spans(doc: Doc, text: str, label: str) -> list[Span]:
    out: list[Span] = []
    at = doc.text.find(text)
    while at >= 0:
        span = doc.char_span(at, at + len(text), label=label)
        if span is not None:
            out.append(span)
        at = doc.text.find(text, at + 1)
    return out


def plain(text: str, ents: Sequence[tuple[str, str]] = ()) -> Doc:
    """A Doc of spaCy's tokenizer alone, with ``ents`` marked wherever they occur."""
    doc = _NLP(text)
    taken: set[int] = set()
    spans = []
    for ent, label in ents:
        for span in _spans(doc, ent, label):
            if not taken & set(range(span.start, span.end)):
                taken |= set(range(span.start, span.end))
                spans.append(span)
    doc.ents = spans
    return doc


def tagged(
    text: str,
    sources: Sequence[str],
    cues: Sequence[str],
    contents: Sequence[str],
    links: Sequence[tuple[str, int, int, float]] = (),
    ents: Sequence[tuple[str, str]] = (),
) -> Doc:
    """A Doc with the model's attribution spans put in by hand, each where its text comes next."""
    doc = plain(text, ents)
    for key, texts in (("source", sources), ("cue", cues), ("content", contents)):
        spans: list[Span] = []
        at = 0
        for piece in texts:
            start = text.index(piece, at)
            at = start + len(piece)
            span = doc.char_span(start, at, alignment_mode="expand")
            assert span is not None
            spans.append(span)
        doc.spans[f"attribution.{key}"] = SpanGroup(doc, spans=spans)
    doc.user_data["claimtrack.links"] = [list(link) for link in links]
    return doc
