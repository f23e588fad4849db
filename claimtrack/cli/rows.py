"""Rows of any kind as a table, CSV, JSON, JSON Lines or Markdown."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from claimtrack.cli.options import Format
from claimtrack.cli.output import console, escaped, on_terminal, one_line, visible
from claimtrack.export.tabular import no_formula

Cells = Mapping[str, object]


def chosen(wanted: Format | None) -> Format:
    """The format asked for, else what suits where the output goes."""
    return wanted or (Format.table if on_terminal() else Format.jsonl)


def plain(record: Any) -> Any:
    """A record as plain values for JSON: decimals are numbers, whole where they are whole."""
    if is_dataclass(record):
        return {field.name: plain(getattr(record, field.name)) for field in fields(record)}
    if isinstance(record, Decimal):
        return int(record) if record == record.to_integral_value() else float(record)
    if isinstance(record, Mapping):
        return {name: plain(value) for name, value in record.items()}
    return [plain(item) for item in record] if isinstance(record, tuple | list) else record


def cells(record: Any) -> dict[str, object]:
    """The fields of a flat record by name."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def print_json(records: Iterable[object], form: Format) -> None:
    """Records as JSON Lines, or as one JSON list; each is written as soon as it comes."""
    lines = (escaped(json.dumps(plain(record), ensure_ascii=False)) for record in records)
    if form == Format.jsonl:
        for line in lines:
            print(line)
        return
    print("[", end="")
    for number, line in enumerate(lines):
        print(",\n " if number else "", line, sep="", end="")
    print("]")


def print_rows(rows: Iterable[Cells], columns: Sequence[str], form: Format, *, title: str | None = None) -> None:
    """Rows of cells under the names of ``columns``, as a table, CSV or Markdown."""
    if form == Format.csv:
        _print_csv(rows, columns)
    elif form == Format.md:
        _print_markdown(rows, columns)
    else:
        _print_table(rows, columns, title)


def _print_csv(rows: Iterable[Cells], columns: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    safe = visible if on_terminal() else str
    for row in rows:
        writer.writerow([safe(no_formula(cell(row[name]))) for name in columns])


def cell(value: object) -> str:
    """A value as text; nothing for None."""
    return "" if value is None else str(value)


def _print_markdown(rows: Iterable[Cells], columns: Sequence[str]) -> None:
    print(f"| {' | '.join(columns)} |")
    print(f"|{'---|' * len(columns)}")
    for row in rows:
        print(f"| {' | '.join(_markdown(cell(row[name])) for name in columns)} |")


def _markdown(text: str) -> str:
    return re.sub(r"[\\|<*_`\[]", r"\\\g<0>", one_line(text))


def _print_table(rows: Iterable[Cells], columns: Sequence[str], title: str | None) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(
            name, justify="right" if name in _NUMBERS else "left", overflow="fold", min_width=_WIDTHS.get(name)
        )
    for row in rows:
        table.add_row(*(Text(one_line(cell(row[name]))) for name in columns))
    console().print(table)


_WIDTHS = {"claim": 36}
_NUMBERS = {"claims", "documents", "attributions", "versions", "run", "read", "stored", "unchanged", "failed"}
