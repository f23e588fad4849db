"""Where a claim holds."""

from __future__ import annotations

from spacy.tokens import Doc

from claimtrack.claims import find_claims
from claimtrack.model import Claim, Entity
from tests.claims.conftest import build_doc, part, quantity

KILLED = (
    "In|ADP|IN|2|case Marna|PROPN|NNP|5|obl ,|PUNCT|,|2|punct shells=shell|NOUN|NNS|5|nsubj "
    "killed=kill|VERB|VBD|0|root "
    "12|NUM|CD|7|nummod people|NOUN|NNS|5|obj and|CCONJ|CC|9|cc injured=injure|VERB|VBD|5|conj 30|NUM|CD|9|obj "
    ".|PUNCT|.|5|punct"
)
THERE = (
    "Talks=talk|NOUN|NNS|2|nsubj failed=fail|VERB|VBD|0|root in|ADP|IN|4|case Marna|PROPN|NNP|2|obl .|PUNCT|.|2|punct",
    "Rebels=rebel|NOUN|NNS|2|nsubj fought=fight|VERB|VBD|0|root there|ADV|RB|2|advmod .|PUNCT|.|2|punct",
)
FROM = "Rebels=rebel|NOUN|NNS|2|nsubj left=leave|VERB|VBD|0|root Marna|PROPN|NNP|2|obj .|PUNCT|.|2|punct"


def _claims(doc: Doc, *figures: str) -> list[Claim]:
    at = part(doc, "Marna")
    town = Entity(at.start, at.end, "Marna", "LOC", "Marna")
    return find_claims(doc, [town], [quantity(doc, f, f.split()[0]) for f in figures], [], [], document_id="d")


def test_place_that_opens_the_sentence_holds_for_all_its_clauses() -> None:
    assert [claim.place for claim in _claims(build_doc(KILLED), "12 people", "30")] == ["Marna", "Marna"]


def test_there_takes_up_the_place_before() -> None:
    second = _claims(build_doc(*THERE))[1]
    assert (second.place, second.standalone) == ("Marna", "Rebels fought in Marna")


def test_object_is_no_place() -> None:
    assert _claims(build_doc(FROM))[0].place is None
