"""Bulleted lists and the sentence that introduces them."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from claimtrack.model import Claim
from tests.claims import sentences as s
from tests.claims.conftest import build_doc, claims_of, quantity


def _with_blocks(doc: Doc) -> Doc:
    at, blocks = 0, []
    for number, text in enumerate(doc.text.split("\n\n")):
        blocks.append(["list_item" if number else "paragraph", at, at + len(text)])
        at += len(text) + 2
    doc.user_data["claimtrack.blocks"] = blocks
    return doc


def _claims(*items: str, figure: bool = False) -> tuple[Doc, list[Claim]]:
    doc = _with_blocks(build_doc(s.SUPPLIED, *("¶" + item for item in items)))
    return doc, claims_of(doc, [quantity(doc, "40 trucks", "40", "truck")] if figure else [])


def test_items_without_figures_are_one_claim_with_their_head() -> None:
    doc, (claim,) = _claims(s.ITEM_PLAIN, s.ITEM_PLAIN)
    assert claim.text.startswith("Norland supplied goods:")
    assert claim.end == doc.text.rindex("Tents") + len("Tents")


def test_item_with_a_figure_is_a_claim_of_its_own() -> None:
    _, (head, item) = _claims(s.ITEM_PLAIN, s.ITEM_FIGURE, figure=True)
    assert head.text.endswith("Tents")
    assert (item.text, item.quantities, item.subject, item.predicate) == ("40 trucks", (0,), "Norland", "supply")


def test_head_alone_says_nothing_where_every_item_has_a_figure() -> None:
    _, claims = _claims(s.ITEM_FIGURE, figure=True)
    assert [claim.text for claim in claims] == ["40 trucks"]


def test_item_that_is_a_sentence_is_read_as_one() -> None:
    _, claims = _claims(s.BUT)
    assert [claim.text for claim in claims] == ["Norland supplied goods", "exports fell sharply"]


def test_list_without_a_head_holds_no_claims() -> None:
    doc = build_doc(s.ITEM_PLAIN)
    doc.user_data["claimtrack.blocks"] = [["list_item", 0, len(doc.text)]]
    assert claims_of(doc) == []


def _items(*items: str) -> Doc:
    doc = build_doc(*("¶" * bool(n) + item for n, item in enumerate(items)))
    at, blocks = 0, []
    for text in doc.text.split("\n\n"):
        blocks.append(["list_item", at, at + len(text)])
        at += len(text) + 2
    doc.user_data["claimtrack.blocks"] = blocks
    return doc


GREENS = "Greens=green|PROPN|NNPS|0|root :|PUNCT|:|1|punct 9|NUM|CD|4|nummod percent|NOUN|NN|1|appos"
CARS = (
    "4300|NUM|CD|0|root :|PUNCT|:|1|punct new|ADJ|JJ|4|amod cars=car|NOUN|NNS|1|appos in|ADP|IN|6|case "
    "May|PROPN|NNP|4|nmod"
)
PARTED = [
    (GREENS, "9 percent", ("Greens: 9 percent", "Greens", "9 percent"), "a name, and the figure behind the colon"),
    (CARS, "4300", ("4300: new cars in May", "new cars in May", "4300"), "the figure, and what it counts behind"),
]


@pytest.mark.parametrize(("item", "figure", "fields", "reason"), PARTED)
def test_item_with_a_figure_needs_no_head(item: str, figure: str, fields: tuple[str, str, str], reason: str) -> None:
    doc = _items(item)
    (claim,) = claims_of(doc, [quantity(doc, figure, figure.split()[0])])
    assert (claim.text, claim.subject, claim.object) == fields, reason
    assert (claim.predicate, claim.standalone) == ("be", claim.text)


def test_item_with_a_figure_and_no_mark_is_a_claim_without_a_subject() -> None:
    doc = _items("40|NUM|CD|2|nummod trucks=truck|NOUN|NNS|0|root for|ADP|IN|4|case Marna|PROPN|NNP|2|nmod")
    (claim,) = claims_of(doc, [quantity(doc, "40 trucks", "40", "truck")])
    assert (claim.text, claim.quantities) == ("40 trucks for Marna", (0,))
