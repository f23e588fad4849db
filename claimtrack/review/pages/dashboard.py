"""The dashboard."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from claimtrack.review.pages import web
from claimtrack.review.pages.claim import labels
from claimtrack.review.reading import dashboard


async def page(request: Request, datasette: Datasette) -> Response:
    """What came in, what conflicts, what is new, how far the review is."""
    reviewer = web.reviewer_of(request)
    context = await web.read(datasette, lambda conn: dashboard.find(conn, reviewer) | {"labels": labels(conn)})
    return await web.render(datasette, request, "dashboard.html", context)
