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
        "They left the Zelm Territory for the Kingdom of Norland.",
        [("Zelm", "LOC"), ("Norland", "LOC")],
        [("Zelm Territory", "LOC"), ("Kingdom of Norland", "LOC")],
        "a capitalised word for a place belongs to its name",
    ),
    (
        "The Zelm region and the mayor of Norfold agreed.",
        [("Zelm", "LOC"), ("Norfold", "LOC")],
        [("Zelm", "LOC"), ("Norfold", "LOC")],
        "unless it has no capital letter or is no such word",
    ),
    (
        "Ordal AB closed.",
        [("Ordal AB", "PERSON")],
        [("Ordal AB", "ORG")],
        "what ends like a company is no person",
    ),
    (
        "They met at the national congress.",
        [("national congress", "ORG")],
        [],
        "a common noun is no name",
    ),
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
    (
        "They met Kuwaiti Rashid Sulm there.",
        [("Kuwaiti Rashid Sulm", "PERSON")],
        [("Kuwaiti", "NORP"), ("Rashid Sulm", "PERSON")],
        "a nationality is no part of a name",
    ),
    (
        "They met German Larro there.",
        [("German Larro", "PERSON")],
        [("German Larro", "PERSON")],
        "but some are first names",
    ),
    (
        "It lies in Ardel, Saudi Arabia.",
        [("Ardel, Saudi Arabia", "LOC")],
        [("Ardel", "LOC"), ("Saudi Arabia", "LOC")],
        "a comma parts two places",
    ),
    (
        "Bank of Norland (BoN) lent. BoN paid.",
        [("Bank of Norland", "ORG"), ("BoN", "PERSON"), ("BoN", "PERSON")],
        [("Bank of Norland", "ORG"), ("BoN", "ORG"), ("BoN", "ORG")],
        "an acronym is what the name before its brackets is",
    ),
    (
        "Bank of Norland (3) lent.",
        [("Bank of Norland", "ORG"), ("3", "MISC")],
        [("Bank of Norland", "ORG"), ("3", "MISC")],
        "a number in brackets is no acronym",
    ),
    ("It was May 5.", [("May 5", "DATE")], [("May 5", "DATE")], "dates stay"),
]


@pytest.mark.parametrize(("text", "before", "after", "reason"), MENDED, ids=[c[3] for c in MENDED])
def test_mended(text: str, before: list[Row], after: list[Row], reason: str) -> None:
    doc = labelled(text, before)
    assert [(s.text, s.label_) for s in mended(doc)] == after
    doc.ents = mended(doc)
    assert [(s.text, s.label_) for s in mended(doc)] == after


def test_missed_mentions() -> None:
    """A name that was seen twice is one the third time too; a word that only looks like it is none."""
    text = "Zelm grew. Zelm fell. Then Zelm rose, and zelm was sold."
    doc = labelled(text, [("Zelm", "ORG"), ("Zelm", "ORG")])
    for token in doc:
        token.pos_ = "PROPN" if token.text == "Zelm" else "X"
    assert [(s.text, s.start_char) for s in mended(doc)] == [("Zelm", 0), ("Zelm", 11), ("Zelm", 27)]


def test_an_article_makes_no_person() -> None:
    """ "The Xanu won": a singular name after "the" that is no modifier is an organization's."""
    doc = Doc(
        labelled("The Xanu won.", []).vocab,
        words=["The", "Xanu", "won", "."],
        heads=[1, 2, 2, 2],
        deps=["det", "nsubj", "root", "punct"],
        tags=["DT", "NNP", "VBD", "."],
    )
    doc.ents = [Span(doc, 1, 2, label="PERSON")]
    assert [s.label_ for s in mended(doc)] == ["ORG"]
