"""A shard read into chunks, by the same readers as on one machine."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from claimtrack.cluster.manifest import File, Maker, Shard
from claimtrack.cluster.parts import open_part
from claimtrack.cluster.storage import resolve
from claimtrack.model import Article, FactCheck, ReadFailure, Withdrawal
from claimtrack.read import read_articles
from claimtrack.read.streams import failure, printable

CHUNK: Final = 32
"""Articles in a chunk: what a worker that dies loses, and what another one does again."""
CHARACTERS: Final = 1_000_000
"""Text in a chunk, from which on it is full."""
Item = Article | FactCheck | Withdrawal | ReadFailure


@dataclass(frozen=True, slots=True)
class Chunk:
    """Inputs of a shard that follow one another, each with the file that it comes from.

    ``first``: position of the first of them in the shard. ``sha256``: of the shard. ``last``: no more follow.
    """

    shard: Shard
    sha256: str
    first: int
    items: tuple[tuple[str, Item], ...]
    last: bool


def read_shard(shard: Shard, maker: Maker, base: str = "", known: str | None = None) -> Iterator[Chunk]:
    """The inputs of a shard, a chunk at a time. What cannot be read is a failure among them.

    ``base``: the folder that relative paths start from. ``known``: SHA-256 of the shard when it was finished; where it
    is the same still, one empty chunk comes.
    """
    with ExitStack() as stack:
        digest, items = _opened(shard, maker, base, stack)
        if digest == known:
            yield Chunk(shard, digest, 0, (), last=True)
            return
        first, waiting = 0, None
        for batch in _batches(items):
            if waiting is not None:
                yield waiting
            waiting = Chunk(shard, digest, first, tuple(batch), last=False)
            first += len(batch)
        yield replace(waiting or Chunk(shard, digest, 0, (), last=True), last=True)


def _opened(shard: Shard, maker: Maker, base: str, stack: ExitStack) -> tuple[str, Iterator[tuple[str, Item]]]:
    """The SHA-256 of a shard, and its inputs, each with the name of its file; both hold while ``stack`` is open."""
    first = shard.files[0]
    if first.end is not None:
        cut = open_part(first, maker, base, stack)
        digest, items = ("missing", iter([cut])) if isinstance(cut, ReadFailure) else (cut.sha256, cut.items)
        return digest, ((printable(first.path), item) for item in items)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="claimtrack-")))
    places = [(file, _fetched(file, folder / str(n), base)) for n, file in enumerate(shard.files)]
    read = ((printable(file.path), item) for file, path in places for item in _read(file, path, maker))
    return _sha256(path for _, path in places), read


def _fetched(file: File, folder: Path, base: str) -> str | ReadFailure:
    """A local path of the file; one that is not local is fetched."""
    if "://" not in file.path:
        return os.path.join(base, file.path)  # noqa: PTH118 - Path would turn ./a into a, and ids keep what was given
    system, path = resolve(file.path)
    folder.mkdir()
    target = folder / Path(path).name
    try:
        with system.open(path, "rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 22)
    except Exception as error:  # object stores have errors of their own
        return failure(file.path, error)
    return str(target)


def _read(file: File, path: str | ReadFailure, maker: Maker) -> Iterator[Item]:
    """What the reader of one machine makes of it, under the name that the user gave."""
    if isinstance(path, ReadFailure):
        yield path
        return
    try:
        for item in read_articles([path], **maker.reading):
            yield _renamed(item, printable(path), printable(file.path))
    except OSError as error:
        yield failure(file.path, error)


def _renamed(item: Item, path: str, name: str) -> Item:
    """The item with the name of the input wherever that of its local copy stands."""
    if path == name:
        return item
    given = {f.name: getattr(item, f.name) for f in fields(item) if f.name in ("id", "path")}
    changed = {key: name + value[len(path) :] for key, value in given.items() if value and value.startswith(path)}
    return replace(item, **changed) if changed else item


def _sha256(paths: Iterable[str | ReadFailure]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        if isinstance(path, str) and Path(path).is_file():
            with suppress(OSError), Path(path).open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
        else:
            whole.update(b"missing")
    return whole.hexdigest()


def _batches(items: Iterable[tuple[str, Item]]) -> Iterator[list[tuple[str, Item]]]:
    batch: list[tuple[str, Item]] = []
    size = 0
    for name, item in items:
        batch.append((name, item))
        size += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == CHUNK or size >= CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
