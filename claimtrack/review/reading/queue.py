"""The queue: which claims come next. Every page is read off an index of the table ``queue``, from any row on.

A page is bounded: it looks at ``PAGE`` claims, and counts and facets are those of the first ``SAMPLE``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from claimtrack.review.events import rows
from claimtrack.review.reading import weighing
from claimtrack.review.reading.query import STATUSES, Query
from claimtrack.store.filters import search_terms
from claimtrack.store.periods import days_of

PAGE = 50
SAMPLE = 1_000
FEW = 20_000
"""Claims that are gathered and then sorted; a condition that more of them meet is tried on each claim in order."""

SELECT = """SELECT q.claim_key AS key, q.id, q.worth, q.profile, q.model, q.source, q.publisher, q.published, q.kind,
  q.conflict, ifnull(s.status, 'open') AS status, s.verdict, ifnull(s.last_event, 0) AS last_event
FROM queue q LEFT JOIN review_states s ON s.claim = q.id"""
WITHOUT = """NOT EXISTS (SELECT 1 FROM review_current r WHERE r.claim = q.id AND r.reviewer = ?
  AND r.verdict IS NOT NULL)"""
ORDERS = {
    "worth": ("q.worth", "q.claim_key"),
    "published": ("q.published", "q.claim_key"),
    "added": ("q.claim_key",),
    "source": ("q.source", "q.worth", "q.claim_key"),
}
RISING = {"source"}
"""Orders that begin with the least, unless they are turned round."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A condition that is met by a set of claims: ``keys`` gives the set, ``test`` tries the claim of a row of q."""

    keys: str
    test: str
    value: object


@dataclass(frozen=True, slots=True)
class Page:
    """Claims in their order. ``more``: whether others follow; ``earlier``: whether others come before."""

    rows: tuple[sqlite3.Row, ...]
    more: bool
    earlier: bool


def sets_of(conn: sqlite3.Connection, query: Query) -> list[Gathered]:
    """The conditions on what stands in other tables. Raises StoreError where there is nothing to search for."""
    found = []
    if query.q:
        keys = "SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?"
        test = "EXISTS (SELECT 1 FROM claims_fts WHERE claims_fts MATCH ? AND rowid = q.claim_key)"
        found.append(Gathered(keys, test, search_terms(Database(conn), query.q)))
    if query.entity:
        keys = """SELECT l.claim_key FROM entities e CROSS JOIN mentions m ON m.entity_key = e.key
        CROSS JOIN claim_mentions l ON l.mention_key = m.key WHERE e.name = ?"""
        test = """EXISTS (SELECT 1 FROM claim_mentions l CROSS JOIN mentions m ON m.key = l.mention_key
        CROSS JOIN entities e ON e.key = m.entity_key WHERE l.claim_key = q.claim_key AND e.name = ?)"""
        found.append(Gathered(keys, test, query.entity))
    reviewed = "SELECT c.key FROM review_states s CROSS JOIN claims c ON c.id = s.claim WHERE s.{} = ?"
    if query.status in STATUSES and query.status != "open":
        found.append(Gathered(reviewed.format("status"), "s.status = ?", query.status))
    if query.verdict:
        found.append(Gathered(reviewed.format("verdict"), "s.verdict = ?", query.verdict))
    return found


def conditions(conn: sqlite3.Connection, query: Query) -> tuple[list[str], list[object]]:
    """Conditions in SQL on q and s, and the values of their parameters."""
    tests: list[str] = []
    values: list[object] = []
    for name in ("source", "publisher"):
        if value := getattr(query, name):
            tests.append(f"q.{name} = ?")
            values.append(value)
    if query.kind:
        tests.append("q.kind = ?")
        values.append("" if query.kind == "none" else query.kind)
    if query.conflict in ("yes", "no"):
        tests.append(f"q.conflict = {int(query.conflict == 'yes')}")
    if query.status == "open" or not (query.status or query.verdict):
        tests.append(weighing.OPEN)
    if query.without:
        tests.append(WITHOUT)
        values.append(query.without)
    for name, side, operator in (("since", 0, ">="), ("until", 1, "<=")):
        if days := days_of(getattr(query, name)):
            tests.append(f"q.published {operator} ?")
            values.append(days[side])
    for gathered in sets_of(conn, query):
        count = f"SELECT count(*) FROM ({gathered.keys} LIMIT {FEW + 1})"
        few = conn.execute(count, [gathered.value]).fetchone()[0] <= FEW
        tests.append(f"q.claim_key IN ({gathered.keys})" if few else gathered.test)
        values.append(gathered.value)
    return tests, values


def page(conn: sqlite3.Connection, query: Query, size: int = PAGE, sample: Sequence[sqlite3.Row] = ()) -> Page:
    """The claims after ``query.after``, or before ``query.before``, or the first ones, which ``sample`` may hold."""
    back = bool(query.before)
    if sample and not (query.after or query.before):
        found = list(sample[: size + 1])
    else:
        found = following(conn, query, query.before if back else query.after, size + 1, back=back)
    more, shown = len(found) > size, found[:size]
    if back:
        return Page(tuple(reversed(shown)), True, more)
    return Page(tuple(shown), more, bool(query.after))


