"""What counts as right, on records made by hand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from claimtrack.evaluate import Gold, Score, evaluate
from claimtrack.evaluate.names import same_name
from claimtrack.evaluate.places import located
from claimtrack.model import Article, Attribution, Claim, Entity, Extraction, Part, Quantity, Source, TimeExpression

TEXT = "The Harbour Board said on 3 May that about 40 boats sank and that it would pay $2 million by 2026."
ARTICLE = Article(id="a", text=TEXT, path="a.txt")


def part(words: str) -> Part:
    start = TEXT.index(words)
    return Part(start, start + len(words), words)


def span(words: str) -> tuple[int, int, str]:
    at = part(words)
    return at.start, at.end, at.text


SOURCE = Source(*span("The Harbour Board"), name="Harbour Board", kind="organization")
FOUND = Extraction(
    ARTICLE,
    entities=(Entity(*span("The Harbour Board"), label="ORG", name="Harbour Board"),),
    quantities=(
        Quantity(*span("40 boats"), value=Decimal(40), comparator="~", unit="boat"),
        Quantity(*span("$2 million"), value=Decimal(2000000), unit="dollar"),
    ),
    dates=(
        TimeExpression(*span("3 May"), type="DATE", value="XXXX-05-03"),
        TimeExpression(*span("2026"), type="DATE", value="2026"),
    ),
    attributions=(Attribution("indirect", part("said"), SOURCE, (part("about 40 boats sank"),)),),
    claims=(
        Claim(
            *("c1", *span("about 40 boats sank"), "40 boats", "sink", None, "affirmed", "asserted"),
            *(0, "Harbour Board", (0,), (), (), 0.9),
        ),
    ),
)


def scores(partial: bool = False, found: Extraction = FOUND, **layers: list[dict[str, Any]]) -> dict[str, Score]:
    gold = Gold(ARTICLE, {name: located(rows, TEXT, "gold") for name, rows in layers.items()}, partial=partial)
    return {f"{s.layer} {s.field}": s for s in evaluate([(gold, found)]).scores}


def counts(score: Score) -> tuple[int, int, int | None]:
    return score.right, score.gold, score.found


def test_a_leading_article_is_no_part_of_a_name() -> None:
    found = scores(entities=[{"text": "Harbour Board", "label": "ORG"}, {"text": "3 May", "label": "DATE"}])
    assert counts(found["entities label"]) == (1, 2, 1)
    assert "entities name" not in found, "the gold has no names"


QUANTITIES = [
    ({"value": 40, "comparator": "~", "unit": "boat"}, (1, 1, 1, 1), "all right"),
    ({"value": 40, "comparator": "=", "unit": "ship"}, (1, 1, 0, 0), "comparator and unit differ"),
    ({"value": 41, "comparator": "~", "unit": "boat"}, (1, 0, 0, 0), "without the value nothing else counts"),
    ({"value": 40, "high": 50, "comparator": "~", "unit": "boat"}, (1, 0, 0, 0), "a range is no number"),
]


@pytest.mark.parametrize(("fields", "right", "why"), QUANTITIES)
def test_quantities(fields: dict[str, Any], right: tuple[int, ...], why: str) -> None:
    found = scores(quantities=[{"text": "40", **fields}])
    names = ("found", "value", "value and comparator", "value and unit")
    assert tuple(found[f"quantities {name}"].right for name in names) == right
    assert counts(found["quantities found"]) == (1, 1, 2), "the other figure is spurious"


def test_figures_outside_of_the_annotated_places_are_not_counted() -> None:
    rows = located([{"text": "40 boats", "value": 40}], TEXT, "gold")
    gold = Gold(ARTICLE, {"quantities": rows}, {"quantities": [span("about 40 boats sank")[:2]]})
    assert counts(evaluate([(gold, FOUND)]).scores[0]) == (1, 1, 1)


def test_a_duration_is_no_error_where_the_gold_has_no_types() -> None:
    more = TimeExpression(*span("about"), type="DURATION", value="P3D")
    with_duration = replace(FOUND, dates=(*FOUND.dates, more))
    plain = scores(found=with_duration, dates=[{"text": "2026", "value": "2026"}])
    typed = scores(found=with_duration, dates=[{"text": "2026", "value": "2026", "type": "DURATION"}])
    assert (plain["dates found"].found, typed["dates found"].found) == (2, 3)
    assert plain["dates value"].right == 1


def test_attributions() -> None:
    row = {
        "source": {"text": "Harbour Board", "name": "the Harbour Board"},
        "cue": {"text": "said"},
        "content": [{"text": "that about 40 boats sank"}],
    }
    found = scores(attributions=[row])
    exact = {role: found[f"attributions {role} exact"].right for role in ("source", "cue", "content")}
    assert exact == {"source": 0, "cue": 1, "content": 0}
    assert counts(found["attributions relation"]) == (1, 1, 1), "sources overlap, and most of the content is shared"
    assert found["attributions name of source"].right == 1


def test_a_content_that_shares_less_than_half_is_another() -> None:
    row = {"source": {"text": "Harbour Board"}, "content": [{"text": TEXT[30:-1]}]}
    assert counts(scores(attributions=[row])["attributions relation"]) == (0, 1, 1)


CLAIM = {"text": "about 40 boats sank", "source": "Harbour Board", "polarity": "affirmed", "modality": "asserted"}


def test_claims() -> None:
    other = CLAIM | {"text": "it would pay $2 million by 2026", "modality": "planned"}
    found = scores(claims=[CLAIM, other])
    assert counts(found["claims found"]) == (1, 2, 1)
    assert counts(found["claims modality"]) == (1, 1, 1), "of the claims that were found"


def test_claims_beside_those_noted_are_no_errors_where_not_all_were_noted() -> None:
    found = scores(partial=True, claims=[CLAIM | {"text": "it would pay $2 million"}])
    assert counts(found["claims found"]) == (0, 1, None)
    assert found["claims found"].precision is None


SOURCES = [
    ("Harbour Board", "organization", True, "the name"),
    ("Board", "organization", True, "a part of the name"),
    ("Coast Guard", "organization", False, "another name"),
    (None, None, False, "the article's own voice"),
    (None, "anonymous", False, "without a name, where one is given"),
]


@pytest.mark.parametrize(("source", "kind", "right", "why"), SOURCES)
def test_source_of_a_claim(source: str | None, kind: str | None, right: bool, why: str) -> None:
    found = scores(claims=[CLAIM | {"source": source, "source_kind": kind}])
    assert found["claims source"].right == right


def test_a_source_without_a_name_is_right_where_one_speaks_that_is_not_named() -> None:
    unnamed = replace(FOUND, claims=(replace(FOUND.claims[0], source=None),))
    found = scores(found=unnamed, claims=[CLAIM | {"source": None, "source_kind": "anonymous"}])
    assert found["claims source"].right == 1


def test_figures_of_a_claim_are_compared_by_value() -> None:
    rows = [{"text": "40 boats", "value": 40}, {"text": "$2 million", "value": 2e6}]
    found = scores(quantities=rows, claims=[CLAIM | {"quantities": [0, 1]}])
    assert counts(found["claims figures"]) == (1, 2, 1)


def test_misses_name_their_place() -> None:
    rows = located([{"text": "3 May", "value": "2025-05-03"}], TEXT, "gold")
    report = evaluate([(Gold(ARTICLE, {"dates": rows}), FOUND)])
    assert [(m.document, m.kind, m.field, m.text, m.expected, m.found) for m in report.misses] == [
        ("a.txt", "spurious", "found", "2026", None, None),
        ("a.txt", "wrong", "value", "3 May", ["2025-05-03"], ["XXXX-05-03"]),
    ]


NAMES = [("Grossi", "Rafael Grossi", True), ("the agency", "agency", True), ("Ann", "Anna", False), (None, None, True)]


def test_names() -> None:
    for a, b, same in NAMES:
        assert same_name(a, b) == same_name(b, a) == same, (a, b)


def test_shares_of_nothing_are_unknown() -> None:
    score = Score("claims", "found", 0, 0, 0)
    assert (score.precision, score.recall, score.f1) == (None, None, None)
