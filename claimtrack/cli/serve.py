"""``claimtrack serve``: the review page, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database

if TYPE_CHECKING:
    from socket import socket

    from datasette.app import Datasette

EPILOG = """Examples:

claimtrack serve --open

claimtrack serve --db news.db --reviewer Ana --reviewer Boris"""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def command(
    db: Database = DEFAULT_DB,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any that is free.")] = 8006,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Others than localhost need the login to read, too.")
    ] = "127.0.0.1",
    reviewer: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Name of a reviewer; repeat it for several."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Open the page where claims are reviewed, until Ctrl-C. Each reviewer has a link that logs them in."""
    import webbrowser

    from claimtrack.cli.output import complain

    application, tokens = _application(db, host, reviewer or [])
    with _listening(host, port) as listener:
        shown = "127.0.0.1" if host in ("0.0.0.0", "::", *LOOPBACK) else host
        links = {name: _link(shown, listener.getsockname()[1], token) for token, name in tokens.items()}
        for name, link in links.items():
            print(f"{name}: {link}", flush=True)
        complain("Stop with Ctrl-C. Who has a link can write reviews: keep it to yourself.")
        if host not in LOOPBACK:
            complain(
                "Others in the network can reach this page. It has no encryption: put a proxy with HTTPS before it."
            )
        if open_browser:
            webbrowser.open(next(iter(links.values())))
        _run(application, listener)


def _application(db: Path, host: str, reviewers: list[str]) -> tuple[Datasette, dict[str, str]]:
    """Datasette over the database, and the names of the reviewers by token. Raises StoreError or ReviewError."""
    import getpass

    from claimtrack.errors import StoreError
    from claimtrack.review.work import check_reviewer
    from claimtrack.store import Store

    try:
        from claimtrack.review.serving import application
    except ModuleNotFoundError as error:
        if error.name != "datasette":
            raise
        raise StoreError(
            "The review page needs Datasette.", "Install it with `pip install 'claimtrack[review]'`."
        ) from error
    names = [check_reviewer(name) for name in reviewers or [getpass.getuser()]]
    with Store(db, readonly=True):
        pass  # it is a claimtrack database, of this version's schema
    return application(db, names, private=host not in LOOPBACK, hosts=_hosts(host))


def _hosts(host: str) -> frozenset[str]:
    """Names under which the server may be addressed; none for any."""
    return frozenset() if host in ("0.0.0.0", "::") else frozenset({host, *LOOPBACK})


def _listening(host: str, port: int) -> socket:
    from socket import AF_INET, AF_INET6, create_server

    from claimtrack.errors import StoreError

    family = AF_INET6 if ":" in host else AF_INET
    try:
        return create_server((host, port), family=family)
    except OSError as error:
        remedy = "Name another port with --port, or 0 for any that is free."
        raise StoreError(f"{host}:{port} cannot be listened on: {error.strerror}.", remedy) from error


def _link(host: str, port: int, token: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/-/review/login?token={token}"


def _run(application: Datasette, listener: socket) -> None:
    import uvicorn

    config = uvicorn.Config(application.app(), log_level="warning", lifespan="on", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
