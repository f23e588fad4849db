"""Claims beside their gold: which are there, and whether who says it, polarity, modality and figures are right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from claimtrack.evaluate.names import same_name
from claimtrack.evaluate.places import overlap, span_of
from claimtrack.evaluate.tally import Tally

_DURATION = re.compile(r"P[\dXT]")

Row = Mapping[str, Any]
Document = Mapping[str, Sequence[Row]]


def claims(tally: Tally, gold: Document, found: Document, *, partial: bool) -> None:
    """Count the claims of a document.

    A gold claim is found by a claim that shares half of the shorter one's characters; those with most figures in
    common are paired first. ``partial``: not all claims were noted, so that precision is not counted.
    Source, polarity and modality are counted over the pairs; figures and dates over all gold claims.
    """
    pairs = paired(gold, found)
    known = None if partial else len(found["claims"])
    tally.count("claims", "found", len(pairs), len(gold["claims"]), known)
    for i, row in enumerate(gold["claims"]):
        if i not in pairs:
            tally.miss("claims", "found", "missed", row)
    for j, row in enumerate(found["claims"]):
        if not partial and j not in pairs.values():
            tally.miss("claims", "found", "spurious", row)
    for i, j in sorted(pairs.items()):
        _count_fields(tally, gold["claims"][i], found["claims"][j])
    for key in ("quantities", "dates"):
        if key in gold:
            _count_parts(tally, gold, found, pairs, key)


def paired(gold: Document, found: Document) -> dict[int, int]:
    """Gold claim -> found claim, by index, one to one."""
    options = []
    for i, g in enumerate(gold["claims"]):
        for j, f in enumerate(found["claims"]):
            shared = overlap(span_of(g), span_of(f))
            if shared * 2 >= min(g["end"] - g["start"], f["end"] - f["start"]):
                common = (_values(g, gold, "quantities") & _values(f, found, "quantities")).total()
                options.append((common, shared, -i, -j))
    pairs: dict[int, int] = {}
    for _, _, i, j in sorted(options, reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def _values(claim: Row, document: Document, key: str) -> Counter[str]:
    """Values of a claim's figures or dates, as text that is equal where they are."""
    rows = (document[key][i] for i in claim.get(key) or () if key in document)
    return Counter(f"{row['value']:.6g}" if key == "quantities" else str(row["value"]) for row in rows)


def _count_fields(tally: Tally, gold: Row, found: Row) -> None:
    if "source" in gold:
        right = right_source(gold, found)
        tally.count("claims", "source", right, 1, 1)
        if gold["source"] is not None or gold.get("source_kind") == "anonymous":
            tally.count("claims", "source, where there is one", right, 1, 1)
        if not right:
            tally.miss("claims", "source", "wrong", gold, gold["source"] or gold.get("source_kind"), found["source"])
    for key in ("polarity", "modality"):
        if key in gold:
            tally.count("claims", key, gold[key] == found[key], 1, 1)
            if gold[key] != found[key]:
                tally.miss("claims", key, "wrong", gold, gold[key], found[key])


def right_source(gold: Row, found: Row) -> bool:
    """Whether a claim has the source that it should have; an anonymous one has no name, but an attribution."""
    unnamed = found["source"] is None and found["attribution"] is not None
    return same_name(gold["source"], found["source"]) or (gold.get("source_kind") == "anonymous" and unnamed)


def _count_parts(tally: Tally, gold: Document, found: Document, pairs: Mapping[int, int], key: str) -> None:
    for i, g in enumerate(gold["claims"]):
        wanted = _values(g, gold, key)
        got = _values(found["claims"][pairs[i]], found, key) if i in pairs else Counter[str]()
        for value in [v for v in got if _DURATION.match(v) and v not in wanted]:
            del got[value]
        name = "figures" if key == "quantities" else "dates"
        tally.count("claims", name, (wanted & got).total(), wanted.total(), got.total())
        if i in pairs and wanted != got:
            tally.miss("claims", name, "wrong", g, sorted(wanted.elements()), sorted(got.elements()))
