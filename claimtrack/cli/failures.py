"""``claimtrack failures``: what could not be read or extracted, and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

EPILOG = """Examples:

claimtrack failures

claimtrack failures --run 3 --format csv

claimtrack failures --all"""

COLUMNS = ("run", "path", "place", "message", "remedy")


def command(
    run: Annotated[int | None, typer.Option(metavar="N", help="Number of a run; the last one, if not given.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Failures of all runs.")] = False,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the inputs that failed, why, and the remedy."""
    from claimtrack.cli.output import complain
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        runs = store.runs()
        if run is None and not every and runs:
            run = runs[-1].id
        found = store.failures(None if every else run)
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    elif found:
        print_rows(map(cells, found), COLUMNS, form)
    else:
        complain("Nothing failed." if every else f"Nothing failed in run {run}.")
