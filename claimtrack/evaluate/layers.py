"""Names, figures and dates beside their gold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from claimtrack.evaluate.places import overlap, span_of
from claimtrack.evaluate.tally import Tally

Row = Mapping[str, Any]

_PLACES = ("GPE", "LOC")


def entities(tally: Tally, gold: Sequence[Row], found: Sequence[Row]) -> None:
    """Names: borders; borders and label (GPE counts as LOC); borders and canonical name, if the gold has names."""
    wanted, got = ([_bare(row) for row in rows] for rows in (gold, found))
    tally.exact("entities", "borders", wanted, got)
    tally.exact("entities", "label", wanted, got, "label")
    if any(row.get("name") for row in gold):
        tally.exact("entities", "name", wanted, got, "name")


def _bare(row: Row) -> dict[str, Any]:
    """A name without its article, its label without the difference of GPE and LOC."""
    cut = 4 if row["text"][:4].lower() == "the " else 0
    label = "LOC" if row["label"] in _PLACES else row["label"]
    return {"name": None, **row, "start": row["start"] + cut, "text": row["text"][cut:], "label": label}


def quantities(tally: Tally, gold: Sequence[Row], found: Sequence[Row]) -> None:
    """Figures: found at all; with the value and the end of the range; with that and comparator, unit, counted thing."""
    pairs = one_to_one(
        gold, found, lambda g, f: (same_value(g, f), *(g.get(k) == f[k] for k in ("comparator", "unit")))
    )
    total = len(gold), len(found)
    _count_found(tally, "quantities", gold, found, pairs)
    _count_right(tally, "quantities", "value", total, pairs, [same_value(g, f) for g, f in pairs], ("value", "high"))
    for key in ("comparator", "unit", "counted"):
        if key != "counted" or any(g.get(key) for g in gold):
            marks = [same_value(g, f) and _plain(g.get(key)) == _plain(f[key]) for g, f in pairs]
            _count_right(tally, "quantities", f"value and {key}", total, pairs, marks, (key,))


def _plain(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def same_value(gold: Row, found: Row) -> bool:
    """Whether two figures have one value and one end of the range, within 0.01 %."""
    ends = gold.get("high"), found["high"]
    both = ends[0] is not None and ends[1] is not None and math.isclose(ends[0], ends[1], rel_tol=1e-4)
    return math.isclose(gold["value"], found["value"], rel_tol=1e-4) and (both or ends == (None, None))


def dates(tally: Tally, gold: Sequence[Row], found: Sequence[Row]) -> None:
    """Dates: found at all, and with the TIMEX3 value.

    Durations and sets beside those of the gold are no errors, unless some gold row names that type: without types, a
    corpus notes dates alone as a rule.
    """
    types = {g["type"] for g in gold if g.get("type")} | {"DATE", "TIME"}
    noted = [span_of(g) for g in gold]
    found = [f for f in found if f["type"] in types or any(overlap(span_of(f), span) for span in noted)]
    pairs = one_to_one(gold, found, lambda g, f: (_same_date(g, f),))
    _count_found(tally, "dates", gold, found, pairs)
    marks = [_same_date(g, f) for g, f in pairs]
    _count_right(tally, "dates", "value", (len(gold), len(found)), pairs, marks, ("value",))


def _same_date(gold: Row, found: Row) -> bool:
    return str(gold["value"]) == str(found["value"])


def one_to_one(
    gold: Sequence[Row], found: Sequence[Row], agreement: Callable[[Row, Row], tuple[bool, ...]]
) -> list[tuple[Row, Row]]:
    """Pairs of items that overlap, each item in one pair at most: those that agree most first, then share most."""
    options = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            shared = overlap(span_of(g), span_of(f))
            if shared:
                options.append((agreement(g, f), shared, -i, -j))
    pairs: dict[int, int] = {}
    for _, _, i, j in sorted(options, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[-i], found[-pairs[i]]) for i in sorted(pairs, reverse=True)]


def _count_found(
    tally: Tally, layer: str, gold: Sequence[Row], found: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> None:
    tally.count(layer, "found", len(pairs), len(gold), len(found))
    paired = {id(row) for pair in pairs for row in pair}
    for row in gold:
        if id(row) not in paired:
            tally.miss(layer, "found", "missed", row)
    for row in found:
        if id(row) not in paired:
            tally.miss(layer, "found", "spurious", row)


def _count_right(
    tally: Tally,
    layer: str,
    field: str,
    total: tuple[int, int],
    pairs: Sequence[tuple[Row, Row]],
    marks: Sequence[bool],
    keys: tuple[str, ...],
) -> None:
    """Count the pairs that are right by ``marks``. ``total``: items of the gold, items found."""
    tally.count(layer, field, sum(marks), *total)
    for (g, f), mark in zip(pairs, marks, strict=True):
        if not mark:
            tally.miss(layer, field, "wrong", g, [g.get(k) for k in keys], [f[k] for k in keys])
