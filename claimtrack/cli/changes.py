"""``claimtrack changes``: what a document says otherwise than it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

if TYPE_CHECKING:
    from claimtrack.compare.changes import Change

EPILOG = """Examples:

claimtrack changes

claimtrack changes https://lowen-post.example/flood --format json"""

COLUMNS = ("document", "versions", "change", "what", "before", "after")
ALL_COLUMNS = (*COLUMNS, "similarity", "passage before", "passage after")


def command(
    document: Annotated[
        str | None,
        typer.Argument(metavar="[DOCUMENT]", help="Id, URL or path of an article, or how its id begins; else all."),
    ] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the claims that were added, dropped, altered or reworded between the versions of a document."""
    from claimtrack.cli.output import complain
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.compare.changes import changes
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = list(changes(store, document))
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    elif found:
        print_rows(map(_cells, found), ALL_COLUMNS if form == Format.csv else COLUMNS, form)
    else:
        complain("No claim changed: every document has one version, or the same claims in each.")


def _cells(change: Change) -> dict[str, object]:
    before, after = change.before, change.after
    versions = [claim.version for claim in (before, after) if claim is not None]
    return {
        "document": change.document,
        "versions": " to ".join(map(str, versions)),
        "change": change.kind,
        "what": "; ".join(map(str, change.differences)),
        "before": before and before.text,
        "after": after and after.text,
        "similarity": change.similarity,
        "passage before": before and before.passage,
        "passage after": after and after.passage,
    }
