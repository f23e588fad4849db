"""The branch of ``claimtrack ingest`` that works on a Ray cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimtrack.cli.output import complain

if TYPE_CHECKING:
    from claimtrack.cli.progress import Form
    from claimtrack.ingest import Summary


class EngineName(StrEnum):
    """Where the work is done."""

    local = "local"
    ray = "ray"


Engine = Annotated[
    EngineName, typer.Option(help="local: processes on this machine. ray: a Ray cluster; claims go to Parquet (--out).")
]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Of the Ray cluster: auto, HOST:6379. If not given, Ray starts here."),
]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="DIR", help="Folder or URL for the Parquet of --engine ray.", show_default=False),
]


def check_engine(engine: EngineName, address: str | None, out: str | None, *, fetch: bool) -> None:
    """Say which options do not go together. Raises typer.BadParameter."""
    if engine == EngineName.ray and out is None:
        raise typer.BadParameter("--engine ray needs --out DIR: claims go to Parquet there.")
    if engine == EngineName.ray and fetch:
        raise typer.BadParameter("--fetch does not go with --engine ray: many machines cannot be polite to one host.")
    if engine == EngineName.local and (address or out):
        raise typer.BadParameter("--address and --out go with --engine ray.")


def run_on_ray(paths: Sequence[str], out: str, address: str | None, form: Form, options: Mapping[str, Any]) -> Summary:
    """Ingest on a cluster, and tell what becomes of it. Ends the program with code 130 if it is interrupted."""
    from claimtrack.cli.progress import Progress, warnings_as_json
    from claimtrack.cluster import installed

    progress = Progress(["-"] if any("://" in path for path in paths) else paths, form)
    try:
        with installed(), warnings_as_json() if form == "json" else nullcontext(), progress:
            from claimtrack.cluster.job import ingest

            summary = ingest(paths, out, address=address, progress=progress.show, **options)
    except KeyboardInterrupt:
        _tell_end(progress.summary, out, form, interrupted=True)
        raise typer.Exit(130) from None
    _tell_end(summary, out, form)
    return summary


def _tell_end(summary: Summary, out: str, form: Form, *, interrupted: bool = False) -> None:
    if form == "json":
        from claimtrack.cli.progress import tell

        tell("interrupted" if interrupted else "summary", {"out": out} | asdict(summary))
        return
    counts = (
        f"{summary.read:,} read: {summary.stored:,} stored, {summary.unchanged:,} in shards that were finished before, "
        f"{summary.failed:,} failed ({out})."
    )
    if interrupted:
        complain(f"Interrupted. {counts} Run the same command again to go on.")
    elif form == "plain" or summary.failed:
        complain(f'{counts} Next: claimtrack merge {out} --db claims.db, or claimtrack query {out} "FROM failures"')
