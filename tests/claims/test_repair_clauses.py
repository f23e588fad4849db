"""Clauses whose parts a parser hung on the wrong word are read as English has them."""

from __future__ import annotations

import pytest

from tests.claims.conftest import build_doc, claims_of, date, quantity

CASES = [
    (
        "Norvik|PROPN|NNP|0|root ,|PUNCT|,|1|punct which|PRON|WDT|4|nsubj opened=open|VERB|VBD|1|acl:relcl "
        "late|ADV|RB|4|advmod ,|PUNCT|,|4|punct was=be|AUX|VBD|8|cop down|ADV|RB|4|advmod .|PUNCT|.|8|punct",
        "Norvik, which opened late, was down",
        ("Norvik", "be", "down"),
        "the main clause goes on behind the comma that ends a relative clause",
    ),
    (
        "Fenwick|PROPN|NNP|0|root ,|PUNCT|,|4|punct who|PRON|WP|4|nsubj lost=lose|VERB|VBD|1|acl:relcl "
        "again|ADV|RB|4|advmod ,|PUNCT|,|1|punct remain|VERB|VB|1|dep last|ADJ|JJ|7|xcomp .|PUNCT|.|1|punct",
        "Fenwick, who lost again, remain last",
        ("Fenwick", "remain", None),
        "a plain form under the noun is its verb",
    ),
    (
        "Olin|PROPN|NNP|7|nsubj ,|PUNCT|,|1|punct who|PRON|WP|4|nsubj left=leave|VERB|VBD|1|parataxis "
        "early|ADV|RB|4|advmod ,|PUNCT|,|1|punct ran=run|VERB|VBD|0|root Norvik|PROPN|NNP|7|obj .|PUNCT|.|7|punct",
        "who left early",
        ("Olin", "leave", None),
        "a clause with 'who' behind a noun and a comma is a relative one",
    ),
    (
        "Bern|PROPN|NNP|9|nsubj ,|PUNCT|,|4|punct whose|PRON|WP$|4|nmod:poss wife|NOUN|NN|1|appos "
        "works=work|VERB|VBZ|4|acl:relcl in|ADP|IN|7|case Marna|PROPN|NNP|5|obl ,|PUNCT|,|4|punct "
        "left=leave|VERB|VBD|0|root town|NOUN|NN|9|obj .|PUNCT|.|9|punct",
        "whose wife works in Marna",
        ("Bern’s wife", "work", None),
        "the noun of 'whose' is the subject of the clause behind it",
    ),
    (
        "Staff|NOUN|NN|3|nsubj:pass were=be|AUX|VBD|3|aux:pass shaken=shake|VERB|VBN|0|root by|ADP|IN|5|case "
        "what|PRON|WP|3|obl they|PRON|PRP|7|nsubj saw=see|VERB|VBD|3|advcl there|ADV|RB|7|advmod .|PUNCT|.|3|punct",
        "Staff were shaken by what they saw there",
        ("Staff", "shake", None),
        "the clause behind 'what' is a part of it",
    ),
    (
        "Shares=share|NOUN|NNS|2|nsubj rose=rise|VERB|VBD|0|root after|ADP|IN|5|mark sales=sale|NOUN|NNS|5|nsubj "
        "beat|VERB|VBD|6|case forecasts=forecast|NOUN|NNS|2|obl .|PUNCT|.|2|punct",
        "sales beat forecasts",
        ("sales", "beat", "forecasts"),
        "what has a subject is no preposition",
    ),
    (
        "In|ADP|IN|2|case May|PROPN|NNP|5|obl tents=tent|NOUN|NNS|5|nummod were=be|SYM|VBD|5|nsubj "
        "sold=sell|VERB|VBN|0|root there|ADV|RB|5|advmod .|PUNCT|.|5|punct",
        "In May tents were sold there",
        ("tents", "sell", None),
        "a form of 'be' before a participle is its auxiliary",
    ),
    (
        "Talks=talk|NOUN|NNS|5|nsubj are=be|AUX|VBP|5|cop due|ADJ|JJ|0|root to|ADP|IN|5|mark resume|VERB|VB|3|dep "
        "in|ADP|IN|7|case May|PROPN|NNP|5|obl .|PUNCT|.|5|punct",
        "Talks are due to resume in May",
        ("Talks", "resume", None),
        "the subject before 'due' is that of 'due'",
    ),
    (
        "The|DET|DT|2|det lane|NOUN|NN|4|nsubj is=be|AUX|VBZ|4|cop wide|ADJ|JJ|7|amod ,|PUNCT|,|4|punct "
        "she|PRON|PRP|7|nsubj said=say|VERB|VBD|0|root .|PUNCT|.|7|punct",
        "The lane is wide",
        ("The lane", "be", "wide"),
        "a subject and a copula make a clause, which is what is said",
    ),
    (
        "Norvik|PROPN|NNP|2|nsubj plans=plan|VERB|VBZ|0|root to|PART|TO|4|mark buy|VERB|VB|2|xcomp "
        "ships=ship|NOUN|NNS|4|obj and|CCONJ|CC|8|cc will|AUX|MD|8|aux cut|VERB|VB|4|conj jobs=job|NOUN|NNS|8|obj "
        ".|PUNCT|.|2|punct",
        "will cut jobs",
        ("Norvik", "cut", "jobs"),
        "a finite verb is coordinated with the finite one, not with its infinitive",
    ),
    (
        "Twelve|NUM|CD|2|nummod miners=miner|NOUN|NNS|4|nsubj:pass were=be|AUX|VBD|4|aux:pass "
        "killed=kill|VERB|VBN|0|root and|CCONJ|CC|7|cc 30|NUM|CD|4|nsubj:pass injured=injured|NOUN|NN|4|conj "
        ".|PUNCT|.|4|punct",
        "30 injured",
        ("30", "injure", None),
        "the thirty were injured and not killed",
    ),
    (
        "Twelve|NUM|CD|2|nummod miners=miner|NOUN|NNS|4|nsubj:pass were=be|AUX|VBD|4|aux:pass "
        "killed=kill|VERB|VBN|0|root and|CCONJ|CC|6|cc 30|NUM|CD|2|conj injured=injured|NOUN|NN|4|conj "
        ".|PUNCT|.|4|punct",
        "30 injured",
        ("30", "injure", None),
        "the same with the number hung on the first subject",
    ),
    (
        "Storms=storm|NOUN|NNS|2|nsubj caused=cause|VERB|VBD|0|root damage|NOUN|NN|2|obj worth|ADJ|JJ|2|obj "
        "millions=million|NOUN|NNS|2|obj .|PUNCT|.|2|punct",
        "Storms caused damage worth millions",
        ("Storms", "cause", "damage"),
        "the sum behind 'worth' is what the damage is worth",
    ),
    (
        "Half|NOUN|NN|2|obj backed=back|VERB|VBN|0|root the|DET|DT|4|det plan|NOUN|NN|2|obj and|CCONJ|CC|6|cc "
        "Norland|PROPN|NNP|7|obj opposed=oppose|VERB|VBN|4|acl it|PRON|PRP|7|obj .|PUNCT|.|2|punct",
        "Norland opposed it",
        ("Norland", "oppose", None),
        "English puts no object before its verb",
    ),
    (
        "The|DET|DT|2|det city|NOUN|NN|7|appos recorded=record|VERB|VBD|7|ccomp floods=flood|NOUN|NNS|3|obj "
        ",|PUNCT|,|7|punct officials=official|NOUN|NNS|7|nsubj said=say|VERB|VBD|0|root .|PUNCT|.|7|punct",
        "The city recorded floods",
        ("The city", "record", "floods"),
        "the noun right before the verb of what is said is its subject",
    ),
    (
        "A|PRON|DT|2|nsubj plan|NOUN|NN|5|ccomp has=have|AUX|VBZ|5|aux been=be|AUX|VBN|5|aux:pass "
        "approved=approve|VERB|VBN|0|root .|PUNCT|.|5|punct",
        "A plan has been approved",
        ("A plan", "approve", None),
        "an article is no subject of its noun",
    ),
    (
        "They|PRON|PRP|2|nsubj won=win|VERB|VBD|0|root games=game|NOUN|NNS|2|obj and|CCONJ|CC|6|cc "
        "are=be|AUX|VBP|6|cop unbeaten|ADJ|JJ|2|conj at|ADP|IN|8|case home|NOUN|NN|2|obl .|PUNCT|.|2|punct",
        "are unbeaten at home",
        (None, "be", "unbeaten"),
        "what follows the second predicate is its own",
    ),
    (
        "Two|NUM|CD|2|nummod ships=ship|NOUN|NNS|6|nsubj and|CCONJ|CC|5|cc a|DET|DT|5|det boat|NOUN|NN|6|nsubj "
        "joined=join|VERB|VBD|0|root the|DET|DT|8|det search|NOUN|NN|6|obj .|PUNCT|.|6|punct",
        "Two ships and a boat joined the search",
        ("Two ships and a boat", "join", "the search"),
        "two subjects joined by 'and' are one",
    ),
    (
        "A|DET|DT|2|det ferry|NOUN|NN|0|root carrying=carry|VERB|VBG|2|acl cars=car|NOUN|NNS|3|obj and|CCONJ|CC|6|cc "
        "crew|NOUN|NN|7|nsubj sank=sink|VERB|VBD|3|conj off|ADP|IN|9|case Marna|PROPN|NNP|3|obl .|PUNCT|.|2|punct",
        "A ferry carrying cars and crew sank off Marna",
        ("A ferry", "sink", None),
        "a subject that begins with 'and' is the end of one",
    ),
    (
        "Norland|PROPN|NNP|2|nsubj cut|VERB|VBD|0|root 900|NUM|CD|2|obj jobs=job|NOUN|NNS|2|obj .|PUNCT|.|2|punct",
        "Norland cut 900 jobs",
        ("Norland", "cut", "900 jobs"),
        "a number right before a plural counts it",
    ),
    (
        "Officials=official|NOUN|NNS|2|nsubj claimed=claim|VERB|VBD|0|root they|PRON|PRP|5|nsubj are=be|AUX|VBP|5|cop "
        "ready|ADJ|JJ|2|ccomp and|CCONJ|CC|9|cc that|SCONJ|IN|9|mark Marna|PROPN|NNP|9|nsubj "
        "fell=fall|VERB|VBD|5|acl:relcl .|PUNCT|.|2|punct",
        "Marna fell",
        ("Marna", "fall", None),
        "'and that' leads a second content, no relative clause",
    ),
    (
        "The|DET|DT|2|det port|NOUN|NN|5|nsubj will|AUX|MD|4|aux remain|VERB|VB|0|root closed=close|VERB|VBN|4|xcomp "
        "there|ADV|RB|4|advmod .|PUNCT|.|4|punct",
        "The port will remain closed there",
        ("The port", "remain", None),
        "the subject before a verb is its own, not its complement's",
    ),
    (
        "The|DET|DT|4|det Ondine|PROPN|NNP|4|compound ,|PUNCT|,|4|punct built=build|VERB|VBN|9|advcl "
        "in|ADP|IN|6|case 1987|NUM|CD|4|obl ,|PUNCT|,|4|punct was=be|AUX|VBD|9|aux:pass "
        "sold=sell|VERB|VBN|0|root twice|ADV|RB|9|advmod .|PUNCT|.|9|punct",
        "The Ondine, built in 1987, was sold twice",
        ("The Ondine", "sell", None),
        "a participle between commas is about the noun before it",
    ),
    (
        "Ada|PROPN|NNP|5|appos Brisk|PROPN|NNP|1|flat shut|VERB|VBD|0|root the|DET|DT|5|det port|NOUN|NN|3|obj "
        ".|PUNCT|.|3|punct",
        "Ada Brisk shut the port",
        ("Ada Brisk", "shut", "the port"),
        "a name right before a verb is its subject",
    ),
    (
        "Homes=home|NOUN|NNS|2|conj wanted=want|VERB|VBD|0|root peace|NOUN|NN|2|obj .|PUNCT|.|2|punct",
        "Homes wanted peace",
        ("Homes", "want", "peace"),
        "no conjunct stands before what it is joined to",
    ),
]


