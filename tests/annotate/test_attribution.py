from __future__ import annotations

import pytest
from spacy.tokens import Doc

from claimtrack.annotate.attribution import claimtrack_attribution, find_attributions
from claimtrack.annotate.citations import find_citations
from claimtrack.annotate.cues import effect_of
from claimtrack.read.blocks import find_blocks
from claimtrack.records import records
from tests.annotate.parses import parsed, plain, tagged

EFFECTS = [
    ("said", "asserts"),
    ("according to", "asserts"),
    ("claims", "claims"),
    ("has confirmed", "confirms"),
    ("denied", "denies"),
    ("did not deny", "asserts"),
    ("refused to confirm", "asserts"),
    ("estimated", "estimates"),
    ("is predicting", "predicts"),
    ("pledged to", "promises"),
    ("ordered", "orders"),
    ("accused", "accuses"),
    ("went on to say", "asserts"),
    ("the denial of", "denies"),
]


@pytest.mark.parametrize(("cue", "effect"), EFFECTS)
def test_effects(cue: str, effect: str) -> None:
    assert effect_of(plain(cue)[:]) == effect


def test_spans_and_links_become_attributions_in_the_order_of_the_text() -> None:
    text = "“It rains,” Anna Lind said. Farmers fear that crops will rot."
    doc = tagged(
        text,
        ["Anna Lind", "Farmers"],
        ["said", "fear"],
        ["“It rains,”", "that crops will rot"],
        [("source", 0, 0, 0.9), ("content", 0, 0, 0.9), ("source", 1, 1, 0.8), ("content", 1, 1, 0.8)],
        [("Anna Lind", "PERSON")],
    )
    first, second = find_attributions(doc)
    assert (first.kind, first.source and first.source.name, first.source and first.source.kind) == (
        "direct",
        "Anna Lind",
        "person",
    )
    assert (second.kind, second.effect, second.source and second.source.kind) == ("indirect", "predicts", "anonymous")
    assert second.source is not None and second.source.name is None


def test_a_source_may_serve_two_cues() -> None:
    text = "Lind said it rains, adding that crops rot."
    doc = tagged(
        text,
        ["Lind"],
        ["said", "adding"],
        ["it rains", "that crops rot"],
        [("source", 0, 0, 0.9), ("source", 0, 1, 0.7), ("content", 0, 0, 0.9), ("content", 1, 1, 0.9)],
    )
    assert [a.source and a.source.text for a in find_attributions(doc)] == ["Lind", "Lind"]


def test_what_is_unlinked_goes_to_the_nearest_cue() -> None:
    text = "Lind said it rains.\n\nRoe said it snows."
    doc = tagged(text, ["Lind", "Roe"], ["said", "said"], ["it rains", "it snows"])
    found = [(a.source and a.source.text, [p.text for p in a.content]) for a in find_attributions(doc)]
    assert found == [("Lind", ["it rains"]), ("Roe", ["it snows"])]


KINDS = [
    ("“It rains,” Lind said.", "“It rains,”", "direct"),
    ("It rains “all day”, Lind said.", "It rains “all day”", "mixed"),
    ("It rains, Lind said.", "It rains", "indirect"),
]


@pytest.mark.parametrize(("text", "content", "kind"), KINDS)
def test_kinds(text: str, content: str, kind: str) -> None:
    doc = tagged(text, ["Lind"], ["said"], [content])
    assert [a.kind for a in find_attributions(doc)] == [kind]


def test_a_content_grows_to_the_end_of_its_quotation() -> None:
    text = "“It rains here. Nobody can work in the fields,” Lind said."
    doc = tagged(text, ["Lind"], ["said"], ["“It rains here."])
    assert [p.text for a in find_attributions(doc) for p in a.content] == [
        "“It rains here. Nobody can work in the fields,”"
    ]


def test_a_second_quotation_of_the_paragraph_is_more_of_the_content() -> None:
    text = "“It rains,” Lind said. “Nobody can work in the fields.”"
    (found,) = find_attributions(tagged(text, ["Lind"], ["said"], ["“It rains,”"]))
    assert [p.text for p in found.content] == ["“It rains,”", "“Nobody can work in the fields.”"]


