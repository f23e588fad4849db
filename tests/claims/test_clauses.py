"""Which clauses of a sentence are claims, and where their text begins and ends."""

from __future__ import annotations

import pytest

from tests.claims import sentences as s
from tests.claims.conftest import attribution, build_doc, claims_of, date, quantity

CASES = [
    (s.KILLED_AND_INJURED, ["Shelling killed 12 villagers", "injured 30 in Marna"], "two events, each with its object"),
    (s.DESIGNED_AND_BUILT, ["Local firms designed and built the dam"], "two verbs share one object: one event"),
    (s.KILLED_OR_INJURED, ["Forty miners were killed or injured in May"], "an alternative claims neither half"),
    (
        s.RELATIVE,
        ["The port, which opened late, serves the north", "which opened late"],
        "a relative clause after a comma adds a fact; the main clause keeps one piece of text",
    ),
    (s.RESTRICTIVE, ["Farmers who grow rice left the valley"], "a restrictive clause only says which farmers"),
    (s.BECAUSE, ["Prices rose", "the harvest failed"], "a reason is a fact of its own"),
    (s.WHEN, ["When the bank closed, trade stopped"], "a clause of time says when"),
    (s.SAID_THAT, ["it had closed two camps"], "the frame 'X said' is no claim"),
    (s.ANNOUNCED, ["The ministry announced a pause in aid"], "an announcement without a clause is the claim"),
    (s.BUT, ["exports fell sharply"], "the conjunction before a clause is not its text"),
    (s.QUESTION, [], "a question states nothing"),
    (s.IMPERATIVE, [], "a call to action states nothing"),
    (s.FRAGMENT, [], "no predicate, no claim"),
    (s.OPINION, [], "liking something cannot be checked"),
]


@pytest.mark.parametrize(("sentence", "texts", "reason"), CASES, ids=[case[2] for case in CASES])
def test_text_of_claims(sentence: str, texts: list[str], reason: str) -> None:
    assert [claim.text for claim in claims_of(build_doc(sentence))] == texts, reason


def test_participle_with_a_figure_is_a_claim_of_its_own() -> None:
    doc = build_doc(s.PARTICIPLE)
    first, second = claims_of(doc, [quantity(doc, "seven travellers", "7", "traveller")])
    assert (first.text, second.text) == ("A crane fell on the station", "killing seven travellers")
    assert (first.quantities, second.quantities) == ((), (0,))
    assert second.subject == "A crane"


def test_apposition_with_a_figure_is_a_claim_about_its_noun() -> None:
    doc = build_doc(s.APPOSITION)
    claim = claims_of(doc, [quantity(doc, "54-year", "54", "year")])[0]
    assert (claim.text, claim.subject, claim.predicate) == ("Mira Olsen, a 54-year surgeon", "Mira Olsen", "be")


def test_marked_cue_makes_a_frame_of_any_verb() -> None:
    doc = build_doc(s.SAID_THAT.replace("said=say", "blogged=blog"))
    (claim,) = claims_of(doc, attributions=[attribution(doc, "Norland", "blogged", "it had closed two camps")])
    assert (claim.text, claim.source, claim.attribution) == ("it had closed two camps", "Norland", 0)


def test_bare_announcement_is_attributed_to_its_subject() -> None:
    doc = build_doc(s.ANNOUNCED)
    (claim,) = claims_of(doc, attributions=[attribution(doc, "The ministry", "announced", "a pause in aid")])
    assert (claim.text, claim.source) == ("The ministry announced a pause in aid", "The ministry")


def test_date_that_opens_the_sentence_holds_for_all_its_clauses() -> None:
    doc = build_doc(s.TREATY)
    first, second = claims_of(doc, times=[date(doc, "May", "2024-05")])
    assert (first.dates, second.dates) == ((0,), (0,))


def test_claim_that_takes_up_the_one_before_takes_its_date() -> None:
    doc = build_doc(s.CANCELLED, s.THAT_WAS)
    first, second = claims_of(doc, [quantity(doc, "10 billion", "10000000000", "dollar")], [date(doc, "2012", "2012")])
    assert (first.dates, second.dates) == ((0,), (0,))


def test_headings_and_boilerplate_hold_no_claims() -> None:
    doc = build_doc(s.BUT, "¶" + s.BECAUSE, "¶" + s.CANCELLED)
    second, third = doc.text.index("Prices"), doc.text.index("Norland")
    doc.user_data["claimtrack.blocks"] = [
        ["heading", 0, second],
        ["boilerplate", second, third],
        ["paragraph", third, len(doc.text)],
    ]
    assert [claim.text for claim in claims_of(doc)] == ["Norland cancelled the debt in 2012"]


def test_clause_at_a_noun_of_saying_is_a_claim() -> None:
    doc = build_doc(
        "Reports=report|NOUN|NNS|6|nsubj that|SCONJ|IN|4|mark rebels=rebel|NOUN|NNS|4|nsubj left=leave|VERB|VBD|1|acl "
        "could|AUX|MD|6|aux surprise|VERB|VB|0|root Norland|PROPN|NNP|6|obj .|PUNCT|.|6|punct"
    )
    assert "rebels left" in [claim.text for claim in claims_of(doc)]


