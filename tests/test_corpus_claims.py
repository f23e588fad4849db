"""What the whole pipeline finds in the sample corpus, beside the claims that were noted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from claimtrack.extract import extract_article
from claimtrack.model import Article, Claim, Entity, Extraction, Quantity, TimeExpression
from claimtrack.read import read_articles

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
Find = Callable[[str], Extraction]
Record = Claim | Entity | Quantity | TimeExpression


@pytest.fixture(scope="module")
def find() -> Find:
    """Extracts an article of the corpus by the name of its file, once."""
    known: dict[str, Extraction] = {}

    def find(name: str) -> Extraction:
        if name not in known:
            article = next(read_articles([str(CORPUS / name)]))
            assert isinstance(article, Article)
            known[name] = extract_article(article)
        return known[name]

    return find


def claims_over(found: Extraction, words: str) -> Iterator[Claim]:
    """The claims that contain ``words``, which stand once in the article."""
    start = found.article.text.index(words)
    end = start + len(words)
    return (claim for claim in found.claims if claim.start <= start and end <= claim.end)


REFERENCE = [
    ("up to 30\u00a0000 soldiers", "Ukraine", 30000, "<=", "soldier", None),
    ("over 11\u2009000 North Korean soldiers", "BBC News", 11000, ">", "soldier", "2024"),
    ("About 4 000 of them", "BBC News", 4000, "~", "soldier", None),
    ("over half of the artillery ammunition", None, "0.5", ">", "proportion", None),
    ("90% of the debt", None, 90, "=", "percentage", "2012"),
    ("about $10 billion", None, 10**10, "~", "dollar", None),
    ("$3,8 million in 2022", None, 3800000, "=", "dollar", "2022"),
    ("$52,9 million in 2025", None, 52900000, "=", "dollar", "2025"),
    ("About 6 000 deminers and construction workers", None, 6000, "~", "worker", None),
    ("$111 million bridge", None, 111000000, "=", "dollar", None),
]


@pytest.mark.parametrize(("words", "source", "value", "comparator", "unit", "date"), REFERENCE)
def test_reference_article(
    words: str, source: str | None, value: int | str, comparator: str, unit: str, date: str | None, find: Find
) -> None:
    found = find("renewed-ties.txt")
    rows = [
        (claim.source, quantity.value, quantity.comparator, (quantity.unit or "").split(" ")[-1])
        for claim in claims_over(found, words)
        for quantity in (found.quantities[i] for i in claim.quantities)
    ]
    assert (source, Decimal(value), comparator, unit) in rows
    dates = {found.dates[i].value for claim in claims_over(found, words) for i in claim.dates}
    assert date is None or date in dates


def test_reference_article_says_that_the_thirty_thousand_are_possible(find: Find) -> None:
    claims = list(claims_over(find("renewed-ties.txt"), "up to 30\u00a0000 soldiers"))
    assert [claim.modality for claim in claims] == ["possible"]


@pytest.mark.parametrize(
    "words",
    [
        "Why Moscow and Pyongyang",
        "From old debts",
        "Soldiers and shells",
        "THE ATLAS LETTER",
        "Know your map",
        "Mara\n",
    ],
)
def test_headings_and_boilerplate_are_no_claims(words: str, find: Find) -> None:
    assert not list(claims_over(find("renewed-ties.txt"), words))


def test_years_and_bullets_are_no_quantities(find: Find) -> None:
    found = find("renewed-ties.txt")
    assert not {str(quantity.value) for quantity in found.quantities} & {"2012", "2017", "2022", "2024", "2025"}
    assert not any("•" in quantity.text for quantity in found.quantities)


@pytest.mark.parametrize(
    ("name", "words", "polarity"),
    [
        ("clinic-denial.md", "Passwords were not stolen", "negated"),
        ("wire.jsonl", "did not fail", "negated"),
        ("flood-toll.html", "The flood killed 31 people", "affirmed"),
    ],
)
def test_polarity(name: str, words: str, polarity: str, find: Find) -> None:
    assert polarity in {claim.polarity for claim in claims_over(find(name), words)}


def test_a_denial_is_known_as_one(find: Find) -> None:
    found = find("flood-day-two.txt")
    claims = [claim for claim in claims_over(found, "any part of the dam had failed") if claim.attribution is not None]
    assert "denies" in {found.attributions[claim.attribution or 0].effect for claim in claims}


@pytest.mark.parametrize(
    ("name", "words", "source"),
    [
        ("battery-plant.txt", "a port, cheap solar power", "Ingrid Sollerud"),  # over two paragraphs
        ("kursk-workers.html", "off by as much as six percentage points", "Sunniva Brekke"),  # "She"
        pytest.param(
            "clinic-denial.md",
            "the bank details of about 31,000 patients",
            "Northlake Clinics",
            marks=pytest.mark.xfail(strict=True, reason="an item of a list loses the source of its head sentence"),
        ),
        ("flood-toll.html", "she had not known about the audit", "Neva Podlipnik"),  # apposition
        ("reef.html", "the beds now covered 12 hectares", "Wren Halloran"),  # "Dr Halloran"
    ],
)
def test_source(name: str, words: str, source: str, find: Find) -> None:
    assert source in {claim.source for claim in claims_over(find(name), words)}


def test_offsets_cut_the_very_text(find: Find) -> None:
    for path in CORPUS.iterdir():
        if path.suffix in (".txt", ".md", ".html", ".jsonl"):
            found = find(path.name)
            records: Sequence[Record] = (*found.claims, *found.quantities, *found.dates, *found.entities)
            for record in records:
                assert found.article.text[record.start : record.end] == record.text
