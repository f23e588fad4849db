"""Asserted, possible, planned, conditional."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimtrack.claims.plain import modality_of_text
from claimtrack.claims.words import verb_lemma
from tests.claims import sentences as s
from tests.claims.conftest import attribution, build_doc, claims_of

AUX = (
    "Norland|PROPN|NNP|3|nsubj {}|AUX|MD|3|aux leave|VERB|VB|0|root the|DET|DT|5|det "
    "pact|NOUN|NN|3|obj .|PUNCT|.|3|punct"
)
TO = "Norland|PROPN|NNP|2|nsubj {}|VERB|VBZ|0|root to|PART|TO|4|mark leave|VERB|VB|2|xcomp .|PUNCT|.|2|punct"
BE_TO = (
    "Norland|PROPN|NNP|3|nsubj:pass is=be|AUX|VBZ|3|aux:pass {}|0|root to|PART|TO|5|mark leave|VERB|VB|3|xcomp "
    ".|PUNCT|.|3|punct"
)
CASES = [
    (BE_TO.format("meant=mean|VERB|VBN"), "planned", "is meant to"),
    (BE_TO.format("supposed=suppose|VERB|VBN"), "planned", "is supposed to"),
    (TO.format("means=mean"), "asserted", "means to be said, no frame of the passive"),
    (
        "Norland|PROPN|NNP|2|nsubj expects=expect|VERB|VBZ|0|root 6000|NUM|CD|4|nummod workers=worker|NOUN|NNS|2|obj "
        ".|PUNCT|.|2|punct",
        "planned",
        "what is expected has yet to come",
    ),
    (
        "The|DET|DT|2|det bridge|NOUN|NN|4|nsubj:pass is=be|AUX|VBZ|4|aux:pass meant=mean|VERB|VBN|0|root "
        "for|ADP|IN|6|case lorries=lorry|NOUN|NNS|4|obl .|PUNCT|.|4|punct",
        "planned",
        "a purpose without a verb",
    ),
    (s.CANCELLED, "asserted", "a past fact"),
    (AUX.format("could"), "possible", "could"),
    (AUX.format("may"), "possible", "may"),
    (AUX.format("will"), "planned", "will"),
    (AUX.format("would"), "conditional", "would, with nothing reported"),
    (AUX.format("must"), "asserted", "an obligation is a state of things"),
    (TO.format("plans=plan"), "planned", "plans to"),
    (TO.format("aims=aim"), "planned", "aims to"),
    (TO.format("threatens=threaten"), "possible", "threatens to"),
    (TO.format("began=begin"), "asserted", "began to"),
    (BE_TO.format("set|VERB|VBN"), "planned", "is set to"),
    (BE_TO.format("expected=expect|VERB|VBN"), "planned", "is expected to"),
    (BE_TO.format("likely|ADJ|JJ").replace("aux:pass", "cop"), "possible", "is likely to"),
    (BE_TO.format("said=say|VERB|VBN"), "asserted", "is said to: hearsay, no guess"),
    (
        "Norland|PROPN|NNP|2|nsubj probably|ADV|RB|3|advmod left=leave|VERB|VBD|0|root .|PUNCT|.|3|punct".replace(
            "|2|nsubj", "|3|nsubj"
        ),
        "possible",
        "an adverb of doubt",
    ),
    (
        "If|SCONJ|IN|3|mark they|PRON|PRP|3|nsubj lose|VERB|VBP|7|advcl ,|PUNCT|,|3|punct Norland|PROPN|NNP|7|nsubj "
        "must|AUX|MD|7|aux pay|VERB|VB|0|root .|PUNCT|.|7|punct",
        "conditional",
        "a condition outweighs the auxiliary",
    ),
    (
        "Talks=talk|NOUN|NNS|4|nsubj are=be|AUX|VBP|4|aux to|PART|TO|4|mark begin|VERB|VB|0|root .|PUNCT|.|4|punct",
        "planned",
        "an arrangement",
    ),
    (
        "You|PRON|PRP|3|nsubj can|AUX|MD|3|aux see|VERB|VB|0|root the|DET|DT|5|det ruins=ruin|NOUN|NNS|3|obj "
        ".|PUNCT|.|3|punct",
        "asserted",
        "what anybody can see is there",
    ),
    (
        "They|PRON|PRP|3|nsubj can|AUX|MD|3|aux face|VERB|VB|0|root jail|NOUN|NN|3|obj .|PUNCT|.|3|punct",
        "possible",
        "can, of somebody",
    ),
]


@pytest.mark.parametrize(("sentence", "modality", "reason"), CASES, ids=[case[2] for case in CASES])
def test_modality(sentence: str, modality: str, reason: str) -> None:
    (claim,) = claims_of(build_doc(sentence))
    assert claim.modality == modality, reason


def test_conjunct_shares_the_auxiliary() -> None:
    doc = build_doc(
        "It|PRON|PRP|3|nsubj will|AUX|MD|3|aux close|VERB|VB|0|root a|DET|DT|5|det "
        "road|NOUN|NN|3|obj and|CCONJ|CC|7|cc "
        "open|VERB|VB|3|conj a|DET|DT|9|det bridge|NOUN|NN|7|obj .|PUNCT|.|3|punct"
    )
    assert [claim.modality for claim in claims_of(doc)] == ["planned", "planned"]


@pytest.mark.parametrize(
    ("effect", "modality"), [("predicts", "planned"), ("promises", "planned"), ("asserts", "asserted")]
)
def test_effect_of_the_cue(effect: str, modality: str) -> None:
    doc = build_doc(s.SAID_THAT)
    cited = attribution(doc, "Norland", "said", "it had closed two camps", effect=effect)
    (claim,) = claims_of(doc, attributions=[cited])
    assert claim.modality == modality


def test_would_after_a_past_cue_is_a_plan() -> None:
    doc = build_doc(
        s.SAID_THAT.replace("had=have|AUX|VBD", "would|AUX|MD").replace("closed=close|VERB|VBN", "close|VERB|VB")
    )
    (claim,) = claims_of(doc, attributions=[attribution(doc, "Norland", "said", "it would close two camps")])
    assert claim.modality == "planned"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("It closed two camps.", "asserted"),
        ("It could close two camps.", "possible"),
        ("It will close two camps.", "planned"),
        ("It will close if they agree.", "conditional"),
    ],
)
def test_modality_without_a_parse(text: str, modality: str) -> None:
    assert modality_of_text(text) == modality


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("said", "sai", "say"),
        ("planned", "plann", "plan"),
        ("denied", "denie", "deny"),
        ("expected", "expecte", "expect"),
        ("fell", "fall", "fall"),
        ("say", "say", "say"),
    ],
)
def test_verbs_of_the_lists_are_known_in_every_form(form: str, lemma: str, expected: str) -> None:
    assert verb_lemma(form, lemma) == expected


@pytest.mark.parametrize(
    ("kind", "modality", "reason"),
    [
        ("indirect", "planned", "in reported speech 'would' stands for 'will'"),
        ("direct", "conditional", "a quotation keeps the tense of who speaks"),
    ],
)
def test_would_in_a_quotation_is_no_plan(kind: str, modality: str, reason: str) -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj said=say|VERB|VBD|0|root boats=boat|NOUN|NNS|5|nsubj would|AUX|MD|5|aux "
        "leave|VERB|VB|2|ccomp .|PUNCT|.|2|punct"
    )
    said = replace(attribution(doc, "Norland", "said", "boats would leave"), kind=kind)  # type: ignore[arg-type]
    (claim,) = claims_of(doc, attributions=[said])
    assert claim.modality == modality, reason


@pytest.mark.parametrize("tag", ["VB", "VBP", "VBD"])
def test_plain_form_shares_the_auxiliary_before_it_whatever_its_tag(tag: str) -> None:
    doc = build_doc(
        f"Norland|PROPN|NNP|3|nsubj will|AUX|MD|3|aux close|VERB|VB|0|root camps=camp|NOUN|NNS|3|obj and|CCONJ|CC|6|cc "
        f"cut|VERB|{tag}|3|conj jobs=job|NOUN|NNS|6|obj .|PUNCT|.|3|punct"
    )
    assert [claim.modality for claim in claims_of(doc)] == ["planned", "planned"]
