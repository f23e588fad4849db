"""Facts as stored, back into records: the claims of each, the earliest first, and what holds between them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from claimtrack.compare import exchange
from claimtrack.compare.doubts import claim_doubts, document_doubts
from claimtrack.compare.measures import base, currency, measure
from claimtrack.compare.rates import Rates
from claimtrack.compare.tables import EVENT
from claimtrack.errors import StoreError
from claimtrack.model import Fact, FactClaim, Rate, Relation
from claimtrack.store.errors import UnknownError
from claimtrack.store.filters import LAST_CHARACTER, ClaimFilter, conditions_of
from claimtrack.store.rows import quantity as read_quantity
from claimtrack.store.rows import select, time_expression

CLAIMS = """SELECT c.key, c.id, d.id AS document, c.start_char, c.end_char, c.text, c.source, v.publisher, v.published,
  v.published_earliest, v.published_latest, v.key AS version, v.kind, v.notes, l.quantity, l.first_day, l.last_day,
  c.predicate, c.modality, r.started
FROM fact_claims l JOIN claims c ON c.key = l.claim_key JOIN versions v ON v.key = c.version_key
JOIN documents d ON d.key = v.document_key JOIN runs r ON r.id = v.run
WHERE l.fact_key = ? AND v.latest = 1 ORDER BY ifnull(v.published_earliest, '9'), d.id, c.position, l.quantity"""
DATES = """SELECT t.* FROM claim_dates l JOIN dates t ON t.key = l.date_key WHERE l.claim_key = ?
ORDER BY l.position"""
RELATIONS = """SELECT a.id AS a, b.id AS b, r.relation, r."on", r.detail, r.score FROM relations r
JOIN claims a ON a.key = r.a_key JOIN claims b ON b.key = r.b_key
WHERE r.fact_key = :fact ORDER BY r.score DESC, a.id, b.id"""
FACTS = """SELECT f.key, f.id, f.label FROM facts f WHERE f.key IN (SELECT l.fact_key FROM fact_claims l
  JOIN claims c ON c.key = l.claim_key JOIN versions v ON v.key = c.version_key
  JOIN documents d ON d.key = v.document_key LEFT JOIN attributions a ON a.key = c.attribution_key
  WHERE {conditions}) ORDER BY f.key"""
ONLY = {
    "conflicts": {"conflicts"},
    "updates": {"updates"},
    "agreements": {"agrees"},
    "single-origin": {"same_source"},
}
"""What ``only`` may ask for, and the relations that it wants."""


class AmbiguousError(StoreError):
    """Several facts are meant. ``facts``: those, the ones with most to say first."""

    def __init__(self, wanted: str, facts: Sequence[Fact]) -> None:
        message = f"{wanted!r} fits {len(facts)} facts."
        super().__init__(message, f"Give the id of one, or how it begins: {facts[0].id}.")
        self.facts = tuple(facts)


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts to show: those that hold a claim with these words, of this period, and a relation of this kind."""

    text: str | None = None
    only: str | None = None
    since: str | None = None
    until: str | None = None


def facts(db: Database, wanted: FactFilter | None = None) -> Iterator[Fact]:
    """Facts that are wanted, those with most to say first: conflicts, then updates, then the rest.

    Claims that published fact-checks are about are left out; ``ClaimRow.checks`` has them.
    """
    wanted = wanted or FactFilter()
    rates = exchange.kept(db)
    found = [f for row in _rows(db, wanted) if (f := _without_checks(_fact(db, row, rates))) is not None]
    kinds = ONLY.get(wanted.only or "")
    chosen = [f for f in found if kinds is None or any(r.relation in kinds for r in f.relations)]
    yield from sorted(chosen, key=_weight)


def fact(db: Database, wanted: str) -> Fact:
    """The fact with this id, or whose id alone begins so, or that alone holds a claim with these words.

    Raises UnknownError, and AmbiguousError with the facts that fit, if several do.
    """
    rows, rates = _matching(db, wanted), exchange.kept(db)
    if len(rows) == 1 or rows[0]["id"] == wanted:
        return _fact(db, rows[0], rates)
    raise AmbiguousError(wanted, sorted((_fact(db, row, rates) for row in rows), key=_weight))


def best_fact(db: Database, wanted: str) -> tuple[Fact, list[str]]:
    """The fact with this id, or the one with most figures, then most claims, that holds such a claim; and the ids of
    the others."""
    rates = exchange.kept(db)
    found = sorted((_fact(db, row, rates) for row in _matching(db, wanted)), key=_size)
    return found[0], [f.id for f in found[1:]]


