"""Reviews to take away, in every form of ``claimtrack.export.write``, and the report."""

from __future__ import annotations

import asyncio
from io import BytesIO
from pathlib import Path

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from claimtrack.export import report, write
from claimtrack.export.reviewed import Selection
from claimtrack.review.pages import web
from claimtrack.store import Store

REPORT = "report"


async def page(request: Request, datasette: Datasette) -> Response:
    """A file with all claims that were reviewed."""
    name = request.url_vars["form"]
    if name != REPORT and name not in write.FORMS:
        raise NotFound("There is no such format.")
    path = Path(str((await web.database_of(datasette)).path))
    body = await asyncio.to_thread(_written, path, name)
    suffix = ".html" if name == REPORT else write.FORMS[name].suffix
    kind = "text/html; charset=utf-8" if name == REPORT else write.FORMS[name].media_type
    headers = {"content-disposition": f'attachment; filename="{"report" if name == REPORT else "reviews"}{suffix}"'}
    return Response(body, headers=headers, content_type=kind)


def _written(path: Path, name: str) -> bytes:
    with Store(path, readonly=True) as store:
        if name == REPORT:
            return "".join(report.report(store)).encode("utf8", "replace")
        out = BytesIO()
        write.export(store, name, out, Selection(reviewed=True))
        return out.getvalue()
