"""Which column of a table holds which field, and a row of it to an ``Article``.

The usual names are in ``data/columns.toml``.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from claimtrack.errors import InputError
from claimtrack.model import Article
from claimtrack.read.article import FIELDS, Options, build_article

_BODIES = ("text", "html")
_TARGETS = (*_BODIES, *FIELDS)
_HOW = "Write FIELD=COLUMN, with commas between, e.g. --columns text=body,title=headline."
_SHOWN = 40  # columns that a message lists


def parse_columns(words: str) -> dict[str, str]:
    """What ``--columns`` says, as field -> column. Raises ``InputError`` for what is no field or no pair.

    >>> parse_columns('text=body,title=head line')
    {'text': 'body', 'title': 'head line'}
    """
    columns: dict[str, str] = {}
    for pair in next(csv.reader([words]), []):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise InputError(f"--columns has {pair!r}, which names no column.", _HOW)
        if field not in _TARGETS:
            raise InputError(
                f"--columns has {field!r}, which is no field.", f"Fields are {', '.join(_TARGETS)}. {_HOW}"
            )
        columns[field] = column
    return columns


def find_columns(found: Sequence[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The column of each field: as ``wanted`` says, else the first with a usual name, whatever its case.

    Raises ``InputError``, with the columns that there are, if a wanted one is missing or none holds the text.
    """
    listed = ", ".join(found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    for column in wanted.values():
        if column not in found:
            raise InputError(f"It has no column {column!r}. Columns: {listed}.", _HOW)
    columns = {**_guess(found, set(wanted.values())), **wanted}
    if "html" in wanted and "text" not in wanted:
        columns.pop("text", None)
    if not any(field in columns for field in _BODIES):
        raise InputError(f"No column is known to hold the text. Columns: {listed}.", _HOW)
    return columns


def _guess(found: Sequence[str], taken: set[str]) -> dict[str, str]:
    by_name = {_plain(column): column for column in reversed(found) if column not in taken}
    guesses = ((field, next((by_name[name] for name in names if name in by_name), None)) for field, names in _usual())
    return {field: column for field, column in guesses if column is not None}


@lru_cache(maxsize=1)
def _usual() -> list[tuple[str, list[str]]]:
    data: dict[str, Any] = tomllib.loads(files("claimtrack.read").joinpath("data/columns.toml").read_text("utf-8"))
    return [(field, [_plain(name) for name in names]) for field, names in data.items()]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def row_article(fields: Mapping[str, object], place: str, options: Options, notes: Sequence[str] = ()) -> Article:
    """The article of a row, with its ``fields`` by our names. Raises ``InputError`` if it has no text."""
    text, html = fields.get("text"), fields.get("html")
    if isinstance(text, str) and text.strip():
        return build_article(text, place, fields, options, notes=notes)
    if isinstance(html, str) and html.strip():
        from claimtrack.read.html import read_fragment  # trafilatura takes most of a second to load

        text, blocks = read_fragment(html)
        return build_article(text, place, fields, options, blocks, notes)
    raise InputError("The row holds no text.", "Leave it out, or name another column: --columns text=COLUMN.")
