"""``claimtrack track``: one fact over time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RatesFile, RowFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.model import Fact

EPILOG = """Examples:

claimtrack track "soldiers front"

claimtrack track f3a1c09d2b47 --chart toll.svg

claimtrack track "cod catch" --format csv"""

COLUMNS = ("time", "figure", "source", "publisher", "published", "claim", "document")


def command(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words of a claim, or the id of a fact.")],
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the chart into a file too: .svg, .png or .pdf.")
    ] = None,
    rates: RatesFile = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show one fact over time: who said which figure when, as a table and a chart."""
    from claimtrack.cli.facts import updated_with
    from claimtrack.cli.output import complain, visible
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.compare.report import best_fact
    from claimtrack.export.charts import save_chart, terminal_chart
    from claimtrack.export.series import series

    form = chosen(form)
    with updated_with(db, rates) as store:
        fact, others = best_fact(store.db, query)
    points = series(fact)
    if chart is not None:
        save_chart(points, fact.label, chart)
    if form in (Format.json, Format.jsonl):
        print_json(fact.claims, form)
    else:
        print_rows(_rows(fact), COLUMNS, form, title=f"{fact.id}  {fact.label}")
    if form == Format.table and points.points and sys.stdout.isatty():
        print(terminal_chart(points, visible(fact.label)))
    if points.undated:
        complain(f"{len(points.undated)} figures have no date, and are not in the chart.")
    if points.apart:
        complain(f"{len(points.apart)} figures are in other currencies, and not in the chart: give their --rates.")
    if others:
        complain(f"Other facts fit too: {', '.join(others[:8])}.")


def _rows(fact: Fact) -> Iterator[dict[str, object]]:
    from claimtrack.export.series import converted

    for claim in sorted(fact.claims, key=lambda c: (c.time or ("9", "9"), c.document)):
        first, last = claim.time or ("", "")
        yield {
            "time": first if first == last else f"{first} to {last}",
            "figure": f"{claim.written} ({more})" if (more := converted(claim)) else claim.written,
            "source": claim.source,
            "publisher": claim.publisher,
            "published": claim.published,
            "claim": claim.text,
            "document": claim.document,
        }
