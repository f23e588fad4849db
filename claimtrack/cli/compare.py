"""``claimtrack compare``: facts that several documents speak of, and what holds between their claims."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database, Format, RatesFile, RowFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.model import Fact

EPILOG = """Examples:

claimtrack compare

claimtrack compare "treaty signatories" --only conflicts

claimtrack compare --rates rates.csv --only conflicts

claimtrack compare --since 2025-06 --format jsonl > facts.jsonl"""

COLUMNS = ("fact", "relation", "on", "why", "score", "earlier", "later")
TABLE_SCORE = 0.5
"""Under this score most conflicts are none; a table for people leaves them out."""
CLAIM_FIELDS = ("claim", "document", "start", "end", "text", "source", "published", "doubts")


class Only(StrEnum):
    """Which relations."""

    conflicts = "conflicts"
    updates = "updates"
    agreements = "agreements"
    single_origin = "single-origin"


def command(
    query: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help='Words of a claim, or a "phrase" in quotes.', show_default=False),
    ] = None,
    only: Annotated[Only | None, typer.Option(help="Only facts with such a relation.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Facts with a claim of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="... of this day or before.")] = None,
    least: Annotated[
        float | None,
        typer.Option(
            "--min-score",
            min=0.0,
            max=1.0,
            metavar="N",
            help="Least likelihood that two claims are about one fact. If not given: 0.5 in a table, else all.",
            show_default=False,
        ),
    ] = None,
    rates: RatesFile = None,
    form: RowFormat = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Bring claims about one fact together across documents: who agrees, who conflicts, which figure is newer."""
    from claimtrack.cli.facts import updated_with
    from claimtrack.cli.output import complain
    from claimtrack.cli.rows import chosen, print_json, print_rows
    from claimtrack.compare import FactFilter, facts, tables
    from claimtrack.compare.candidates import COPIES, MOST

    wanted = FactFilter(query, only.value if only else None, since, until)
    form = chosen(form)
    least = TABLE_SCORE if least is None and form == Format.table else least or 0.0
    with updated_with(db, rates) as store:
        found = [_likely(fact, least) for fact in facts(store.db, wanted)]
        left_out = tables.left_out(store.db)
    if left_out:
        complain(
            f"{left_out:,} articles were not compared with all that are about like matters, but with the nearest "
            f"{MOST}, and {COPIES} copies of one text."
        )
    if form in (Format.json, Format.jsonl):
        print_json((_public(f) for f in found), form)
        return
    print_rows(_relations(found, only), COLUMNS, form)
    if found and least:
        complain(f"Relations of a score under {least} are left out; --min-score 0 shows all.")
    if not found:
        complain("No two documents speak of one fact here. Ingest more articles, or ask for less.")


def _likely(fact: Fact, least: float) -> Fact:
    """A fact without relations that are less likely."""
    return replace(fact, relations=tuple(r for r in fact.relations if r.score >= least))


def _public(fact: Fact) -> dict[str, object]:
    """A fact as docs/formats.md has it."""
    claims = {c.claim: {name: getattr(c, name) for name in CLAIM_FIELDS} for c in fact.claims}
    relations = [{name: getattr(r, name) for name in r.__dataclass_fields__} for r in fact.relations]
    return {"fact": fact.id, "label": fact.label, "claims": list(claims.values()), "relations": relations}


def _relations(found: list[Fact], only: Only | None) -> Iterator[dict[str, object]]:
    from claimtrack.compare.report import ONLY

    for fact in found:
        claims = {c.claim: c for c in fact.claims}
        for r in fact.relations:
            if only and r.relation not in ONLY[only.value]:
                continue
            a, b = claims[r.a], claims[r.b]
            yield {
                "fact": fact.id,
                "relation": r.relation,
                "on": r.on,
                "why": r.detail + "".join(f"; in doubt: {doubt}" for doubt in dict.fromkeys(a.doubts + b.doubts)),
                "score": f"{r.score:.2f}",
                "earlier": f"{a.text} [{a.publisher or a.document}, {a.published}]",
                "later": f"{b.text} [{b.publisher or b.document}, {b.published}]",
            }
