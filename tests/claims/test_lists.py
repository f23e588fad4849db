"""Bulleted lists and the sentence that introduces them."""

from __future__ import annotations

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
