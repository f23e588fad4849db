"""What goes into Parquet comes out as it was, whatever it holds."""

from __future__ import annotations

import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.cluster import columns
from claimtrack.cluster.rows import OUTCOMES, SCHEMAS, Outcome, outcomes, tables
from claimtrack.compare.sketch import SIZE, Sketch
from claimtrack.ingest import Found
from claimtrack.model import Claim, Extraction, FactCheck, ReadFailure, Withdrawal
from tests.store.extractions import flood

PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False),
    bytes: st.binary(max_size=8),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
}


BARE: dict[str, st.SearchStrategy[Any]] = {"attribution": st.none()} | {
    name: st.just(()) for name in ("quantities", "dates", "entities")
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type."""
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*(st.none() if part is type(None) else values(part) for part in get_args(hint)))
    if hint in PLAIN:
        return PLAIN[hint]
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(*map(values, get_args(hint)), max_size=2)
    if hint is Claim:  # its indices point into other lists
        fields = columns.hints(Claim).items()
        return st.builds(Claim, **{name: BARE[name] if name in BARE else values(inner) for name, inner in fields})
    return st.builds(hint, **{name: values(inner) for name, inner in columns.hints(hint).items()})


sketches = st.none() | st.builds(
    Sketch,
    st.lists(st.integers(0, 2**32 - 1), min_size=SIZE, max_size=SIZE).map(lambda x: np.array(x, np.uint32)),
    st.integers(0, 2**31),
)
found = st.builds(Found, values(Extraction), sketches, st.floats(0, 100))


def plain(outcome: Outcome) -> tuple[object, ...]:
    """An outcome that can be compared: arrays cannot."""
    result: object = outcome.result
    if isinstance(outcome.result, Found):
        sketch = outcome.result.sketch
        bare = sketch and (sketch.values.tolist(), sketch.values.dtype, sketch.triples)
        result = (outcome.result.extraction, bare, outcome.result.seconds)
    return outcome.position, outcome.input, result, outcome.check, outcome.document


def there_and_back(given: list[Outcome]) -> list[Outcome]:
    written = tables(given)
    assert {name: table.schema for name, table in written.items()} == SCHEMAS
    back = [outcome for name in OUTCOMES for outcome in outcomes(name, written[name].to_pylist())]
    return sorted(back, key=lambda outcome: outcome.position)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.builds(Outcome, st.just(0), values(str), found, values(FactCheck | None)),
    st.builds(Outcome, st.just(1), values(str), values(ReadFailure), st.none(), values(str | None)),
    st.builds(Outcome, st.just(2), values(str), values(Withdrawal)),
)
def test_outcomes_come_back_as_they_were(article: Outcome, failure: Outcome, withdrawal: Outcome) -> None:
    given = [article, failure, withdrawal]
    assert [plain(o) for o in there_and_back(given)] == [plain(o) for o in given]


def test_indices_come_back() -> None:
    (back,) = there_and_back([Outcome(0, "a.txt", Found(flood(), None, 0.0))])
    assert isinstance(back.result, Found)
    assert back.result.extraction == flood()


def test_a_path_that_is_no_unicode_can_be_written() -> None:
    """A file name may hold any bytes; the store keeps it with a question mark in their place too."""
    failure = ReadFailure("caf\udce9.txt", None, "It is empty.", "Leave it out.")
    (back,) = there_and_back([Outcome(0, "caf\udce9.txt", failure)])
    assert isinstance(back.result, ReadFailure)
    assert back.result.path == back.input == "caf?.txt"


def test_claims_have_flat_columns() -> None:
    table = tables([Outcome(0, "a.txt", Found(flood(), None, 0.0))])["claims"]
    rows = table.to_pylist()
    assert [(row["document"], row["day"], row["kind"], row["cue"]) for row in rows] == [
        ("https://example.org/flood", "2024-05-06", "indirect", "said"),
        ("https://example.org/flood", "2024-05-06", None, None),
    ]
    assert [quantity["value"] for row in rows for quantity in row["quantities"]] == [1200.0, 5000000.0]
    assert isinstance(table, pa.Table)
