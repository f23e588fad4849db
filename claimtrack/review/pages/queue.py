"""The queue page."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from claimtrack.compare.statements import written
from claimtrack.review import filters, scales, work
from claimtrack.review.pages import web
from claimtrack.review.pages.safe import signs
from claimtrack.review.reading import counting, queue, weighing
from claimtrack.review.reading.query import COLUMNS, HEAVIEST, KINDS, REASONS, SORTS, STATUSES, Query
from claimtrack.store.rows import quantity

MOST = 12
"""Values that a facet shows."""
REASON_NAMES = {
    "figure": "holds a figure",
    "date": "holds a date",
    "actor": "names somebody",
    "fact": "said as a fact",
    "impact": "harm, money, law or war",
    "attributed": "somebody said it",
    "model": "the model's score",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: its parameter, its title, and its values with counts and the address that adds or drops each."""

    name: str
    title: str
    values: tuple[tuple[str, str, int | None, str, bool], ...]


async def page(request: Request, datasette: Datasette) -> Response:
    """The claims that come next, with facets."""
    query = web.query_of(request)
    reviewer = web.reviewer_of(request)
    context = await web.read(datasette, lambda conn: _context(conn, query, reviewer))
    return await web.render(datasette, request, "queue.html", context)


def _context(conn: sqlite3.Connection, query: Query, reviewer: str | None) -> dict[str, Any]:
    sample = queue.sample(conn, query)
    found = queue.page(conn, query, sample=sample)
    cells = queue.cells(conn, [row["key"] for row in found.rows])
    return {
        "query": query,
        "rows": [_row(row, cells[row["key"]], query) for row in found.rows],
        "facets": _facets(conn, query, sample, reviewer),
        "most": queue.SAMPLE,
        "newcomer": bool(reviewer) and not filters.has_worked(conn, reviewer or ""),
        "count": min(len(sample), queue.SAMPLE),
        "bounded": len(sample) > queue.SAMPLE,
        "earlier": query.address(before=found.rows[0]["id"]) if found.earlier and found.rows else None,
        "later": query.address(after=found.rows[-1]["id"]) if found.more and found.rows else None,
        "scale": scales.scale(conn),
        "labels": {verdict.name: verdict.label for verdict in scales.scale(conn, retired=True)},
        "seen": work.last_event(conn),
        "saved": filters.saved_filters(conn, reviewer) if reviewer else [],
        "sorts": SORTS,
        "columns": COLUMNS,
        "reasons": [(name, REASON_NAMES[name], query.weights.get(name, 1.0)) for name in REASONS],
        "heaviest": HEAVIEST,
        "kinds": KINDS,
        "statuses": STATUSES,
        "chips": _chips(query),
    }


def _row(row: sqlite3.Row, cells: dict[str, Any], query: Query) -> dict[str, Any]:
    reasons = json.loads(cells["reasons"] or "{}")
    rank = weighing.score(query.weights, row["profile"], row["model"]) if query.weights else row["worth"]
    return {
        **dict(row),
        **{name: value for name, value in cells.items() if name not in ("key", "published", "publisher")},
        "figures": [signs(written(quantity(figure))) for figure in cells["figures"]],
        "written_date": cells["published"],
        "reasons": [(REASON_NAMES[name], name, reasons.get(name, 0.0)) for name in REASONS if name in reasons],
        "rank": rank,
    }


def _facets(
    conn: sqlite3.Connection, query: Query, found_first: Sequence[sqlite3.Row], reviewer: str | None
) -> list[Facet]:
    sample = found_first[: queue.SAMPLE]
    counts = counting.by_status(conn, query, len(found_first))
    statuses = [(name, "all" if name == "any" else name, n) for name, n in counts]
    names = [(name, name, n) for name, n in queue.entities(conn, [row["key"] for row in sample], MOST)]
    conflict = {1: ("yes", "in conflict"), 0: ("no", "none found")}
    waiting = counting.for_second_review(conn, query, reviewer) if reviewer else 0
    mine = [(reviewer, "waiting for mine", waiting)] if reviewer and waiting else []
    found = [
        _facet(query, "status", "Status", statuses),
        _facet(query, "without", "Second review", mine, {"status": "reviewed"}),
        _facet(query, "conflict", "Conflict", _counted(sample, "conflict", conflict)),
        _facet(query, "source", "Source", _counted(sample, "source")),
        _facet(query, "entity", "Entity", names),
        _facet(query, "kind", "Attribution", _counted(sample, "kind", {"": ("none", "own voice")})),
        _facet(query, "publisher", "Publisher", _counted(sample, "publisher")),
    ]
    return [facet for facet in found if facet.values]


def _counted(
    sample: Sequence[sqlite3.Row], column: str, names: dict[Any, tuple[str, str]] | None = None
) -> list[tuple[str, str, int | None]]:
    counts = Counter(row[column] for row in sample)
    known = names or {}
    named = [(*known.get(value, (value, value)), count) for value, count in counts.most_common(MOST + 1)]
    return [(value, label, count) for value, label, count in named if value != ""][:MOST]


def _facet(
    query: Query,
    name: str,
    title: str,
    values: Sequence[tuple[str, str, int | None]],
    along: Mapping[str, str] | None = None,
) -> Facet:
    """``along``: what else choosing a value asks for."""
    chosen = getattr(query, name) or ("open" if name == "status" and not query.verdict else "")
    listed = list(values)
    if chosen and chosen not in [value for value, _, _ in listed]:
        listed.insert(0, (chosen, chosen, None))
    return Facet(
        name,
        title,
        tuple(
            (value, label, count, _with(query, name, "" if value == chosen else value, along), value == chosen)
            for value, label, count in listed
        ),
    )


def _with(query: Query, name: str, value: str, along: Mapping[str, str] | None) -> str:
    others = {key: wanted if value else "" for key, wanted in (along or {}).items()}
    return query.address(**{name: value, **others})


def _chips(query: Query) -> list[tuple[str, str, str]]:
    """The filters in force: name, value, and the address without it."""
    names = {"q": "text", "since": "from", "until": "to", "without": "not reviewed by", "kind": "attribution"}
    return [
        (names.get(name, name), "all" if (name, value) == ("status", "any") else value, query.address(**{name: ""}))
        for name, value in query.filters
    ]
