"""``claimtrack factchecks``: published reviews of claims."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

EPILOG = """Examples:

claimtrack factchecks

claimtrack factchecks --text ferry --rating false

claimtrack factchecks --claimant "Ane Dahl" --format csv > reviews.csv"""

COLUMNS = ("id", "claim", "claimant", "claim_date", "verdict", "rating", "reviewer", "date")
ALL_COLUMNS = ("id", "claim", "claimant", "claim_date", "verdict", "rating", "reviewer", "date", "url", "path")


def command(
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Words of the reviewed claim; all must occur.")
    ] = None,
    claimant: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the name of who claimed it.")] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the reviewer's name.")] = None,
    rating: Annotated[
        str | None,
        typer.Option(
            metavar="RATING",
            help="What the verdict comes to: true, 'mostly true', mixed, misleading, 'mostly false', false, "
            "unverifiable, other.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="No more than N.")] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List published fact-checks: the claim, who made it, the verdict in its own words and what it comes to."""
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = store.fact_checks(text=text, claimant=claimant, reviewer=reviewer, rating=rating, limit=limit)
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    else:
        print_rows(map(cells, found), ALL_COLUMNS if form == Format.csv else COLUMNS, form)
