"""Claims with their reviews as CSV, JSON Lines and Parquet.

CSV and Parquet have a row a claim, under ``COLUMNS``. JSON Lines have an object a claim with every review of it and
its whole history, so that ``export.importing`` can read them back.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.export.reviewed import Item
from claimtrack.model import Quantity
from claimtrack.review.events import Judgement, event
from claimtrack.review.records import Event, Review, Verdict
from claimtrack.review.scales import scale
from claimtrack.review.work import history
from claimtrack.store import Store

TEXTS = (
    "id",
    "document",
    "url",
    "title",
    "publisher",
    "published",
    "source",
    "kind",
    "effect",
    "cue",
    "claim",
    "standalone",
)
LAYERS = ("subject", "predicate", "object", "polarity", "modality", "figures", "dates", "entities")
REVIEWS = ("status", "verdict", "second_verdict", "note", "evidence", "reviewers", "reviewed_at", "differs")
CORRECTIONS = ("speaker", "value", "high", "unit", "date", "start", "end")
COLUMNS = (
    *TEXTS,
    *LAYERS,
    *("checkworthiness", "start", "end", "run"),
    *REVIEWS,
    *("moved", "found"),
    *(f"corrected_{name}" for name in CORRECTIONS),
)
_TYPES = {
    **dict.fromkeys(("start", "end", "run", "corrected_start", "corrected_end"), "int64"),
    **dict.fromkeys(("checkworthiness", "moved"), "float64"),
    "found": "bool_",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 5000
HISTORY = ("uid", "at", "reviewer", "action", "claim", "document", "start", "end", "text", "before", "after")


def no_formula(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would run it as a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def flat(item: Item) -> dict[str, Any]:
    """A claim and what its reviews come to, under ``COLUMNS``; lists are joined with "; "."""
    now, claim = item.now, item.claim
    row = dict.fromkeys(COLUMNS) | {"id": now.claim, "document": item.document, "claim": item.text}
    row |= {"start": item.start, "end": item.end}
    if claim is not None:
        row |= {
            name: getattr(claim, name) for name in (*TEXTS, *LAYERS, "checkworthiness", "run") if hasattr(claim, name)
        }
        row |= {"figures": "; ".join(map(_figure, claim.quantities)), "dates": "; ".join(t.value for t in claim.dates)}
        row["entities"] = "; ".join(dict.fromkeys(entity.name for entity in claim.entities))
    row |= {name: getattr(now, name) for name in ("status", "verdict", "second_verdict", "differs", "moved", "found")}
    row |= {"note": now.note or None, "evidence": " ".join(now.evidence) or None}
    row["reviewers"] = "; ".join(review.reviewer for review in now.reviews) or None
    row["reviewed_at"] = max((review.at for review in now.reviews), default=None)
    for name in CORRECTIONS:
        value = getattr(now.corrections, name)
        row[f"corrected_{name}"] = value if value is None or name in ("start", "end") else str(value)
    return row


def _figure(quantity: Quantity) -> str:
    sign = "" if quantity.comparator == "=" else quantity.comparator
    value = f"{quantity.value:f}" + ("" if quantity.high is None else f"-{quantity.high:f}")
    return " ".join(part for part in (sign, value, quantity.unit) if part)


def csv_lines(items: Iterable[Item]) -> Iterator[str]:
    """Lines of CSV, the names of the columns first; what a spreadsheet would run has an apostrophe before it."""
    yield _csv(COLUMNS)
    for item in items:
        yield _csv(_cell(value) for value in flat(item).values())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, float | int) else no_formula(str(value))


def _csv(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def json_objects(store: Store, items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    """An object a claim: its fields, ``reviews`` (what each reviewer stands by) and ``history`` (every event)."""
    verdicts = {verdict.name: verdict for verdict in scale(store.db.conn, retired=True)}
    for item in items:
        row = {name: value for name, value in flat(item).items() if not name.startswith("corrected_")}
        row["reviews"] = [_review(review, verdicts) for review in item.now.reviews]
        events = history(store.db.conn, item.now.claim) if item.now.version else []
        row["history"] = [plain_event(store, entry, verdicts) for entry in events if entry.action != "attach"]
        yield row


def _review(review: Review, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    said = Judgement(review.verdict, review.note, review.evidence, review.corrections).plain() or {}
    return {"reviewer": review.reviewer, "at": review.at, **said, "counts": review.counts, **_scale(said, verdicts)}


def plain_event(store: Store, entry: Event, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    """An event as a JSON object that stands for itself: it names the event it undoes by its uid, and its verdict."""
    plain = {name: getattr(entry, name) for name in HISTORY}
    if entry.undoes is not None:
        plain["undoes"] = event(store.db.conn, entry.undoes).uid
    return plain | _scale(entry.after or {}, verdicts)


def _scale(said: dict[str, Any] | Any, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    verdict = verdicts.get(said.get("verdict") or "")
    return {} if verdict is None else {"label": verdict.label, "rating": verdict.rating}


def json_lines(store: Store, items: Iterable[Item]) -> Iterator[str]:
    """``json_objects``, one a line."""
    for row in json_objects(store, items):
        yield json.dumps(row, ensure_ascii=False) + "\n"


def write_parquet(items: Iterable[Item], out: BinaryIO) -> None:
    """A Parquet file with ``COLUMNS``, compressed with Zstandard. Raises ClaimtrackError without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise ClaimtrackError(
            "Parquet needs pyarrow.", "Install it with `pip install 'claimtrack[formats]'`."
        ) from error
    schema = pa.schema([(name, getattr(pa, _TYPES.get(name, "string"))()) for name in COLUMNS])
    rows = map(flat, items)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
