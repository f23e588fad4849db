"""Attributions by rule are the same on a parse with Universal Dependencies labels and on one with ClearNLP labels."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from claimtrack.annotate.attribution import find_attributions
from claimtrack.annotate.clearnlp import to_own_labels, to_universal
from tests.annotate.parses import parsed

Found = tuple[str | None, str | None, str | None, str, list[str]]

CASES: list[tuple[str, str, str, Found]] = [
    (
        "a clause behind a verb of saying",
        "Anna/Anna/PROPN/compound/2 Lind/Lind/PROPN/nsubj/3 said/say/VERB/ROOT/0 that/that/SCONJ/mark/8 "
        "two/two/NUM/nummod/6 bridges/bridge/NOUN/nsubjpass/8 were/be/AUX/auxpass/8 closed/close/VERB/ccomp/3 "
        "in/in/ADP/prep/8 May~/May/PROPN/pobj/9 ././PUNCT/punct/3",
        "Anna/Anna/PROPN/nsubj/3 Lind/Lind/PROPN/flat/1 said/say/VERB/root/0 that/that/SCONJ/mark/8 "
        "two/two/NUM/nummod/6 bridges/bridge/NOUN/nsubj:pass/8 were/be/AUX/aux:pass/8 closed/close/VERB/ccomp/3 "
        "in/in/ADP/case/10 May~/May/PROPN/obl/8 ././PUNCT/punct/3",
        ("said", "Anna Lind", "Anna Lind", "asserts", ["that two bridges were closed in May"]),
    ),
    (
        "a denial, whose effect goes with it",
        "Anna/Anna/PROPN/compound/2 Lind/Lind/PROPN/nsubj/3 denied/deny/VERB/ROOT/0 that/that/SCONJ/mark/7 "
        "the/the/DET/det/6 dam/dam/NOUN/nsubj/7 leaks/leak/VERB/ccomp/3 ././PUNCT/punct/3",
        "Anna/Anna/PROPN/nsubj/3 Lind/Lind/PROPN/flat/1 denied/deny/VERB/root/0 that/that/SCONJ/mark/7 "
        "the/the/DET/det/6 dam/dam/NOUN/nsubj/7 leaks/leak/VERB/ccomp/3 ././PUNCT/punct/3",
        ("denied", "Anna Lind", "Anna Lind", "denies", ["that the dam leaks"]),
    ),
    (
        "according to",
        "Trade/trade/NOUN/nsubj/2 fell~/fall/VERB/ROOT/0 ,/,/PUNCT/punct/2 according/accord/VERB/prep/2 "
        "to/to/ADP/prep/4 Anna/Anna/PROPN/compound/7 Lind~/Lind/PROPN/pobj/5 ././PUNCT/punct/2",
        "Trade/trade/NOUN/nsubj/2 fell~/fall/VERB/root/0 ,/,/PUNCT/punct/6 according/accord/VERB/case/6 "
        "to/to/ADP/fixed/4 Anna/Anna/PROPN/obl/2 Lind~/Lind/PROPN/flat/6 ././PUNCT/punct/2",
        ("according to", "Anna Lind", "Anna Lind", "asserts", ["Trade fell"]),
    ),
    (
        "a passive that names nobody",
        "The/the/DET/det/2 pilot/pilot/NOUN/nsubjpass/4 is/be/AUX/auxpass/4 believed/believe/VERB/ROOT/0 "
        "to/to/PART/aux/7 have/have/AUX/aux/7 fled~/flee/VERB/xcomp/4 ././PUNCT/punct/4",
        "The/the/DET/det/2 pilot/pilot/NOUN/nsubj:pass/4 is/be/AUX/aux:pass/4 believed/believe/VERB/root/0 "
        "to/to/PART/mark/7 have/have/AUX/aux/7 fled~/flee/VERB/xcomp/4 ././PUNCT/punct/4",
        ("is believed", None, None, "claims", ["The pilot", "to have fled"]),
    ),
    (
        "a noun phrase as what is announced",
        "Anna/Anna/PROPN/compound/2 Lind/Lind/PROPN/nsubj/3 announced/announce/VERB/ROOT/0 a/a/DET/det/5 "
        "pause/pause/NOUN/dobj/3 in/in/ADP/prep/5 aid~/aid/NOUN/pobj/6 ././PUNCT/punct/3",
        "Anna/Anna/PROPN/nsubj/3 Lind/Lind/PROPN/flat/1 announced/announce/VERB/root/0 a/a/DET/det/5 "
        "pause/pause/NOUN/obj/3 in/in/ADP/case/7 aid~/aid/NOUN/nmod/5 ././PUNCT/punct/3",
        ("announced", "Anna Lind", "Anna Lind", "asserts", ["a pause in aid"]),
    ),
]


def found(doc: Doc) -> Found:
    (one,) = find_attributions(to_own_labels(to_universal(doc)))
    cue, source = one.cue, one.source
    return (
        cue.text if cue else None,
        source.text if source else None,
        source.name if source else None,
        one.effect,
        [part.text for part in one.content],
    )


@pytest.mark.parametrize(("why", "clear", "universal", "expected"), CASES, ids=[case[0] for case in CASES])
def test_both_label_sets_give_the_same_attribution(why: str, clear: str, universal: str, expected: Found) -> None:
    assert found(parsed(clear, ents=[("Anna Lind", "PERSON")])) == expected, why
    assert found(parsed(universal, ents=[("Anna Lind", "PERSON")])) == expected, why
