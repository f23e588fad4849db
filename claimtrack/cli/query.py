"""``claimtrack query``: SQL over the Parquet of a run on many machines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Any

import typer

from claimtrack.cli.options import Format, RowFormat

EPILOG = """Examples:

claimtrack query claims-2025 "SELECT source, count(*) AS claims FROM claims GROUP BY ALL ORDER BY claims DESC LIMIT 20"

claimtrack query s3://archive/claims "SELECT day, document, text FROM quantities WHERE unit = 'soldier'"

claimtrack query claims-2025 "DESCRIBE claims"

Views: claims, documents, entities, quantities, dates, attributions, failures, withdrawals; after `claimtrack
compare-shards` also facts, fact_claims, relations. Needs the extra: cluster."""


def command(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder or URL of `claimtrack ingest --engine ray --out`.")
    ],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; DuckDB's dialect.")],
    form: RowFormat = None,
) -> None:
    """Ask DuckDB about the claims in Parquet files where they lie; nothing is changed."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.cluster import installed

    with installed():
        from claimtrack.cluster.query import query

        names, rows = query(folder, sql)
    form = chosen(form)
    cells = _cells(names, rows)
    if form in (Format.json, Format.jsonl):
        print_json(cells, form)
    else:
        print_rows(cells, names, form)


def _cells(names: list[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, object]]:
    for row in rows:
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers are numbers, days and times ISO 8601, bytes hexadecimal."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, timedelta) or not isinstance(value, str | int | float | None) else value
