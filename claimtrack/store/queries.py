"""Reading: claims by what a fact-checker asks for, sources, documents, a claim in its passage."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from sqlite_utils import Database

from claimtrack.annotate.variants import canonical
from claimtrack.errors import StoreError
from claimtrack.model import Extraction, FactCheck
from claimtrack.store import fact_checks
from claimtrack.store.filters import LAST_CHARACTER, ClaimFilter, conditions_of, document_key, only, search_terms
from claimtrack.store.records import CheckRow, ClaimRow, DocumentRow, FailureRow, Passage, RunRow, SourceRow
from claimtrack.store.rows import Row, entity, load_extraction, quantity, select, time_expression

Record = TypeVar("Record")
BATCH = 500

CLAIMS = """SELECT c.key, c.id, d.id AS document, v.number AS version, v.latest, v.url, v.path, v.title, v.publisher,
  v.published, c.start_char AS start, c.end_char AS end, c.text, c.standalone, c.subject, c.predicate, c.object,
  c.polarity, c.modality, c.checkworthiness, c.source, a.kind, a.effect, a.cue, c.run, d.withdrawn,
  c.place, c.reasons
FROM claims c JOIN versions v ON v.key = c.version_key JOIN documents d ON d.key = v.document_key
LEFT JOIN attributions a ON a.key = c.attribution_key
WHERE c.key IN ({marks}) ORDER BY c.key"""

KEYS = """SELECT c.key FROM claims c JOIN versions v ON v.key = c.version_key
JOIN documents d ON d.key = v.document_key LEFT JOIN attributions a ON a.key = c.attribution_key
WHERE {conditions} ORDER BY v.document_key, v.number, c.position LIMIT :limit"""

SOURCE_NAMES = """SELECT s.name, count(*) AS uses FROM attributions a JOIN sources s ON s.key = a.source_key
JOIN versions v ON v.key = a.version_key AND v.latest AND v.kind IS NULL GROUP BY s.name"""

SOURCES = """SELECT one_name(name) AS name, group_concat(DISTINCT kind) AS kinds, count(DISTINCT document) AS documents,
  sum(is_attribution) AS attributions, sum(1 - is_attribution) AS claims
FROM (
  SELECT s.name, a.source_kind AS kind, v.document_key AS document, 1 AS is_attribution
  FROM attributions a JOIN versions v ON v.key = a.version_key AND v.latest AND v.kind IS NULL
  JOIN documents d ON d.key = v.document_key AND d.withdrawn IS NULL
  LEFT JOIN sources s ON s.key = a.source_key
  UNION ALL
  SELECT c.source, NULL, v.document_key, 0
  FROM claims c JOIN versions v ON v.key = c.version_key AND v.latest AND v.kind IS NULL
  JOIN documents d ON d.key = v.document_key AND d.withdrawn IS NULL
  WHERE c.source NOT NULL OR c.attribution_key NOT NULL
) GROUP BY one_name(name) ORDER BY claims DESC, attributions DESC, 1"""

DOCUMENTS = """WITH firsts AS (
  SELECT s.copy_group, min(w.document_key) AS first, count(*) AS members
  FROM sketches s JOIN versions w ON w.key = s.version_key AND w.latest GROUP BY s.copy_group)
SELECT d.id, v.number AS version, v.url, v.path, v.title, v.author, v.publisher, v.published, v.language,
  v.flag, v.notes, v.run, (SELECT count(*) FROM versions o WHERE o.document_key = d.key) AS versions,
  (SELECT count(*) FROM claims c WHERE c.version_key = v.key) AS claims, d.withdrawn, o.id AS copy_of
