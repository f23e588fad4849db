"""Subjects with their pronouns resolved, predicates, objects and standalone readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimtrack.annotate.clearnlp import to_universal
from claimtrack.model import TimeExpression
from tests.claims import sentences as s
from tests.claims.conftest import attribution, build_doc, claims_of, part, quantity


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


@pytest.mark.parametrize(
    ("source", "predicate", "why"),
    [
        (None, "fire", "nobody named reports it, so the claim is what is reported"),
        ("Jets", "report", "with a cue that is no such frame the clause is about the reporting"),
    ],
)
def test_predicate_passes_over_hearsay(source: str | None, predicate: str, why: str) -> None:
    doc = build_doc(
        "Jets=jet|NOUN|NNS|3|nsubj:pass were=be|AUX|VBD|3|aux:pass reported=report|VERB|VBN|0|root to|PART|TO|6|mark "
        "have|AUX|VB|6|aux fired=fire|VERB|VBN|3|xcomp missiles=missile|NOUN|NNS|6|obj .|PUNCT|.|3|punct"
    )
    cues = [] if source else [attribution(doc, None, "were reported", "Jets")]
    (claim,) = claims_of(doc, attributions=cues)
    assert claim.predicate == predicate, why


@pytest.mark.parametrize(
    ("kind", "said_by", "subject", "why"),
    [
        ("direct", "person", "Mira", "who says I in her own words is she"),
        ("indirect", "person", None, "outside of quotes, I is the writer"),
        ("direct", "organization", None, "an organization is no I"),
    ],
)
def test_i_is_the_speaker_of_a_quote(kind: str, said_by: str, subject: str | None, why: str) -> None:
    doc = build_doc(
        "Mira|PROPN|NNP|2|nsubj "
        "said=say|VERB|VBD|0|root :|PUNCT|:|2|punct I|PRON|PRP|5|nsubj baked=bake|VERB|VBD|2|ccomp"
        " forty|NUM|CD|7|nummod loaves=loaf|NOUN|NNS|5|obj .|PUNCT|.|2|punct"
    )
    said = attribution(doc, "Mira", "said", "I baked forty loaves")
    who = replace(said.source, kind=said_by)
    (claim,) = claims_of(doc, attributions=[replace(said, kind=kind, source=who)])
    assert claim.subject == subject, why


def test_copula_says_what_its_complement_says() -> None:
    doc = build_doc(
        "Orla|PROPN|NNP|4|nsubj is=be|AUX|VBZ|4|cop the|DET|DT|4|det capital|NOUN|NN|0|root of|ADP|IN|6|case "
        "Norland|PROPN|NNP|4|nmod .|PUNCT|.|4|punct"
    )
    (claim,) = claims_of(doc)
    assert (claim.subject, claim.predicate, claim.object) == ("Orla", "be", "the capital of Norland")


def test_labels_of_other_pipelines_are_read_too() -> None:
    (claim,) = claims_of(to_universal(build_doc(s.CLEARNLP)))
    assert (claim.text, claim.object) == ("Norland would build two dams in May", "two dams")
    (claim,) = claims_of(to_universal(build_doc(s.CLEARNLP_PASSIVE)))
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


def test_what_a_reading_fills_in_is_traced_to_its_place() -> None:
    doc = build_doc(s.TREATY)
    second = claims_of(doc)[1]
    (part_,) = second.filled
    assert second.standalone is not None
    assert second.standalone[part_.start : part_.end] == "Norland"
    assert doc.text[part_.origin_start : part_.origin_end] == "Norland"


def test_pronoun_that_a_reading_names_is_where_it_was_read() -> None:
    doc = build_doc(s.SAID_THAT)
    _refer(doc, "it", "Norland")
    (claim,) = claims_of(doc)
    (part_,) = claim.filled
    assert (claim.standalone or "")[part_.start : part_.end] == "Norland"
    assert doc.text[part_.origin_start : part_.origin_end] == "it"


def test_relative_day_is_dated_in_a_reading() -> None:
    doc = build_doc(s.CANCELLED.replace("2012|NUM|CD", "Friday|PROPN|NNP"))
    at = part(doc, "Friday")
    friday = TimeExpression(at.start, at.end, "Friday", "DATE", "2012-05-04", anchor="publication")
    (claim,) = claims_of(doc, times=[friday])
    assert claim.standalone == "Norland cancelled the debt in Friday (2012-05-04)"


GAPPED = (
    "Nurses=nurse|NOUN|NNS|3|nsubj will|AUX|MD|3|aux get|VERB|VB|0|root 3|NUM|CD|5|nummod euros=euro|NOUN|NNS|3|obj "
    "more|ADJ|JJR|5|amod ,|PUNCT|,|11|punct and|CCONJ|CC|11|cc teachers=teacher|NOUN|NNS|11|compound "
    "another|DET|DT|11|det bonus|NOUN|NN|3|obj of|ADP|IN|14|case 14|NUM|CD|14|nummod euros=euro|NOUN|NNS|11|nmod "
    ".|PUNCT|.|3|punct"
)


def test_gapped_clause_has_its_own_subject_and_shares_the_verb() -> None:
    doc = build_doc(GAPPED)
    claims = claims_of(doc, [quantity(doc, "3 euros", "3", "euro"), quantity(doc, "14 euros", "14", "euro")])
    assert [claim.text for claim in claims] == ["Nurses will get 3 euros more", "teachers another bonus of 14 euros"]
    assert (claims[1].subject, claims[1].object) == ("teachers", "another bonus of 14 euros")
    assert claims[1].standalone == "teachers will get another bonus of 14 euros"


def test_figure_after_and_is_a_claim_of_its_own() -> None:
    doc = build_doc(
        "41|NUM|CD|2|nummod members=member|NOUN|NNS|3|nsubj voted=vote|VERB|VBD|0|root in|ADP|IN|5|case "
        "favour|NOUN|NN|3|obl and|CCONJ|CC|7|cc 38|NUM|CD|5|conj against|ADV|RB|7|advmod .|PUNCT|.|3|punct"
    )
    claims = claims_of(doc, [quantity(doc, "41 members", "41", "member"), quantity(doc, "38", "38", "member")])
    assert [claim.text for claim in claims] == ["41 members voted in favour", "38 against"]
    assert (claims[1].subject, claims[1].standalone) == ("38", "38 voted against")


def test_comparison_reads_after_what_it_compares() -> None:
    doc = build_doc(
        "Trade|NOUN|NN|2|nsubj reached=reach|VERB|VBD|0|root 9|NUM|CD|4|nummod "
        "tonnes=tonne|NOUN|NNS|2|obj ,|PUNCT|,|7|punct "
        "against|ADP|IN|7|case 7|NUM|CD|2|obl in|ADP|IN|9|case May|PROPN|NNP|7|nmod .|PUNCT|.|2|punct"
    )
    claims = claims_of(doc, [quantity(doc, "9 tonnes", "9", "tonne"), quantity(doc, "7", "7", "tonne")])
    assert [claim.text for claim in claims] == ["Trade reached 9 tonnes", "against 7 in May"]
    assert claims[1].standalone == "Trade reached 9 tonnes, against 7 in May"


NO_BRIDGE = "There|PRON|EX|2|expl is=be|VERB|VBZ|0|root no|DET|DT|4|det bridge|NOUN|NN|2|nsubj .|PUNCT|.|2|punct"


def test_negation_is_no_part_of_the_subject() -> None:
    (claim,) = claims_of(build_doc(NO_BRIDGE))
    assert (claim.subject, claim.polarity) == ("bridge", "negated")


def test_hyphenated_words_stay_whole() -> None:
    doc = build_doc(
        "Mira|PROPN|NNP|5|nsubj Brand~|PROPN|NNP|1|flat -~|PUNCT|HYPH|4|punct Olsen|PROPN|NNP|5|dep "
        "left=leave|VERB|VBD|0|root .|PUNCT|.|5|punct"
    )
    (claim,) = claims_of(doc)
    assert claim.subject == "Mira Brand-Olsen"


DATELINE = (
    "NORDHAVEN|PROPN|NNP|8|nsubj (~|PUNCT|-LRB-|3|punct Wire~|PROPN|NNP|1|appos "
    ")|PUNCT|-RRB-|3|punct -|PUNCT|:|1|punct "
    "The|DET|DT|7|det minister|NOUN|NN|1|list left=leave|VERB|VBD|0|root Norland|PROPN|NNP|8|obj .|PUNCT|.|8|punct"
)


def test_dateline_is_no_part_of_the_story() -> None:
    (claim,) = claims_of(build_doc(DATELINE))
    assert (claim.text, claim.subject) == ("The minister left Norland", "The minister")


def test_name_in_capitals_before_a_hyphen_is_no_dateline() -> None:
    doc = build_doc(
        "NATO~|PROPN|NNP|3|compound -~|PUNCT|HYPH|1|punct led|VERB|VBN|4|amod troops=troop|NOUN|NNS|5|nsubj "
        "left=leave|VERB|VBD|0|root .|PUNCT|.|5|punct"
    )
    assert claims_of(doc)[0].text == "NATO-led troops left"


def test_a_figure_shares_what_stands_before_the_phrase_it_is_coordinated_with() -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj ran=run|VERB|VBD|0|root a|DET|DT|4|det firm|NOUN|NN|2|obj with|ADP|IN|7|case "
        "50|NUM|CD|7|nummod ships=ship|NOUN|NNS|4|nmod and|CCONJ|CC|9|cc debts=debt|NOUN|NNS|7|conj of|ADP|IN|12|case "
        "9|NUM|CD|12|nummod crowns=crown|NOUN|NNS|9|nmod .|PUNCT|.|2|punct"
    )
    claims = claims_of(doc, [quantity(doc, "50 ships", "50", "ship"), quantity(doc, "9 crowns", "9", "crown")])
    assert claims[1].standalone == "Norland ran a firm with debts of 9 crowns", "it did not run debts"


def test_a_particle_is_part_of_the_verb_that_a_figure_shares() -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj shot=shoot|VERB|VBD|0|root down|ADP|RP|2|compound:prt 39|NUM|CD|5|nummod "
        "drones=drone|NOUN|NNS|2|obj and|CCONJ|CC|8|cc two|NUM|CD|8|nummod jets=jet|NOUN|NNS|5|conj .|PUNCT|.|2|punct"
    )
    claims = claims_of(doc, [quantity(doc, "39 drones", "39", "drone"), quantity(doc, "two jets", "2", "jet")])
    assert claims[1].standalone == "Norland shot down two jets"


def test_her_as_an_object_is_no_possessive() -> None:
    doc = build_doc(
        "Unions=union|NOUN|NNS|2|nsubj forgave=forgive|VERB|VBD|0|root her|PRON|PRP|2|obj quickly|ADV|RB|2|advmod "
        ".|PUNCT|.|2|punct"
    )
    _refer(doc, "her", "Ada Olin")
    (claim,) = claims_of(doc)
    assert claim.standalone == "Unions forgave Ada Olin quickly"


LABELS = [
    ("NEW|PROPN|NNP|2|compound DELHI|PROPN|NNP|5|obl :|PUNCT|:|2|punct Norland|PROPN|NNP|5|nsubj "
     "cut|VERB|VBD|0|root taxes=tax|NOUN|NNS|5|obj .|PUNCT|.|5|punct", "Norland cut taxes", "the place"),
    ("HOST|PROPN|NNP|4|nsubj :|PUNCT|:|1|punct Norland|PROPN|NNP|4|nsubj cut|VERB|VBD|0|root "
     "taxes=tax|NOUN|NNS|4|obj .|PUNCT|.|4|punct", "Norland cut taxes", "who speaks"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "text", "reason"), LABELS)
def test_a_label_in_capitals_is_no_part_of_the_claim(sentence: str, text: str, reason: str) -> None:
    (claim,) = claims_of(build_doc(sentence))
    assert (claim.text, claim.subject) == (text, "Norland"), reason
