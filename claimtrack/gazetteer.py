"""A gazetteer: names that the user knows, with their variants, kinds and Wikidata ids, from a CSV, TOML or JSON file.

- CSV with a first line ``name,variants,kind,wikidata``; variants are parted by ``;``.
- TOML with a table ``[[name]]`` for each: ``name``, ``variants`` (a list), ``kind``, ``wikidata``.
- JSON: a list of such objects.

Only ``name`` and ``kind`` are needed. Kinds: person, organization, place, group, product, other.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final

from claimtrack.errors import InputError

LABELS: Final = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "LOC",
    "group": "NORP",
    "product": "PRODUCT",
    "other": "MISC",
}
"""The label of an ``Entity`` of each kind."""
COLUMNS: Final = ("name", "variants", "kind", "wikidata")
_ID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the gazetteer. ``variants``: other forms, in whatever script and spelling the texts may have them."""

    name: str
    kind: str
    variants: tuple[str, ...] = ()
    wikidata: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its variants, each once."""
        return tuple(dict.fromkeys((self.name, *self.variants)))


def read_gazetteer(path: str | os.PathLike[str]) -> tuple[Known, ...]:
    """The entries of a file, in its order. Raises InputError with the file and the entry that is wrong."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The gazetteer {file} cannot be read: {error}.", "Name a file in UTF-8.") from error
    entries = tuple(_entry(file, place, row) for place, row in _rows(file, text))
    _check_forms(file, entries)
    return entries


def _rows(file: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each entry as a mapping, with its place in words."""
    if file.suffix.lower() not in (".csv", ".toml", ".json"):
        raise InputError(f"The gazetteer {file} is of no known kind.", "Name a .csv, .toml or .json file.")
    if file.suffix.lower() == ".csv":
        lines = csv.DictReader(StringIO(text), restkey="more")
        yield from ((f"line {lines.line_num}", row) for row in lines)
        return
    try:
        found = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text).get("name")
    except ValueError as error:
        raise InputError(f"The gazetteer {file} cannot be parsed: {error}.", "Mend it there.") from error
    if not isinstance(found, list):
        raise InputError(f"The gazetteer {file} has no list of names.", "See `claimtrack ingest --help`.")
    yield from ((f"entry {number}", row if isinstance(row, dict) else {}) for number, row in enumerate(found, 1))


def _entry(file: Path, place: str, row: Mapping[str, Any]) -> Known:
    name, kind, wikidata = (str(row.get(field) or "").strip() for field in ("name", "kind", "wikidata"))
    variants = row.get("variants") or ()
    listed = variants.split(";") if isinstance(variants, str) else variants
    unknown = sorted(str(field) for field in set(row) - set(COLUMNS))
    wrong = (
        "it has no name" if not name
        else f"{kind!r} is no kind" if kind not in LABELS
        else f"{wikidata!r} is no Wikidata id" if wikidata and not _ID.fullmatch(wikidata)
        else f"{unknown[0]!r} is no field" if unknown
        else "its variants are no list" if not isinstance(listed, list | tuple)
        else None
    )  # fmt: skip
    if wrong is not None:
        remedy = f"Fields: {', '.join(COLUMNS)}. Kinds: {', '.join(LABELS)}. A Wikidata id is like Q90."
        raise InputError(f"The gazetteer {file}, {place}: {wrong}.", remedy)
    forms = tuple(" ".join(str(form).split()) for form in listed)
    return Known(" ".join(name.split()), kind, tuple(form for form in forms if form), wikidata or None)


def _check_forms(file: Path, entries: Iterable[Known]) -> None:
    """A form that stands for two entries could be either: there is no telling which."""
    owners: dict[str, Known] = {}
    for entry in entries:
        for form in entry.forms:
            owner = owners.setdefault(form, entry)
            if owner is not entry:
                message = f"The gazetteer {file}: {form!r} stands for both {owner.name!r} and {entry.name!r}."
                raise InputError(message, "Leave it to one of them.")
