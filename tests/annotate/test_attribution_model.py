"""Attributions with the trained pipeline: what it must find whichever weights are committed."""

from __future__ import annotations

import pytest
from spacy.language import Language

import claimtrack
from claimtrack.annotate.attribution import find_attributions
from claimtrack.annotate.names import find_entities
from claimtrack.model import Attribution


@pytest.fixture(scope="module")
def nlp() -> Language:
    return claimtrack.load()


CASES = [
    (
        "Norway's prime minister Anna Berg said on Monday that the harbour would close in June.",
        ("Anna Berg", "person", "indirect"),
        "an indirect statement",
    ),
    (
        "“The harbour will close in June,” the mayor of the town, Karl Roe, told reporters.",
        ("Karl Roe", "person", "direct"),
        "a quotation before its speaker",
    ),
    ("The harbour is said to be the oldest in the country.", (None, None, None), "a passive that names nobody"),
    (
        "Officials said that the harbour would close in June.",
        (None, "anonymous", "indirect"),
        "a source without a name",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[c[2] for c in CASES])
def test_source_and_kind(nlp: Language, text: str, expected: tuple[str | None, ...], reason: str) -> None:
    found = find_attributions(nlp(text))
    assert expected in [_source_and_kind(a) for a in found]


def _source_and_kind(attribution: Attribution) -> tuple[str | None, ...]:
    source = attribution.source
    return (source.name, source.kind, attribution.kind) if source is not None else (None, None, None)


def test_he_is_resolved_in_the_next_sentence(nlp: Language) -> None:
    text = "Karl Roe said that the harbour would close. He added that the ferry would stay."
    assert [a.source and a.source.name for a in find_attributions(nlp(text))] == ["Karl Roe", "Karl Roe"]


def test_offsets_cut_the_text(nlp: Language) -> None:
    text = "Anna Berg said:\n\n“It rains.\n\n“It will rain tomorrow.”\n\n(Source: Harbour News)"
    doc = nlp(text)
    for attribution in find_attributions(doc):
        parts = [*attribution.content, *(p for p in (attribution.cue, attribution.source) if p is not None)]
        assert all(text[p.start : p.end] == p.text for p in parts)
    assert all(text[e.start : e.end] == e.text for e in find_entities(doc))


def test_two_processes_give_the_same(nlp: Language) -> None:
    texts = [case[0] for case in CASES]
    alone = [doc.user_data["claimtrack.attributions"] for doc in nlp.pipe(texts)]
    shared = [doc.user_data["claimtrack.attributions"] for doc in nlp.pipe(texts, n_process=2)]
    assert alone == shared


def test_a_report_speaks_for_those_who_said_things_in_it(nlp: Language) -> None:
    text = (
        "Rents rose by 4 percent last year, the Eastmark Institute said on Monday in a report. "
        "“Rents will keep rising,” the report said."
    )
    sources = [a.source for a in nlp(text)._.attributions if a.source is not None]
    assert [(s.text, s.name) for s in sources] == [
        ("the Eastmark Institute", "Eastmark Institute"),
        ("the report", "Eastmark Institute"),
    ]
