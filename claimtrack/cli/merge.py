"""``claimtrack merge``: what was found on many machines, into a database."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database
from claimtrack.cli.output import complain

EPILOG = """Examples:

claimtrack merge claims-2025 --db claims.db

claimtrack merge s3://archive/claims --db claims.db

Run it again after an interruption, or after more was ingested: it goes on where it was. Needs the extra "cluster"."""


def command(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder or URL of `claimtrack ingest --engine ray --out`.")
    ],
    db: Database = DEFAULT_DB,
) -> None:
    """Load the claims of a run on many machines into a database, as a run on one machine would have stored them."""
    from claimtrack.cli.progress import counting
    from claimtrack.cluster import installed

    try:
        with installed(), counting("merging") as progress:
            from claimtrack.cluster.merge import merge

            done = merge(folder, str(db), progress=progress)
    except KeyboardInterrupt:
        complain("Interrupted. Run the same command again to go on.")
        raise typer.Exit(130) from None
    complain(
        f"{done.read:,} inputs: {done.stored:,} stored, {done.unchanged:,} unchanged, {done.failed:,} failed, "
        f"{done.withdrawn:,} withdrawals ({db})."
    )
