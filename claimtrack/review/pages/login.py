"""Logging in by the token that ``claimtrack serve`` prints: the cookie that it gives is signed by Datasette."""

from __future__ import annotations

import secrets

from datasette.app import Datasette
from datasette.utils.asgi import Forbidden, Request, Response

from claimtrack.review.pages.web import ROOT, access_of, local


async def page(request: Request, datasette: Datasette) -> Response:
    """Exchange the token in the address for a cookie, and go on to the queue, so that it is seen no more."""
    given = (request.args.get("token") or "").encode()
    names = [
        name for token, name in access_of(datasette).tokens.items() if secrets.compare_digest(token.encode(), given)
    ]
    if not names:
        raise Forbidden("This token is not (or no longer) valid.")
    response = Response.redirect(local(request.args.get("next") or "", ROOT))
    actor = datasette.sign({"a": {"id": names[0]}}, "actor")
    response.set_cookie("ds_actor", actor, httponly=True, samesite="lax")
    return response
