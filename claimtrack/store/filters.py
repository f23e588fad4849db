"""Which claims and documents are meant: conditions in SQL for what a fact-checker asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.store import spellings
from claimtrack.store.errors import UnknownError
from claimtrack.store.periods import days_of
from claimtrack.store.rows import Row, select

LAST_CHARACTER = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What claims to show; every condition that is given must hold. See ``Store.claims``."""

    source: str | None = None
    entity: str | None = None
    text: str | None = None
    since: str | None = None
    until: str | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    kind: str | None = None
    effect: str | None = None
    document: str | None = None
    versions: bool = False
    limit: int | None = None
    withdrawn: bool = False


def add_functions(db: Database) -> None:
    """Make ``names(name, wanted)`` known to SQL: whole words of a name, in any case and spelling."""
    db.register_function(_names, deterministic=True, name="names")


def _names(name: str | None, wanted: str) -> bool:
    return name is not None and spellings.matches(name, wanted)


def conditions_of(db: Database, wanted: ClaimFilter) -> tuple[list[str], dict[str, object]]:
    """Conditions that hold for the claims wanted, and the values of their parameters.

    They name the tables claims, versions, documents and attributions c, v, d and a. Raises StoreError where a
    date is none, a document is not there, or there is nothing to search for.
    """
    conditions = ["1" if wanted.versions else "v.latest"]
    if not wanted.withdrawn:
        conditions.append("d.withdrawn IS NULL")
    if wanted.document is None:
        conditions.append("v.kind IS NULL")  # claims that were reviewed are shown where their document is named
    values: dict[str, object] = {}
    _add_names(db, wanted, conditions, values)
    if wanted.effect is not None:
        conditions.append("a.effect = :effect")
        values["effect"] = wanted.effect
    if wanted.text is not None:
        conditions.append("c.key IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :text)")
        values["text"] = search_terms(db, wanted.text)
    if wanted.kind is not None:
        conditions.append("a.key IS NULL" if wanted.kind == "none" else "a.kind = :kind")
        values["kind"] = wanted.kind
    if wanted.document is not None:
        conditions.append("d.key = :document")
        values["document"] = document_key(db, wanted.document)
    _add_figures(wanted, conditions, values)
    _add_period(wanted, conditions, values)
    return conditions, values


UNITS = """WITH RECURSIVE units(unit) AS (SELECT min(unit) FROM quantities
  UNION ALL SELECT (SELECT min(unit) FROM quantities WHERE unit > units.unit) FROM units WHERE units.unit NOT NULL)
SELECT unit FROM units WHERE unit = :unit COLLATE NOCASE"""
"""The units of the store that are the wanted one in any case, each looked up once in the index."""
NAMED = """SELECT name FROM spellings WHERE key IN (SELECT value FROM json_each(:{name}))"""
SOURCE = "c.source IN ({names})"
ENTITY = """c.key IN (SELECT l.claim_key FROM entities e JOIN mentions m ON m.entity_key = e.key
  JOIN claim_mentions l ON l.mention_key = m.key WHERE e.name IN ({names})
  UNION ALL SELECT key FROM claims WHERE subject IN ({names}))"""
SLOWLY = {
    "source": "c.source IN (SELECT name FROM (SELECT DISTINCT source AS name FROM claims LIMIT -1) "
    "WHERE names(name, :source))",  # the limit: or each claim would be tried, and not each name
    "entity": "(c.key IN (SELECT l.claim_key FROM entities e JOIN mentions m ON m.entity_key = e.key "
    "JOIN claim_mentions l ON l.mention_key = m.key WHERE names(e.name, :entity)) "
    "OR names(c.subject, :entity))",
}
"""The same, where a database that cannot be written has no words of names as they are now made."""


