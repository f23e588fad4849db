"""``claimtrack report``: one HTML file to read, print and pass on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database

EPILOG = """Examples:

claimtrack report

claimtrack report --title "Flood in Lowen, week 19" --out lowen.html

claimtrack report --facts 40 --db news.db"""


def command(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write.")] = Path("report.html"),
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the report.")] = None,
    facts: Annotated[int, typer.Option(min=0, metavar="N", help="No more than N facts.")] = 12,
    reviews: Annotated[int, typer.Option(min=0, metavar="N", help="No more than N reviewed claims.")] = 500,
    db: Database = DEFAULT_DB,
) -> None:
    """Write a report as one HTML file: verdicts, facts over time with what conflicts, disagreements, sources."""
    from claimtrack.cli.facts import updated
    from claimtrack.cli.files import replacing
    from claimtrack.export.report import report

    with updated(db) as store, replacing(out) as file:
        for piece in report(store, title=title, facts=facts, reviews=reviews):
            file.write(piece.encode("utf8", "replace"))
    print(f"{out} is written. Open it in a browser.")
