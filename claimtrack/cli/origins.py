"""``claimtrack origins``: who said a fact first, and who repeats whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.compare.origins import Origin

EPILOG = """Examples:

claimtrack origins f3a1c09d2b47

claimtrack origins '"shadow fleet"' --format json"""

COLUMNS = ("origin", "published", "document", "publisher", "source", "claim", "repeats")


def command(
    fact: Annotated[
        str, typer.Argument(metavar="FACT", help="Id of a fact, how it begins, or words of one of its claims.")
    ],
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show the independent origins of a fact: who said it first, and who repeats whom."""
    from claimtrack.cli.facts import updated
    from claimtrack.cli.output import complain
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.compare import fact as find
    from claimtrack.compare.origins import documents, origins

    form = chosen(form)
    with updated(db) as store:
        found = find(store.db, fact)
    made = origins(found)
    if form in (Format.json, Format.jsonl):
        print_json(made, form)
        return
    print_rows(_rows(made), COLUMNS, form, title=found.label)
    many, few = documents(found), len(made)
    complain(f"{many} document{'s' * (many != 1)}, {few} origin{'s' * (few != 1)}.")


def _rows(made: tuple[Origin, ...]) -> Iterator[dict[str, object]]:
    for number, origin in enumerate(made, 1):
        for claim, why in zip(origin.claims, ("", *origin.why), strict=True):
            yield {
                "origin": f"{number} {origin.name}" if not why else "",
                "published": claim.published,
                "document": claim.document,
                "publisher": claim.publisher,
                "source": claim.source,
                "claim": claim.text,
                "repeats": why,
            }
