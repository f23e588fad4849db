"""Datasette over one claimtrack database, with reviewers who may write."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from claimtrack.review import plugin
from claimtrack.review.pages.web import Access

SETTINGS = {
    "sql_time_limit_ms": 1_000,
    "facet_time_limit_ms": 200,
    "allow_download": False,
    "num_sql_threads": 4,
    "cache_size_kb": 65_536,
}


def application(
    db: Path, reviewers: Sequence[str], *, private: bool = False, hosts: frozenset[str] = frozenset()
) -> tuple[Datasette, dict[str, str]]:
    """The server's application, and the token of each reviewer: names by token.

    ``private``: reading needs a login, too. ``hosts``: names under which it may be addressed; none for any. Logins
    outlast a restart where the environment variable DATASETTE_SECRET is set.
    """
    if not pm.is_registered(plugin):  # installed from a folder without entry points
        pm.register(plugin, "claimtrack")
    metadata = {"title": "claimtrack", **({"allow": {"id": "*"}} if private else {})}
    secret = os.environ.get("DATASETTE_SECRET")
    datasette = Datasette([str(db)], metadata=metadata, settings=SETTINGS, secret=secret)
    tokens = {secrets.token_urlsafe(24): name for name in reviewers}
    datasette.claimtrack_access = Access(tokens, hosts)
    return datasette, tokens
