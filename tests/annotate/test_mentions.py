"""Labels and borders of names, mended by the whole document."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span

from claimtrack.annotate.mentions import mended
from tests.annotate.parses import plain

Row = tuple[str, str]


def labelled(text: str, rows: list[Row]) -> Doc:
    """A Doc whose entities come one after the other in the text, each with its label."""
    doc, at, spans = plain(text), 0, []
    for words, label in rows:
        start = text.index(words, at)
        at = start + len(words)
        span = doc.char_span(start, at, label=label, alignment_mode="expand")
        assert isinstance(span, Span)
        spans.append(span)
    doc.ents = spans
    return doc


MENDED: list[tuple[str, list[Row], list[Row], str]] = [
    (
        "Col. Ivo Marstan spoke. Marstan left.",
        [("Ivo Marstan", "PERSON"), ("Marstan", "ORG")],
        [("Ivo Marstan", "PERSON"), ("Marstan", "PERSON")],
        "a family name is the person's",
    ),
    (
        "Tove Oslo spoke in Oslo.",
        [("Tove Oslo", "PERSON"), ("Oslo", "LOC")],
        [("Tove Oslo", "PERSON"), ("Oslo", "LOC")],
        "unless it is a known place",
    ),
    (
        "The governor, Selda Kirov, left.",
        [("Selda Kirov", "LOC")],
        [("Selda Kirov", "PERSON")],
        "a noun for a person before it",
    ),
    ("Mr Veltra left.", [("Veltra", "ORG")], [("Veltra", "PERSON")], "a title before it"),
    (
        "Zelm grew. Zelm shrank. Zelm fell.",
        [("Zelm", "LOC"), ("Zelm", "PERSON"), ("Zelm", "LOC")],
        [("Zelm", "LOC")] * 3,
        "the label that a form mostly has",
    ),
    (
        "PORT ARDAN - Halcar said so.",
        [("ARDAN - Halcar", "LOC")],
        [("ARDAN", "LOC"), ("Halcar", "LOC")],
        "a dateline ends at its dash",
    ),
    ("Eid - ul - Fitr came.", [("Eid - ul - Fitr", "MISC")], [("Eid - ul - Fitr", "MISC")], "other hyphens do not"),
    ("# Veltra wins", [("# Veltra", "ORG")], [("Veltra", "ORG")], "the mark of a heading"),
    ("It was May 5.", [("May 5", "DATE")], [("May 5", "DATE")], "dates stay"),
]


@pytest.mark.parametrize(("text", "before", "after", "reason"), MENDED, ids=[c[3] for c in MENDED])
def test_mended(text: str, before: list[Row], after: list[Row], reason: str) -> None:
    doc = labelled(text, before)
    assert [(s.text, s.label_) for s in mended(doc)] == after
    doc.ents = mended(doc)
    assert [(s.text, s.label_) for s in mended(doc)] == after
