from __future__ import annotations

import pytest
from spacy.tokens import Doc

from claimtrack.annotate.names import claimtrack_names, find_entities, resolution_in, resolve
from claimtrack.annotate.states import state_named, state_of_capital, state_of_demonym, states
from tests.annotate.parses import parsed, plain

NAMES = [
    (
        "Anna Lind spoke. Later Lind left.",
        [("Anna Lind", "PERSON"), ("Lind", "PERSON")],
        ["Anna Lind", "Anna Lind"],
        "a family name goes to the full name",
    ),
    (
        "Lind resigns\n\nAnna Lind resigned.",
        [("Anna Lind", "PERSON"), ("Lind", "PERSON")],
        ["Anna Lind", "Anna Lind"],
        "also before the full name comes",
    ),
    (
        "President Anna Lind spoke. Mrs. Lind left.",
        [("President Anna Lind", "PERSON"), ("Mrs. Lind", "PERSON")],
        ["Anna Lind", "Anna Lind"],
        "titles are split off",
    ),
    (
        "Anna Lind's plan",
        [("Anna Lind's", "PERSON")],
        ["Anna Lind"],
        "a genitive ending is cut",
    ),
    (
        "Anna Lind and Karl Lind met. Mr. Lind left.",
        [("Anna Lind", "PERSON"), ("Karl Lind", "PERSON"), ("Mr. Lind", "PERSON")],
        ["Anna Lind", "Karl Lind", "Karl Lind"],
        "the title tells two of one family apart",
    ),
    (
        "Anna Lind and Karl Lind met. Lind left.",
        [("Anna Lind", "PERSON"), ("Karl Lind", "PERSON"), ("Lind", "PERSON")],
        ["Anna Lind", "Karl Lind", "Lind"],
        "of two of one family the name alone is neither",
    ),
    (
        "Anna Lind met Karl Lind. " + "They talked for long. " * 80 + "Anna Lind left. Lind waved.",
        [("Anna Lind", "PERSON"), ("Karl Lind", "PERSON"), ("Anna Lind", "PERSON"), ("Lind", "PERSON")],
        ["Anna Lind", "Karl Lind", "Anna Lind", "Anna Lind"],
        "it is the one whom the text speaks of",
    ),
    (
        "John F. Roe spoke. John Roe left.",
        [("John F. Roe", "PERSON"), ("John Roe", "PERSON")],
        ["John F. Roe", "John F. Roe"],
        "a middle initial makes no other person",
    ),
    (
        "Kim Jong Sun spoke. Kim left.",
        [("Kim Jong Sun", "PERSON"), ("Kim", "PERSON")],
        ["Kim Jong Sun", "Kim Jong Sun"],
        "a family name that comes first",
    ),
    (
        "ANNA LIND WINS\n\nAnna Lind won.",
        [("ANNA LIND", "PERSON"), ("Anna Lind", "PERSON")],
        ["Anna Lind", "Anna Lind"],
        "capitals of a headline are no other name",
    ),
    (
        "The River Basin Authority (RBA) met. The RBA voted.",
        [("The River Basin Authority", "ORG"), ("RBA", "ORG")],
        ["River Basin Authority"] * 3,
        "an acronym introduced in brackets",
    ),
    (
        "The World Fish Council met. The WFC voted.",
        [("World Fish Council", "ORG"), ("WFC", "ORG")],
        ["World Fish Council"] * 2,
        "an acronym by the initials of the only fitting name",
    ),
    (
        "The Lakeside Post reported it. The Post was first.",
        [("The Lakeside Post", "ORG"), ("The Post", "ORG")],
        ["Lakeside Post"] * 2,
        "the last word of a name after an article",
    ),
    (
        "Veltra Group grew. Veltra shrank.",
        [("Veltra Group", "ORG"), ("Veltra", "ORG")],
        ["Veltra Group"] * 2,
        "a company without its generic words",
    ),
    (
        "The U.S. and the United States",
        [("U.S.", "LOC"), ("United States", "LOC")],
        ["United States"] * 2,
        "names of one state, the longest of the document",
    ),
    (
        "Sana Holm came. Sana spoke. Later Omar Sana came, and Sana left.",
        [("Sana Holm", "PERSON"), ("Omar Sana", "PERSON"), ("Sana", "PERSON")],
        ["Sana Holm", "Sana Holm", "Omar Sana", "Omar Sana"],
        "somebody introduced comes before somebody who is yet to be",
    ),
    ("The U.S. left.", [("U.S.", "LOC")], ["U.S."], "the document's own name of a state"),
    ("French farmers", [("French", "NORP")], ["France"], "a demonym"),
    ("Norway's Danes", [("Norway", "LOC"), ("Danes", "NORP")], ["Norway", "Denmark"], "people of another state"),
]


