"""``claimtrack verify``: proof that the database still says what the texts say."""

from __future__ import annotations

import typer

from claimtrack.cli.options import DEFAULT_DB, Database

EPILOG = """Examples:

claimtrack verify

claimtrack verify --db news.db && cp news.db backup/

Exit codes: 0 everything matches, 1 something does not, 2 wrong use or no usable database."""


def command(db: Database = DEFAULT_DB) -> None:
    """Try every id, hash, offset and reference against the stored texts, and report what does not match."""
    from claimtrack.cli.output import one_line
    from claimtrack.store import Store

    found = 0
    with Store(db, readonly=True) as store:
        for problem in store.verify():
            found += 1
            place = "" if problem.document is None else f"{problem.document}, version {problem.version}: "
            print(one_line(f"{place}{problem.message}"))
        counts = store.counts()
    if found:
        print(f"{found:,} problems. Ingest the articles again into another file to mend them.")
        raise typer.Exit(1)
    print(f"All {counts['claims']:,} claims of {counts['versions']:,} versions match their texts.")
