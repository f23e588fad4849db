"""Negation at the predicate of a clause."""

from __future__ import annotations

import pytest

from claimtrack.claims.plain import polarity_of_text
from tests.claims import sentences as s
from tests.claims.conftest import attribution, build_doc, claims_of

NOT = (
    "The|DET|DT|2|det port|NOUN|NN|5|nsubj:pass was=be|AUX|VBD|5|aux:pass "
    "{}|PART|RB|5|advmod shut|VERB|VBN|0|root .|PUNCT|.|5|punct"
)
CASES = [
    (
        "Neither|CCONJ|CC|3|cc:preconj the|DET|DT|3|det port|NOUN|NN|6|nsubj nor|CCONJ|CC|5|cc dam|NOUN|NN|3|conj "
        "opened=open|VERB|VBD|0|root .|PUNCT|.|6|punct",
        "negated",
        "neither at a subject of two",
    ),
    (
        "Neither|CCONJ|CC|5|nsubj Marna|PROPN|NNP|5|nsubj nor|CCONJ|CC|4|cc Ruvia|PROPN|NNP|2|conj "
        "agreed=agree|VERB|VBD|0|root .|PUNCT|.|5|punct",
        "negated",
        "neither that the parser takes for a subject",
    ),
    ("The|DET|DT|2|det port|NOUN|NN|3|nsubj shut|VERB|VBD|0|root .|PUNCT|.|3|punct", "affirmed", "no negation"),
    (NOT.format("not"), "negated", "not"),
    (NOT.format("n't"), "negated", "the contracted form"),
    (NOT.format("never"), "negated", "never"),
    (
        "No|DET|DT|2|det ships=ship|NOUN|NNS|3|nsubj came=come|VERB|VBD|0|root .|PUNCT|.|3|punct",
        "negated",
        "a negative subject",
    ),
    ("Nobody|PRON|NN|2|nsubj came=come|VERB|VBD|0|root .|PUNCT|.|2|punct", "negated", "a negative pronoun"),
    (
        "She|PRON|PRP|2|nsubj wears=wear|VERB|VBZ|0|root no|DET|DT|4|det mask|NOUN|NN|2|obj .|PUNCT|.|2|punct",
        "negated",
        "a negative object",
    ),
    (
        "There|PRON|EX|2|expl was=be|VERB|VBD|0|root no|DET|DT|4|det war|NOUN|NN|2|nsubj .|PUNCT|.|2|punct",
        "negated",
        "nothing exists",
    ),
    (
        "There|PRON|EX|2|expl was=be|VERB|VBD|0|root no|DET|DT|2|det war|NOUN|NN|2|nsubj .|PUNCT|.|2|punct",
        "negated",
        "no that the parser gives to the verb",
    ),
    (
        "Not|PART|RB|2|advmod one|NUM|CD|6|nsubj of|ADP|IN|5|case the|DET|DT|5|det ships=ship|NOUN|NNS|2|nmod "
        "came=come|VERB|VBD|0|root .|PUNCT|.|6|punct",
        "negated",
        "not one of many",
    ),
    (
        "They|PRON|PRP|2|nsubj failed=fail|VERB|VBD|0|root to|PART|TO|4|mark agree|VERB|VB|2|xcomp .|PUNCT|.|2|punct",
        "negated",
        "what failed did not happen",
    ),
    (
        "They|PRON|PRP|4|nsubj did=do|AUX|VBD|4|aux not|PART|RB|4|advmod fail|VERB|VB|0|root to|PART|TO|6|mark "
        "agree|VERB|VB|4|xcomp .|PUNCT|.|4|punct",
        "affirmed",
        "two negations cancel out",
    ),
    (
        "They|PRON|PRP|4|nsubj not|PART|RB|3|advmod only|ADV|RB|4|advmod won=win|VERB|VBD|0|root .|PUNCT|.|4|punct",
        "affirmed",
        "not only adds, it does not negate",
    ),
    (
        "They|PRON|PRP|2|nsubj pay|VERB|VBP|0|root no|ADV|RB|4|advmod more|ADJ|JJR|7|advmod "
        "than|ADP|IN|4|fixed 9|NUM|CD|7|nummod "
        "euros=euro|NOUN|NNS|2|obj .|PUNCT|.|2|punct",
        "affirmed",
        "a bound is no negation",
    ),
    (
        "They|PRON|PRP|2|nsubj pay|VERB|VBP|0|root no|ADV|RB|4|advmod more|ADJ|JJR|2|advmod than|ADP|IN|4|fixed "
        "9|NUM|CD|7|nummod euros=euro|NOUN|NNS|2|obj .|PUNCT|.|2|punct",
        "affirmed",
        "a bound that the parser hangs on the verb is none either",
    ),
    (
        "Spills=spill|NOUN|NNS|2|nsubj happened=happen|VERB|VBD|0|root ,|PUNCT|,|4|punct none|NOUN|NN|2|nsubj "
        "of|ADP|IN|6|case them|PRON|PRP|4|nmod large|ADJ|JJ|4|amod .|PUNCT|.|2|punct",
        "affirmed",
        "an afterthought does not negate what happened",
    ),
    (
        "Not|PART|RB|4|advmod a|DET|DT|4|det single|ADJ|JJ|4|amod euro|NOUN|NN|5|nsubj came=come|VERB|VBD|0|root "
        ".|PUNCT|.|5|punct",
        "negated",
        "not a single one",
    ),
    (
        "He|PRON|PRP|2|nsubj said=say|VERB|VBD|0|root it|PRON|PRP|6|nsubj was=be|AUX|VBD|6|cop not|PART|RB|6|advmod "
        "inevitable|ADJ|JJ|2|ccomp .|PUNCT|.|2|punct",
        "negated",
        "negation inside of the content",
    ),
    (
        "He|PRON|PRP|4|nsubj did=do|AUX|VBD|4|aux not|PART|RB|4|advmod say|VERB|VB|0|root it|PRON|PRP|6|nsubj "
        "sank=sink|VERB|VBD|4|ccomp .|PUNCT|.|4|punct",
        "affirmed",
        "the negation of the frame is not the content's",
    ),
    (
        "He|PRON|PRP|4|nsubj does=do|AUX|VBZ|4|aux not|PART|RB|4|advmod think|VERB|VB|0|root it|PRON|PRP|6|nsubj "
        "sank=sink|VERB|VBD|4|ccomp .|PUNCT|.|4|punct",
        "negated",
        "but a verb of belief passes its negation down",
    ),
]