def test_a_paragraph_of_quotation_goes_on_with_the_speaker_and_is_inferred() -> None:
    text = "“It has rained since May,” Lind said.\n\n“Nobody can work in the fields.”"
    first, second = find_attributions(tagged(text, ["Lind"], ["said"], ["“It has rained since May,”"]))
    assert (second.inferred, second.cue, second.source) == (True, None, first.source)


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "Lind said: “It has rained since May.\n\n“Nobody can work in the fields.”"
    (found,) = find_attributions(tagged(text, ["Lind"], ["said:"], ["“It has rained since May."]))
    assert len(found.content) == 2
    assert not found.inferred


def test_a_paragraph_of_quotation_is_said_by_the_only_speaker_of_the_paragraph_before() -> None:
    text = "It rains, Anna Lind said in Oslo. That is a lot.\n\n“Nobody can work in the fields.”"
    doc = tagged(text, ["Anna Lind"], ["said"], ["It rains"], ents=[("Anna Lind", "PERSON")])
    found = [(a.source and a.source.name, a.inferred) for a in find_attributions(doc)]
    assert found == [("Anna Lind", False), ("Anna Lind", True)]


def test_items_of_a_list_are_said_by_the_source_of_its_head_sentence() -> None:
    text = "According to Lind, the storm broke:\n\n- two bridges\n- a mill\n\nIt rains."
    (found,) = find_attributions(tagged(text, ["Lind"], ["According to"], ["the storm broke"]))
    assert [p.text for p in found.content] == ["the storm broke", "two bridges", "a mill"]


def test_a_content_over_two_blocks_is_shared_by_the_cues_of_each() -> None:
    text = "Lind said it rains here.\n\nIt snows there, Roe said."
    links = [
        ("source", 0, 0, 0.9),
        ("source", 1, 1, 0.9),
        ("content", 0, 0, 0.9),
        ("content", 0, 1, 0.6),
    ]
    doc = tagged(text, ["Lind", "Roe"], ["said", "said"], ["it rains here.\n\nIt snows there"], links)
    found = [(a.source and a.source.text, [p.text.strip() for p in a.content]) for a in find_attributions(doc)]
    assert found == [("Lind", ["it rains here."]), ("Roe", ["It snows there"])]


def test_a_content_belongs_to_its_likeliest_cue() -> None:
    text = "It rains, Lind said, adding that crops rot."
    links = [
        ("source", 0, 0, 0.9),
        ("source", 0, 1, 0.9),
        ("content", 0, 0, 0.9),
        ("content", 0, 1, 0.6),
        ("content", 1, 1, 0.9),
    ]
    doc = tagged(text, ["Lind"], ["said", "adding"], ["It rains", "that crops rot"], links)
    assert [[p.text for p in a.content] for a in find_attributions(doc)] == [["It rains"], ["that crops rot"]]


def test_a_dateline_is_no_part_of_a_source() -> None:
    text = "OSLO (Newswire) - Anna Lind said it rains."
    (found,) = find_attributions(tagged(text, ["OSLO (Newswire) - Anna Lind"], ["said"], ["it rains"]))
    assert found.source is not None
    assert found.source.text == "Anna Lind"


def test_a_quotation_after_a_heading_is_nobodys() -> None:
    text = "“It has rained since May,” Lind said. He left.\n\nThe next day\n\n“Nobody can work in the fields.”"
    assert len(find_attributions(tagged(text, ["Lind"], ["said"], ["“It has rained since May,”"]))) == 1


