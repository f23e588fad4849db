"""What became of an input as rows of four tables: ``documents``, ``claims``, ``failures`` and ``withdrawals``.

``documents`` holds all of an extraction, and the fact-check where it is one's claim: ``outcome`` gives it back as it
was. ``claims`` repeats the claims in flat columns, for queries. ``position`` is the place in the shard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from claimtrack.cluster import columns
from claimtrack.compare.sketch import Sketch
from claimtrack.ingest import Found
from claimtrack.model import (
    Article,
    Attribution,
    Claim,
    Extraction,
    FactCheck,
    Quantity,
    ReadFailure,
    TimeExpression,
    Withdrawal,
)
from claimtrack.store.periods import days_of

LAYERS: Final = ("entities", "quantities", "dates", "attributions", "claims")
CLAIM: Final = ("id", "text", "standalone", "subject", "predicate", "object", "polarity", "modality", "source", "place")
"""Fields of a claim that stand in ``claims`` as they are."""
PLACED: Final = {"start": "start_char", "end": "end_char"}
NUMBERS: Final = ("value", "high")
ARTICLE: Final = ("url", "title", "publisher", "published")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: what was found in an article or in a fact-check's claim, or why nothing was.

    ``input``: the file that it came from. ``document``: id of the article that failed, where it could be read.
    """

    position: int
    input: str
    result: Found | ReadFailure | Withdrawal
    check: FactCheck | None = None
    document: str | None = None


PLACE: Final = (("position", pa.int64()), ("input", pa.string()))


def _documents() -> pa.Schema:
    layers = columns.columns(Extraction)[1:]
    check = pa.field("fact_check", columns.arrow_type(FactCheck))
    made = [("sketch", pa.binary()), ("triples", pa.int64()), ("seconds", pa.float64()), ("day", pa.string())]
    return pa.schema([*PLACE, *columns.columns(Article), *layers, check, *made])


def _figures() -> list[pa.Field]:
    """Quantities as queries want them: numbers, beside what is exact."""
    plain = [field for field in columns.columns(Quantity) if field.name not in NUMBERS]
    numbers = [pa.field(name, pa.float64()) for name in NUMBERS]
    return [*_placed(plain), *numbers, *(pa.field(f"{name}_exact", pa.string()) for name in NUMBERS)]


def _placed(fields: Iterable[pa.Field]) -> list[pa.Field]:
    """Fields with names for offsets that are no words of SQL."""
    return [field.with_name(PLACED.get(field.name, field.name)) for field in fields]


def _claims() -> pa.Schema:
    text, number = pa.string(), pa.int64()
    return pa.schema(
        [
            *(("position", number), ("document", text), *((name, text) for name in ARTICLE)),
            *(("number", number), ("start_char", number), ("end_char", number)),
            *((name, text) for name in (*CLAIM, "kind", "effect", "cue")),
            ("checkworthiness", pa.float64()),
            ("quantities", pa.list_(pa.struct(_figures()))),
            ("dates", pa.list_(pa.struct(_placed(columns.columns(TimeExpression))))),
            ("entities", pa.list_(text)),
            ("day", text),
        ]
    )


SCHEMAS: Final[dict[str, pa.Schema]] = {
    "documents": _documents(),
    "claims": _claims(),
    "failures": pa.schema([*PLACE, ("document", pa.string()), *columns.columns(ReadFailure)]),
    "withdrawals": pa.schema([*PLACE, *columns.columns(Withdrawal)]),
}
OUTCOMES: Final = ("documents", "failures", "withdrawals")
"""The tables that hold outcomes; ``claims`` repeats what is in ``documents``."""


