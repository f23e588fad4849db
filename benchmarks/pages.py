"""The pages of the review over a large store: time of each, and the plans of the queries that it makes.

A plan that scans a table row by row, and not by an index, is named with the table and its rows.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.plugins import pm
from results import Results

from claimtrack.store import Store

ROOT = "/-/review"
MANY = 1000
"""Rows of a table from which on a scan of it is named."""
_SCAN = re.compile(r"^SCAN (\w+)(?! USING COVERING INDEX \w+ *\()")


class Tracer:
    """A plugin that notes every query that Datasette's connections run."""

    __name__ = "tracer"

    def __init__(self) -> None:
        self.seen: set[str] = set()

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_connection(self, conn: sqlite3.Connection) -> None:
        """Note what a connection runs."""
        conn.set_trace_callback(lambda sql: self.seen.add(sql))


def addresses(db: sqlite3.Connection) -> dict[str, str]:
    """Every page, and the queue as reviewers ask for it, by what it shows."""

    def one(sql: str) -> Any:
        row = db.execute(sql).fetchone()
        return None if row is None else row[0]

    claim = one("SELECT id FROM claims ORDER BY key DESC LIMIT 1 OFFSET 1000")
    source = one("SELECT source FROM claims WHERE source NOT NULL ORDER BY key DESC LIMIT 1")
    common = one(
        "SELECT s.name FROM attributions a JOIN sources s ON s.key = a.source_key GROUP BY 1 ORDER BY count(*) DESC"
    )
    entity = one("SELECT name FROM entities ORDER BY key DESC LIMIT 1")
    often = one(
        "SELECT e.name FROM mentions m JOIN entities e ON e.key = m.entity_key GROUP BY e.key ORDER BY count(*) DESC"
    )
    publisher = one("SELECT publisher FROM versions WHERE publisher NOT NULL LIMIT 1")
    fact = one("SELECT f.id FROM relations r JOIN facts f ON f.key = r.fact_key WHERE relation = 'conflicts' LIMIT 1")
    large = one(
        "SELECT f.id FROM fact_claims l JOIN facts f ON f.key = l.fact_key GROUP BY f.key ORDER BY count(*) DESC"
    )
    asked: dict[str, dict[str, str]] = {
        "queue": {},
        "queue: a word": {"q": "reservoir"},
        "queue: a word that most have": {"q": "the"},
        "queue: a source": {"source": source},
        "queue: the most common source": {"source": common},
        "queue: an entity": {"entity": entity},
        "queue: the most common entity": {"entity": often},
        "queue: a publisher": {"publisher": publisher},
        "queue: conflicts": {"conflict": "yes"},
        "queue: direct quotes": {"kind": "direct"},
        "queue: a period": {"since": "2020-01-01", "until": "2020-03-31"},
        "queue: by date": {"sort": "published"},
        "queue: by source": {"sort": "source"},
        "queue: other weights": {"w_figure": "3", "w_date": "1"},
        "queue: reviewed": {"status": "reviewed"},
        "queue: far on": {"after": claim},
    }
    found = {name: f"{ROOT}?{urlencode(query)}" for name, query in asked.items()}
    key = one("SELECT document_key FROM versions ORDER BY key DESC LIMIT 1")
    return found | {
        "claim": f"{ROOT}/claim/{claim}",
        "facts": f"{ROOT}/facts",
        "fact with a conflict": f"{ROOT}/fact/{fact}",
        "the largest fact": f"{ROOT}/fact/{large}",
        "documents": f"{ROOT}/documents",
        "document": f"{ROOT}/document/{key}",
        "sources": f"{ROOT}/sources",
        "source": f"{ROOT}/source?{urlencode({'name': source})}",
        "the most common source": f"{ROOT}/source?{urlencode({'name': common})}",
        "dashboard": f"{ROOT}/dashboard",
    }


def run(results: Results, path: str, rounds: int = 7) -> None:
    """Ask for every page, several times."""
    with Store(path, readonly=True) as store:
        wanted = addresses(store.db.conn)
        claims = store.db.execute("SELECT count(*) FROM claims").fetchone()[0]
        rows, seen = asyncio.run(_visit(path, wanted, rounds))
        for row in rows:
            row["scans"] = ", ".join(sorted(set(_scans(store.db.conn, seen[row["page"]]))))
    results.add("pages", rows, f"Pages of the review over {claims:,} claims, median of {rounds}")
    results.bars("pages", f"Pages over {claims:,} claims", "milliseconds, median", {r["page"]: r["ms"] for r in rows})


async def _visit(path: str, wanted: dict[str, str], rounds: int) -> tuple[list[dict[str, Any]], dict[str, set[str]]]:
    from claimtrack.review.serving import application

    tracer = Tracer()
    pm.register(tracer, "tracer")
    datasette, _ = application(Path(path), ["reviewer"])
    await datasette.invoke_startup()
    rows, seen = [], {}
    for name, address in wanted.items():
        tracer.seen.clear()
        times, status = [], 0
        for _ in range(rounds + 1):
            start = time.perf_counter()
            status = (await datasette.client.get(address)).status_code
            times.append((time.perf_counter() - start) * 1e3)
        seen[name] = set(tracer.seen)
        rows.append({"page": name, "status": status, "ms": statistics.median(times[1:]), "first ms": times[0]})
    pm.unregister(tracer)
    return rows, seen


def _scans(db: sqlite3.Connection, statements: set[str]) -> Iterator[str]:
    """Tables of many rows that these statements scan without a limit that ends it early."""
    for sql in statements:
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            continue
        try:
            plan = db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        except sqlite3.Error:
            continue  # made for another connection, with functions of its own
        for row in plan:
            match = _SCAN.match(row[3])
            if match and " USING " not in row[3] and (rows := _rows(db, sql, match[1])) >= MANY:
                yield f"{match[1]} ({rows:,})"


def _rows(db: sqlite3.Connection, sql: str, name: str) -> int:
    """Rows of the table that a statement calls by this name; 0 for what is no table."""
    found = re.search(rf"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?{name}\b", sql, re.I)
    table = found[1] if found else name
    if db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone() is None:
        return 0
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