SOURCES = [
    ("officials", [], "anonymous", None),
    ("two senior officials", [], "anonymous", None),
    ("a source familiar with the talks", [], "anonymous", None),
    ("critics", [], "anonymous", None),
    ("Norway", [("Norway", "LOC")], "state", "Norway"),
    ("The Lakeside Post", [("The Lakeside Post", "ORG")], "publication", "Lakeside Post"),
    ("Veltra", [("Veltra", "ORG")], "organization", "Veltra"),
    ("a 2016 study", [], "document", "2016 study"),
    ("the report", [], "document", None),
    ("Veltra chief Anna Lind", [("Veltra", "ORG"), ("Anna Lind", "PERSON")], "person", "Anna Lind"),
    ("Veltra's Anna Lind", [("Veltra", "ORG"), ("Anna Lind", "PERSON")], "person", "Anna Lind"),
    ("Oslo", [("Oslo", "LOC")], "state", "Norway"),
    ("the police", [], "organization", "police"),
    ("media reports", [], "anonymous", None),
    ("a senior Veltra official", [("Veltra", "ORG")], "anonymous", None),
    ("a spokeswoman for Veltra", [("Veltra", "ORG")], "organization", "Veltra"),
    ("a spokeswoman", [], "anonymous", None),
    ("retailers", [], "anonymous", None),
    ("local clubs", [], "anonymous", None),
    ("Mr Lind on Facebook", [("Lind", "PERSON"), ("Facebook", "ORG")], "person", "Lind"),
    ("Anna Lind of Veltra", [("Anna Lind", "PERSON"), ("Veltra", "ORG")], "person", "Anna Lind"),
    ("the consultancy Veltra", [("Veltra", "ORG")], "organization", "Veltra"),
    ("the regional governor, Selda Kirov", [("Selda Kirov", "PERSON")], "person", "Selda Kirov"),
    ("# Anna Lind", [("Anna Lind", "PERSON")], "person", "Anna Lind"),
    ("he", [], "person", None),
]


@pytest.mark.parametrize(("source", "ents", "kind", "name"), SOURCES, ids=[c[0] for c in SOURCES])
def test_kinds_and_names_of_sources(source: str, ents: list[tuple[str, str]], kind: str, name: str | None) -> None:
    (found,) = find_attributions(tagged(f"It rains, {source} said.", [source], ["said"], ["It rains"], ents=ents))
    assert found.source is not None
    assert (found.source.kind, found.source.name) == (kind, name)


def test_an_agentless_cue_has_no_source() -> None:
    text = "Lind smiled. The bridge is said to be safe."
    (found,) = find_attributions(tagged(text, [], ["is said"], ["to be safe"]))
    assert found.source is None


def test_attributions_inside_of_a_content_have_a_parent() -> None:
    text = "Lind said that Roe believes that it rains."
    doc = tagged(text, ["Lind", "Roe"], ["said", "believes"], ["that Roe believes that it rains", "that it rains"][:1])
    doc.spans["attribution.content"].append(doc.char_span(text.index("that it"), len(text) - 1))
    doc.user_data["claimtrack.links"] = [
        ["source", 0, 0, 0.9],
        ["content", 0, 0, 0.9],
        ["source", 1, 1, 0.9],
        ["content", 1, 1, 0.9],
    ]
    outer, inner = find_attributions(doc)
    assert (outer.parent, inner.parent) == (None, 0)


