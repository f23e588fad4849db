"""Subjects with their pronouns resolved, predicates, objects and standalone readings."""

from __future__ import annotations

from tests.claims import sentences as s
from tests.claims.conftest import build_doc, claims_of, part, quantity


def _refer(doc, pronoun: str, name: str) -> None:  # type: ignore[no-untyped-def]
    at = part(doc, pronoun)
    doc.user_data["claimtrack.referents"] = [[at.start, at.end, name, "pronoun"]]


def test_pronoun_is_named_where_it_is_resolved() -> None:
    doc = build_doc(s.SAID_THAT)
    _refer(doc, "it", "Norland")
    (claim,) = claims_of(doc)
    assert (claim.subject, claim.standalone) == ("Norland", "Norland had closed two camps")


def test_unresolved_pronoun_stays_unknown() -> None:
    (claim,) = claims_of(build_doc(s.SAID_THAT))
    assert (claim.subject, claim.standalone) == (None, None)


def test_conjunct_takes_the_subject_of_the_first() -> None:
    second = claims_of(build_doc(s.TREATY))[1]
    assert (second.subject, second.standalone) == ("Norland", "Norland opened an embassy")


def test_relative_pronoun_stands_for_its_antecedent() -> None:
    relative = claims_of(build_doc(s.RELATIVE))[1]
    assert (relative.subject, relative.standalone) == ("The port", "The port opened late")


def test_predicate_has_its_particle() -> None:
    doc = build_doc(
        "They|PRON|PRP|2|nsubj set|VERB|VBD|0|root up|ADP|RP|2|compound:prt a|DET|DT|5|det base|NOUN|NN|2|obj "
        ".|PUNCT|.|2|punct"
    )
    (claim,) = claims_of(doc)
    assert (claim.predicate, claim.object) == ("set up", "a base")


def test_predicate_passes_over_a_plan() -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj plans=plan|VERB|VBZ|0|root to|PART|TO|4|mark build|VERB|VB|2|xcomp a|DET|DT|6|det "
        "dam|NOUN|NN|4|obj .|PUNCT|.|2|punct"
    )
    (claim,) = claims_of(doc)
    assert (claim.predicate, claim.object) == ("build", "a dam")


def test_copula_says_what_its_complement_says() -> None:
    doc = build_doc(
        "Orla|PROPN|NNP|4|nsubj is=be|AUX|VBZ|4|cop the|DET|DT|4|det capital|NOUN|NN|0|root of|ADP|IN|6|case "
        "Norland|PROPN|NNP|4|nmod .|PUNCT|.|4|punct"
    )
    (claim,) = claims_of(doc)
    assert (claim.subject, claim.predicate, claim.object) == ("Orla", "be", "the capital of Norland")


def test_labels_of_other_pipelines_are_read_too() -> None:
    (claim,) = claims_of(build_doc(s.CLEARNLP))
    assert (claim.text, claim.object) == ("Norland would build two dams in May", "two dams")
    (claim,) = claims_of(build_doc(s.CLEARNLP_PASSIVE))
    assert (claim.text, claim.polarity) == ("No ships were sunk by rebels", "negated")


def test_possessive_is_named_where_it_is_resolved() -> None:
    doc = build_doc(
        "Its|PRON|PRP$|2|nmod:poss army|NOUN|NN|3|nsubj left=leave|VERB|VBD|0|root the|DET|DT|5|det "
        "valley|NOUN|NN|3|obj .|PUNCT|.|3|punct"
    )
    _refer(doc, "Its", "Norland")
    (claim,) = claims_of(doc)
    assert (claim.subject, claim.standalone) == ("Norland’s army", "Norland’s army left the valley")


def test_figure_split_off_shares_subject_and_verb() -> None:
    doc = build_doc(s.FROM_TO)
    figures = [quantity(doc, text, "1", "dollar") for text in ("$4 million", "$9 million")]
    assert claims_of(doc, figures)[1].standalone == "Trade grew to $9 million in 2024"
