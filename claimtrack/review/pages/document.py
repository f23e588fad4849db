"""The list of documents, and the page of one: its text with the claims marked, its versions and what changed."""

from __future__ import annotations

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from claimtrack.review.pages import passage, web
from claimtrack.review.reading import document as reading

PART = 40_000
"""Characters of a text that a page shows."""
NEWEST = 2**62
MOST_CHANGES = 100


async def page(request: Request, datasette: Datasette) -> Response:
    """A document in its latest version, or in the one that the address names."""
    key, number = int(request.url_vars["key"]), web.number(request, "version", 0) or None
    found = await web.read(datasette, lambda conn: reading.find(conn, key, number))
    if found is None:
        raise NotFound("There is no such document or version.")
    start = web.number(request, "at", 0)
    return await web.render(datasette, request, "document.html", _context(found, start, key))


def _context(found: reading.Shown, start: int, key: int) -> dict[str, Any]:
    extraction = found.extraction
    text = extraction.article.text
    start = min(start, len(text))
    end = min(start + PART, len(text))
    inside = [(i, c) for i, c in enumerate(extraction.claims, 1) if c.start < end and start < c.end]
    marks = passage.marks_of(extraction, [claim for _, claim in inside])
    marks += [passage.Mark(c.start, c.end, "claim", (f"{web.ROOT}/claim/{c.id}", str(i))) for i, c in inside]
    return {
        "found": found,
        "key": key,
        "article": extraction.article,
        "text": passage.marked(text, start, end, marks),
        "legend": passage.KINDS,
        "start": start,
        "end": end,
        "length": len(text),
        "before": max(0, start - PART) if start else None,
        "after": end if end < len(text) else None,
        "changes": found.changes[:MOST_CHANGES],
        "more_changes": max(0, len(found.changes) - MOST_CHANGES),
        "reviewed": sum(state.status != "open" for state in found.states.values()),
    }


async def listing(request: Request, datasette: Datasette) -> Response:
    """Documents, the last that came in first."""
    words = (request.args.get("q") or "").strip()[:300]
    before = web.number(request, "before", NEWEST)
    found, more = await web.read(datasette, lambda conn: reading.listing(conn, words, before))
    return await web.render(datasette, request, "documents.html", {"documents": found, "more": more, "words": words})
