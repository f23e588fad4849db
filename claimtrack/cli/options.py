"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[
    Path, typer.Option("--db", envvar="CLAIMTRACK_DB", help="The database, a SQLite file.", show_default=True)
]
DEFAULT_DB = Path("claims.db")
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files (text, HTML, JSON Lines, CSV, Parquet, WARC, RSS, Atom, ninjs, zip, tar; see docs/inputs.md), "
        "folders, globs, addresses (with --fetch), - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Date of publication of articles that do not say theirs, e.g. 2025-07-07."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of articles that do not say theirs.")]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=COLUMN,...",
        help="Which column of a table, or key of JSON Lines, holds what: text=body,title=headline,published=date. "
        "Fields: text, html, id, url, title, author, publisher, published.",
    ),
]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Read from the network: addresses, and the pages that feeds link to.")
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline: an installed package or a folder.")
]
Gazetteer = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Names to know: a .csv, .toml or .json file with name, variants, kind and Wikidata id.",
        show_default=False,
    ),
]
RatesFile = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        metavar="FILE",
        help="Convert sums of money by these rates: a .csv or .json file with date, currency, rate and base (see "
        "docs/compare.md). Without it none is converted.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help="Processes to extract with; for `ingest` one a processor, if not given. 0: in this process, unguarded.",
    ),
]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


RowFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="How to print; if not given, a table on a terminal, else JSON Lines.", show_default=False
    ),
]
Reviewer = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        envvar="CLAIMTRACK_REVIEWER",
        help="Who does it; the system's user, if not given.",
        show_default=False,
    ),
]


class ReviewStatus(StrEnum):
    """What the reviews of a claim come to."""

    open = "open"
    reviewed = "reviewed"
    disputed = "disputed"
    settled = "settled"


def reviewer_or_user(name: str | None) -> str:
    """The reviewer's name, else that of the system's user. Raises ReviewError for a name that nobody may have."""
    import getpass

    from claimtrack.review.work import check_reviewer

    return check_reviewer(name or getpass.getuser())
