"""``claimtrack evaluate``: how much of what was annotated by hand the pipeline finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.options import Model, Workers
from claimtrack.cli.output import complain

if TYPE_CHECKING:
    from claimtrack.evaluate import Gold, Miss, Report, Score
    from claimtrack.model import Extraction

EPILOG = """Examples:

claimtrack evaluate corpus/expected.json corpus/layers.json

claimtrack evaluate gold.jsonl --layer dates --layer quantities --misses

claimtrack evaluate gold/*.jsonl --format json > scores.json

The format of gold files is described in docs/gold.md.

Exit codes: 0 all scored, 1 an article could not be extracted, 2 wrong use, no gold file or no usable model."""


class Layer(StrEnum):
    """What can be scored."""

    entities = "entities"
    quantities = "quantities"
    dates = "dates"
    attributions = "attributions"
    claims = "claims"


class Format(StrEnum):
    """How scores are printed."""

    table = "table"
    json = "json"


def command(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", help="Annotated articles, .jsonl or .json.", show_default=False),
    ],
    layer: Annotated[
        list[Layer] | None, typer.Option("--layer", help="Score this layer alone; can be given more than once.")
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List what was missed, spurious or wrong, with its place.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="A table, or one JSON object.")] = Format.table,
    workers: Workers = 1,
    model: Model = None,
) -> None:
    """Score what is found in annotated articles: precision, recall and F1 of each layer and field."""
    from claimtrack.evaluate import evaluate, read_gold

    documents = list(read_gold(gold))
    failed: list[str] = []
    report = evaluate(_extracted(documents, model, workers, failed), {name.value for name in layer or ()})
    for message in failed:
        complain(message)
    if form == Format.json:
        _print_json(report, misses)
    else:
        _print_tables(report, misses)
    raise typer.Exit(1 if failed else 0)


def _extracted(
    documents: Iterable[Gold], model: str | None, workers: int | None, failed: list[str]
) -> Iterator[tuple[Gold, Extraction]]:
    from claimtrack.extract import extract_article
    from claimtrack.model import Extraction
    from claimtrack.workers import extract_all

    for gold, result in extract_all(((gold, gold.article) for gold in documents), extract_article, model, workers):
        if isinstance(result, Extraction):
            yield gold, result
        elif result is not None:
            failed.append(f"{gold.article.path or gold.article.id}: {result.message} {result.remedy}")


def _print_json(report: Report, misses: bool) -> None:
    import json
    from dataclasses import asdict

    from claimtrack.cli.output import escaped

    shown = {"documents": report.documents, "scores": [_plain(score) for score in report.scores]}
    if misses:
        shown["misses"] = [asdict(miss) for miss in report.misses]
    print(escaped(json.dumps(shown, ensure_ascii=False, indent=1)))


def _plain(score: Score) -> dict[str, object]:
    shares = {name: _rounded(getattr(score, name)) for name in ("precision", "recall", "f1")}
    return {"layer": score.layer, "field": score.field, **shares, **_counts(score)}


def _counts(score: Score) -> dict[str, object]:
    return {"right": score.right, "gold": score.gold, "found": score.found}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _print_tables(report: Report, misses: bool) -> None:
    from claimtrack.cli.options import Format as RowFormat
    from claimtrack.cli.rows import print_rows

    columns = ("layer", "field", "precision", "recall", "F1", "right", "gold", "found")
    rows = (
        {
            "layer": score.layer,
            "field": score.field,
            "precision": _percent(score.precision),
            "recall": _percent(score.recall),
            "F1": _percent(score.f1),
            **_counts(score),
        }
        for score in report.scores
    )
    print_rows(rows, columns, RowFormat.table, title=f"{report.documents} articles, shares in per cent")
    if misses:
        shown = ("document", "place", "layer", "field", "kind", "text", "expected", "found")
        print_rows(map(_miss, report.misses), shown, RowFormat.table)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"


def _miss(miss: Miss) -> dict[str, object]:
    place = f"{miss.start}-{miss.end}"
    both = {"expected": _told(miss.expected), "found": _told(miss.found)}
    return (
        {name: getattr(miss, name) for name in ("document", "layer", "field", "kind", "text")} | both | {"place": place}
    )


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_told(item) for item in value)
    return "" if value is None else str(value)
