"""``claimtrack documents``: what was read."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

EPILOG = """Examples:

claimtrack documents

claimtrack documents --text flood --format csv"""

COLUMNS = ("id", "title", "publisher", "published", "language", "flag", "versions", "claims", "copy_of")


def command(
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the title; all must occur.")] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the articles, with how many versions each has and how many claims the latest makes."""
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = store.documents(text)
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    else:
        print_rows(map(cells, found), COLUMNS, form)
