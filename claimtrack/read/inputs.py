"""What the user names - files, folders, globs, addresses, "-" - to inputs with a known format."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure
from claimtrack.read.feeds import is_ours
from claimtrack.read.folders import glob_files, walk_files
from claimtrack.read.streams import READ_ERRORS, SNIFFED, STANDARD_INPUT, failure, open_stream, split_packing

Format = Literal[
    "text", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc", "feed", "zip", "tar", "sniff", "network"
]
SUFFIXES: dict[str, Format] = {
    **dict.fromkeys((".txt", ".md", ".markdown"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".json", ".jsonld"), "json"),
    **dict.fromkeys((".rss", ".atom", ".rdf", ".xml"), "feed"),
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".zip": "zip",
    ".tar": "tar",
}
NOT_ALONE: frozenset[Format] = frozenset(["feed", "network", "sniff"])
"""Formats whose articles depend on more than the bytes of a file: feeds link to pages that lie beside them."""
_KNOWN = (
    "Readable are .txt, .md, .html, .jsonl, .ndjson, .csv, .tsv, .parquet, .warc, .rss, .atom, .xml (feeds) and "
    ".json (fact-checks, ninjs), each also with .gz, .bz2 or .xz, and .zip and .tar of them."
)


@dataclass(frozen=True, slots=True)
class Input:
    """A file or address to read, or standard input ("-", whose format its first bytes tell)."""

    path: str
    format: Format


def find_inputs(paths: Iterable[str]) -> Iterator[Input | ReadFailure]:
    """The inputs that ``paths`` name, in that order; folders are walked in the order of names.

    A path that does not exist, a file with an unknown suffix, and a folder or glob without
    articles are failures. Files with unknown suffixes inside of folders are left alone, and so is
    everything whose name starts with a dot, JSON files without fact-checks or news, and XML that is no feed.
    The list of files is never held as a whole.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield Input(path, "sniff")
        elif not path:
            yield failure(path, FileNotFoundError())
        elif path.lower().startswith(("http://", "https://")):
            yield Input(path, "network")
        elif Path(path).is_dir():
            yield from _or_nothing(path, walk_files(path))
        elif Path(path).exists() or not glob.has_magic(path):
            yield _named_file(path)
        else:
            yield from _or_nothing(path, glob_files(path))


def format_of(path: str) -> Format | None:
    """The format by the suffix, whatever its case, that of a packing (.gz) left aside."""
    return SUFFIXES.get(Path(split_packing(path)[0]).suffix)


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


def _or_nothing(path: str, found: Iterator[str | ReadFailure]) -> Iterator[Input | ReadFailure]:
    empty = True
    for item in found:
        wanted = item if isinstance(item, ReadFailure) else _wanted_file(item)
        if wanted is not None:
            empty = False
            yield wanted
    if empty:
        yield failure(path, InputError("There are no articles in it.", _KNOWN))


def _wanted_file(path: str) -> Input | None:
    """A file that was found rather than named: one that is not ours is left alone."""
    form = format_of(path)
    if form is None or (form in ("json", "feed") and not _begins_as_ours(path, form)):
        return None
    return Input(path, form)


def _begins_as_ours(path: str, form: Format) -> bool:
    try:
        with open_stream(path) as stream:
            return is_ours(form, stream.read(SNIFFED))
    except READ_ERRORS:
        return True  # reading it says what is wrong
