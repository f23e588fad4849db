"""Impossible parses are put right, possible ones are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimtrack.claims.datelines import drop_dateline
from claimtrack.claims.repair import gather, mend, mend_sentence
from claimtrack.claims.tree import Tree
from tests.claims.conftest import VOCAB, attribution, build_doc, claims_of, quantity
from tests.claims.test_identity import FORMS, LABELS, TAGS

CASES = [
    (
        "The|DET|DT|2|det road|NOUN|NN|5|nsubj remained=remain|VERB|VBD|4|aux closed=close|VERB|VBN|2|acl "
        ".|PUNCT|.|0|root",
        ("The road", "close", None),
        "a full stop governs nothing",
    ),
    (
        "Police|NOUN|NNS|2|nsubj say|VERB|VBP|0|root the|DET|DT|4|det crate|NOUN|NN|2|nsubj "
        "held=hold|VERB|VBD|2|ccomp clothes|NOUN|NNS|5|obj .|PUNCT|.|2|punct",
        ("the crate", "hold", "clothes"),
        "of two subjects the one behind the verb is that of what is said",
    ),
    (
        "None|PRON|NN|2|obj had=have|VERB|VBD|0|root been=be|AUX|VBN|4|aux:pass recovered=recover|VERB|VBN|1|acl:relcl "
        ".|PUNCT|.|2|punct",
        ("None", "recover", None),
        "what stands before 'been' and a participle is no verb of its own",
    ),
    (
        "Figures=figure|NOUN|NNS|2|nsubj show|VERB|VBP|0|root that|DET|DT|4|det crime|NOUN|NN|5|nsubj "
        "fell=fall|VERB|VBD|2|ccomp .|PUNCT|.|2|punct",
        ("crime", "fall", None),
        "behind a verb of saying 'that' leads a clause",
    ),
    (
        "Norland|PROPN|NNP|0|root keeps=keep|VERB|VBZ|1|acl:relcl 90|NUM|CD|4|nummod ships=ship|NOUN|NNS|1|appos "
        ".|PUNCT|.|1|punct",
        ("Norland", "keep", "90 ships"),
        "a finite verb under a noun without a relative word: the noun is its subject",
    ),
    (
        "Norland|PROPN|NNP|2|obj keeps=keep|VERB|VBZ|0|root 90|NUM|CD|4|nummod ships=ship|NOUN|NNS|2|obj "
        ".|PUNCT|.|2|punct",
        ("Norland", "keep", "90 ships"),
        "the only noun before a finite verb is no object",
    ),
    (
        "The|DET|DT|4|nsubj gap|NOUN|NN|4|obj will|AUX|MD|4|aux grow|VERB|VB|0|root .|PUNCT|.|4|punct",
        ("The gap", "grow", None),
        "an article and its noun are one phrase",
    ),
    (
        "The|DET|DT|5|det tax|NOUN|NN|3|nsubj becomes=become|VERB|VBZ|0|root 21|NUM|CD|5|nummod "
        "percent|NOUN|NN|3|obj .|PUNCT|.|3|punct",
        ("The tax", "become", "21 percent"),
        "an article belongs to the next noun, not to one behind the verb",
    ),
    (
        "Boats=boat|NOUN|NNS|4|nsubj of|ADP|IN|3|case Norland|PROPN|NNP|4|nsubj "
        "left=leave|VERB|VBD|0|root .|PUNCT|.|4|punct",
        ("Boats of Norland", "leave", None),
        "what a preposition leads to is no subject",
    ),
    (
        "The|DET|DT|2|det fleet|NOUN|NN|4|nsubj will|AUX|MD|4|aux number=number|NOUN|NN|0|root "
        "140|NUM|CD|6|nummod ships=ship|NOUN|NNS|4|obj .|PUNCT|.|4|punct",
        ("The fleet", "number", "140 ships"),
        "behind a modal stands a verb",
    ),
    (
        "The|DET|DT|2|det pact|NOUN|NN|4|nsubj ,|PUNCT|,|4|punct signed=sign|VERB|VBD|0|root in|ADP|IN|6|case "
        "May|PROPN|NNP|4|obl ,|PUNCT|,|9|punct was=be|AUX|VBD|9|aux:pass dropped=drop|VERB|VBN|4|dep "
        "by|ADP|IN|11|case Norland|PROPN|NNP|9|obl .|PUNCT|.|4|punct",
        ("The pact", "drop", None),
        "no comma parts a subject from its verb",
    ),
    (
        "Shelling=shell|VERB|VBG|2|advcl killed=kill|VERB|VBD|0|root 12|NUM|CD|4|nummod people|NOUN|NNS|2|obj "
        ".|PUNCT|.|2|punct",
        ("Shelling", "kill", "12 people"),
        "a bare gerund before a verb without a subject",
    ),
]


@pytest.mark.parametrize(("sentence", "fields", "reason"), CASES, ids=[case[2] for case in CASES])
def test_mended(sentence: str, fields: tuple[str, str, str | None], reason: str) -> None:
    found = [(claim.subject, claim.predicate, claim.object) for claim in claims_of(build_doc(sentence))]
    assert fields in found, reason


SOUND = [
    "Farmers=farmer|NOUN|NNS|5|nsubj who|PRON|WP|3|nsubj grow|VERB|VBP|1|acl:relcl rice|NOUN|NN|3|obj "
    "left=leave|VERB|VBD|0|root .|PUNCT|.|5|punct",
    "Last|ADJ|JJ|2|amod year|NOUN|NN|4|obl:unmarked trade|NOUN|NN|4|nsubj grew=grow|VERB|VBD|0|root .|PUNCT|.|4|punct",
    "Who|PRON|WP|2|nsubj left=leave|VERB|VBD|0|root ?|PUNCT|.|2|punct",
    "Read|VERB|VB|0|root the|DET|DT|3|det report|NOUN|NN|1|obj .|PUNCT|.|1|punct",
    "Goods=good|NOUN|NNS|4|nsubj:pass sold=sell|VERB|VBN|1|acl were=be|AUX|VBD|4|aux:pass "
    "stolen=steal|VERB|VBN|0|root .|PUNCT|.|4|punct",
]


@pytest.mark.parametrize("sentence", SOUND)
def test_sound_parse_is_left_alone(sentence: str) -> None:
    doc = build_doc(sentence)
    before, after = Tree.of(doc), Tree.of(doc)
    mend(after)
    assert after == before


def test_content_of_an_attribution_is_one_clause() -> None:
    doc = build_doc(
        "Officials=official|NOUN|NNS|2|nsubj said=say|VERB|VBD|0|root talks=talk|NOUN|NNS|2|obj between|ADP|IN|5|case "
        "sides=side|NOUN|NNS|3|nmod would|AUX|MD|7|aux resume|VERB|VB|2|conj in|ADP|IN|9|case May|PROPN|NNP|2|obl "
        ".|PUNCT|.|2|punct"
    )
    content = "talks between sides would resume in May"
    (claim,) = claims_of(doc, attributions=[attribution(doc, "Officials", "said", content)])
    assert (claim.text, claim.subject, claim.modality) == (content, "talks between sides", "planned")


def test_what_a_semicolon_parts_are_two_claims() -> None:
    doc = build_doc(
        "Norland|PROPN|NNP|2|nsubj voted=vote|VERB|VBD|0|root with|ADP|IN|5|case 92|NUM|CD|5|nummod "
        "votes=vote|NOUN|NNS|2|obl ;|PUNCT|:|9|punct 76|NUM|CD|8|nummod members=member|NOUN|NNS|9|nsubj "
        "stayed=stay|VERB|VBD|5|dep away|ADV|RB|9|advmod .|PUNCT|.|2|punct"
    )
    claims = claims_of(doc, [quantity(doc, "92 votes", "92", "vote"), quantity(doc, "76 members", "76", "member")])
    assert [(claim.text, claim.quantities) for claim in claims] == [
        ("Norland voted with 92 votes", (0,)),
        ("76 members stayed away", (1,)),
    ]


@st.composite
def parsed_docs(draw) -> Doc:  # type: ignore[no-untyped-def]
    size = draw(st.integers(2, 18))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    tags = draw(st.lists(st.sampled_from([*TAGS, ("AUX", "VBD"), ("DET", "DT"), ("NUM", "CD"), ("VERB", "VBN")]),
                         min_size=size, max_size=size))  # fmt: skip
    labels = draw(st.lists(st.sampled_from([*LABELS, "dep", "list", "aux:pass"]), min_size=size, max_size=size))
    return Doc(
        VOCAB,
        words=draw(st.lists(st.sampled_from([*FORMS, ";", "NORDHAVEN", "-", "'s"]), min_size=size, max_size=size)),
        heads=heads,
        deps=["root" if head == i else label for i, (head, label) in enumerate(zip(heads, labels, strict=True))],
        pos=[pos for pos, _ in tags],
        tags=[tag for _, tag in tags],
        sent_starts=[i == 0 for i in range(size)],
    )


@given(parsed_docs(), st.data())
@settings(max_examples=400, deadline=None)
def test_any_tree_stays_a_tree(doc: Doc, data: st.DataObject) -> None:
    tree = Tree.of(doc)
    drop_dateline(tree, 0, len(doc))
    mend(tree)
    first = data.draw(st.integers(0, len(doc) - 1))
    last = data.draw(st.integers(first + 1, len(doc)))
    outer = data.draw(st.none() | st.integers(0, len(doc) - 1).filter(lambda t: not first <= t < last))
    gather(tree, first, last, outer)
    tree.measure(0, len(doc))
    mend_sentence(tree, 0, len(doc))
    roots = [token for token, head in enumerate(tree.heads) if head == token]
    assert len(roots) == 1
    assert sorted(tree.subtree(roots[0])) == list(range(len(doc)))
    assert all(tree.heads[child] == token for token in range(len(doc)) for child in tree.children[token])
    assert (tree.left[roots[0]], tree.right[roots[0]]) == (0, len(doc) - 1)
