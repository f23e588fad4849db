"""``claimtrack show``: a claim in its passage, or an article with all its claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import DEFAULT_DB, Database

if TYPE_CHECKING:
    from claimtrack.cli.highlight import Mark
    from claimtrack.model import Article, Extraction
    from claimtrack.store import ClaimRow, Store

EPILOG = """Examples:

claimtrack show 3f2a91

claimtrack show corpus/letter.txt"""


def command(
    wanted: Annotated[
        str, typer.Argument(metavar="CLAIM|DOCUMENT", help="Id of a claim, or of an article; its beginning will do.")
    ],
    db: Database = DEFAULT_DB,
) -> None:
    """Show the passage of a claim with source, cue, content, figures and dates marked; or a whole article."""
    from claimtrack.store import Store

    with Store(db, readonly=True) as store:
        claim = store.claim(wanted)
        if claim is None:
            _show_document(store, _document(store, wanted))
        else:
            _show_claim(store, claim)


def _document(store: Store, wanted: str) -> Extraction:
    from claimtrack.store import UnknownError

    try:
        return store.extraction(wanted)
    except UnknownError:
        remedy = "List them with `claimtrack claims` and `claimtrack documents`."
        raise UnknownError(f"There is no claim or document {wanted!r}.", remedy) from None


def _show_claim(store: Store, row: ClaimRow) -> None:
    from claimtrack.cli.highlight import marks_of
    from claimtrack.compare.doubts import doubts_of_claim

    passage = store.passage(row)
    extraction = passage.extraction
    _print_head(extraction.article)
    _print_passage(extraction.article.text, passage.start, passage.end, marks_of(extraction, [passage.claim]))
    told = doubts_of_claim(store.db, extraction.article, row)
    _print_facts([*(("in doubt", doubt) for doubt in told), *_facts(row)])


def _show_document(store: Store, extraction: Extraction) -> None:
    from claimtrack.cli.highlight import marks_of
    from claimtrack.compare.doubts import doubts_of_article, is_about_dates

    article = extraction.article
    _print_head(article)
    _print_passage(article.text, 0, len(article.text), marks_of(extraction, extraction.claims))
    _print_facts(
        [
            ("withdrawn", store.withdrawn(article.id)),
            *(("in doubt", doubt) for doubt in doubts_of_article(store.db, article)),
            ("claims", str(len(extraction.claims))),
            ("language", article.language),
            *(("note", note) for note in article.notes if not is_about_dates(note)),
        ]
    )


def _print_head(article: Article) -> None:
    from rich.text import Text

    from claimtrack.cli.output import console, one_line

    facts = (article.title, article.publisher, article.published, article.id)
    known = [one_line(fact) for fact in facts if fact]
    console().print(Text(" · ".join(known), style="bold"), soft_wrap=True)
    print()


def _print_passage(text: str, start: int, end: int, marks: list[Mark]) -> None:
    from claimtrack.cli.highlight import in_brackets, in_colour, legend
    from claimtrack.cli.output import console, on_terminal

    if on_terminal():
        console().print(in_colour(text, start, end, marks))
        console().print(legend())
    else:
        print(in_brackets(text, start, end, marks))
    print()


def _facts(row: ClaimRow) -> list[tuple[str, str | None]]:
    from claimtrack.cli.checked import full
    from claimtrack.cli.figures import dates, figures

    names = ("id", "source", "kind", "effect", "subject", "predicate", "object", "polarity", "modality")
    facts: list[tuple[str, str | None]] = [("withdrawn", row.withdrawn)]
    facts += [(name, getattr(row, name)) for name in names]
    facts += [("figures", figures(row.quantities)), ("dates", dates(row.dates)), ("standalone", row.standalone)]
    reasons = ", ".join(f"{name} {strength:.2g}" for name, strength in row.reasons.items() if strength)
    worth = f"{row.checkworthiness:.2f}" + (f" ({reasons})" if reasons else "")
    facts += [("place", row.place), ("check-worthiness", worth), ("characters", f"{row.start}-{row.end}")]
    return [*facts, *(("already checked", full(check)) for check in row.checks)]


def _print_facts(facts: Iterable[tuple[str, str | None]]) -> None:
    from claimtrack.cli.output import one_line

    for name, value in facts:
        if value:
            print(f"{name + ':':<18}{one_line(value)}")
