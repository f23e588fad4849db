"""Docs with ClearNLP labels give what Docs in Universal Dependencies give."""

import pytest
from spacy.tokens import Doc

from claimtrack.annotate.clearnlp import to_own_labels, to_universal
from claimtrack.annotate.quantities.layer import find_quantities
from tests.annotate.parses import parsed
from tests.claims.conftest import attribution, build_doc, claims_of, quantity


def arcs(doc: Doc) -> list[str]:
    return [f"{t.text} {t.dep_} {t.head.text}" for t in doc if t.pos_ != "PUNCT"]


SAME = [
    (
        "prepositions, object, passive and agent",
        "No/no/DET/det/2 ships/ship/NOUN/nsubjpass/4 were/be/AUX/auxpass/4 sunk/sink/VERB/ROOT/0 "
        "in/in/ADP/prep/4 May/May/PROPN/pobj/5 by/by/ADP/agent/4 rebels/rebel/NOUN/pobj/7 ././PUNCT/punct/4",
        "No/no/DET/det/2 ships/ship/NOUN/nsubj:pass/4 were/be/AUX/aux:pass/4 sunk/sink/VERB/root/0 "
        "in/in/ADP/case/6 May/May/PROPN/obl/4 by/by/ADP/case/8 rebels/rebel/NOUN/obl:agent/4 ././PUNCT/punct/4",
    ),
    (
        "copula with a noun, and a preposition at a noun",
        "Marna/Marna/PROPN/nsubj/2 is/be/AUX/ROOT/0 a/a/DET/det/4 port/port/NOUN/attr/2 of/of/ADP/prep/4 "
        "Norland/Norland/PROPN/pobj/5 ././PUNCT/punct/2",
        "Marna/Marna/PROPN/nsubj/4 is/be/AUX/cop/4 a/a/DET/det/4 port/port/NOUN/root/0 of/of/ADP/case/6 "
        "Norland/Norland/PROPN/nmod/4 ././PUNCT/punct/4",
    ),
    (
        "copula with an adjective that is measured",
        "It/it/PRON/nsubj/2 was/be/AUX/ROOT/0 12/12/NUM/nummod/4 metres/metre/NOUN/npadvmod/5 deep/deep/ADJ/acomp/2",
        "It/it/PRON/nsubj/5 was/be/AUX/cop/5 12/12/NUM/nummod/4 metres/metre/NOUN/obl:unmarked/5 deep/deep/ADJ/root/0",
    ),
    (
        "copula with a place",
        "They/they/PRON/nsubj/2 were/be/AUX/ROOT/0 in/in/ADP/prep/2 Kursk/Kursk/PROPN/pobj/3",
        "They/they/PRON/nsubj/4 were/be/AUX/cop/4 in/in/ADP/case/4 Kursk/Kursk/PROPN/root/0",
    ),
    (
        "there is",
        "There/there/PRON/expl/2 were/be/VERB/ROOT/0 fires/fire/NOUN/attr/2",
        "There/there/PRON/expl/2 were/be/VERB/root/0 fires/fire/NOUN/nsubj/2",
    ),
    (
        "coordination of three, with the conjunction on the last",
        "Rain/rain/NOUN/nsubj/6 ,/,/PUNCT/punct/1 wind/wind/NOUN/conj/1 and/and/CCONJ/cc/3 hail/hail/NOUN/conj/3 "
        "hit/hit/VERB/ROOT/0 ports/port/NOUN/dobj/6",
        "Rain/rain/NOUN/nsubj/6 ,/,/PUNCT/punct/1 wind/wind/NOUN/conj/1 and/and/CCONJ/cc/5 hail/hail/NOUN/conj/1 "
        "hit/hit/VERB/root/0 ports/port/NOUN/obj/6",
    ),
    (
        "prepositions that are one: out of, because of",
        "He/he/PRON/nsubj/2 came/come/VERB/ROOT/0 out/out/ADP/prep/2 of/of/ADP/prep/3 town/town/NOUN/pobj/4 "
        "because/because/SCONJ/prep/2 of/of/ADP/pcomp/6 rain/rain/NOUN/pobj/6",
        "He/he/PRON/nsubj/2 came/come/VERB/root/0 out/out/ADP/case/5 of/of/ADP/case/5 town/town/NOUN/obl/2 "
        "because/because/SCONJ/case/8 of/of/ADP/case/8 rain/rain/NOUN/obl/2",
    ),
    (
        "conjoined prepositional phrases",
        "It/it/PRON/nsubj/2 rained/rain/VERB/ROOT/0 in/in/ADP/prep/2 May/May/PROPN/pobj/3 and/and/CCONJ/cc/3 "
        "in/in/ADP/conj/3 June/June/PROPN/pobj/6",
        "It/it/PRON/nsubj/2 rained/rain/VERB/root/0 in/in/ADP/case/4 May/May/PROPN/obl/2 and/and/CCONJ/cc/7 "
        "in/in/ADP/case/7 June/June/PROPN/conj/4",
    ),
    (
        "a clause behind a preposition, a relative clause, a particle",
        "Men/man/NOUN/nsubj/7 who/who/PRON/nsubj/3 gave/give/VERB/relcl/1 up/up/ADP/prt/3 after/after/ADP/prep/3 "
        "winning/win/VERB/pcomp/5 left/leave/VERB/ROOT/0",
        "Men/man/NOUN/nsubj/7 who/who/PRON/nsubj/3 gave/give/VERB/acl:relcl/1 up/up/ADP/compound:prt/3 "
        "after/after/ADP/mark/6 winning/win/VERB/advcl/3 left/leave/VERB/root/0",
    ),
]


