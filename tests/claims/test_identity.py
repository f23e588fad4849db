"""Ids, check-worthiness, vectors, and what holds for any text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimtrack.claims import find_claims
from claimtrack.claims.checkworthiness import reasons_of, score
from claimtrack.claims.identity import Identity
from claimtrack.claims.tree import LONGEST
from claimtrack.model import Attribution, Part, Quantity, Source
from claimtrack.records import keep, records
from tests.claims import sentences as s
from tests.claims.conftest import VOCAB, build_doc, claims_of, quantity

NLP = spacy.blank("en")
LABELS = [
    *("nsubj", "nsubj:pass", "csubj", "obj", "obl", "xcomp", "ccomp", "advcl", "advcl:relcl", "acl", "acl:relcl"),
    *("appos", "conj", "cc", "punct", "mark", "aux", "cop", "det", "nmod:poss", "nummod", "compound", "parataxis"),
    *("case", "advmod"),
]
FORMS = [
    *("he", "which", "not", "no", "will", "could", "if", "to", ",", ".", "?", ":", "said", "12", "$", "from", "than"),
    *("its", "this", "deny", "Norland", "“", "”", '"', "(", "]", "camps", "and", "or"),
]
TAGS = [
    *(("NOUN", "NN"), ("PROPN", "NNP"), ("VERB", "VBD"), ("VERB", "VBG"), ("VERB", "VB")),
    *(("AUX", "MD"), ("PUNCT", ","), ("PRON", "WP")),
]


def test_id_is_stable_and_tells_equal_claims_apart() -> None:
    def ids() -> list[str]:
        identity = Identity("doc")
        return [identity.next_id("The port shut", "Norland", "affirmed") for _ in range(2)]

    first, second = ids()
    assert first != second
    assert ids() == [first, second]
    assert len(first) == 16


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("doc", "the  port\nshut", "Norland", "affirmed"), True),
        (("doc", "The port shut", "Norland", "negated"), False),
        (("doc", "The port shut", None, "affirmed"), False),
        (("other", "The port shut", "Norland", "affirmed"), False),
    ],
)
def test_id_is_of_the_normalised_content(other, same: bool) -> None:  # type: ignore[no-untyped-def]
    document, text, source, polarity = other
    reference = Identity("doc").next_id("The port shut", "Norland", "affirmed")
    assert (Identity(document).next_id(text, source, polarity) == reference) is same


def _reasons(**given: Any) -> dict[str, float]:
    nothing: dict[str, Any] = {"quantities": 0, "dates": 0, "actors": 0, "lemmas": [], "modality": "conditional"}
    return reasons_of(**nothing | {"attributed": False} | given)


def test_score_grows_with_reasons_and_stays_in_bounds() -> None:
    many = {"quantities": 2, "dates": 1, "actors": 1, "lemmas": ["war", "kill", "tax"], "modality": "asserted"}
    everything = _reasons(**many, attributed=True)
    assert 0 < score(_reasons()) < score(_reasons(quantities=1)) < score(everything) <= 1
    assert score(everything | {"model": 0.0}) < score(everything) <= score(everything | {"model": 1.0}) <= 1
    assert _reasons(model=-3.0)["model"] == 0


def test_reasons_tell_how_strong_they_are() -> None:
    assert _reasons(modality="planned")["fact"] == 0.5
    assert _reasons(lemmas=["war"])["impact"] == 0.5
    assert _reasons(lemmas=["war", "kill"])["impact"] == 1
    assert "model" not in _reasons()


def test_claim_carries_its_reasons() -> None:
    doc = build_doc(s.PARTICIPLE)
    claim = claims_of(doc, [quantity(doc, "seven travellers", "7", "traveller")])[1]
    assert (claim.reasons["figure"], claim.reasons["date"], claim.reasons["impact"]) == (1, 0, 0.5)


def test_model_score_of_the_sentence_is_used() -> None:
    low, high = (claims_of(build_doc(s.BUT, checkworthiness=[p]))[0].checkworthiness for p in (0.1, 0.9))
    assert low < high


def test_vector_is_the_unit_mean_of_the_tokens() -> None:
    doc = build_doc(s.BUT)
    doc.tensor = np.arange(len(doc) * 4, dtype="float32").reshape(len(doc), 4)
    (claim,) = claims_of(doc)
    vector = np.frombuffer(claim.vector or b"", dtype="<f2").astype("float32")
    assert vector.shape == (4,)
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-2
    assert claims_of(build_doc(s.BUT))[0].vector is None


def test_plain_values_go_there_and_back() -> None:
    doc = build_doc(s.PARTICIPLE)
    claims = claims_of(doc, [quantity(doc, "seven travellers", "7", "traveller")])
    keep(doc, "claims", claims)
    read = Doc(VOCAB).from_bytes(doc.to_bytes())
    assert list(records(read, "claims")) == claims


def test_component_reads_the_layers_and_stores_plain_claims() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimtrack_claims")
    doc = nlp.make_doc("Rebels freed 12 pilots on Monday.")
    doc.user_data["claimtrack.id"] = "a"
    doc.user_data["claimtrack.quantities"] = [{"start": 13, "end": 22, "text": "12 pilots", "value": "12"}]
    (row,) = nlp(doc).user_data["claimtrack.claims"]
    assert (row["text"], row["quantities"]) == ("Rebels freed 12 pilots on Monday.", [0])


def _holds(doc: Doc, claims) -> None:  # type: ignore[no-untyped-def]
    assert len({claim.id for claim in claims}) == len(claims)
    assert all(doc.text[claim.start : claim.end] == claim.text for claim in claims)
    assert all(claim.text and 0 <= claim.checkworthiness <= 1 for claim in claims)
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)
    owned = [number for claim in claims for number in claim.quantities]
    assert len(owned) == len(set(owned))


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_without_a_parse(text: str) -> None:
    doc = NLP(text)
    claims = find_claims(doc, [], [], [], [], document_id=text)
    _holds(doc, claims)
    assert claims == find_claims(doc, [], [], [], [], document_id=text)


@st.composite
def parsed_docs(draw) -> Doc:  # type: ignore[no-untyped-def]
    size = draw(st.integers(1, 25))
    heads = [draw(st.integers(0, i)) if draw(st.booleans()) or i == 0 else i - 1 for i in range(size)]
    heads = [min(head, size - 1) for head in heads]
    tags = draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=size, max_size=size))
    return Doc(
        VOCAB,
        words=draw(st.lists(st.sampled_from(FORMS), min_size=size, max_size=size)),
        heads=heads,
        deps=["root" if head == i else label for i, (head, label) in enumerate(zip(heads, labels, strict=True))],
        pos=[pos for pos, _ in tags],
        tags=[tag for _, tag in tags],
        sent_starts=[head == i for i, head in enumerate(heads)],
    )


@given(parsed_docs(), st.data())
@settings(max_examples=200, deadline=None)
def test_any_parse(doc: Doc, data: st.DataObject) -> None:
    spans = st.integers(0, len(doc.text) - 1).flatmap(
        lambda a: st.tuples(st.just(a), st.integers(a + 1, len(doc.text)))
    )
    cut = [Part(a, b, doc.text[a:b]) for a, b in sorted(data.draw(st.lists(spans, min_size=4, max_size=6)))]
    figures = [Quantity(p.start, p.end, p.text, value=1) for p in cut[:3]]  # type: ignore[arg-type]
    who = Source(cut[1].start, cut[1].end, cut[1].text, "Norland", "organization")
    cited = Attribution("indirect", cut[0], who, tuple(cut[2:]))
    _holds(doc, find_claims(doc, [], figures, [], [cited], document_id="d"))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "?!", "“", "• ", "12", "http://a.b/c"])
def test_text_that_says_nothing(text: str) -> None:
    assert find_claims(NLP(text), [], [], [], [], document_id="d") == []


def test_sentence_without_end_is_read_in_pieces() -> None:
    size = 3000
    heads = [0, *range(size - 1)]
    doc = Doc(
        VOCAB,
        words=["port"] * size,
        heads=heads,
        deps=["root"] + ["conj"] * (size - 1),
        pos=["VERB"] * size,
        tags=["VBD"] * size,
        sent_starts=[True] + [False] * (size - 1),
    )
    claims = find_claims(doc, [], [], [], [], document_id="d")
    _holds(doc, claims)
    assert max(len(claim.text.split()) for claim in claims) <= LONGEST


def test_paragraph_without_sentences_is_one_claim() -> None:
    text = "the port was shut and " * 20_000
    (claim,) = find_claims(NLP(text), [], [], [], [], document_id="d")
    assert claim.text == text.strip()
