"""``claimtrack ingest``: articles and fact-checks in, claims stored."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Model, Paths, Published, Publisher, Workers
from claimtrack.cli.output import complain

if TYPE_CHECKING:
    from claimtrack.ingest import Summary

EPILOG = """Examples:

claimtrack ingest corpus/

claimtrack ingest news/*.html wire.jsonl.gz --db news.db --workers 4

claimtrack ingest letter.txt --published 2025-07-07 --publisher "The Lowen Post"

claimtrack ingest fact-checks.json

zcat wire.jsonl.gz | claimtrack ingest -

Exit codes: 0 all stored or unchanged, 1 some failed, 2 wrong use or no usable database, 130 interrupted."""
SHOWN = 20


def command(
    paths: Paths,
    db: Database = DEFAULT_DB,
    workers: Workers = None,
    published: Published = None,
    publisher: Publisher = None,
    model: Model = None,
) -> None:
    """Read articles, and fact-checks (ClaimReview), and store their claims; what is stored as read is left alone."""
    from claimtrack.cli.progress import Progress
    from claimtrack.ingest import ingest

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a reader of the messages that goes away does not end the work
    progress = Progress(paths)
    try:
        with progress:
            summary = ingest(
                paths,
                db,
                workers=workers,
                published=published,
                publisher=publisher,
                model=model,
                progress=progress.show,
            )
    except KeyboardInterrupt:
        complain(f"Interrupted. {_told(progress.summary, db)} Run the same command again to go on.")
        raise typer.Exit(130) from None
    complain(_told(summary, db))
    _list_failures(summary, db)
    raise typer.Exit(1 if summary.failed else 0)


def _told(summary: Summary, db: Path) -> str:
    text = (
        f"{summary.read:,} read: {summary.stored:,} stored, {summary.unchanged:,} unchanged, "
        f"{summary.failed:,} failed ({db}, run {summary.run})."
    )
    if summary.fact_checks:
        text += f" Fact-checks among them: {summary.fact_checks:,}."
    if summary.skipped:
        text += f" In another language, stored without claims: {summary.skipped:,}."
    return text


def _list_failures(summary: Summary, db: Path) -> None:
    if not summary.failed:
        return
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        failures = store.failures(summary.run)
    for failure in failures[:SHOWN]:
        place = f"{failure.path}:{failure.place}" if failure.place else failure.path
        complain(f"  {place}: {failure.message} {failure.remedy}")
    if len(failures) > SHOWN:
        complain(f"  ... and {len(failures) - SHOWN:,} more: claimtrack failures --db {db}")