@pytest.mark.parametrize(("text", "ents", "expected", "reason"), NAMES, ids=[c[3] for c in NAMES])
def test_canonical_names(text: str, ents: list[tuple[str, str]], expected: list[str], reason: str) -> None:
    entities = find_entities(plain(text, ents))
    assert [e.name for e in entities] == expected
    assert all(text[e.start : e.end] == e.text for e in entities)


def test_dates_and_sums_are_no_entities() -> None:
    doc = plain("On Monday $5 went to Veltra", [("Monday", "DATE"), ("$5", "MONEY"), ("Veltra", "ORG")])
    assert [e.text for e in find_entities(doc)] == ["Veltra"]


PLACES = [
    ("Oslo/Oslo/PROPN/nsubj/2 said/say/VERB/root/0 no/no/INTJ/obj/2", "Norway", "a capital that speaks"),
    ("Oslo/Oslo/PROPN/nsubj/2 sent/send/VERB/root/0 ships/ship/NOUN/obj/2", "Norway", "a capital that acts"),
    ("Rain/rain/NOUN/nsubj/2 fell/fall/VERB/root/0 in/in/ADP/case/4 Oslo/Oslo/PROPN/obl/2", "Oslo", "in a city"),
    ("Oslo/Oslo/PROPN/nsubj/3 is/be/AUX/cop/3 cold/cold/ADJ/root/0", "Oslo", "a city that is described"),
    (
        "Talks/talk/NOUN/nsubj/4 with/with/ADP/case/3 Oslo/Oslo/PROPN/nmod/1 failed/fail/VERB/root/0",
        "Norway",
        "talks are with a government",
    ),
]


@pytest.mark.parametrize(("sentence", "name", "reason"), PLACES, ids=[c[2] for c in PLACES])
def test_seats_of_government(sentence: str, name: str, reason: str) -> None:
    entity = find_entities(parsed(sentence, ents=[("Oslo", "LOC")]))[0]
    assert (entity.text, entity.name) == ("Oslo", name)