@pytest.mark.parametrize(("why", "clear", "universal"), SAME, ids=lambda value: str(value)[:40])
def test_a_clearnlp_parse_becomes_a_universal_one(why: str, clear: str, universal: str) -> None:
    assert arcs(to_universal(parsed(clear))) == arcs(parsed(universal)), why


@pytest.mark.parametrize(("why", "clear", "universal"), SAME, ids=lambda value: str(value)[:40])
def test_a_universal_parse_stays_as_it_is(why: str, clear: str, universal: str) -> None:
    assert arcs(to_universal(parsed(universal))) == arcs(parsed(universal)), why


CLEAR = (
    "The|DET|DT|2|det ministry|NOUN|NN|3|nsubj announced=announce|VERB|VBD|0|ROOT that|SCONJ|IN|8|mark "
    "two|NUM|CD|6|nummod dams=dam|NOUN|NNS|8|nsubjpass were=be|AUX|VBD|8|auxpass built=build|VERB|VBN|3|ccomp "
    "in|ADP|IN|8|prep May|PROPN|NNP|9|pobj and|CCONJ|CC|8|cc that|SCONJ|IN|15|mark Norland|PROPN|NNP|15|nsubj "
    "will|AUX|MD|15|aux open|VERB|VB|8|conj a|DET|DT|17|det port|NOUN|NN|15|dobj .|PUNCT|.|3|punct"
)
UNIVERSAL = (
    "The|DET|DT|2|det ministry|NOUN|NN|3|nsubj announced=announce|VERB|VBD|0|root that|SCONJ|IN|8|mark "
    "two|NUM|CD|6|nummod dams=dam|NOUN|NNS|8|nsubj:pass were=be|AUX|VBD|8|aux:pass built=build|VERB|VBN|3|ccomp "
    "in|ADP|IN|10|case May|PROPN|NNP|8|obl and|CCONJ|CC|15|cc that|SCONJ|IN|15|mark Norland|PROPN|NNP|15|nsubj "
    "will|AUX|MD|15|aux open|VERB|VB|8|conj a|DET|DT|17|det port|NOUN|NN|15|obj .|PUNCT|.|3|punct"
)
CLEAR_COPULA = (
    "The|DET|DT|2|det debt|NOUN|NN|5|nsubj of|ADP|IN|2|prep Norland|PROPN|NNP|3|pobj was=be|AUX|VBD|0|ROOT "
    "not|PART|RB|5|neg 40|NUM|CD|8|nummod barrels=barrel|NOUN|NNS|5|attr .|PUNCT|.|5|punct"
)
UNIVERSAL_COPULA = (
    "The|DET|DT|2|det debt|NOUN|NN|8|nsubj of|ADP|IN|4|case Norland|PROPN|NNP|2|nmod was=be|AUX|VBD|8|cop "
    "not|PART|RB|8|advmod 40|NUM|CD|8|nummod barrels=barrel|NOUN|NNS|0|root .|PUNCT|.|8|punct"
)


def test_claims_are_the_same() -> None:
    found = []
    for sentence in (CLEAR, UNIVERSAL):
        doc = to_universal(build_doc(sentence))
        said = attribution(doc, "The ministry", "announced", "that two dams were built in May")
        found.append(claims_of(doc, [quantity(doc, "two dams", "2", "dam")], attributions=[said]))
    assert found[0] == found[1]
    assert [(c.subject, c.predicate, c.modality) for c in found[0]] == [
        ("two dams", "build", "asserted"),
        ("Norland", "open", "planned"),
    ]


def test_copulas_give_the_same_claims() -> None:
    clear, universal = (claims_of(to_universal(build_doc(s))) for s in (CLEAR_COPULA, UNIVERSAL_COPULA))
    assert clear == universal
    assert [c.polarity for c in clear] == ["negated"]


def test_quantities_are_the_same() -> None:
    clear, universal = (find_quantities(to_universal(build_doc(s))) for s in (CLEAR, UNIVERSAL))
    assert clear == universal
    assert [(q.text, q.unit) for q in clear] == [("two dams", "dam")]


def test_figures_are_no_names() -> None:
    doc = parsed(
        "Two/two/NUM/nummod/2 ports/port/NOUN/nsubj/3 read/read/VERB/root/0 Hamlet/Hamlet/PROPN/obj/3",
        ents=[("Two", "CARDINAL"), ("Hamlet", "WORK_OF_ART")],
    )
    assert [(e.text, e.label_) for e in to_own_labels(doc).ents] == [("Hamlet", "MISC")]
