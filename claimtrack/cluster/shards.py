"""What the user names, as shards: a big file is one (or several, ``parts``), and so is a row of small ones.

Which small files make up a shard depends on their names and sizes alone, and a file more or less changes one or two
shards, not all that follow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from claimtrack.cluster.manifest import Entry, File, Shard
from claimtrack.cluster.parts import parts_of
from claimtrack.cluster.storage import resolve
from claimtrack.errors import InputError
from claimtrack.read.inputs import find_inputs, format_of
from claimtrack.read.streams import STANDARD_INPUT

BIG: Final = 8_000_000
"""Bytes from which on a file is a shard of its own."""
FULL: Final = 64_000_000
"""Bytes of small files that fill a shard."""
MOST: Final = 1000
"""Small files in a shard at most."""
ONE_IN: Final = 256
"""A small file in so many ends its shard by its name, so that the cuts stay where they are."""
_MARKS: Final = ("ETag", "etag", "LastModified", "last_modified", "updated", "mtime")
"""What file systems call the mark of a file's content: an object store's hash, else the time of its last change."""


def find_shards(inputs: Iterable[str]) -> list[Shard]:
    """The shards of files, folders, globs and URLs (of fsspec: "s3://bucket/news/*.warc.gz"), in their order.

    What does not exist is a file of a shard too: reading it says so. Raises InputError for standard input, which
    other machines cannot read, and for a URL that cannot be reached.
    """
    groups = _groups(file for name in inputs for file in _files(name))
    return [Shard(_key(files), number, files) for number, files in enumerate(groups)]


def _key(files: Iterable[File]) -> str:
    names = (file.path if file.end is None else f"{file.path}\n{file.begin}-{file.end}" for file in files)
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _files(name: str) -> Iterator[File]:
    if name == STANDARD_INPUT:
        raise InputError("Many machines cannot read standard input.", "Name files, a folder or a URL.")
    if "://" in name:
        yield from _remote(name)
        return
    for found in find_inputs([name]):
        yield _local(found.path)


def _local(path: str) -> File:
    try:
        status = Path(path).stat()
    except OSError:
        return File(path, 0, "")
    return File(path, status.st_size, str(status.st_mtime_ns))


def _remote(url: str) -> Iterator[File]:
    system, path = resolve(url)
    try:
        found = _listed(system, path)
    except OSError as error:
        raise InputError(f"{url} cannot be listed: {error}.", "Check the address and your rights.") from error
    if not found:
        raise InputError(f"There are no articles in {url}.", "Check the address and the suffixes of the files.")
    for name, info in sorted(found.items()):
        yield File(system.unstrip_protocol(name), info.get("size") or 0, _mark(info))


def _listed(system: Any, path: str) -> dict[str, dict[str, Any]]:
    """Files with a known suffix at a path, below it, or that a glob names."""
    system.invalidate_cache()
    if any(sign in path for sign in "*?["):
        found: dict[str, dict[str, Any]] = system.glob(path, detail=True)
    else:
        found = system.find(path, detail=True)
    return {name: info for name, info in found.items() if info["type"] == "file" and format_of(name) is not None}


def _mark(info: dict[str, Any]) -> str:
    return next((str(info[name]) for name in _MARKS if info.get(name)), "")


def _groups(files: Iterable[File]) -> Iterator[tuple[File, ...]]:
    group: list[File] = []
    for file in files:
        if group and (file.size >= BIG or sum(f.size for f in group) + file.size > FULL):
            yield tuple(group)
            group = []
        if file.size >= BIG:
            yield from ((part,) for part in parts_of(file))
            continue
        group.append(file)
        if len(group) == MOST or _ends(file):
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _ends(file: File) -> bool:
    digest = hashlib.sha256(file.path.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:4]) % ONE_IN == 0


def numbered(shards: list[Shard], known: Mapping[str, Entry]) -> list[Shard]:
    """Shards with their place among all: those that are known keep theirs, new ones come after them."""
    after = 1 + max((entry.shard.number for entry in known.values()), default=-1)
    numbers = {key: entry.shard.number for key, entry in known.items()}
    return [replace(s, number=numbers.get(s.key, after + s.number)) for s in shards]
