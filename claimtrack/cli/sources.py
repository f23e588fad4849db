"""``claimtrack sources``: who is quoted."""

from __future__ import annotations

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

EPILOG = """Examples:

claimtrack sources

claimtrack sources --format csv > sources.csv"""

COLUMNS = ("name", "variants", "kinds", "documents", "attributions", "claims")


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
    lists = ({"kinds": ", ".join(row.kinds), "variants": "; ".join(row.variants)} for row in found)
    named = (cells(row) | {"name": row.name or "(not named)"} | more for row, more in zip(found, lists, strict=True))
    print_rows(named, COLUMNS, form)
