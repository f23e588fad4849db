"""Which address shows which page, and what a page says when something is wrong."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, Forbidden, NotFound, Request, Response

from claimtrack.errors import ClaimtrackError
from claimtrack.review.pages import actions, claim, dashboard, document, export, fact, login, queue, source
from claimtrack.review.pages.web import ROOT, TooSlowError, database_of, render, require_reviewer
from claimtrack.review.records import ReviewError, UnknownClaimError
from claimtrack.store import UnknownError

View = Callable[[Request, Datasette], Awaitable[Response]]
PAGES: tuple[tuple[str, View], ...] = (
    ("", queue.page),
    (r"/claim/(?P<id>[0-9a-f]{4,64})", claim.page),
    ("/facts", fact.listing),
    (r"/fact/(?P<id>[0-9a-zA-Z_-]{4,64})", fact.page),
    (r"/document/(?P<key>[0-9]{1,18})", document.page),
    ("/documents", document.listing),
    ("/source", source.page),
    ("/sources", source.listing),
    ("/dashboard", dashboard.page),
    ("/export/(?P<form>[a-z]+)", export.page),
    ("/login", login.page),
)
ACTIONS: tuple[tuple[str, View], ...] = (
    ("/save", actions.save),
    ("/bulk", actions.bulk),
    ("/undo", actions.undo),
    ("/merge", actions.merge),
    ("/split", actions.split),
    ("/filters", actions.filters),
    ("/looked", actions.looked),
)


def _guarded(view: View, method: str) -> Callable[..., Any]:
    """The view, with the errors that a user can meet as pages that say what happened and what to do."""

    @functools.wraps(view)
    async def guarded(request: Request, datasette: Datasette) -> Response:
        if request.method not in (method, "HEAD" if method == "GET" else method):
            return Response.text("Method not allowed", status=405, headers={"allow": method})
        try:
            await _check_permission(request, datasette, view)
            return await view(request, datasette)
        except tuple(_STATUS) as error:
            status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
            message = getattr(error, "message", "") or str(error) or _SLOW
            remedy = getattr(error, "remedy", "") or _REMEDIES.get(status, "")
            context = {"status": status, "message": message, "remedy": remedy}
            return await render(datasette, request, "error.html", context, status)

    return guarded


async def _check_permission(request: Request, datasette: Datasette, view: View) -> None:
    """Datasette says who may read, and who may do "claimtrack-review"; if it does not say, who is logged in."""
    if view is login.page:
        return
    database = await database_of(datasette)
    await datasette.ensure_permissions(request.actor, [("view-database", database.name), "view-instance"])
    if request.method == "POST":
        require_reviewer(request)
        if not await datasette.permission_allowed(request.actor, "claimtrack-review", default=True):
            raise Forbidden("You may read, but not write.")


_SLOW = "That took too long, and was stopped."
_STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    UnknownError: 404,
    UnknownClaimError: 404,
    Forbidden: 403,
    BadRequest: 400,
    ReviewError: 400,
    ClaimtrackError: 400,
    TooSlowError: 503,
}
_REMEDIES = {
    403: "Open the link that `claimtrack serve` printed; it logs you in.",
    404: "It may have been replaced when its article was read again. Look for it in the queue.",
    503: "Ask for less: another filter, or fewer words.",
}


async def _no_page(request: Request, datasette: Datasette) -> Response:
    raise NotFound("There is no such page.")


ROUTES = [
    *((rf"{ROOT}{path}$", _guarded(view, "GET")) for path, view in PAGES),
    *((rf"{ROOT}{path}$", _guarded(view, "POST")) for path, view in ACTIONS),
]
missing = _guarded(_no_page, "GET")
"""What answers at an address of the review where there is no page."""
