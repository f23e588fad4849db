"""``claimtrack runs``: what was asked of each run, and what it came to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

if TYPE_CHECKING:
    from claimtrack.store import FailureRow, RunRow

EPILOG = """Examples:

claimtrack runs

claimtrack runs 3

claimtrack runs --format jsonl"""

COLUMNS = ("id", "started", "finished", "status", "read", "stored", "unchanged", "failed", "changed", "copies")
COUNTS = ("read", "stored", "unchanged", "failed", "skipped", "changed", "copies", "withdrawn", "fact_checks")


def command(
    run: Annotated[int | None, typer.Argument(metavar="RUN", help="Number of a run, to see all of it.")] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the runs; or show one: inputs, options, version, model, counts, slowest documents, failures by cause."""
    from claimtrack.cli.rows import cells, chosen, print_json, print_rows
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        rows = store.runs()
        failures = [] if run is None else store.failures(run)
    if run is not None:
        rows = [row for row in rows if row.id == run]
        if not rows:
            raise typer.BadParameter(f"there is no run {run}: list them with `claimtrack runs`")
    if form in (Format.json, Format.jsonl):
        print_json([cells(row) | ({} if run is None else {"causes": causes(failures)}) for row in rows], form)
    elif run is None:
        print_rows(map(cells, rows), COLUMNS, form)
    else:
        _show(rows[0], failures)


def causes(failures: Iterable[FailureRow]) -> dict[str, int]:
    """Failures counted by what went wrong, the most frequent first: numbers and what is quoted count as the same."""
    return dict(Counter(cause_of(failure.message) for failure in failures).most_common())


def cause_of(message: str) -> str:
    """A failure's message without what differs from one input to the next: what is in brackets, quotes, and numbers."""
    plain = re.sub(r"\s*\([^()]*\)|\s*'[^']*'", "", message)
    return re.sub(r"\d[\d.,]*", "N", plain).strip().rstrip(".")


def _show(run: RunRow, failures: list[FailureRow]) -> None:
    from claimtrack.cli.output import one_line

    model = f"{run.model or 'none'} {run.model_hash or ''}".strip()
    options = ", ".join(f"{name}={value}" for name, value in run.options.items())
    lines = [
        f"run {run.id}: {run.status}, {run.started} to {run.finished or '?'}",
        f"claimtrack {run.package_version}, model {model}, on {run.host or '?'} (pid {run.pid})",
        f"inputs: {' '.join(run.inputs) or 'not known'}",
        *([f"options: {options}"] if options else []),
        *(f"{getattr(run, name):>12,} {name}" for name in COUNTS if getattr(run, name) or name in COUNTS[:4]),
        *(["slowest:"] if run.slowest else []),
        *(f"{seconds:>11.1f}s {document} ({size:,} characters)" for document, seconds, size in run.slowest),
        *(["failures by cause:"] if failures else []),
        *(f"{count:>12,} {cause}" for cause, count in causes(failures).items()),
    ]
    for line in lines:
        print(" " * (len(line) - len(line.lstrip(" "))) + one_line(line))