def _add_names(db: Database, wanted: ClaimFilter, conditions: list[str], values: dict[str, object]) -> None:
    """The claim's source, and its subject or an entity in it, have the names."""
    for field, sql in (("source", SOURCE), ("entity", ENTITY)):
        name = getattr(wanted, field)
        if name is not None and spellings.is_complete(db):
            conditions.append(sql.format(names=NAMED.format(name=field)))
            values[field] = json.dumps(spellings.find(db, name))
        elif name is not None:
            conditions.append(SLOWLY[field])
            values[field] = name


def search_terms(db: Database, text: str) -> str:
    """Words, and "phrases in quotes", that must all occur, as a query of FTS5 without operators."""
    terms = db.quote_fts(text.replace("\0", " "))
    if not terms.strip():
        raise StoreError("There is nothing to search for in the text.", "Give a word, or a phrase in quotes.")
    return terms


def _add_figures(wanted: ClaimFilter, conditions: list[str], values: dict[str, object]) -> None:
    """One and the same figure has the unit and a value, or a range, that meets the range asked for."""
    tests = {
        "unit": f"q.unit IN ({UNITS})",
        "minimum": "ifnull(q.high, q.value) >= :minimum",
        "maximum": "q.value <= :maximum",
    }
    given = {name: test for name, test in tests.items() if getattr(wanted, name) is not None}
    if given:
        conditions.append(
            "c.key IN (SELECT l.claim_key FROM quantities q JOIN claim_quantities l ON l.quantity_key = q.key "
            f"WHERE {' AND '.join(given.values())})"
        )
        values.update({name: getattr(wanted, name) for name in given})


def _add_period(wanted: ClaimFilter, conditions: list[str], values: dict[str, object]) -> None:
    """A date of the claim overlaps the period; for a claim that has none, the article's date does."""
    values["since"] = _bound(wanted.since, 0)
    values["until"] = _bound(wanted.until, 1)
    tests = []
    if wanted.since is not None:
        tests.append("{latest} >= :since")
    if wanted.until is not None:
        tests.append("{earliest} <= :until")
    if tests:
        test = " AND ".join(tests)
        own = test.format(earliest="t.earliest", latest="t.latest")
        dates = "SELECT l.claim_key FROM dates t JOIN claim_dates l ON l.date_key = t.key WHERE "
        dated = "t.earliest NOT NULL AND t.latest NOT NULL"
        published = test.format(earliest="v.published_earliest", latest="v.published_latest")
        conditions.append(f"(c.key IN ({dates}{dated} AND {own}) OR (c.key NOT IN ({dates}{dated}) AND {published}))")


def _bound(value: str | None, side: int) -> str | None:
    if value is None:
        return None
    days = days_of(value)
    if days is None:
        raise StoreError(f"{value!r} is no date.", "Write it as 2024, 2024-06 or 2024-06-18.")
    return days[side]


def document_key(db: Database, wanted: str) -> int:
    """Key of the document with this id, URL or path, or whose id alone begins so. Raises StoreError."""
    exact = """SELECT key, id FROM documents WHERE id = :wanted OR key IN (
      SELECT document_key FROM versions WHERE latest = 1 AND url = :wanted
      UNION ALL SELECT document_key FROM versions WHERE latest = 1 AND path = :wanted)
    ORDER BY id = :wanted DESC, id"""
    begins = "SELECT key, id FROM documents WHERE id >= :wanted AND id < :wanted || :last ORDER BY id"
    for sql in (exact, begins):
        rows = select(db, sql, {"wanted": wanted, "last": LAST_CHARACTER})
        if rows:
            return int(only(rows, wanted, "document")["key"])
    raise UnknownError(f"There is no document {wanted!r}.", "List them with `claimtrack documents`.")


def only(rows: Sequence[Any], wanted: str, what: str) -> Row:
    """The first row, if it is the only one or has the very id that is wanted. Raises StoreError."""
    if len(rows) > 1 and rows[0]["id"] != wanted:
        some = ", ".join(str(row["id"]) for row in rows[:5])
        raise StoreError(f"{wanted!r} fits {len(rows)} {what}s ({some} ...).", "Give more of its id.")
    first: Row = rows[0]
    return first
