"""The list of sources, and the page of one."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from claimtrack.export import svg
from claimtrack.review.pages import web
from claimtrack.review.reading import queue
from claimtrack.review.reading import source as reading

MOST = 25
"""Claims that are listed; the queue has them all."""


async def page(request: Request, datasette: Datasette) -> Response:
    """A source's claims over time, how often others contradict it, and whom it is cited by."""
    name = request.args.get("name") or ""
    context = await web.read(datasette, lambda conn: _context(conn, name))
    if context is None:
        raise NotFound("No claim has this source.")
    return await web.render(datasette, request, "source.html", context)


def _context(conn: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    found = reading.find(conn, name)
    if found is None:
        return None
    listed = found.claims[:MOST]
    cells = queue.cells(conn, [row["key"] for row in listed])
    dated = [row["published"] for row in found.claims if row["published"]]
    months = svg.months(dated)
    return {
        "found": found,
        "claims": [{**dict(row), **cells[row["key"]], "day": row["published"]} for row in listed],
        "chart": svg.columns(months, "Claims by date of publication") if len(months) > 1 else "",
        "months": months,
        "undated": len(found.claims) - len(dated),
        "share": found.contradicted / len(found.claims),
    }


async def listing(request: Request, datasette: Datasette) -> Response:
    """Sources, those with most claims first, or by the alphabet."""
    after = (request.args.get("after") or "")[:300]
    found, last = await web.read(datasette, lambda conn: reading.listing(conn, after))
    context = {"sources": found, "after": last, "counted": reading.COUNTED}
    return await web.render(datasette, request, "sources.html", context)
