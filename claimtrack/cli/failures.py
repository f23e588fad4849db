"""``claimtrack failures``: what could not be read or extracted, what to do, and trying it again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimtrack.cli.ingest import JsonLog, Quiet, form_of, run_ingest
from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat, Workers

if TYPE_CHECKING:
    from claimtrack.cli.progress import Form
    from claimtrack.store import FailureRow, RunRow

EPILOG = """Examples:

claimtrack failures

claimtrack failures --run 3 --format csv

claimtrack failures --all

claimtrack failures --retry"""

COLUMNS = ("run", "path", "place", "message", "remedy")


def command(
    run: Annotated[int | None, typer.Option(metavar="N", help="Number of a run; the last one, if not given.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Failures of all runs.")] = False,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry",
            help="Ingest the inputs again that failed (in all runs, or in --run N) and were not retried since, each "
            "with the options of its run.",
        ),
    ] = False,
    workers: Workers = None,
    quiet: Quiet = False,
    json_log: JsonLog = False,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the inputs that failed, why, and the remedy; or try them again."""
    from claimtrack.cli.output import complain
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        runs = store.runs()
        if run is None and not every and not retry and runs:
            run = runs[-1].id
        found = store.failures(None if every else run)
    if retry:
        _retry(runs, found, db, workers, form_of(quiet=quiet, json_log=json_log))
    form = chosen(form)
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    elif found:
        print_rows(map(cells, found), COLUMNS, form)
    else:
        complain("Nothing failed." if every else f"Nothing failed in run {run}.")


def _retry(runs: list[RunRow], failures: list[FailureRow], db: Path, workers: int | None, form: Form) -> None:
    """Ingest again what failed, run by run, and end the program as `ingest` does."""
    from claimtrack.cli.output import complain
    from claimtrack.store import Store

    failed = tried = 0
    for run in runs:
        paths = _inputs(failure for failure in failures if failure.run == run.id and failure.retried is None)
        if not paths:
            continue
        tried += len(paths)
        summary = run_ingest(paths, db, form, _options(run) | {"workers": workers})
        failed += summary.failed
        with Store(db) as store:
            store.mark_retried(run.id, summary.run)
    if not tried and form == "plain":
        complain("There is nothing to retry.")
    raise typer.Exit(1 if failed else 0)


def _inputs(failures: Iterable[FailureRow]) -> list[str]:
    """The files that failures came from, once each. What came from standard input cannot be read again."""
    from claimtrack.cli.output import complain

    paths = dict.fromkeys(failure.input or failure.path or "" for failure in failures)
    if paths.pop("-", 1) is None:
        complain("Standard input cannot be read again: pipe it into `claimtrack ingest -`.")
    return [path for path in paths if path]


def _options(run: RunRow) -> dict[str, Any]:
    """The options of a run, as ``ingest`` takes them."""
    from claimtrack.workers import Limits

    options = {name: run.options.get(name) for name in ("published", "publisher", "columns", "model", "gazetteer")}
    limits = Limits(**{name: run.options[name] for name in ("timeout", "memory") if name in run.options})  # type: ignore[arg-type]
    return options | {"fetch": bool(run.options.get("fetch")), "limits": limits}