@pytest.mark.parametrize(("sentence", "text", "fields", "reason"), CASES, ids=[case[3] for case in CASES])
def test_clauses_are_mended(sentence: str, text: str, fields: tuple[str | None, str, str | None], reason: str) -> None:
    found = {claim.text: (claim.subject, claim.predicate, claim.object) for claim in claims_of(build_doc(sentence))}
    assert text in found, f"{reason}: {list(found)}"
    assert found[text] == fields, reason


def test_number_parted_from_its_noun_by_the_verb_is_the_subject() -> None:
    doc = build_doc(
        "Twelve|NUM|CD|4|nsubj are=be|AUX|VBP|4|cop in|ADP|IN|4|case hospital|NOUN|NN|0|root and|CCONJ|CC|6|cc "
        "38|NUM|CD|9|nummod are=be|AUX|VBP|9|aux on|ADP|IN|9|case ventilators=ventilator|NOUN|NNS|4|conj "
        ".|PUNCT|.|4|punct"
    )
    claims = claims_of(doc, [quantity(doc, "Twelve", "12", "person"), quantity(doc, "38", "38", "person")])
    assert [(claim.text, claim.subject) for claim in claims] == [
        ("Twelve are in hospital", "Twelve"),
        ("38 are on ventilators", "38"),
    ]


def test_a_date_is_not_cut_in_two() -> None:
    doc = build_doc(
        "Work|NOUN|NN|2|nsubj began=begin|VERB|VBD|0|root in|ADP|IN|4|case spring|NOUN|NN|2|obl "
        "2027|NUM|CD|6|nmod .|PUNCT|.|2|punct"
    )
    (claim,) = claims_of(doc, times=[date(doc, "spring 2027", "2027-SP")])
    assert claim.text == "Work began in spring 2027"


def test_a_date_inside_a_participial_clause_holds_for_that_clause_alone() -> None:
    doc = build_doc(
        "Born=bear|VERB|VBN|5|advcl in|ADP|IN|3|case 1934|NUM|CD|1|obl she|PRON|PRP|5|nsubj left=leave|VERB|VBD|0|root "
        "school|NOUN|NN|5|obj early|ADV|RB|5|advmod and|CCONJ|CC|9|cc started=start|VERB|VBD|5|conj "
        "work|NOUN|NN|9|obj there|ADV|RB|9|advmod .|PUNCT|.|5|punct"
    )
    claims = claims_of(doc, times=[date(doc, "1934", "1934")])
    assert [(claim.text, claim.dates) for claim in claims][-1] == ("started work there", ())
