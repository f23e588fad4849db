"""Docs built by hand, so that the rules are tested without a model."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import spacy
from spacy.tokens import Doc

from claimtrack.claims import find_claims
from claimtrack.model import Attribution, Claim, Part, Quantity, Source, TimeExpression

_CLOSING = frozenset(".,:;?!")
VOCAB = spacy.blank("en").vocab


def build_doc(*sentences: str, **user_data: Any) -> Doc:
    """A Doc of parsed sentences, words as ``form=lemma|UPOS|XPOS|head|dep`` with white space between them.

    ``=lemma`` may be left out (the lower-case form), ``~`` after the form: no space follows (never before
    closing punctuation). ``head`` counts
    from 1 in the sentence, 0 is the root. A sentence that begins with "¶" opens a new paragraph.
    """
    columns: dict[str, list[Any]] = {k: [] for k in ("words", "spaces", "lemmas", "pos", "tags", "heads", "deps")}
    starts: list[bool] = []
    for sentence in sentences:
        if sentence.startswith("¶"):
            sentence = sentence[1:]
            _append(columns, "\n\n", "", "SPACE", "_SP", len(columns["words"]), "dep", False)
            starts.append(False)
        base = len(columns["words"])
        for number, row in enumerate(sentence.split()):
            form, pos, tag, head, dep = row.rsplit("|", 4)
            word, _, lemma = form.rstrip("~").partition("=")
            if word in _CLOSING and columns["spaces"]:
                columns["spaces"][-1] = False
            at = base + int(head) - 1 if int(head) else base + number
            _append(columns, word, lemma or word.lower(), pos, tag, at, dep, not form.endswith("~"))
            starts.append(number == 0)
    doc = Doc(VOCAB, sent_starts=starts, **columns)
    doc.user_data.update({f"claimtrack.{key}": value for key, value in user_data.items()})
    return doc


def _append(columns: dict[str, list[Any]], *values: Any) -> None:
    names = ("words", "lemmas", "pos", "tags", "heads", "deps", "spaces")
    for name, value in zip(names, values, strict=True):
        columns[name].append(value)


def part(doc: Doc, text: str) -> Part:
    start = doc.text.index(text)
    return Part(start, start + len(text), text)


def quantity(doc: Doc, text: str, value: str, unit: str | None = None, **more: Any) -> Quantity:
    at = part(doc, text)
    return Quantity(at.start, at.end, text, Decimal(value), unit=unit, **more)


def date(doc: Doc, text: str, value: str) -> TimeExpression:
    at = part(doc, text)
    return TimeExpression(at.start, at.end, text, "DATE", value)


def attribution(doc: Doc, source: str | None, cue: str, content: str, **more: Any) -> Attribution:
    who = None if source is None else part(doc, source)
    named = None if who is None else Source(who.start, who.end, who.text, who.text, "organization")
    return Attribution("indirect", part(doc, cue), named, (part(doc, content),), **more)


def claims_of(
    doc: Doc,
    quantities: Sequence[Quantity] = (),
    times: Sequence[TimeExpression] = (),
    attributions: Sequence[Attribution] = (),
) -> list[Claim]:
    return find_claims(doc, [], quantities, times, attributions, document_id="test")