def tables(outcomes: Sequence[Outcome]) -> dict[str, pa.Table]:
    """The tables of some outcomes, each in the order of positions."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
    for outcome in outcomes:
        head: dict[str, object] = {"position": outcome.position, "input": _storable(outcome.input)}
        if isinstance(outcome.result, ReadFailure):
            rows["failures"].append(head | _failure(outcome, outcome.result))
        elif isinstance(outcome.result, Withdrawal):
            rows["withdrawals"].append(head | columns.dump(outcome.result))
        else:
            rows["documents"].append(head | _document(outcome.result, outcome.check))
            rows["claims"].extend(_claim_rows(outcome.position, outcome.result.extraction))
    return {name: pa.Table.from_pylist(rows[name], SCHEMAS[name]) for name in SCHEMAS}


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode()


def publication_day(article: Article) -> str | None:
    """The day of publication; None if it is not known to the day."""
    days = days_of(article.published)
    return days[0] if days and days[0] == days[1] else None


def _document(found: Found, check: FactCheck | None) -> dict[str, object]:
    article, sketch = found.extraction.article, found.sketch
    row: dict[str, object] = {"day": publication_day(article), "fact_check": columns.dump(check)}
    row |= {"seconds": found.seconds, "sketch": None, "triples": None}
    if sketch is not None:
        row |= {"sketch": sketch.values.astype("<u4").tobytes(), "triples": sketch.triples}
    layers = {name: columns.dump(getattr(found.extraction, name)) for name in LAYERS}
    row |= columns.dump(article)
    return row | layers


def _claim_rows(position: int, found: Extraction) -> Iterator[dict[str, object]]:
    article = found.article
    head = {"position": position, "document": article.id, "day": publication_day(article)}
    head |= {name: getattr(article, name) for name in ARTICLE}
    for number, claim in enumerate(found.claims):
        said = None if claim.attribution is None else found.attributions[claim.attribution]
        yield head | {"number": number} | _claim(claim, found) | _said(said)


def _claim(claim: Claim, found: Extraction) -> dict[str, object]:
    return {name: getattr(claim, name) for name in CLAIM} | {
        "start_char": claim.start,
        "end_char": claim.end,
        "checkworthiness": claim.checkworthiness,
        "quantities": [_figure(found.quantities[i]) for i in claim.quantities],
        "dates": [_place(columns.dump(found.dates[i])) for i in claim.dates],
        "entities": [found.entities[i].name for i in claim.entities],
    }


def _figure(quantity: Quantity) -> dict[str, object]:
    row = _place(columns.dump(quantity))
    exact = {name: row[name] for name in NUMBERS}
    numbers = {name: None if value is None else float(value) for name, value in exact.items()}
    return row | numbers | {f"{name}_exact": value for name, value in exact.items()}


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {PLACED.get(name, name): value for name, value in row.items()}


def _said(said: Attribution | None) -> dict[str, object]:
    if said is None:
        return {}
    return {"kind": said.kind, "effect": said.effect, "cue": None if said.cue is None else said.cue.text}


def _failure(outcome: Outcome, failure: ReadFailure) -> dict[str, object]:
    given = {"document": outcome.document} | columns.dump(failure)
    return {name: _storable(value) if value else value for name, value in given.items()}


def outcomes(table: str, rows: Iterable[dict[str, Any]]) -> Iterator[Outcome]:
    """The outcomes that rows of one of ``OUTCOMES`` stand for."""
    for row in rows:
        place = row["position"], row["input"]
        if table == "failures":
            yield Outcome(*place, columns.load(ReadFailure, row), document=row["document"])
        elif table == "withdrawals":
            yield Outcome(*place, columns.load(Withdrawal, row))
        else:
            yield Outcome(*place, _found(row), columns.load(FactCheck, row["fact_check"]))


def _found(row: dict[str, Any]) -> Found:
    layers = {name: columns.load(columns.hints(Extraction)[name], row[name]) for name in LAYERS}
    sketch = None
    if row["sketch"] is not None:
        sketch = Sketch(np.frombuffer(row["sketch"], "<u4").astype(np.uint32), row["triples"])
    return Found(Extraction(columns.load(Article, row), **layers), sketch, row["seconds"])