def test_verb_that_leads_to_a_quotation_is_no_claim() -> None:
    doc = build_doc("Norland|PROPN|NNP|2|nsubj said=say|VERB|VBD|0|root :|PUNCT|:|2|punct")
    assert claims_of(doc) == []


CUT_OFF = (
    "Two|NUM|CD|2|nummod men=man|NOUN|NNS|4|nsubj:pass were=be|AUX|VBD|4|aux:pass arrested=arrest|VERB|VBN|0|root "
    "after|SCONJ|IN|4|dep a|DET|DT|7|det guard|NOUN|NN|9|nsubj:pass was=be|AUX|VBD|9|aux:pass "
    "hurt|VERB|VBN|4|parataxis .|PUNCT|.|4|punct"
)
BRACKET = (
    "Winds=wind|NOUN|NNS|2|nsubj reached=reach|VERB|VBD|0|root 140|NUM|CD|4|nummod mph|NOUN|NN|2|obj "
    "(|PUNCT|-LRB-|7|punct 225|NUM|CD|7|nummod kph|NOUN|NN|4|appos )|PUNCT|-RRB-|2|punct .|PUNCT|.|2|punct"
)
WHETHER = (
    "The|DET|DT|2|det club|NOUN|NN|3|nsubj asked=ask|VERB|VBD|0|root whether|SCONJ|IN|8|mark a|DET|DT|6|det "
    "case|NOUN|NN|8|nsubj:pass was=be|AUX|VBD|8|aux:pass opened=open|VERB|VBN|3|ccomp .|PUNCT|.|3|punct"
)


def test_a_claim_ends_before_the_conjunction_of_a_clause_that_was_cut_off() -> None:
    assert claims_of(build_doc(CUT_OFF))[0].text == "Two men were arrested"


def test_a_bracket_opened_in_a_claim_is_closed_in_it() -> None:
    assert claims_of(build_doc(BRACKET))[0].text.endswith("225 kph )")


def test_a_question_that_is_left_open_is_no_claim() -> None:
    doc = build_doc(WHETHER)
    said = attribution(doc, "The club", "asked", "whether a case was opened")
    assert "opened" not in " ".join(claim.text for claim in claims_of(doc, attributions=[said]))


ANSWER = (
    "A|NOUN|NN|4|nsubj :|PUNCT|:|4|punct I|PRON|PRP|4|nsubj disagreed=disagree|VERB|VBD|0|root with|ADP|IN|7|case "
    "the|DET|DT|7|det council|NOUN|NN|4|obl .|PUNCT|.|4|punct"
)


def test_the_label_of_an_answer_is_no_part_of_it() -> None:
    (claim,) = claims_of(build_doc(ANSWER))
    assert (claim.text, claim.subject) == ("I disagreed with the council", None)


def test_what_a_study_counts_is_a_claim_beside_what_it_found() -> None:
    doc = build_doc(
        "Nuts=nut|NOUN|NNS|2|nsubj help|VERB|VBP|9|ccomp hearts=heart|NOUN|NNS|2|obj ,|PUNCT|,|9|punct a|DET|DT|6|det "
        "study|NOUN|NN|9|nsubj of|ADP|IN|8|case adults=adult|NOUN|NNS|6|nmod found=find|VERB|VBD|0|root "
        ".|PUNCT|.|9|punct"
    )
    said = attribution(doc, "a study of adults", "found", "Nuts help hearts")
    claims = claims_of(doc, [quantity(doc, "adults", "51000", "adult")], attributions=[said])
    assert [(claim.text, claim.quantities) for claim in claims] == [
        ("Nuts help hearts", ()),
        ("a study of adults", (0,)),
    ]


UNNAMED = [
    ("asked=ask|VERB|VBD|1|acl:relcl not|PART|RB|8|advmod to|PART|TO|8|mark be|AUX|VB|8|aux:pass "
     "named=name|VERB|VBN|4|xcomp", "who asked not to be named"),
    ("spoke=speak|VERB|VBD|1|acl:relcl on|ADP|IN|6|case condition|NOUN|NN|4|obl of|ADP|IN|8|case "
     "anonymity|NOUN|NN|6|nmod", "who spoke on condition of anonymity"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "reason"), UNNAMED)
def test_that_a_source_is_not_named_is_no_claim(words: str, reason: str) -> None:
    doc = build_doc(
        f"Staff|NOUN|NN|10|nsubj ,|PUNCT|,|4|punct who|PRON|WP|4|nsubj {words} ,|PUNCT|,|4|punct "
        "left=leave|VERB|VBD|0|root town|NOUN|NN|10|obj .|PUNCT|.|10|punct"
    )
    assert [claim.text for claim in claims_of(doc)] == [f"Staff, {reason}, left town"]


def test_what_is_left_open_is_no_claim() -> None:
    doc = build_doc(
        "Here|ADV|RB|2|advmod is=be|VERB|VBZ|0|root what|PRON|WP|4|nsubj happened=happen|VERB|VBD|2|ccomp "
        "overnight|ADV|RB|4|advmod :|PUNCT|:|2|punct"
    )
    assert claims_of(doc) == []
