"""``claimtrack export``: claims with their reviews, for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, ReviewStatus

if TYPE_CHECKING:
    from claimtrack.export.write import Counts

EPILOG = """Examples:

claimtrack export --format claimreview --publisher "The Checkers" --out reviews.json

claimtrack export --format annotation --out reviews.jsonld

claimtrack export --format csv --status disputed > disputed.csv

claimtrack export --format jsonl --out backup.jsonl && claimtrack reviews import backup.jsonl --db other.db

claimtrack export --format parquet --reviewed --out reviews.parquet"""


class ExportFormat(StrEnum):
    """The formats of ``export.write``."""

    claimreview = "claimreview"
    annotation = "annotation"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


def command(
    form: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", help="claimreview and annotation hold reviewed claims only, the others all."),
    ] = ExportFormat.jsonl,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write; standard output, if not given.")
    ] = None,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Only claims that somebody reviewed.")] = False,
    status: Annotated[ReviewStatus | None, typer.Option(help="What the reviews come to.")] = None,
    verdict: Annotated[str | None, typer.Option(metavar="VERDICT", help="Only claims with this verdict.")] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Only claims that NAME reviewed.")] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the claim; all must occur.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the source's name.")] = None,
    document: Annotated[
        str | None, typer.Option(metavar="DOCUMENT", help="Id, URL or path of an article, or how its id begins.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who publishes the fact-checks (claimreview).")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="No more than N claims.")] = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Write claims and their reviews as ClaimReview, Web Annotation, CSV, JSON Lines or Parquet."""
    import sys

    from claimtrack.cli.files import replacing
    from claimtrack.export.reviewed import Selection
    from claimtrack.export.write import export
    from claimtrack.store import Store

    wanted = Selection(reviewed, status.value if status else None, verdict, reviewer, text, source, document, limit)
    if out is None and form == ExportFormat.parquet and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is not for a terminal: name a file.", param_hint="--out")
    with Store(db, readonly=True) as store, replacing(out) as file:
        counts = export(store, form.value, file, wanted, publisher=publisher)
    _report(counts, form)


def _report(counts: Counts, form: ExportFormat) -> None:
    """On standard error: how much there was, and what an export of reviews had to leave out."""
    from claimtrack.cli.output import complain

    complain(f"{counts.claims:,} claims, {counts.reviews:,} reviews.")
    if form not in (ExportFormat.claimreview, ExportFormat.annotation):
        return
    if not counts.reviews:
        complain("Nothing is reviewed yet. Open the review page with `claimtrack serve`.")
    if counts.lost:
        complain(f"Left out: {counts.lost:,} reviews of claims that their articles no longer make.")
    if counts.changed:
        complain(f"Left out: {counts.changed:,} reviews of claims that say something else by now; review them again.")
