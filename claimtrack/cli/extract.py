"""``claimtrack extract``: articles in, what is found in them out; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import Columns, Fetch, Gazetteer, Model, Paths, Published, Publisher, Workers
from claimtrack.cli.output import complain

if TYPE_CHECKING:
    from claimtrack.model import Article, Extraction, ReadFailure
    from claimtrack.read import Item
    from claimtrack.worker import WorkFailure

EPILOG = """Examples:

claimtrack extract letter.txt --format table

claimtrack extract wire.jsonl > extractions.jsonl

curl -s https://example.org/news.html | claimtrack extract - --published 2025-07-07

Exit codes: 0 all extracted, 1 some failed, 2 wrong use or no usable model."""


class Format(StrEnum):
    """How extractions are printed."""

    jsonl = "jsonl"
    json = "json"
    table = "table"


def command(
    paths: Paths,
    form: Annotated[
        Format,
        typer.Option("--format", "-f", help="One JSON object a document; one list of them; or a table of claims."),
    ] = Format.jsonl,
    workers: Workers = 0,
    published: Published = None,
    publisher: Publisher = None,
    columns: Columns = None,
    fetch: Fetch = False,
    model: Model = None,
    gazetteer: Gazetteer = None,
) -> None:
    """Print what is found in articles, in the order of the input, and store nothing."""
    from claimtrack.gazetteer import read_gazetteer
    from claimtrack.read import read_articles
    from claimtrack.read.columns import parse_columns

    named = parse_columns(columns) if columns else None
    articles = read_articles(paths, published=published, publisher=publisher, columns=named, fetch=fetch)
    failed = _Failed()
    if gazetteer is not None:
        read_gazetteer(gazetteer)  # a fault in it is said before anything is done
    found = failed.leave_out(_extracted(articles, model, gazetteer, workers))
    if form == Format.table:
        for extraction in found:
            _print_table(extraction)
    else:
        _print_json(found, form)
    raise typer.Exit(1 if failed.count else 0)


def _extracted(
    articles: Iterable[Item], model: str | None, gazetteer: Path | None, workers: int | None
) -> Iterator[Extraction | WorkFailure | ReadFailure]:
    from claimtrack.extract import extract_article
    from claimtrack.model import Article, Extraction, FactCheck, Withdrawal
    from claimtrack.pipeline import load_pipeline
    from claimtrack.workers import extract_all

    read = (item for item in articles if not isinstance(item, FactCheck | Withdrawal))
    foreign = (Extraction(item) if isinstance(item, Article) and not item.is_english else item for item in read)
    pairs = ((item, item if isinstance(item, Article) else None) for item in foreign)
    known = None if gazetteer is None else str(gazetteer)
    work, prepare = partial(extract_article, gazetteer=known), partial(load_pipeline, gazetteer=known)
    for item, result in extract_all(pairs, work, model, workers, prepare=prepare):
        if result is not None:
            yield result
        elif not isinstance(item, Article):
            yield item


class _Failed:
    """Tells of failures on standard error, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def leave_out(self, items: Iterable[Extraction | WorkFailure | ReadFailure]) -> Iterator[Extraction]:
        from claimtrack.model import Article, Extraction, ReadFailure

        for item in items:
            if isinstance(item, Extraction):
                _tell_doubts(item.article)
                yield item
                continue
            self.count += 1
            if isinstance(item, ReadFailure):
                place = f"{item.path}:{item.place}" if item.place else item.path
            else:
                read = item.article
                place = read.path or (read.id if isinstance(read, Article) else "")
            complain(f"{place}: {item.message} {item.remedy}")


def _tell_doubts(article: Article) -> None:
    place = article.path or article.id
    for note in article.notes:
        complain(f"{place}: {note}")
    if not article.is_english:
        complain(f"{place}: it is in another language ({article.language}): no claims.")


def _print_json(found: Iterable[Extraction], form: Format) -> None:
    from claimtrack.cli.output import escaped
    from claimtrack.extract import to_json

    first = True
    for extraction in found:
        line = escaped(json.dumps(to_json(extraction), ensure_ascii=False))
        if form == Format.json:
            line = ("[" if first else ",\n ") + line
        first = False
        print(line, end="\n" if form == Format.jsonl else "")
        sys.stdout.flush()
    if form == Format.json:
        print("[]" if first else "]")


def _print_table(extraction: Extraction) -> None:
    from claimtrack.cli.figures import dates, figures, status
    from claimtrack.cli.options import Format as RowFormat
    from claimtrack.cli.output import one_line
    from claimtrack.cli.rows import print_rows

    rows = (
        {
            "source": claim.source,
            "claim": claim.text,
            "figures": figures(extraction.quantities[i] for i in claim.quantities),
            "dates": dates(extraction.dates[i] for i in claim.dates),
            "status": status(claim.polarity, claim.modality),
        }
        for claim in extraction.claims
    )
    title = one_line(extraction.article.title or extraction.article.id)
    print_rows(rows, ("source", "claim", "figures", "dates", "status"), RowFormat.table, title=title)
