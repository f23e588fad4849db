"""``claimtrack origins``: who said a fact first, and who repeats whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.compare.origins import Origin
    from claimtrack.model import Fact

EPILOG = """Examples:

claimtrack origins f3a1c09d2b47

claimtrack origins '"shadow fleet"' --format json"""

LISTED = 12
"""Facts that are listed where more than one is meant."""
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
    from claimtrack.compare.origins import agencies, documents, origins
    from claimtrack.compare.report import AmbiguousError

    form = chosen(form)
    with updated(db) as store:
        try:
            found = find(store.db, fact)
        except AmbiguousError as error:
            _list(error.facts)
            raise
        made = origins(found, agencies(store.db, found))
    if form in (Format.json, Format.jsonl):
        print_json(made, form)
        return
    print_rows(_rows(made), COLUMNS, form, title=found.label)
    many, few = documents(found), len(made)
    complain(f"{many} document{'s' * (many != 1)}, {few} origin{'s' * (few != 1)}.")


def _list(facts: Sequence[Fact]) -> None:
    """The facts that fit, on standard error."""
    from claimtrack.cli.output import complain, one_line

    complain(f"{'fact':<14} {'claims':>6}  {'figure':<24}  about")
    for fact in facts[:LISTED]:
        figure = one_line(fact.claims[0].written or "the event") if fact.claims else ""
        complain(f"{fact.id:<14} {len(fact.claims):>6}  {figure[:24]:<24}  {one_line(fact.label)[:72]}")
    if len(facts) > LISTED:
        complain(f"... and {len(facts) - LISTED} more.")


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
