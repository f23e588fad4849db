"""The Datasette plugin: routes, templates, and the headers that keep hostile text from acting on a page.

It is there in every Datasette that claimtrack is installed beside, and serves its pages where a claimtrack database
is. ``claimtrack serve`` starts Datasette with it, and gives reviewers their tokens.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import datasette as datasette_package
from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment

# Datasette loads its plugins while it is itself being loaded: what needs it is imported in the hooks.
HERE = Path(str(files("claimtrack.review")))
ROOT = "/-/review"
_COMMON = "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    f"{_COMMON}"
)
"""For the pages of the review: nothing but this server's own files, no script and no style in the page."""
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """The pages, and the files that they load."""
    from datasette.utils.asgi import asgi_static

    from claimtrack.review.pages.routes import ROUTES, missing

    files_of = asgi_static(HERE / "static")

    async def static(request: Any, send: Any) -> Any:
        return await files_of(request, send)

    return [*ROUTES, (rf"{ROOT}/static/(?P<path>[\w.-]+)$", static), (rf"{ROOT}/.*$", missing)]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Templates "claimtrack/...", and the filters through which all text of articles goes."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

    from claimtrack.review.pages import safe

    own = PrefixLoader({"claimtrack": FileSystemLoader(HERE / "templates")})
    env.loader = ChoiceLoader([own, *([env.loader] if env.loader else [])])
    env.filters |= {
        "shown": safe.shown,
        "plain": safe.plain,
        "percent": lambda share: f"{share:.0%}",
        "signs": safe.signs,
    }


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way from Datasette's own pages back to the review."""
    return [{"href": datasette.urls.path(ROOT), "label": "Review"}]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Headers of safety on every answer; requests under a foreign name (DNS rebinding) are turned away."""

    def wrap(app: App) -> App:
        async def guarded(scope: Scope, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
            elif (turned := _turned_away(datasette, scope)) is not None:
                await turned.asgi_send(send)
            else:
                await app(scope, receive, _with_headers(datasette, scope, send))

        return guarded

    return wrap


def _turned_away(datasette: Datasette, scope: Scope) -> Any:
    """The answer to a request that names another server; from this server's front page the way leads to the review."""
    from datasette.utils.asgi import Response

    from claimtrack.review.pages.web import access_of

    access = access_of(datasette)
    given = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    if access.hosts and _host_name(given) not in access.hosts:
        return Response.text("This server has another name.", status=421)
    if access.tokens and scope["path"] == "/":
        return Response.redirect(ROOT)
    return None


def _host_name(given: str) -> str:
    try:
        return urlsplit(f"//{given}").hostname or ""
    except ValueError:
        return ""


def _with_headers(datasette: Datasette, scope: Scope, send: Any) -> Any:
    ours = scope["path"].startswith(ROOT)
    if not ours and getattr(datasette, "claimtrack_access", None) is None:
        return send  # somebody else's Datasette, with its own pages and plugins
    policy = STRICT if ours else _policy_of_datasette()

    async def send_with(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            added = {**_HEADERS, b"content-security-policy": policy.encode()}
            kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in added]
            message = {**message, "headers": [*kept, *added.items()]}
        await send(message)

    return send_with


@cache
def _policy_of_datasette() -> str:
    """For Datasette's own pages: its scripts by their hashes, its style blocks, and nothing that is not served here."""
    hashes = " ".join(sorted(set(_hashes())))
    styles = "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    return f"default-src 'self'; script-src 'self' {hashes}; {styles}; {_COMMON}"


def _hashes() -> Iterator[str]:
    folder = Path(datasette_package.__file__).parent / "templates"
    for template in folder.glob("*.html"):
        for script in re.findall(r"<script>(.*?)</script>", template.read_text(encoding="utf8"), re.S):
            for allowed in ("true", "false"):
                filled = script.replace("{{ datasette_allow_facet }}", allowed)
                yield f"'sha256-{base64.b64encode(hashlib.sha256(filled.encode()).digest()).decode()}'"
