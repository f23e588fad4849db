"""``claimtrack sources``: who is quoted."""

from __future__ import annotations

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

EPILOG = """Examples:

claimtrack sources

claimtrack sources --format csv > sources.csv"""

COLUMNS = ("name", "kinds", "documents", "attributions", "claims")


def command(form: RowFormat = None, db: Database = DEFAULT_DB) -> None:
    """List the sources, those with most claims first."""
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = store.sources()
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
        return
    named = (cells(row) | {"name": row.name or "(not named)", "kinds": ", ".join(row.kinds)} for row in found)
    print_rows(named, COLUMNS, form)
