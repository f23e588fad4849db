"""``claimtrack reviews``: what reviewers said, on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli import reviews_scale
from claimtrack.cli.options import DEFAULT_DB, Database, Format, Reviewer, ReviewStatus, RowFormat

if TYPE_CHECKING:
    from claimtrack.export.reviewed import Item
    from claimtrack.review.records import Event
    from claimtrack.store import Store

LIST = """Examples:

claimtrack reviews list --status disputed

claimtrack reviews list --reviewer Ana --verdict refuted --format csv > refuted.csv"""
HISTORY = """Examples:

claimtrack reviews history

claimtrack reviews history 3f2a9c --format jsonl > events.jsonl"""
IMPORT = """Examples:

claimtrack reviews import backup.jsonl

claimtrack reviews import reviews.json events.jsonl --db other.db"""
UNDO = """Examples:

claimtrack reviews undo --reviewer Ana"""
AGREEMENT = """Examples:

claimtrack reviews agreement

claimtrack reviews agreement --format jsonl"""

app = typer.Typer(
    name="reviews",
    help="List, import and undo reviews; how far reviewers agree; the scale of verdicts.",
    epilog=LIST.replace("Examples:", "Examples:\n\nclaimtrack reviews import backup.jsonl"),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(reviews_scale.app)
LISTED = ("claim_id", "status", "verdict", "second", "reviewers", "at", "claim", "note", "document")
EVENTS = ("id", "at", "reviewer", "action", "claim_id", "said", "before", "claim")


@app.command("list", epilog=LIST)
def list_reviews(
    status: Annotated[ReviewStatus | None, typer.Option(help="What the reviews come to.")] = None,
    verdict: Annotated[str | None, typer.Option(metavar="VERDICT", help="Only claims with this verdict.")] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Only claims that NAME reviewed.")] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the claim; all must occur.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the source's name.")] = None,
    document: Annotated[str | None, typer.Option(metavar="DOCUMENT", help="Id, URL or path of an article.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="No more than N claims.")] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List reviewed claims, with what the reviews come to."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.export.reviewed import Selection, select
    from claimtrack.export.tabular import json_objects

    form = chosen(form)
    reviewed = status is None or status != ReviewStatus.open
    wanted = Selection(reviewed, status.value if status else None, verdict, reviewer, text, source, document, limit)
    with _store(db) as store:
        found = select(store, wanted)
        if form in (Format.json, Format.jsonl):
            print_json(json_objects(store, found), form)
        else:
            print_rows(map(_listed, found), LISTED, form)


def _listed(item: Item) -> dict[str, object]:
    now = item.now
    doubt = "" if now.found else " (no longer found)"
    doubt = f" (changed: {now.differs})" if now.differs else doubt
    return {
        "claim_id": now.claim,
        "status": now.status + doubt,
        "verdict": now.verdict,
        "second": now.second_verdict,
        "reviewers": ", ".join(review.reviewer for review in now.reviews),
        "at": max((review.at[:16] for review in now.reviews), default=None),
        "claim": item.text,
        "note": now.note,
        "document": item.document,
    }


@app.command("history", epilog=HISTORY)
def show_history(
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM", help="A claim's id, or how it begins; all events, if not given.")
    ] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List what was done, by whom and when: reviews, undoing, merges and splits of facts, moves to another claim."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.export.tabular import plain_event
    from claimtrack.review.scales import scale

    form = chosen(form)
    with _store(db) as store:
        events = _events(store, claim)
        if form in (Format.json, Format.jsonl):
            verdicts = {verdict.name: verdict for verdict in scale(store.db.conn, retired=True)}
            print_json((plain_event(store, event, verdicts) for event in events), form)
        else:
            print_rows(map(_event, events), EVENTS, form)


def _events(store: Store, claim: str | None) -> list[Event]:
    from claimtrack.review.events import SELECT, from_row, rows
    from claimtrack.review.work import history

    if claim is None:
        return [from_row(row) for row in rows(store.db.conn, f"{SELECT} ORDER BY e.id")]
    found = store.claim(claim)
    return history(store.db.conn, found.id if found else claim)


def _event(event: Event) -> dict[str, object]:
    own = {name: getattr(event, name) for name in ("id", "at", "reviewer", "action")}
    return own | {
        "claim_id": event.claim,
        "claim": event.text,
        "said": _said(event.after),
        "before": _said(event.before),
    }


def _said(plain: object) -> str:
    """What an event left, on a line."""
    if not isinstance(plain, dict):
        return ""
    parts = [
        f"{name}: {value}" for name, value in plain.items() if value not in (None, "", [], {}) and name != "verdict"
    ]
    return "; ".join([*([str(plain["verdict"])] if plain.get("verdict") else []), *parts])


@app.command("import", epilog=IMPORT)
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files that `claimtrack export` wrote (jsonl, claimreview).")
    ],
    db: Database = DEFAULT_DB,
) -> None:
    """Read reviews back. What is here already is left alone; 1 as exit code if something was refused."""
    from claimtrack.cli.output import complain
    from claimtrack.export.importing import import_reviews

    refused = 0
    with _store(db, readonly=False) as store:
        for file in files:
            done = import_reviews(store.db.conn, file)
            print(f"{file}: {done.new:,} events new, {done.known:,} known, {len(done.refused):,} refused.")
            if done.lost:
                print(f"{done.lost:,} reviewed claims are not in this database; their reviews wait for the articles.")
            for wrong in done.refused:
                complain(f"{wrong.place}: {wrong.message} {wrong.remedy}")
            refused += len(done.refused)
    if refused:
        raise typer.Exit(1)


@app.command("undo", epilog=UNDO)
def undo_last(reviewer: Reviewer = None, db: Database = DEFAULT_DB) -> None:
    """Take back the last thing that a reviewer did: a verdict, a bulk of them, a merge or a split of facts."""
    from claimtrack.cli.options import reviewer_or_user
    from claimtrack.cli.output import one_line
    from claimtrack.review.events import event
    from claimtrack.review.work import undo

    with _store(db, readonly=False) as store:
        done = undo(store.db.conn, reviewer_or_user(reviewer))
        if done is None:
            print("There is nothing to undo.")
            return
        target = event(store.db.conn, done.undoes or 0)
    what = f"{target.action} of {target.claim}: {target.text}" if target.claim else target.action
    print(one_line(f"Undone: {what}"))
    print(one_line(f"Now: {_said(done.after) or 'as it was before'}"))


@app.command("agreement", epilog=AGREEMENT)
def show_agreement(form: RowFormat = None, db: Database = DEFAULT_DB) -> None:
    """Show how far reviewers agree beyond chance, and the claims on which they differ."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.review.second import agreement, disagreements

    form = chosen(form)
    with _store(db) as store:
        found, differing = agreement(store.db.conn), disagreements(store.db.conn)
    if form in (Format.json, Format.jsonl):
        print_json([{"agreement": found, "disagreements": differing}], form)
        return
    kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
    print(
        f"{found.measure}: {kappa}; {found.claims:,} claims reviewed by two or more, {found.pairs:,} pairs of verdicts."
    )
    cells = (
        {"claim_id": d.claim, "status": d.status, "claim": d.text, "document": d.document}
        | {"verdicts": "; ".join(f"{name}: {verdict}" for name, verdict in d.verdicts.items())}
        for d in differing
    )
    print_rows(cells, ("claim_id", "status", "verdicts", "claim", "document"), form)


@contextmanager
def _store(db: Path, *, readonly: bool = True) -> Iterator[Store]:
    """The store; errors of SQLite are explained."""
    from claimtrack.store import Store
    from claimtrack.store.connection import explain

    with Store(db, readonly=True):
        pass  # a database is not made here
    with Store(db, readonly=readonly) as store, explain(store.path, store.db):
        yield store