FROM documents d JOIN versions v ON v.document_key = d.key AND v.latest AND v.kind IS NULL
LEFT JOIN sketches s ON s.version_key = v.key
LEFT JOIN firsts f ON f.copy_group = s.copy_group AND f.members > 1 AND f.first <> d.key
LEFT JOIN documents o ON o.key = f.first
WHERE {conditions} ORDER BY d.key"""


def find_claims(db: Database, wanted: ClaimFilter) -> Iterator[ClaimRow]:
    """Claims in the order of documents and of the text, read in batches."""
    conditions, values = conditions_of(db, wanted)
    values["limit"] = -1 if wanted.limit is None else wanted.limit
    keys = [row["key"] for row in select(db, KEYS.format(conditions=" AND ".join(conditions)), values)]
    return chain.from_iterable(_claims(db, keys[i : i + BATCH]) for i in range(0, len(keys), BATCH))


def _claims(db: Database, keys: Sequence[int]) -> Iterator[ClaimRow]:
    """The claims with these keys, each with the fact-checks that it met."""
    met: dict[int, list[tuple[int, FactCheck]]] = {}
    for claim, reviewed, check in fact_checks.matching(db, keys):
        met.setdefault(claim, []).append((reviewed, check))
    others = sorted({reviewed for found in met.values() for reviewed, _ in found})
    reviews = {key: row for i in range(0, len(others), BATCH) for key, row in _rows(db, others[i : i + BATCH])}
    for key, row in _rows(db, keys):
        yield replace(row, checks=tuple(_checked(row, reviews[other], check) for other, check in met.get(key, ())))


def _checked(row: ClaimRow, reviewed: ClaimRow, check: FactCheck) -> CheckRow:
    from claimtrack.compare.differences import contradictions  # the comparison builds on the store, and not the reverse

    return fact_checks.check_row(check, map(str, contradictions(row, reviewed)))


def _rows(db: Database, keys: Sequence[int]) -> Iterator[tuple[int, ClaimRow]]:
    marks = ", ".join("?" * len(keys))
    by_key = {row["key"]: row for row in select(db, CLAIMS.format(marks=marks), keys)}
    parts = [_parts(db, sql.format(marks=marks), keys, build) for sql, build in _PARTS]
    for key in keys:
        row = by_key[key]
        plain = {name: row[name] for name in row.keys() if name not in ("key", "latest", "reasons")}  # noqa: SIM118
        found = [part.get(key, ()) for part in parts]
        more = {"latest": bool(row["latest"]), "reasons": json.loads(row["reasons"] or "{}")}
        yield key, ClaimRow(**plain, **more, quantities=found[0], dates=found[1], entities=found[2])


_PARTS: tuple[tuple[str, Callable[[Row], Any]], ...] = (
    (
        "SELECT l.claim_key, q.* FROM claim_quantities l JOIN quantities q ON q.key = l.quantity_key "
        "WHERE l.claim_key IN ({marks}) ORDER BY l.claim_key, l.position",
        quantity,
    ),
    (
        "SELECT l.claim_key, t.* FROM claim_dates l JOIN dates t ON t.key = l.date_key "
        "WHERE l.claim_key IN ({marks}) ORDER BY l.claim_key, l.position",
        time_expression,
    ),
    (
        "SELECT l.claim_key, m.*, e.name, e.label FROM claim_mentions l JOIN mentions m ON m.key = l.mention_key "
        "JOIN entities e ON e.key = m.entity_key WHERE l.claim_key IN ({marks}) ORDER BY l.claim_key, l.position",
        entity,
    ),
)


def _parts(
    db: Database, sql: str, keys: Sequence[int], build: Callable[[Row], Record]
) -> dict[int, tuple[Record, ...]]:
    found: dict[int, tuple[Record, ...]] = {}
    for row in select(db, sql, keys):
        found[row["claim_key"]] = (*found.get(row["claim_key"], ()), build(row))  # type: ignore[arg-type]
    return found


def find_sources(db: Database) -> list[SourceRow]:
    """Sources of the latest versions, those with most claims first; spellings of one name are one source."""
    names = canonical({row["name"]: row["uses"] for row in select(db, SOURCE_NAMES)})
    variants: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names) - set(names.values())):
        variants[names[name]].append(name)
    db.register_function(lambda name: names.get(name, name), name="one_name", replace=True)
    return [
        SourceRow(
            name=row["name"],
            kinds=tuple(sorted(row["kinds"].split(","))) if row["kinds"] else (),
            documents=row["documents"],
            attributions=row["attributions"],
            claims=row["claims"],
            variants=tuple(variants.get(row["name"], ())),
        )
        for row in select(db, SOURCES)
    ]


def find_documents(db: Database, text: str | None = None) -> list[DocumentRow]:
    """Documents in the order in which they came; ``text``: words of the title."""
    if text is None:
        rows = select(db, DOCUMENTS.format(conditions="1"))
    else:
        match = "v.key IN (SELECT rowid FROM versions_fts WHERE versions_fts MATCH ?)"
        rows = select(db, DOCUMENTS.format(conditions=match), [search_terms(db, text)])
    return [DocumentRow(**dict(row) | {"notes": tuple(json.loads(row["notes"]))}) for row in rows]


def find_runs(db: Database) -> list[RunRow]:
    """All runs, the newest last."""
    return [_run(dict(row)) for row in select(db, "SELECT * FROM runs ORDER BY id")]


def _run(row: Row) -> RunRow:
    lists = {name: json.loads(row[name] or "[]") for name in ("inputs", "slowest")}
    slowest = tuple((str(document), float(seconds), int(size)) for document, seconds, size in lists["slowest"])
    options = json.loads(row["options"] or "{}")
    return RunRow(**{**row, "inputs": tuple(lists["inputs"]), "options": options, "slowest": slowest})


def find_failures(db: Database, run: int | None) -> list[FailureRow]:
    """Failures of one run, or of all."""
    sql = """SELECT run, document, path, place, message, remedy, input, retried FROM failures
    WHERE ? IS NULL OR run = ? ORDER BY key"""
    return [FailureRow(**dict(row)) for row in select(db, sql, [run, run])]


def find_claim(db: Database, wanted: str) -> ClaimRow | None:
    """The claim with this id, or the only one whose id begins so; of several versions the latest that has it."""
    sql = """SELECT c.key, c.id, max(v.latest * 1000000 + v.number) FROM claims c JOIN versions v
    ON v.key = c.version_key WHERE c.id >= ? AND c.id < ? GROUP BY c.id ORDER BY c.id"""
    rows = select(db, sql, [wanted, wanted + LAST_CHARACTER]) if wanted else []
    if not rows:
        return None
    return next(_claims(db, [only(rows, wanted, "claim")["key"]]))


def latest_version(db: Database, document: int, number: int | None = None) -> int:
    """Key of a document's latest version, or of the one with this number."""
    sql = (
        "SELECT key FROM versions WHERE document_key = :document AND (number = :number OR (:number IS NULL AND latest))"
    )
    rows = select(db, sql, {"document": document, "number": number})
    if not rows:
        raise StoreError(f"That document has no version {number}.", "`claimtrack documents` counts them.")
    return int(rows[0]["key"])


def passage_of(db: Database, row: ClaimRow) -> Passage:
    """A claim in its passage."""
    extraction = load_extraction(db, latest_version(db, document_key(db, row.document), row.version))
    claim = next(claim for claim in extraction.claims if claim.id == row.id)
    spans = [(claim.start, claim.end)]
    if claim.attribution is not None:
        attribution = extraction.attributions[claim.attribution]
        spans += [(x.start, x.end) for x in (attribution.cue, attribution.source) if x is not None]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    start, end = widen(extraction, start, end)
    return Passage(extraction, claim, row, start, end)


def widen(extraction: Extraction, start: int, end: int) -> tuple[int, int]:
    """A span widened to the blocks that it touches; without blocks, to its lines."""
    touched = [block for block in extraction.article.blocks if block.start < end and start < block.end]
    if touched:
        return min(start, touched[0].start), max(end, max(block.end for block in touched))
    text = extraction.article.text
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end
