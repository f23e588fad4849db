"""A part of a large file, so that many can read it: lines of JSON Lines, row groups of Parquet.

A part is a range of bytes. A line belongs to the part in which it begins; a row group to the one in which it would
begin if all bytes of the file were rows. Lines and rows keep the numbers that they have in the whole file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final, cast

from claimtrack.cluster.manifest import File, Maker
from claimtrack.cluster.storage import resolve
from claimtrack.model import ReadFailure
from claimtrack.read import Item
from claimtrack.read.inputs import format_of
from claimtrack.read.jsonl import is_no_jsonl, read_jsonl
from claimtrack.read.parquet import read_table
from claimtrack.read.reader import options_of
from claimtrack.read.streams import AT_ONCE, failure, printable, split_packing

PART: Final = 256_000_000
"""Bytes of a part. To read what lies before it takes seconds, to annotate it hours."""
SPLIT: Final = ("jsonl", "parquet")
"""Formats that are read in parts; what is packed (.gz) or has records of any length (WARC) is read from its start."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part that is open. ``sha256``: of its content and place. ``items``: what is in it, read when asked for."""

    sha256: str
    items: Iterator[Item]


def parts_of(file: File) -> list[File]:
    """A file as its parts; itself where it is small or cannot be split.

    Their borders do not depend on the file's size, so that one that grew has the same parts and some more.
    """
    if file.size <= PART or format_of(file.path) not in SPLIT or split_packing(file.path)[1] is not None:
        return [file]
    return [File(file.path, file.size, file.changed, at, at + PART) for at in range(0, file.size, PART)]


def open_part(file: File, maker: Maker, base: str, stack: ExitStack) -> Cut | ReadFailure:
    """A part to read, while ``stack`` is open; a failure where it cannot be opened. ``base``: as for ``read_shard``."""
    try:
        stream = stack.enter_context(_opened(file.path, base))
        cut = _lines if format_of(file.path) == "jsonl" else _groups
        return cut(file, stream, maker, stack)
    except Exception as error:  # object stores have errors of their own
        return failure(file.path, error)


def _opened(path: str, base: str) -> BufferedReader:
    if "://" not in path:
        return Path(base, path).open("rb")
    system, inner = resolve(path)
    return BufferedReader(system.open(inner, "rb"), AT_ONCE)


def _lines(file: File, stream: BufferedReader, maker: Maker, stack: ExitStack) -> Cut:
    copy = cast(BufferedReader, stack.enter_context(TemporaryFile()))  # noqa: SIM115
    before = cut_lines(stream, file.begin, file.end or file.size, copy)
    copy.seek(0)
    digest = hashlib.file_digest(copy, "sha256")
    digest.update(str(before).encode())
    copy.seek(0)
    options = options_of(**maker.reading)
    after = None if file.begin == 0 else before
    return Cut(digest.hexdigest(), _safe(file, read_jsonl(copy, printable(file.path), options, after)))


def cut_lines(source: IO[bytes], begin: int, end: int, target: IO[bytes]) -> int:
    """Copy the lines that begin in a range of bytes; how many come before them. A single JSON document is one line."""
    at, before, is_start = 0, 0, True
    while at < begin and (data := source.read(min(AT_ONCE, begin - at))):
        if at == 0 and is_no_jsonl(data.lstrip().split(b"\n", 1)[0]):
            return 0
        before += data.count(b"\n")
        at, is_start = at + len(data), data.endswith(b"\n")
    while not is_start and (piece := source.readline(AT_ONCE)):  # the end of a line that began before
        at, is_start = at + len(piece), piece.endswith(b"\n")
        before += is_start
    while (at < end or not is_start) and (piece := source.readline(AT_ONCE)):
        target.write(piece)
        at, is_start = at + len(piece), piece.endswith(b"\n")
    return before


def _groups(file: File, stream: BufferedReader, maker: Maker, stack: ExitStack) -> Cut:
    """Row groups of a table. A local file is told by its bytes, one of an object store by its mark."""
    if "://" in file.path:
        digest = hashlib.sha256(f"{file.size} {file.changed}".encode())
    else:
        digest = cast(Any, hashlib.file_digest(stream, "sha256"))
        stream.seek(0)
    digest.update(f"{file.begin} {file.end}".encode())
    rows = read_table(stream, printable(file.path), options_of(**maker.reading), (file.begin, file.end or file.size))
    return Cut(digest.hexdigest(), _safe(file, rows))


def _safe(file: File, items: Iterator[Item]) -> Iterator[Item]:
    """The items; an error on the way is a failure of this part, and the others go on."""
    try:
        yield from items
    except Exception as error:
        yield failure(file.path, error)