def _size(found: Fact) -> tuple[int, int, str]:
    return -sum(bool(claim.written) for claim in found.claims), -len(found.claims), found.id


def _matching(db: Database, wanted: str) -> Sequence[Any]:
    """Facts by how their id begins, else by words of a claim. Raises UnknownError."""
    sql = "SELECT * FROM facts WHERE id >= :wanted AND id < :wanted || :last ORDER BY id = :wanted DESC, id"
    rows = select(db, sql, {"wanted": wanted, "last": LAST_CHARACTER}) if wanted else []
    rows = rows or list(_rows(db, FactFilter(text=wanted)))
    if not rows:
        raise UnknownError(f"No fact holds {wanted!r}.", "List them with `claimtrack compare`.")
    return rows


def _rows(db: Database, wanted: FactFilter) -> Sequence[Any]:
    claims = ClaimFilter(text=wanted.text, since=wanted.since, until=wanted.until)
    conditions, values = conditions_of(db, claims)
    return select(db, FACTS.format(conditions=" AND ".join(conditions)), values)


def _without_checks(found: Fact) -> Fact | None:
    """A fact without the claims that published fact-checks are about, which no article need have made; None if that
    leaves one document."""
    claims = tuple(c for c in found.claims if c.kind is None)
    if len(claims) == len(found.claims):
        return found
    known = {c.claim for c in claims}
    relations = tuple(r for r in found.relations if {r.a, r.b} <= known)
    return replace(found, claims=claims, relations=relations) if len({c.document for c in claims}) > 1 else None


def _weight(found: Fact) -> tuple[int, int, str]:
    order = {"conflicts": 0, "updates": 1, "agrees": 2, "same_source": 3}
    best = min((order[r.relation] for r in found.relations), default=4)
    return best, -len(found.claims), found.id


def _fact(db: Database, row: Any, rates: Rates | None) -> Fact:
    claims = tuple(_claim(db, claim, rates) for claim in select(db, CLAIMS, [row["key"]]))
    known = {claim.claim for claim in claims}  # of an article that changed since, the fact may hold the older version
    rows = select(db, RELATIONS, {"fact": row["key"]})
    relations = tuple(Relation(**dict(r)) for r in rows if r["a"] in known and r["b"] in known)
    return Fact(row["id"], row["label"], claims, relations)


def _claim(db: Database, row: Any, rates: Rates | None) -> FactClaim:
    figure = _figure(db, row["version"], row["quantity"])
    said = (row["published_earliest"], row["published_latest"]) if row["published_earliest"] else None
    return FactClaim(
        claim=row["id"],
        document=row["document"],
        start=row["start_char"],
        end=row["end_char"],
        text=row["text"],
        source=row["source"],
        publisher=row["publisher"],
        published=row["published"],
        time=(row["first_day"], row["last_day"]) if row["first_day"] else said,
        **figure,
        doubts=_doubts(db, row),
        kind=row["kind"],
        rate=_rate(rates, figure.get("unit"), row["last_day"], row["published_earliest"]),
    )


def _doubts(db: Database, row: Any) -> tuple[str, ...]:
    """What is doubtful about the dates of a claim and its document."""
    told = document_doubts(row["published"], row["started"], json.loads(row["notes"]))
    if not row["first_day"] or not row["published_latest"] or row["first_day"] <= row["published_latest"]:
        return told
    rows: list[Any] = select(db, DATES, [row["key"]])
    dates = [time_expression(date) for date in rows]
    text, start = row["text"], row["start_char"]
    return told + claim_doubts(row["published"], text, start, row["predicate"], row["modality"], dates)


def _rate(rates: Rates | None, unit: str | None, *days: str | None) -> Rate | None:
    """The rate for a sum; ``days`` as for ``Rates.of_time``, in ISO 8601."""
    name = currency(unit)
    known = (date.fromisoformat(day).toordinal() if day else None for day in days)
    return rates.of_time(name, *known) if rates and name else None


def _figure(db: Database, version: int, position: int) -> dict[str, Any]:
    from claimtrack.compare.statements import written

    if position == EVENT:
        return {"written": ""}
    sql = "SELECT * FROM quantities WHERE version_key = ? AND position = ?"
    row: Any = select(db, sql, [version, position])[0]
    found = read_quantity(row)
    size = measure(found)
    _, factor, offset = base(found.unit, found.counted)
    low, high, value = ((x - offset) / factor for x in (size.low, size.high, size.value))
    return {"written": written(found), "value": value, "low": low, "high": high, "unit": found.unit}
