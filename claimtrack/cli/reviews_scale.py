"""``claimtrack reviews scale``: the verdicts that a review may give."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, Reviewer, RowFormat

LIST = """Examples:

claimtrack reviews scale list"""
ADD = """Examples:

claimtrack reviews scale add half_true --label "Half true" --rating mixed"""
REMOVE = """Examples:

claimtrack reviews scale remove half_true"""

app = typer.Typer(
    name="scale",
    help="The scale of verdicts: list, add, remove.",
    epilog=ADD,
    no_args_is_help=True,
    rich_markup_mode=None,
)
COLUMNS = ("key", "verdict", "label", "rating")


@app.command("list", epilog=LIST)
def list_verdicts(form: RowFormat = None, db: Database = DEFAULT_DB) -> None:
    """List the verdicts with the key that gives each on the review page, and what each comes to when published."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.review.scales import scale
    from claimtrack.store import Store

    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = scale(store.db.conn)
    if form in (Format.json, Format.jsonl):
        print_json(found, form)
    else:
        print_rows(
            ({"key": v.key, "verdict": v.name, "label": v.label, "rating": v.rating} for v in found), COLUMNS, form
        )


@app.command("add", epilog=ADD)
def add_verdict(
    name: Annotated[str, typer.Argument(metavar="NAME", help='Small letters, digits, "_" and "-", e.g. half_true.')],
    label: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What pages show; made from the name, if not given.")
    ] = None,
    rating: Annotated[
        str | None,
        typer.Option(
            metavar="RATING",
            help="What it comes to in a published fact-check: true, 'mostly true', mixed, misleading, 'mostly false', "
            "false, unverifiable, other. Without one it rates nothing, and is not published.",
        ),
    ] = None,
    reviewer: Reviewer = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Add a verdict at the end of the scale."""
    from claimtrack.cli.options import reviewer_or_user
    from claimtrack.review.scales import add
    from claimtrack.store import Store

    with Store(db, readonly=True):
        pass  # a database is not made here
    with Store(db) as store:
        found = add(store.db.conn, name, reviewer_or_user(reviewer), label=label, rating=rating)
    print(f"{found.label} ({found.name}) is on the scale, key {found.key}.")


@app.command("remove", epilog=REMOVE)
def remove_verdict(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A verdict of the scale.")],
    reviewer: Reviewer = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Take a verdict off the scale; reviews that gave it keep it."""
    from claimtrack.cli.options import reviewer_or_user
    from claimtrack.review.scales import remove
    from claimtrack.store import Store

    with Store(db, readonly=True):
        pass
    with Store(db) as store:
        remove(store.db.conn, name, reviewer_or_user(reviewer))
    print(f"{name} is off the scale. Reviews that gave it keep it.")