def following(
    conn: sqlite3.Connection, query: Query, claim: str, limit: int, *, back: bool = False
) -> list[sqlite3.Row]:
    """Up to ``limit`` claims after the one with this id ('': the first), or before it, the nearest first."""
    tests, values = conditions(conn, query)
    place = _place(conn, claim)
    if query.weights:
        return weighing.following(conn, (tests, values), query.weights, place, limit, up=query.up != back)
    columns = ORDERS[query.sort]
    falling = (query.sort not in RISING) != (query.up != back)
    if place is not None:
        names = ", ".join(columns)
        tests.append(f"({names}) {'<' if falling else '>'} ({', '.join('?' * len(columns))})")
        values += [place[name.removeprefix("q.").replace("claim_key", "key")] for name in columns]
    order = ", ".join(f"{name} {'DESC' if falling else 'ASC'}" for name in columns)
    sql = f"{SELECT} WHERE {' AND '.join(tests or ['1'])} ORDER BY {order} LIMIT ?"
    return rows(conn, sql, [*values, limit])


def _place(conn: sqlite3.Connection, claim: str) -> sqlite3.Row | None:
    if not claim:
        return None
    found = rows(conn, f"{SELECT} WHERE q.claim_key IN (SELECT key FROM claims WHERE id = ?)", [claim])
    return found[0] if found else None


def neighbours(conn: sqlite3.Connection, query: Query, claim: str) -> tuple[str | None, str | None]:
    """Ids of the claims before and after this one in the queue; of an unknown claim, None and the first one."""
    if not _place(conn, claim):
        first = following(conn, query, "", 1)
        return None, first[0]["id"] if first else None
    before, after = (following(conn, query, claim, 1, back=back) for back in (True, False))
    return before[0]["id"] if before else None, after[0]["id"] if after else None


def sample(conn: sqlite3.Connection, query: Query) -> list[sqlite3.Row]:
    """The first claims of a query, which counts and facets are taken from; ``SAMPLE`` + 1 where there are more."""
    return following(conn, replace(query, after="", before=""), "", SAMPLE + 1)


def entities(conn: sqlite3.Connection, keys: Sequence[int], most: int) -> list[tuple[str, int]]:
    """Names that most of these claims hold, with how many do."""
    if not keys:
        return []
    marks = ", ".join("?" * len(keys))
    sql = f"""SELECT e.name, count(DISTINCT l.claim_key) AS claims FROM queue q
    CROSS JOIN claim_mentions l ON l.claim_key = q.claim_key CROSS JOIN mentions m ON m.key = l.mention_key
    CROSS JOIN entities e ON e.key = m.entity_key WHERE q.claim_key IN ({marks})
    GROUP BY e.name ORDER BY claims DESC, e.name LIMIT ?"""
    return [(row["name"], row["claims"]) for row in rows(conn, sql, [*keys, most])]


def cells(conn: sqlite3.Connection, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the table shows of each claim besides the queue's own columns, by key."""
    if not keys:
        return {}
    marks = ", ".join("?" * len(keys))
    found: dict[int, dict[str, Any]] = {}
    for row in rows(conn, CELLS.format(marks=marks), keys):
        found[row["key"]] = dict(row) | {"figures": [], "dates": []}
    for row in rows(conn, FIGURES.format(marks=marks), keys):
        found[row["claim_key"]]["figures"].append(row)
    for row in rows(conn, DATES.format(marks=marks), keys):
        found[row["claim_key"]]["dates"].append(row["value"])
    return found


CELLS = """SELECT c.key, substr(c.text, 1, 600) AS text, substr(c.standalone, 1, 600) AS standalone,
  c.polarity, c.modality,
  c.reasons, substr(a.cue, 1, 100) AS cue, a.effect, v.document_key, v.title, v.publisher, v.published, d.id AS document
FROM claims c JOIN versions v ON v.key = c.version_key JOIN documents d ON d.key = v.document_key
LEFT JOIN attributions a ON a.key = c.attribution_key WHERE c.key IN ({marks})"""
FIGURES = """SELECT l.claim_key, q.* FROM claim_quantities l JOIN quantities q ON q.key = l.quantity_key
WHERE l.claim_key IN ({marks}) AND l.position < 3 ORDER BY l.claim_key, l.position"""
DATES = """SELECT l.claim_key, t.value FROM claim_dates l JOIN dates t ON t.key = l.date_key
WHERE l.claim_key IN ({marks}) AND l.position < 3 ORDER BY l.claim_key, l.position"""


def each(conn: sqlite3.Connection, query: Query) -> Iterator[str]:
    """Ids of all claims of a query, in its order."""
    claim = ""
    while found := following(conn, query, claim, SAMPLE):
        yield from (row["id"] for row in found)
        claim = found[-1]["id"]
