"""What the user names - files, folders, globs, "-" - to inputs with a known format."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure
from claimtrack.read.feeds import has_reviews
from claimtrack.read.streams import STANDARD_INPUT, failure

Format = Literal["text", "html", "jsonl", "json", "sniff"]
SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".jsonld": "json",
}
_KNOWN = "Readable are .txt, .md, .html, .jsonl, .ndjson and (fact-checks) .json, each also with .gz."


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, or standard input ("-", whose format its first bytes tell)."""

    path: str
    format: Format


def find_inputs(paths: Iterable[str]) -> Iterator[Input | ReadFailure]:
    """The inputs that ``paths`` name, in that order; folders are walked in the order of names.

    A path that does not exist, a file with an unknown suffix, and a folder or glob without
    articles are failures. Files with unknown suffixes inside of folders are left alone, and so is
    everything whose name starts with a dot, and JSON files without fact-checks.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield Input(path, "sniff")
        elif Path(path).is_dir():
            yield from _or_nothing(path, _in_folder(path))
        elif Path(path).exists() or not glob.has_magic(path):
            yield _named_file(path)
        else:
            yield from _or_nothing(path, _in_glob(path))


def format_of(path: str) -> Format | None:
    """The format by the suffix, whatever its case, .gz left aside."""
    name = path.lower().removesuffix(".gz")
    return SUFFIXES.get(Path(name).suffix)


def _named_file(path: str) -> Input | ReadFailure:
    if not Path(path).exists():
        return failure(path, FileNotFoundError())
    form = format_of(path)
    if form is None:
        return failure(
            path, InputError("Its suffix is none that is known.", f"{_KNOWN} Rename it if it is one of these.")
        )
    if not Path(path).is_file():
        return failure(path, InputError("It is no regular file.", "Pipe it in and name - instead."))
    return Input(path, form)


def _or_nothing(path: str, found: Iterator[Input | ReadFailure]) -> Iterator[Input | ReadFailure]:
    empty = True
    for item in found:
        empty = False
        yield item
    if empty:
        yield failure(path, InputError("There are no articles in it.", _KNOWN))


def _in_folder(path: str) -> Iterator[Input | ReadFailure]:
    errors: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(folder, name)  # noqa: PTH118 - Path would turn ./a into a, and ids keep what was given
            form = format_of(name)
            if form is not None and not name.startswith(".") and _is_wanted(file, form):
                yield Input(file, form)
        yield from (failure(str(error.filename), error) for error in errors)
        errors.clear()
    yield from (failure(str(error.filename), error) for error in errors)


def _in_glob(pattern: str) -> Iterator[Input | ReadFailure]:
    for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - as above
        form = format_of(path)
        if Path(path).is_dir():
            yield from () if "**" in pattern else _in_folder(path)
        elif form is not None and _is_wanted(path, form):
            yield Input(path, form)


def _is_wanted(path: str, form: Format) -> bool:
    return form != "json" or has_reviews(path)
