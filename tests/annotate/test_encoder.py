"""The trained pipeline itself: no mock, no stand-in."""

from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import claimtrack

TEXT = (
    "The harbour authority of Vessel Bay said on Tuesday that 1,250 containers had been lost. "
    "“We count every one of them,” said its director, Marta Olin.\n\n"
    "According to the coast guard, about 40 were found by Friday. She denied that the ship was overloaded."
)


@cache
def nlp() -> Language:
    return claimtrack.load()


def plain(doc: Doc) -> tuple[object, ...]:
    tokens = [(t.text, t.pos_, t.tag_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in doc]
    groups = {k: [(s.start, s.end, s.label_) for s in v] for k, v in doc.spans.items()}
    rows = {k: v for k, v in doc.user_data.items() if isinstance(k, str)}
    return tokens, [(e.start, e.end, e.label_) for e in doc.ents], groups, rows


def test_spacy_loads_it_by_the_name_of_the_package() -> None:
    assert spacy.load("claimtrack").pipe_names == nlp().pipe_names


def test_every_token_is_annotated() -> None:
    doc = nlp()(TEXT)
    assert all(t.pos_ and t.dep_ and t.lemma_ for t in doc)
    assert doc.has_annotation("DEP") and doc.has_annotation("TAG") and doc.has_annotation("MORPH")
    assert len(doc.user_data["claimtrack.checkworthiness"]) == len(list(doc.sents))
    assert doc.tensor.shape == (len(doc), 256)


def test_a_document_does_not_depend_on_those_beside_it_or_on_processes() -> None:
    texts = [TEXT, "He left.", TEXT * 3, TEXT.upper(), "• One\n• Two: 5 km"]
    alone = [plain(nlp()(t)) for t in texts]
    assert [plain(d) for d in nlp().pipe(texts, batch_size=5)] == alone
    assert [plain(d) for d in nlp().pipe(reversed(texts), n_process=2, batch_size=2)] == alone[::-1]


def test_bytes_carry_everything() -> None:
    doc = nlp()(TEXT)
    again = Doc(nlp().vocab).from_bytes(doc.to_bytes())
    assert again._.claims == doc._.claims
    assert again._.attributions == doc._.attributions
    assert doc._.claims


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "!", "\u200b", "\x00", "“", "1", "• ", "a" * 3000, "🙂 " * 50])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert nlp()(text).text == text


def test_text_without_a_stop_is_read_to_its_end() -> None:
    doc = nlp()("the minister of ports said that three ships sank and " * 300)
    assert all(t.pos_ for t in doc)
    assert max(s.end - s.start for s in doc.sents) < 400


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .,“”\"'\n•-—é🙂\u00a0$%"), max_size=120))
def test_trees_are_trees_and_offsets_cut_the_text(text: str) -> None:
    doc = nlp()(text)
    for token in doc:
        assert token.head in token.sent
        assert (token.dep_ == "root") == (token.head == token) or token.is_space
    for layer in ("entities", "quantities", "dates", "claims"):
        for record in getattr(doc._, layer):
            assert text[record.start : record.end] == record.text