SPEECH = [
    (
        "Lind/Lind/PROPN/nsubj/2 said/say/VERB/root/0 that/that/SCONJ/mark/5 it/it/PRON/nsubj/5 "
        "rains/rain/VERB/ccomp/2 .~/./PUNCT/punct/2",
        ("Lind", "said", ["that it rains"]),
        "a clause",
    ),
    (
        "It/it/PRON/nsubj/2 rains~/rain/VERB/root/0 ,/,/PUNCT/punct/2 Lind/Lind/PROPN/nsubj/5 "
        "said~/say/VERB/parataxis/2 .~/./PUNCT/punct/2",
        ("Lind", "said", ["It rains"]),
        "a parenthesis",
    ),
    (
        "It/it/PRON/nsubj/2 rains~/rain/VERB/root/0 ,/,/PUNCT/punct/2 according/accord/VERB/case/6 "
        "to/to/ADP/fixed/4 Lind/Lind/PROPN/obl/2 .~/./PUNCT/punct/2",
        ("Lind", "according to", ["It rains"]),
        "according to",
    ),
    (
        "Norway/Norway/PROPN/nsubj/2 announced/announce/VERB/root/0 a/a/DET/det/4 pause/pause/NOUN/obj/2 "
        ".~/./PUNCT/punct/2",
        ("Norway", "announced", ["a pause"]),
        "a noun phrase",
    ),
    (
        "Supplies/supply/NOUN/nsubj:pass/3 are/be/AUX/aux:pass/3 assessed/assess/VERB/root/0 "
        "to/to/PART/mark/5 last/last/VERB/xcomp/3 .~/./PUNCT/punct/3",
        (None, "are assessed", ["Supplies", "to last"]),
        "a passive without an agent",
    ),
    (
        "He/he/PRON/nsubj/3 reportedly/reportedly/ADV/advmod/3 left/leave/VERB/root/0 town/town/NOUN/obj/3 "
        ".~/./PUNCT/punct/3",
        (None, "reportedly", ["He", "left town"]),
        "an adverb of hearsay",
    ),
    (
        "Lind/Lind/PROPN/nsubj/2 said/say/VERB/root/0 it/it/PRON/nsubj/4 rains~/rain/VERB/ccomp/2 "
        ",/,/PUNCT/punct/6 adding/add/VERB/advcl/2 "
        "that/that/SCONJ/mark/9 crops/crop/NOUN/nsubj/9 rot/rot/VERB/ccomp/6 .~/./PUNCT/punct/2",
        ("Lind", "adding", ["that crops rot"]),
        "a participle with the subject of its verb",
    ),
]


SPEECH += [
    (
        "Lind/Lind/PROPN/nsubj/2 put/put/VERB/root/0 the/the/DET/det/4 toll/toll/NOUN/obj/2 "
        "at/at/ADP/case/6 31/31/NUM/obl/2",
        ("Lind", "put", ["the toll at 31"]),
        "a figure",
    ),
    (
        "Lind/Lind/PROPN/nsubj/2 said/say/VERB/root/0 a/a/DET/det/4 study/study/NOUN/nsubj/7 in/in/ADP/case/6 "
        "2016/2016/NUM/obl/7 showed/show/VERB/ccomp/2 that/that/SCONJ/mark/10 "
        "it/it/PRON/nsubj/10 rains/rain/VERB/ccomp/7",
        ("a study in 2016", "showed", ["that it rains"]),
        "a document inside of a content, with its year",
    ),
    (
        "Lind/Lind/PROPN/nsubj/2 said/say/VERB/root/0 it/it/PRON/nsubj/5 reportedly/reportedly/ADV/advmod/5 "
        "rains/rain/VERB/ccomp/2",
        (None, "reportedly", ["it", "rains"]),
        "hearsay inside of a content",
    ),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), SPEECH, ids=[c[2] for c in SPEECH])
def test_rules_where_no_model_tags(sentence: str, expected: tuple[str | None, str, list[str]], reason: str) -> None:
    doc = parsed(sentence, ents=[("Lind", "PERSON"), ("Norway", "LOC")])
    found = [
        (a.source and a.source.text, a.cue and a.cue.text, [p.text for p in a.content]) for a in find_attributions(doc)
    ]
    assert expected in found


def modelled(sentence: str, source: str, cue: str, content: str) -> Doc:
    """A parsed Doc with the spans that a model would find in it."""
    doc = parsed(sentence, ents=[("Lind", "PERSON"), ("Roe", "PERSON")])
    for key, text in (("source", source), ("cue", cue), ("content", content)):
        start = doc.text.index(text)
        span = doc.char_span(start, start + len(text), alignment_mode="expand")
        assert span is not None
        doc.spans[f"attribution.{key}"] = [span]
    doc.user_data["claimtrack.links"] = [["source", 0, 0, 0.9], ["content", 0, 0, 0.9]]
    return doc


