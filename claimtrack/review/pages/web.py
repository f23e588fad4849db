"""Between Datasette and the pages: the database, time limits, who is there, forms, templates."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from claimtrack.export.write import FORMS
from claimtrack.review.plugin import ROOT as ROOT  # the pages take it from here
from claimtrack.review.reading.query import Query
from claimtrack.store.schema import APPLICATION_ID

LONGEST_FORM = 500_000
MOST_FIELDS = 5_000
TIME_LIMIT = 3_000
"""Milliseconds that all queries of a page may take."""
Result = TypeVar("Result")


@dataclass(slots=True)
class Access:
    """Who may log in with which token, and under which names the server may be addressed (none: any)."""

    tokens: dict[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()


class TooSlowError(Exception):
    """The queries of a page went over the time limit."""


def access_of(datasette: Datasette) -> Access:
    """The access that ``claimtrack serve`` gave this server; another server has none."""
    found = getattr(datasette, "claimtrack_access", None)
    return found if isinstance(found, Access) else Access()


async def database_of(datasette: Datasette) -> Database:
    """The claimtrack database that is served. Raises NotFound."""
    for database in datasette.databases.values():
        if not database.is_memory:
            found = await database.execute("PRAGMA application_id")
            if found.rows[0][0] == APPLICATION_ID:
                return database
    raise NotFound("No claimtrack database is served here.")


async def read(datasette: Datasette, job: Callable[[sqlite3.Connection], Result]) -> Result:
    """What ``job`` reads, within the time limit. Raises TooSlowError."""

    def limited(conn: sqlite3.Connection) -> Result:
        with sqlite_timelimit(conn, TIME_LIMIT):
            try:
                return job(conn)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise TooSlowError from error
                raise

    database = await database_of(datasette)
    return await database.execute_fn(limited)  # type: ignore[no-any-return]


async def write(datasette: Datasette, job: Callable[[sqlite3.Connection], Result]) -> Result:
    """What ``job`` does on the one connection that writes; its errors are raised here."""

    def caught(conn: sqlite3.Connection) -> tuple[Result | None, Exception | None]:
        conn.execute("PRAGMA foreign_keys = ON")
        try:
            return job(conn), None
        except Exception as error:  # handed over, so that Datasette does not print it
            return None, error

    database = await database_of(datasette)
    result, error = await database.execute_write_fn(caught)
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def reviewer_of(request: Request) -> str | None:
    """The name of who is logged in: by this server's token, or by any of Datasette's ways to log in."""
    actor = request.actor or {}
    name = actor.get("name") or actor.get("id")
    return str(name) if name else None


def require_reviewer(request: Request) -> str:
    """The reviewer's name. Raises Forbidden where nobody is logged in."""
    name = reviewer_of(request)
    if name is None:
        raise Forbidden("Only a reviewer who is logged in may write.")
    return name


async def form_of(request: Request) -> dict[str, list[str]]:
    """Fields of a form that was sent, with all their values. Raises Forbidden for one that is too big."""
    body = b""
    more = True
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LONGEST_FORM:
            raise Forbidden(f"The form is longer than {LONGEST_FORM:,} bytes.")
    try:
        return parse_qs(body.decode("utf8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Forbidden("The form has too many fields.") from error


def one(form: Mapping[str, list[str]], name: str) -> str:
    """The last value of a field, '' if there is none."""
    return form.get(name, [""])[-1]


def local(address: str, fallback: str = ROOT) -> str:
    """``address`` if it is a page of the review on this server, else ``fallback``: nobody is sent elsewhere."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and parts.path.startswith(ROOT) and "\\" not in address
    return address if own and address.isprintable() else fallback


async def render(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """The page that a template makes of a context."""
    database = await database_of(datasette)
    common = {
        "reviewer": reviewer_of(request),
        "root": ROOT,
        "database_name": database.name,
        "here": request.full_path,
        "exports": {**{name: form.label for name, form in FORMS.items()}, "report": "Report (one HTML file)"},
    }
    body = await datasette.render_template(f"claimtrack/{template}", {**common, **context}, request=request)
    return Response.html(body, status=status)


def number(request: Request, name: str, otherwise: int) -> int:
    """A whole number of the address, ``otherwise`` if there is none."""
    given = request.args.get(name) or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else otherwise


def query_of(request: Request, name: str | None = None) -> Query:
    """The queue's query in the address, or the one that a parameter of the address carries."""
    return Query.parse(request.query_string if name is None else request.args.get(name) or "")
