"""``claimtrack claims``: the claim table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RowFormat
from claimtrack.model import AttributionKind

if TYPE_CHECKING:
    from claimtrack.store import ClaimRow

EPILOG = """Examples:

claimtrack claims --source "Red Cross" --since 2024-06 --until 2024-12

claimtrack claims --unit soldier --min 10000

claimtrack claims --text '"power grid" missile' --format csv > claims.csv

claimtrack claims --kind direct --document corpus/letter.txt --format md"""

COLUMNS = ("id", "source", "claim", "figures", "dates", "kind", "status", "checked", "document")
ALL_COLUMNS = (
    *("id", "document", "url", "title", "publisher", "published", "source", "kind", "effect", "cue"),
    *("claim", "standalone", "subject", "predicate", "object", "polarity", "modality"),
    *("figures", "dates", "place", "entities", "checkworthiness", "reasons", "checked", "start", "end", "run"),
)


def command(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the source's name.")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="Words of a name in the claim.")] = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help='Words of the claim, or a "phrase" in quotes; all must occur.')
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The claim's dates, or else the article's, reach to this day or later."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="... begin on this day or before; 2024 and 2024-06 count whole.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help='Unit of a figure: "dollar", "percentage", "soldier".')
    ] = None,
    minimum: Annotated[float | None, typer.Option("--min", metavar="N", help="Least value of that figure.")] = None,
    maximum: Annotated[float | None, typer.Option("--max", metavar="N", help="Greatest value of that figure.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="Kind of attribution: direct, indirect, mixed, citation, or none (the article's voice).",
        ),
    ] = None,
    effect: Annotated[
        str | None, typer.Option(metavar="EFFECT", help="What the cue does: asserts, denies, predicts, promises ...")
    ] = None,
    document: Annotated[
        str | None, typer.Option(metavar="DOCUMENT", help="Id, URL or path of an article, or how its id begins.")
    ] = None,
    versions: Annotated[bool, typer.Option("--versions", help="Older versions of the articles too.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="No more than N claims.")] = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List claims, filtered by source, name, words, date, figure, kind and article."""
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.store import Store

    _check_kind(kind)
    form = chosen(form)
    with Store(db, readonly=True) as store:
        found = store.claims(
            source=source,
            entity=entity,
            text=text,
            since=since,
            until=until,
            unit=unit,
            minimum=minimum,
            maximum=maximum,
            kind=kind,
            effect=effect,
            document=document,
            versions=versions,
            limit=limit,
        )
        if form in (Format.json, Format.jsonl):
            print_json(found, form)
        else:
            print_rows(map(_cells, found), ALL_COLUMNS if form == Format.csv else COLUMNS, form)


def _check_kind(kind: str | None) -> None:
    kinds = (*get_args(AttributionKind), "none")
    if kind is not None and kind not in kinds:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(kinds)}.", param_hint="--kind")


def _cells(row: ClaimRow) -> dict[str, object]:
    from claimtrack.cli.checked import short
    from claimtrack.cli.figures import dates, figures, status

    own = {name: getattr(row, name) for name in ALL_COLUMNS if hasattr(row, name)}
    return own | {
        "claim": row.text,
        "figures": figures(row.quantities),
        "dates": dates(row.dates),
        "entities": "; ".join(dict.fromkeys(entity.name for entity in row.entities)),
        "checkworthiness": round(row.checkworthiness, 3),
        "reasons": "; ".join(f"{name} {strength:.2g}" for name, strength in row.reasons.items() if strength),
        "status": status(row.polarity, row.modality),
        "checked": short(row.checks),
    }