def test_who_is_cited_as_saying_is_the_source() -> None:
    sentence = (
        "It/it/PRON/nsubj/2 rains~/rain/VERB/ccomp/5 ,/,/PUNCT/punct/2 Lind/Lind/PROPN/nsubj/5 cited/cite/VERB/root/0 "
        "Roe/Roe/PROPN/obj/5 as/as/SCONJ/mark/8 saying~/say/VERB/advcl/5 ././PUNCT/punct/5"
    )
    doc = modelled(sentence, "Lind", "cited", "It rains")
    doc[7].tag_ = "VBG"
    (found,) = find_attributions(doc)
    assert (found.source and found.source.text, [p.text for p in found.content]) == ("Roe", ["It rains"])


ACTS = [
    ("a/a/DET/det/4 treaty/treaty/NOUN/obj/2", "a treaty", 0, "a thing that is signed"),
    ("he/he/PRON/nsubj/4 left/leave/VERB/ccomp/2", "he left", 1, "a clause that is said by signing"),
]


@pytest.mark.parametrize(("object_", "content", "count", "reason"), ACTS, ids=[c[3] for c in ACTS])
def test_verbs_that_do_are_no_cues_of_things(object_: str, content: str, count: int, reason: str) -> None:
    sentence = f"Lind/Lind/PROPN/nsubj/2 signed/sign/VERB/root/0 {object_}"
    assert len(find_attributions(modelled(sentence, "Lind", "signed", content))) == count


def test_a_request_not_to_be_named_attributes_nothing() -> None:
    sentence = (
        "Traders/trader/NOUN/nsubj/2 asked/ask/VERB/root/0 not/not/PART/advmod/5 to/to/PART/mark/5 "
        "be/be/AUX/aux:pass/6 named/name/VERB/xcomp/2"
    )
    assert find_attributions(modelled(sentence, "Traders", "asked", "not to be named")) == []


def test_a_source_ends_with_its_paragraph() -> None:
    doc = parsed(
        "Rents/rent/NOUN/nsubj/2 rose~/rise/VERB/ccomp/4 ,/,/PUNCT/punct/2 said/say/VERB/root/0 "
        "Lind/Lind/PROPN/nsubj/4 Inc.^/Inc./PROPN/flat/5",
        "Roe/Roe/PROPN/nsubj/2 left~/leave/VERB/root/0 ././PUNCT/punct/2",
        ents=[("Lind Inc.", "ORG"), ("Roe", "PERSON")],
    )
    doc.spans["attribution.cue"] = [doc[3:4]]
    doc.spans["attribution.source"] = [doc[4:8]]
    doc.spans["attribution.content"] = [doc[0:2]]
    doc.user_data["claimtrack.links"] = [("source", 0, 0, 0.9), ("content", 0, 0, 0.9)]
    (found,) = find_attributions(doc)
    assert found.source is not None and found.source.text == "Lind Inc."