ANNA = "Anna/Anna/PROPN/nsubj/3 Lind/Lind/PROPN/flat/1 arrived/arrive/VERB/root/0 .~/./PUNCT/punct/3"
KARL = "Karl/Karl/PROPN/nsubj/3 Roe/Roe/PROPN/flat/1 stayed/stay/VERB/root/0 .~/./PUNCT/punct/3"
MARY = "Mary/Mary/PROPN/nsubj/3 Poe/Poe/PROPN/flat/1 slept/sleep/VERB/root/0 .~/./PUNCT/punct/3"
MINISTER = (
    "Foreign/foreign/PROPN/compound/2 Minister/minister/PROPN/compound/3 Anna/Anna/PROPN/nsubj/5 "
    "Lind/Lind/PROPN/flat/3 arrived/arrive/VERB/root/0 .~/./PUNCT/punct/5"
)
AGENCY = (
    "The/the/DET/det/4 River/river/PROPN/compound/4 Basin/basin/PROPN/compound/4 Authority/authority/PROPN/nsubj/5 "
    "met/meet/VERB/root/0 .~/./PUNCT/punct/5"
)
ENTS = [("Anna Lind", "PERSON"), ("Karl Roe", "PERSON"), ("Mary Poe", "PERSON"), ("River Basin Authority", "ORG")]
ENTS += [("River Police Authority", "ORG")]
REFERENTS = [
    ((ANNA, "She/she/PRON/nsubj/2 left/leave/VERB/root/0"), [("She", "Anna Lind")], "the only woman"),
    ((ANNA, KARL, "She/she/PRON/nsubj/2 left/leave/VERB/root/0"), [("She", "Anna Lind")], "gender before nearness"),
    ((ANNA, "He/he/PRON/nsubj/2 left/leave/VERB/root/0"), [], "no man named: unknown"),
    (
        (
            "Anna/Anna/PROPN/nsubj/6 Lind/Lind/PROPN/flat/1 and/and/CCONJ/cc/4 Mary/Mary/PROPN/conj/1 "
            "Poe/Poe/PROPN/flat/4 "
            "met/meet/VERB/root/0 .~/./PUNCT/punct/6",
            "She/she/PRON/nsubj/2 left/leave/VERB/root/0",
        ),
        [("She", "Anna Lind")],
        "the first of two subjects",
    ),
    (
        (MINISTER, "The/the/DET/det/2 minister/minister/NOUN/nsubj/3 left/leave/VERB/root/0"),
        [("The minister", "Anna Lind")],
        "a title makes a role",
    ),
    (
        (
            MINISTER,
            "The/the/DET/det/3 finance/finance/NOUN/compound/3 minister/minister/NOUN/nsubj/4 left/leave/VERB/root/0",
        ),
        [],
        "another office",
    ),
    (
        (ANNA, "The/the/DET/det/2 minister/minister/NOUN/nsubj/3 left/leave/VERB/root/0"),
        [],
        "a role that nobody was given",
    ),
    (
        (AGENCY, "The/the/DET/det/2 authority/authority/NOUN/nsubj/3 voted/vote/VERB/root/0"),
        [("The authority", "River Basin Authority")],
        "the noun is the head of the name",
    ),
    (
        (
            AGENCY.replace("Basin/basin", "Police/police"),
            "The/the/DET/det/2 police/police/NOUN/nsubj/3 voted/vote/VERB/root/0",
        ),
        [],
        "a noun within a name is not what is named",
    ),
    (
        (AGENCY, "The/the/DET/det/2 agency/agency/NOUN/nsubj/3 voted/vote/VERB/root/0"),
        [("The agency", "River Basin Authority")],
        "another noun for the only organization near",
    ),
    ((AGENCY, "It/it/PRON/nsubj/2 said/say/VERB/root/0"), [("It", "River Basin Authority")], "the subject before"),
    ((AGENCY, "It/it/PRON/nsubj/2 broke/break/VERB/root/0"), [], "it may be a thing"),
    (
        (
            AGENCY,
            "It/it/PRON/nsubj/3 was/be/AUX/cop/3 clear/clear/ADJ/root/0 that/that/SCONJ/mark/6 rain/rain/NOUN/nsubj/6 "
            "came/come/VERB/csubj/3",
        ),
        [],
        "an empty subject",
    ),
]


@pytest.mark.parametrize(("sentences", "expected", "reason"), REFERENTS, ids=[c[2] for c in REFERENTS])
def test_pronouns_and_roles(sentences: tuple[str, ...], expected: list[tuple[str, str]], reason: str) -> None:
    doc = parsed(*sentences, ents=ENTS)
    found = [(doc.text[r.start : r.end], r.name) for r in resolve(doc).referents]
    assert found == expected


def test_two_who_fit_as_well_leave_a_pronoun_open() -> None:
    met = (
        "Mary/Mary/PROPN/nsubj/3 Poe/Poe/PROPN/flat/1 spoke/speak/VERB/root/0 ,/,/PUNCT/punct/3 "
        "Anna/Anna/PROPN/nsubj/7 "
        "Lind/Lind/PROPN/flat/5 sang/sing/VERB/conj/3 .~/./PUNCT/punct/3"
    )
    doc = parsed(met, "She/she/PRON/nsubj/2 left/leave/VERB/root/0", ents=ENTS)
    assert resolve(doc).referents == ()


def test_without_a_parse_names_are_still_found() -> None:
    resolution = resolve(plain("Anna Lind spoke. She left.", [("Anna Lind", "PERSON")]))
    assert [e.name for e in resolution.named] == ["Anna Lind"]
    assert resolution.referents == ()


def test_component_stores_plain_rows_that_survive_bytes() -> None:
    doc = claimtrack_names(parsed(ANNA, "She/she/PRON/nsubj/2 left/leave/VERB/root/0", ents=ENTS))
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert resolution_in(again) == resolve(doc)


def test_every_state_has_a_name_of_its_own() -> None:
    names = [s.name for s in states()]
    assert len(names) == len(set(names)) > 190
    assert state_named("the Netherlands") == state_of_demonym("Dutch") == state_of_capital("The Hague")
    assert state_named("us") is None
