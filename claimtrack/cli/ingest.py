"""``claimtrack ingest``: articles and fact-checks in, claims stored."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimtrack.cli.on_ray import Address, Engine, EngineName, Out, check_engine, run_on_ray
from claimtrack.cli.options import (
    DEFAULT_DB,
    Columns,
    Database,
    Fetch,
    Gazetteer,
    Model,
    Paths,
    Published,
    Publisher,
    Workers,
)
from claimtrack.cli.output import complain

if TYPE_CHECKING:
    from claimtrack.cli.progress import Form
    from claimtrack.ingest import Summary

EPILOG = """Examples:

claimtrack ingest corpus/

claimtrack ingest news/*.html wire.jsonl.gz --db news.db --workers 4

claimtrack ingest letter.txt --published 2025-07-07 --publisher "The Lowen Post"

claimtrack ingest fact-checks.json

claimtrack ingest news.parquet archive.csv --columns text=body,title=headline,published=date

claimtrack ingest https://example.org/feed.xml --fetch

zcat wire.jsonl.gz | claimtrack ingest -

claimtrack ingest archive/ --json-log 2> ingest.log

claimtrack ingest 's3://archive/news/*.warc.gz' --engine ray --address auto --out s3://archive/claims

Exit codes: 0 all stored or unchanged, 1 some failed, 2 wrong use or no usable database, 130 interrupted."""
SHOWN = 20

Timeout = Annotated[
    float,
    typer.Option(
        min=0.01,
        metavar="SECONDS",
        help="How long an article may take, for each million characters of it; one that takes longer is a failure.",
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="How much memory each process may have, e.g. 2G or 1500M; an article that needs more is a failure. If not "
        "given, 4G, or as much less as the machine has for each. (Linux; elsewhere there is no limit.)",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")]
JsonLog = Annotated[
    bool, typer.Option("--json-log", help="Print progress, warnings, failures and the summary as JSON Lines.")
]


def command(
    paths: Paths,
    db: Database = DEFAULT_DB,
    workers: Workers = None,
    published: Published = None,
    publisher: Publisher = None,
    columns: Columns = None,
    fetch: Fetch = False,
    model: Model = None,
    gazetteer: Gazetteer = None,
    timeout: Timeout = 600.0,
    memory: Memory = None,
    quiet: Quiet = False,
    json_log: JsonLog = False,
    engine: Engine = EngineName.local,
    address: Address = None,
    out: Out = None,
) -> None:
    """Read articles, and fact-checks (ClaimReview), and store their claims; what is stored as read is left alone."""
    from claimtrack.read.columns import parse_columns
    from claimtrack.workers import Limits

    check_engine(engine, address, out, fetch=fetch)
    options = {
        "workers": workers,
        "published": published,
        "publisher": publisher,
        "columns": parse_columns(columns) if columns else None,
        "model": model,
        "gazetteer": gazetteer,
        "limits": Limits(timeout, bytes_of(memory)),
    }
    form = form_of(quiet=quiet, json_log=json_log)
    if out is not None:
        summary = run_on_ray(paths, out, address, form, options)
    else:
        summary = run_ingest(paths, db, form, options | {"fetch": fetch})
    raise typer.Exit(1 if summary.failed else 0)


def form_of(*, quiet: bool, json_log: bool) -> Form:
    """How an ingest tells what it does."""
    return "json" if json_log else "quiet" if quiet else "plain"


def bytes_of(size: str | None) -> int | None:
    """Bytes that a size comes to: "2G", "1500M", or a number of bytes. Raises typer.BadParameter."""
    if size is None:
        return None
    number, factor = size.upper().removesuffix("B").removesuffix("I"), 1
    if number[-1:] in _FACTORS:
        number, factor = number[:-1], _FACTORS[number[-1]]
    try:
        found = int(float(number) * factor)
    except ValueError:
        found = 0
    if found < _LEAST:
        raise typer.BadParameter("write it as 2G or 1500M, and give at least 600M, which the language model needs")
    return found


_FACTORS = {"K": 2**10, "M": 2**20, "G": 2**30}
_LEAST = 600 * 2**20


def run_ingest(paths: Sequence[str], db: Path, form: Form, options: Mapping[str, Any]) -> Summary:
    """Ingest, and tell what becomes of it. Ends the program with code 130 if it is interrupted."""
    from claimtrack.cli.progress import Progress, warnings_as_json
    from claimtrack.ingest import ingest

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a reader of the messages that goes away does not end the work
    progress = Progress(paths, form)
    try:
        with warnings_as_json() if form == "json" else nullcontext(), progress:
            summary = ingest(paths, db, progress=progress.show, **options)
    except KeyboardInterrupt:
        _tell_end(progress.summary, db, form, interrupted=True)
        raise typer.Exit(130) from None
    _tell_end(summary, db, form)
    return summary


def _tell_end(summary: Summary, db: Path, form: Form, *, interrupted: bool = False) -> None:
    if form == "json":
        from claimtrack.cli.progress import tell

        tell("interrupted" if interrupted else "summary", {"database": str(db)} | asdict(summary))
    elif interrupted:
        complain(f"Interrupted. {_told(summary, db)} Run the same command again to go on.")
    elif form == "plain":
        complain(_told(summary, db))
    if not interrupted:
        _list_failures(summary, db, form)


def _told(summary: Summary, db: Path) -> str:
    text = (
        f"{summary.read:,} read: {summary.stored:,} stored, {summary.unchanged:,} unchanged, "
        f"{summary.failed:,} failed ({db}, run {summary.run})."
    )
    notes = {
        "Fact-checks among them": summary.fact_checks,
        "In another language, stored without claims": summary.skipped,
        "New versions of known articles": summary.changed,
        "Copies of other articles": summary.copies,
        "Withdrawals": summary.withdrawn,
    }
    return text + "".join(f" {name}: {count:,}." for name, count in notes.items() if count)


def _list_failures(summary: Summary, db: Path, form: Form) -> None:
    if not summary.failed:
        return
    from claimtrack.cli.progress import tell
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        failures = store.failures(summary.run)
    if form == "json":
        for failure in failures:
            tell("failure", asdict(failure))
        return
    for failure in failures[:SHOWN]:
        place = f"{failure.path}:{failure.place}" if failure.place else failure.path
        complain(f"  {place}: {failure.message} {failure.remedy}")
    if len(failures) > SHOWN:
        complain(f"  ... and {len(failures) - SHOWN:,} more: claimtrack failures --db {db}")
