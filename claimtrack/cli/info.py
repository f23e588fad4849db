"""``claimtrack info``: what a database holds and what wrote it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database

EPILOG = """Examples:

claimtrack info

claimtrack info --db news.db --json"""

RUNS = ("id", "started", "status", "package_version", "model", "read", "stored", "unchanged", "failed")


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as one JSON object.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Show counts, runs, the language model and the version of the schema."""
    from claimtrack.cli.options import Format
    from claimtrack.cli.output import one_line
    from claimtrack.cli.rows import cells, print_json, print_rows
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        counts, runs, schema = store.counts(), store.runs(), store.schema
    if as_json:
        everything = {"database": str(db), "schema": schema, "counts": counts, "runs": [asdict(run) for run in runs]}
        print_json([everything], Format.jsonl)
        return
    print(one_line(f"{db} (schema {schema})"))
    for name, count in counts.items():
        print(f"{count:>12,} {name}")
    if runs:
        print_rows(map(cells, runs), RUNS, Format.table)
