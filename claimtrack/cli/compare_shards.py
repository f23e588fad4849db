"""``claimtrack compare-shards``: facts across the Parquet of a run on many machines."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.on_ray import Address
from claimtrack.cli.output import complain

EPILOG = """Examples:

claimtrack compare-shards claims-2025

claimtrack compare-shards s3://archive/claims --address auto --block 5000

claimtrack query claims-2025 "SELECT detail, score FROM relations WHERE relation = 'conflicts' ORDER BY score DESC"

Needs the extra: cluster. docs/scaling.md says what it compares, and what it leaves out."""


def command(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder or URL of `claimtrack ingest --engine ray --out`.")
    ],
    address: Address = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Actors; one for each processor of the cluster, if not given."),
    ] = None,
    block: Annotated[int, typer.Option(min=2, metavar="N", help="Documents that one actor compares at a time.")] = 2000,
) -> None:
    """Bring claims about one fact together on a Ray cluster, block by block; facts go to Parquet in the same folder."""
    from claimtrack.cli.progress import counting
    from claimtrack.cluster import installed

    try:
        with installed(), counting("Comparing") as progress:
            from claimtrack.cluster.comparing import compare

            done = compare(folder, address=address, workers=workers, most=block, progress=progress)
    except KeyboardInterrupt:
        complain("Interrupted. Run the same command again to go on.")
        raise typer.Exit(130) from None
    complain(
        f"{done.documents:,} documents, {done.near:,} of them near others, in {done.blocks:,} blocks ({done.known:,} "
        f"done before): {done.facts:,} facts, {done.relations:,} relations."
    )
    if done.apart:
        complain(
            f"{done.apart:,} of {done.pairs:,} near pairs were not compared: their topics are larger than a block. "
            "A larger --block leaves fewer apart."
        )
