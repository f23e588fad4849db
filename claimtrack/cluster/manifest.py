"""The manifest: an entry for each shard that is finished, and nothing about those that are not.

A file of JSON a shard in ``manifest/``. What no entry names is not part of the result.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from claimtrack.cluster.storage import Folder

FOLDER: Final = "manifest"


@dataclass(frozen=True, slots=True)
class File:
    """An input file: where it is, its size in bytes, and when it was changed (or another mark of its content).

    ``begin``, ``end``: the bytes that are meant, of a file that is read in parts (``parts``); None: all.
    """

    path: str
    size: int
    changed: str
    begin: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """What an entry of the manifest stands for: a file, or a row of small files. ``number``: its place in the input."""

    key: str
    number: int
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """What the result depends on besides the input: package, model, and ``reading``, options of ``read_articles``."""

    package_version: str
    model: str | None
    model_hash: str | None
    reading: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the inputs of a shard: ``read == stored + failed + withdrawn``, always.

    ``withdrawn``: messages that take an article back. ``skipped``: those of the stored that are in another language
    and have no claims. ``fact_checks``: those of the stored that are published fact-checks.
    """

    read: int = 0
    stored: int = 0
    failed: int = 0
    withdrawn: int = 0
    skipped: int = 0
    fact_checks: int = 0
    claims: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(one + two for one, two in zip(asdict(self).values(), asdict(other).values(), strict=True)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished shard: what it was made of (``sha256`` of the bytes) and by, its counts, the files that hold it."""

    shard: Shard
    maker: Maker
    sha256: str
    counts: Counts
    parquet: tuple[str, ...] = ()
    finished: str = ""

    @property
    def name(self) -> str:
        """Its file."""
        return f"{FOLDER}/{self.shard.key}.json"

    @property
    def result(self) -> str:
        """The name of what was made."""
        return result_name(self.shard, self.sha256, self.maker)

    def holds(self, shard: Shard, maker: Maker) -> bool:
        """Whether this shard, as its files are now, was finished by this maker."""
        return (self.shard.key, self.shard.files, self.maker) == (shard.key, shard.files, maker)

    @classmethod
    def load(cls, row: dict[str, Any]) -> Self:
        """An entry from its JSON."""
        files = tuple(File(**file) for file in row["shard"]["files"])
        made = {"shard": Shard(row["shard"]["key"], row["shard"]["number"], files), "maker": Maker(**row["maker"])}
        return cls(**row | made | {"counts": Counts(**row["counts"]), "parquet": tuple(row["parquet"])})


def result_name(shard: Shard, sha256: str, maker: Maker) -> str:
    """A name for what a maker makes of a shard with this content; any other content or maker has another one."""
    made = json.dumps([shard.key, sha256, asdict(maker)], sort_keys=True)
    return f"{shard.key}-{hashlib.sha256(made.encode()).hexdigest()[:16]}"


def write(out: Folder, entry: Entry) -> None:
    """Note that a shard is finished."""
    out.write_json(entry.name, asdict(entry))


def find(out: Folder, key: str) -> Entry | None:
    """The entry of a shard, if it is finished."""
    name = f"{FOLDER}/{key}.json"
    return Entry.load(out.read_json(name)) if out.exists(name) else None


def entries(out: Folder) -> list[Entry]:
    """Every finished shard, in the order of the input."""
    found = map(Entry.load, out.read_all_json(out.names(FOLDER, ".json")))
    return sorted(found, key=lambda entry: (entry.shard.number, entry.shard.key))
