"""Dates that contradict each other: shown, and only where the words leave little doubt."""

from __future__ import annotations

import pytest

from claimtrack.compare import facts, update
from claimtrack.compare.doubts import claim_doubts, document_doubts
from claimtrack.extract import extract
from claimtrack.model import Article
from claimtrack.store import Store

DOCUMENTS = [
    ("2025-07-07", [], [], "read after it was published"),
    ("2025-07-11", [], [], "a day ahead: another time zone"),
    ("2025-07-12", [], ["lies in the future"], "two days ahead"),
    ("2031", [], ["lies in the future"], "a year"),
    ("2025-07", [], [], "this month"),
    (None, ["published '5.6.' is no date that can be read without guessing: left empty"], ["no date"], "no date"),
    ("2025-07-12", ["published '2025-07-12' lies in the future"], ["it was read on 2025-07-10"], "said once"),
    ("2025-07-07", ["modified '2025-07-01' lies before published '2025-07-07'"], ["lies before"], "changed before"),
    ("2025-07-07", ["the feed is no sound XML"], [], "a note on something else"),
]


@pytest.mark.parametrize(("published", "notes", "wanted", "reason"), DOCUMENTS, ids=[c[3] for c in DOCUMENTS])
def test_documents(published: str | None, notes: list[str], wanted: list[str], reason: str) -> None:
    told = document_doubts(published, "2025-07-10T08:00:00+00:00", notes)
    assert len(told) == len(wanted) and all(word in one for word, one in zip(wanted, told, strict=True)), reason


CLAIMS = [
    ("The plant in Orlo opened on 9 August 2025.", True, "opened, and it is July"),
    ("In August 2026, the army withdrew from Orlo.", True, "an irregular verb"),
    ("The bridge was destroyed by a flood on 9 August 2025.", True, "passive"),
    ("Twelve people have died in the flood since 9 August 2025.", True, "perfect"),
    ("The plant in Orlo opened on 9 May 2025.", False, "before the publication"),
    ("The plant opens on 9 August 2025.", False, "the present stands for the future"),
    ("The summit will be held on 9 August 2025 in Orlo.", False, "a plan"),
    ("The mayor announced a summit on 9 August 2025.", False, "the summit is on that day"),
    ("The bridge is to be opened on 9 August 2025.", False, "a participle that is no past"),
    ("The court in Orlo gave the firm time until 9 August 2025.", False, "a limit that lies ahead"),
    ("The vote in Orlo was put off.", False, "no date"),
]


@pytest.mark.parametrize(("text", "wanted", "reason"), CLAIMS, ids=[c[2] for c in CLAIMS])
def test_claims(text: str, wanted: bool, reason: str) -> None:
    made = extract(Article("a", text, published="2025-07-07"))
    assert made.claims
    told = [
        doubt
        for c in made.claims
        for doubt in claim_doubts(
            "2025-07-07", c.text, c.start, c.predicate, c.modality, [made.dates[i] for i in c.dates]
        )
    ]
    assert bool(told) == wanted, reason


def test_an_article_without_a_date_comes_before_nothing() -> None:
    assert claim_doubts(None, "The plant opened on 9 August 2025", 0, "open", "asserted", ()) == ()


def test_facts_show_the_doubt_and_keep_the_claim() -> None:
    early = "The chip plant in Orlo, which employs 2,300 workers, opened on 9 August 2025."
    late = "The chip plant in Orlo opened on 9 August 2025, according to the town. It employs 2,300 workers."
    with Store(":memory:") as store:
        store.add(extract(Article("early", early, published="2025-07-07")))
        store.add(extract(Article("late", late, published="2093-08-10")))
        update(store)
        claims = [c for f in facts(store.db) for c in f.claims]
    assert {c.document for c in claims} == {"early", "late"}
    told = {doubt for c in claims if c.document == "late" for doubt in c.doubts}
    assert any("published 2093-08-10 lies in the future" in doubt for doubt in told)
