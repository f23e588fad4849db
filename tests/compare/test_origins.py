"""Independent origins of a fact."""

from __future__ import annotations

import pytest

from claimtrack.compare.origins import agencies, documents, origins
from claimtrack.model import Article, Extraction, Fact, FactClaim, Relation
from claimtrack.store import Store

CASES = [
    ([("a", "d1", "Agency"), ("b", "d2", "Mayor")], [], [["a"], ["b"]], "two sources in two documents"),
    ([("a", "d1", "Agency"), ("b", "d2", "Agency")], [("a", "b")], [["a", "b"]], "one source, as compared"),
    ([("a", "d1", "Agency"), ("b", "d1", "Agency")], [], [["a"]], "said twice in one document"),
    ([("a", "d1", None), ("b", "d1", None)], [], [["a"]], "the article's own voice, twice"),
    ([("a", "d1", "Agency"), ("b", "d1", "Mayor")], [], [["a"], ["b"]], "one document that cites two"),
    (
        [("a", "d1", "Agency"), ("b", "d1", "Agency"), ("c", "d2", "Agency")],
        [("b", "c")],
        [["a", "c"]],
        "a copy of the second claim repeats the first",
    ),
]


@pytest.mark.parametrize(("claims", "same", "expected", "reason"), CASES, ids=[c[3] for c in CASES])
def test_origins(
    claims: list[tuple[str, str, str | None]], same: list[tuple[str, str]], expected: list[list[str]], reason: str
) -> None:
    made = tuple(FactClaim(c, d, 0, 1, "x", source, None, None, "") for c, d, source in claims)
    relations = tuple(Relation(a, b, "same_source", "attribution", "x: y", 1.0) for a, b in same)
    found = origins(Fact("f", "x", made, relations))
    assert [[c.claim for c in origin.claims] for origin in found] == expected, reason


WIRED = [
    ([("a", "d1", None), ("b", "d2", None)], {"d1": "Reuters", "d2": "Reuters"}, [["a", "b"]], "two dispatches"),
    ([("a", "d1", None), ("b", "d2", None)], {"d1": "Reuters"}, [["a"], ["b"]], "one is the paper's own"),
    ([("a", "d1", None), ("b", "d2", None)], {"d1": "Reuters", "d2": "ANSA"}, [["a"], ["b"]], "two agencies"),
    ([("a", "d1", None), ("b", "d2", "AP")], {"d1": "Associated Press"}, [["a", "b"]], "a paper cites the agency"),
    ([("a", "d1", None), ("b", "d2", "Fjord Wire")], {"d1": "Fjord Wire"}, [["a", "b"]], "an agency no list has"),
    (
        [("a", "d1", "Mayor"), ("b", "d2", "Police")],
        {"d1": "Reuters", "d2": "Reuters"},
        [["a"], ["b"]],
        "dispatches that name two sources",
    ),
]


@pytest.mark.parametrize(("claims", "wires", "expected", "reason"), WIRED, ids=[c[3] for c in WIRED])
def test_agencies(
    claims: list[tuple[str, str, str | None]], wires: dict[str, str], expected: list[list[str]], reason: str
) -> None:
    made = tuple(FactClaim(c, d, 0, 1, "x", source, None, None, "") for c, d, source in claims)
    found = origins(Fact("f", "x", made, ()), wires)
    assert [[c.claim for c in origin.claims] for origin in found] == expected, reason
    if len(found) < len(made):
        assert found[0].name == wires["d1"] and found[0].why == (f"both are by {wires['d1']}",)


def test_a_fact_check_is_no_origin() -> None:
    own = FactClaim("a", "d1", 0, 1, "x", None, "Daily", None, "")
    check = FactClaim("b", "d2", 0, 1, "x", None, "FactDesk", None, "", kind="fact_check")
    same = Relation("a", "b", "same_source", "attribution", "x: y", 1.0)
    fact = Fact("f", "x", (own, check), (same,))
    assert [origin.claims for origin in origins(fact)] == [(own,)]
    assert documents(fact) == 1


def test_bylines_are_read_from_the_store() -> None:
    wired = "KELSO, Norrland (Reuters) - The ferry to Havn sank with 61 people on board, and 12 of them drowned."
    paper = "The ferry to Havn, which sank on Sunday, had 61 people on board. Rescuers saved 49 of them. (AP)"
    with Store(":memory:") as store:
        for name, text in (("d1", wired), ("d2", paper), ("d3", "The ferry to Havn sank. It had 61 people on board.")):
            store.add(
                Extraction(Article(name, text + " It was an old ship." * 400 + ("\n\n(AP)" if name == "d2" else "")))
            )
        made = tuple(
            FactClaim(c, d, 0, 1, "x", None, None, None, "") for c, d in (("a", "d1"), ("b", "d2"), ("c", "d3"))
        )
        assert agencies(store.db, Fact("f", "x", made, ())) == {"d1": "Reuters", "d2": "Associated Press"}
