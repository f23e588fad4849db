"""One claim a figure where figures are coordinated, compared or taken for granted."""

from __future__ import annotations

from tests.claims import sentences as s
from tests.claims.conftest import attribution, build_doc, claims_of, date, quantity


def test_from_to_is_two_claims_each_with_its_year() -> None:
    doc = build_doc(s.FROM_TO)
    figures = [quantity(doc, "$4 million", "4000000", "dollar"), quantity(doc, "$9 million", "9000000", "dollar")]
    first, second = claims_of(doc, figures, [date(doc, "2021", "2021"), date(doc, "2024", "2024")])
    assert (first.text, first.quantities, first.dates) == ("Trade grew from $4 million in 2021", (0,), (0,))
    assert (second.text, second.quantities, second.dates) == ("to $9 million in 2024", (1,), (1,))
    assert first.subject == second.subject == "Trade"


def test_figures_of_other_units_stay_in_one_claim() -> None:
    doc = build_doc(s.FROM_TO)
    figures = [quantity(doc, "$4 million", "4000000", "dollar"), quantity(doc, "9 million", "9000000", "tonne")]
    assert len(claims_of(doc, figures)) == 1


def test_coordinated_objects_are_a_claim_each() -> None:
    doc = build_doc(s.CONJOINED_OBJECTS)
    figures = [quantity(doc, text, text.split()[0]) for text in ("12 pilots", "3 nurses", "40 sailors")]
    claims = claims_of(doc, figures)
    assert [claim.text for claim in claims] == ["They freed 12 pilots", "3 nurses", "40 sailors"]
    assert [claim.quantities for claim in claims] == [(0,), (1,), (2,)]
    assert {claim.predicate for claim in claims} == {"free"}


def test_coordinated_subjects_share_their_predicate() -> None:
    doc = build_doc(s.CONJOINED_SUBJECTS)
    figures = [quantity(doc, "12 pilots", "12", "pilot"), quantity(doc, "3 nurses", "3", "nurse")]
    claims = claims_of(doc, figures)
    assert [claim.text for claim in claims] == ["12 pilots and 3 nurses were freed", "3 nurses were freed"]
    assert [claim.quantities for claim in claims] == [(0,), (1,)]


def test_figure_that_a_possessive_takes_for_granted_is_asserted() -> None:
    doc = build_doc(s.PRESUPPOSED)
    whole, inner = claims_of(doc, [quantity(doc, "$2 billion", "2000000000", "dollar")])
    assert (whole.modality, whole.quantities) == ("planned", ())
    assert (inner.text, inner.modality, inner.quantities) == ("its $2 billion railway", "asserted", (0,))


def test_figures_without_a_parse_belong_to_their_sentence() -> None:
    import spacy

    doc = spacy.blank("en")("Rebels freed 12 pilots. They hold 40 sailors.")
    claims = claims_of(doc, [quantity(doc, "12 pilots", "12"), quantity(doc, "40 sailors", "40")])
    assert [claim.quantities for claim in claims] == [(0,), (1,)]


def test_whole_and_part_are_two_claims() -> None:
    doc = build_doc(
        "Of|ADP|IN|3|case 40|NUM|CD|3|nummod passengers=passenger|NOUN|NNS|6|obl ,|PUNCT|,|3|punct 12|NUM|CD|6|nsubj "
        "died=die|VERB|VBD|0|root .|PUNCT|.|6|punct"
    )
    whole, part = claims_of(doc, [quantity(doc, "40 passengers", "40", "passenger"), quantity(doc, "12", "12")])
    assert (whole.text, whole.quantities) == ("40 passengers", (0,))
    assert (part.text, part.quantities) == ("12 died", (1,))


def test_figure_of_the_frame_is_kept_with_the_nearest_claim() -> None:
    doc = build_doc(
        "Twelve|NUM|CD|2|nummod percent|NOUN|NN|3|nsubj said=say|VERB|VBD|0|root they|PRON|PRP|5|nsubj "
        "stayed=stay|VERB|VBD|3|ccomp .|PUNCT|.|3|punct"
    )
    claims = claims_of(
        doc,
        [quantity(doc, "Twelve percent", "12", "percentage")],
        attributions=[attribution(doc, "Twelve percent", "said", "they stayed")],
    )
    assert [(claim.text, claim.quantities) for claim in claims] == [("Twelve percent said they stayed", (0,))]