CITATIONS = [
    (
        "Two ships sank. Nobody died (Source: Harbour Watch). Losses are high (Sources: Harbour Watch, Lloyds).",
        [("Harbour Watch", ["Two ships sank. Nobody died"]), ("Harbour Watch, Lloyds", ["Losses are high"])],
        "back to the paragraph's start or the citation before",
    ),
    (
        "Old text here is long enough.\n\nTwo ships sank. Nobody died.\n\n(Source: Harbour Watch)\n\nMore "
        "text comes here.",
        [("Harbour Watch", ["Two ships sank. Nobody died."])],
        "a line of its own covers the paragraph before it",
    ),
    (
        "Two ships sank in May, as divers found out (Source: Port Office).\n\nSource: Harbour Watch",
        [("Port Office", ["Two ships sank in May, as divers found out"])],
        "a paragraph with a citation of its own is not covered again",
    ),
    (
        "Ships in the harbour of Oslo. Photo: Jane Roe/AFP",
        [("Jane Roe/AFP", ["Ships in the harbour of Oslo."])],
        "a photo credit covers its caption",
    ),
    ("He gave a source: the sea is rising there every year.", [], "a word in running text is no citation"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CITATIONS, ids=[c[2] for c in CITATIONS])
def test_citations(text: str, expected: list[tuple[str, list[str]]], reason: str) -> None:
    found = find_citations(text, find_blocks(text))
    assert [(text[slice(*c.source)], [text[s:e] for s, e in c.content]) for c in found] == expected


def test_a_citation_is_an_attribution_with_a_publication_as_source() -> None:
    text = "Two ships sank. Nobody died.\n\n(Source: Harbour News)"
    (found,) = find_attributions(plain(text))
    assert (found.kind, found.source and found.source.name, found.source and found.source.kind) == (
        "citation",
        "Harbour News",
        "publication",
    )


LAYOUT = [
    (
        "Norway: Fish stocks fall by half\n\nThe sea is warm this year, and fish go north.",
        ("Norway", ":", ["Fish stocks fall by half"]),
        "a headline with its source",
    ),
    (
        "And from Anna Lind:\n\n“The sea is warm this year.”",
        ("Anna Lind", "And from", ["“The sea is warm this year.”"]),
        "the announcement of a press release",
    ),
    (
        "“The sea is warm this year.”\n\n— Anna Lind, minister",
        ("Anna Lind, minister", "—", ["“The sea is warm this year.”"]),
        "a signature in the next line",
    ),
    (
        "“The sea is warm this year.” — Anna Lind, minister",
        ("Anna Lind, minister", "—", ["“The sea is warm this year.”"]),
        "a signature in the same line",
    ),
    (
        "Lind: We had no choice at all.\n\nWhy was that so?\n\nLind: The sea is warm.",
        ("Lind", ":", ["The sea is warm."]),
        "the turns of an interview",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LAYOUT, ids=[c[2] for c in LAYOUT])
def test_attributions_by_layout(text: str, expected: tuple[str, str, list[str]], reason: str) -> None:
    doc = plain(text, [("Norway", "LOC"), ("Anna Lind", "PERSON")])
    found = find_attributions(doc)
    assert expected in [(a.source and a.source.text, a.cue and a.cue.text, [p.text for p in a.content]) for a in found]


NO_LAYOUT = [
    ("Breaking: Fish stocks fall by half\n\nThe sea is warm this year.", "a word that is no source"),
    ("“A choice” is a film. — It was long", "a dash before a sentence"),
    ("Note: the office is closed now.\n\nNote: bring your own cup.", "labels are no speakers"),
]


@pytest.mark.parametrize(("text", "reason"), NO_LAYOUT, ids=[c[1] for c in NO_LAYOUT])
def test_no_attributions_by_layout(text: str, reason: str) -> None:
    assert find_attributions(plain(text)) == []


def test_who_says_i_in_direct_speech_is_the_speaker() -> None:
    text = "“I believe that it rains,” Anna Lind said."
    doc = tagged(
        text, ["Anna Lind"], ["believe", "said"], ["“I believe that it rains,”"], ents=[("Anna Lind", "PERSON")]
    )
    doc.spans["attribution.source"].append(doc[1:2])
    doc.spans["attribution.content"].append(doc[3:6])
    doc.user_data["claimtrack.links"] = [
        ["source", 0, 1, 0.9],
        ["content", 0, 1, 0.9],
        ["source", 1, 0, 0.9],
        ["content", 1, 0, 0.9],
    ]
    inner = find_attributions(doc)[1]
    assert inner.parent == 0
    assert inner.source is not None
    assert (inner.source.text, inner.source.name) == ("I", "Anna Lind")


def test_component_stores_plain_rows_that_survive_bytes() -> None:
    doc = claimtrack_attribution(tagged("It rains, Lind said.", ["Lind"], ["said"], ["It rains"]))
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert list(records(again, "attributions")) == find_attributions(doc)


def test_a_doc_with_nothing_has_no_attributions() -> None:
    assert find_attributions(plain("")) == []
    assert find_attributions(plain("It rains.")) == []
