"""Fact-checks in the store: written with their claim's extraction, listed, and found for the claims that they met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.model import Extraction, FactCheck, Rating
from claimtrack.store import writer
from claimtrack.store.records import CheckRow, Outcome, Run
from claimtrack.store.rows import Row, select

_COLUMNS = tuple(field.name for field in fields(FactCheck))


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """Which fact-checks to show; every condition that is given must hold. See ``Store.fact_checks``."""

    text: str | None = None
    claimant: str | None = None
    reviewer: str | None = None
    rating: str | None = None
    limit: int | None = None


def write(db: Database, check: FactCheck, extraction: Extraction, run: Run) -> Outcome:
    """Write a fact-check and what was found in its claim, unless both are stored so."""
    same = is_known(db, check)
    outcome = writer.write(db, extraction, run)
    if same:
        return outcome
    document = db.execute("SELECT key FROM documents WHERE id = ?", [extraction.article.id]).fetchone()[0]
    known = db.execute("SELECT 1 FROM fact_checks WHERE id = ?", [check.id]).fetchone()
    names = (*_COLUMNS, "document_key", "run")
    renewed = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    sql = f"""INSERT INTO fact_checks ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})
    ON CONFLICT (id) DO UPDATE SET {renewed}"""
    db.conn.execute(sql, [*_row(check), document, run.id])
    return "replaced" if known else outcome


def is_known(db: Database, check: FactCheck) -> bool:
    """Whether the fact-check is stored as it is, no matter in which file it was read."""
    stored = find(db, check.id)
    return stored is not None and stored == replace(check, path=stored.path, notes=stored.notes)


def find(db: Database, identity: str) -> FactCheck | None:
    """The fact-check with this id."""
    rows = select(db, f"SELECT {', '.join(_COLUMNS)} FROM fact_checks WHERE id = ?", [identity])
    return _check(rows[0]) if rows else None  # type: ignore[arg-type]


def find_all(db: Database, wanted: CheckFilter) -> list[FactCheck]:
    """Fact-checks in the order in which they came. Raises StoreError for a rating that is none."""
    if wanted.rating is not None and wanted.rating not in get_args(Rating):
        raise StoreError(f"{wanted.rating!r} is no rating.", f"Ratings are: {', '.join(get_args(Rating))}.")
    conditions, values = ["1"], dict[str, object](limit=-1 if wanted.limit is None else wanted.limit)
    for name, sql in _CONDITIONS.items():
        if getattr(wanted, name) is not None:
            conditions.append(sql)
            values[name] = getattr(wanted, name)
    for number, word in enumerate((wanted.text or "").split()):
        conditions.append(f"names(claim, :word{number})")
        values[f"word{number}"] = word
    sql = f"SELECT {', '.join(_COLUMNS)} FROM fact_checks WHERE {' AND '.join(conditions)} ORDER BY key LIMIT :limit"
    return [_check(row) for row in select(db, sql, values)]  # type: ignore[arg-type]


_CONDITIONS = {
    "claimant": "names(claimant, :claimant)",
    "reviewer": "names(reviewer, :reviewer)",
    "rating": "rating = :rating",
}

FACTS_OF = "SELECT DISTINCT claim_key, fact_key FROM fact_claims WHERE claim_key IN ({marks})"
CHECKS_OF = """SELECT DISTINCT x.fact_key, x.claim_key, f.id FROM fact_claims x
JOIN claims c ON c.key = x.claim_key JOIN versions v ON v.key = c.version_key AND v.kind = 'fact_check' AND v.latest
JOIN fact_checks f ON f.document_key = v.document_key
WHERE x.fact_key IN ({marks}) ORDER BY x.fact_key, f.key, x.claim_key"""


def matching(db: Database, claims: Sequence[int]) -> Iterator[tuple[int, int, FactCheck]]:
    """For those of the claims that share a fact with a reviewed claim: claim, claim of the review, and the review.

    Claims and results are keys of ``claims``. A large fact is looked through once, not once for each of its claims.
    """
    facts: list[tuple[int, int]] = list(_rows(db, FACTS_OF, claims))
    found: dict[int, list[tuple[int, str]]] = {}
    rows: Iterator[tuple[int, int, str]] = _rows(db, CHECKS_OF, sorted({fact for _, fact in facts}))
    for fact, reviewed, identity in rows:
        found.setdefault(fact, []).append((reviewed, identity))
    checks = {identity: find(db, identity) for reviewed in found.values() for _, identity in reviewed}
    seen = set()
    for claim, fact in facts:
        for reviewed, identity in found.get(fact, ()):
            check = checks[identity]
            if check is not None and reviewed != claim and (claim, identity) not in seen:
                seen.add((claim, identity))
                yield claim, reviewed, check


def check_row(check: FactCheck, differs: Iterable[str]) -> CheckRow:
    """What a claim shows of a fact-check that it met."""
    return CheckRow(
        id=check.id,
        claim=check.claim,
        claimant=check.claimant,
        verdict=check.verdict,
        rating=check.rating,
        reviewer=check.reviewer,
        url=check.url,
        date=check.date,
        differs=tuple(differs),
    )


def _rows(db: Database, sql: str, keys: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        yield from db.execute(sql.format(marks=", ".join("?" * len(part))), list(part)).fetchall()


def _row(check: FactCheck) -> list[object]:
    values = {name: getattr(check, name) for name in _COLUMNS}
    return list((values | {"notes": json.dumps(check.notes, ensure_ascii=False)}).values())


def _check(row: Row) -> FactCheck:
    return FactCheck(**dict(row) | {"notes": tuple(json.loads(row["notes"]))})
