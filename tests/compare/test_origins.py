"""Independent origins of a fact."""

from __future__ import annotations

import pytest

from claimtrack.compare.origins import origins
from claimtrack.model import Fact, FactClaim, Relation

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
