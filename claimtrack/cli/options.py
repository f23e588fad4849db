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
        help="Files (.txt, .md, .html, .jsonl; fact-checks .json; all also .gz), folders, globs, - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Date of publication of articles that do not say theirs, e.g. 2025-07-07."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of articles that do not say theirs.")]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another spaCy pipeline: an installed package or a folder.")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes to extract with; one a processor, if not given."),
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