@pytest.mark.parametrize(("sentence", "polarity", "reason"), CASES, ids=[case[2] for case in CASES])
def test_polarity(sentence: str, polarity: str, reason: str) -> None:
    (claim,) = claims_of(build_doc(sentence))
    assert claim.polarity == polarity, reason


def test_denied_content_is_negated() -> None:
    doc = build_doc(s.SAID_THAT.replace("said=say", "denied=deny"))
    denial = attribution(doc, "Norland", "denied", "it had closed two camps", effect="denies")
    (claim,) = claims_of(doc, attributions=[denial])
    assert claim.polarity == "negated"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The port was not shut.", "negated"),
        ("The port wasn’t shut.", "negated"),
        ("It sank not only ships.", "affirmed"),
        ("It costs no more than 9 euros.", "affirmed"),
        ("The knot held.", "affirmed"),
    ],
)
def test_polarity_without_a_parse(text: str, polarity: str) -> None:
    assert polarity_of_text(text) == polarity


def test_what_a_denial_takes_for_granted_is_affirmed() -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj denied=deny|VERB|VBD|0|root it|PRON|PRP|4|nsubj sank=sink|VERB|VBD|2|ccomp "
        "Marna|PROPN|NNP|4|obj ,|PUNCT|,|8|punct which|PRON|WDT|8|nsubj left=leave|VERB|VBD|5|acl:relcl "
        "port|NOUN|NN|8|obj early|ADV|RB|8|advmod .|PUNCT|.|2|punct"
    )
    denial = attribution(doc, "Norland", "denied", "it sank Marna, which left port early", effect="denies")
    claims = claims_of(doc, attributions=[denial])
    assert [claim.polarity for claim in claims] == ["negated", "affirmed"]
