"""A folder on a disk or in an object store, and files in it that appear whole or not at all.

Paths are local ones or URLs of fsspec ("s3://bucket/claims", which needs s3fs; "gs://...", which needs gcsfs).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4

import fsspec

from claimtrack.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; names of files in it are relative, with "/" between their parts."""

    path: str

    @property
    def is_local(self) -> bool:
        """Whether it lies on a disk of this machine (or one that is mounted)."""
        return "://" not in self.path

    def at(self, name: str) -> str:
        """The full path of a file in it."""
        return f"{self.path.rstrip('/')}/{name}"

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        system, path = resolve(self.at(name))
        return bool(system.exists(path))

    def names(self, under: str, suffix: str) -> list[str]:
        """Names of the files below ``under`` that end in ``suffix``, sorted; none where there is no such folder."""
        system, root = resolve(self.at(under))
        if not system.exists(root):
            return []
        system.invalidate_cache(root)
        found = (str(path) for path in system.find(root))
        return sorted(f"{under}/{path[len(root) :].lstrip('/')}" for path in found if path.endswith(suffix))

    def read_json(self, name: str) -> Any:
        """The content of a JSON file."""
        system, path = resolve(self.at(name))
        return json.loads(system.cat_file(path))

    def read_all_json(self, names: Sequence[str]) -> list[Any]:
        """The contents of JSON files; those of an object store are fetched many at a time."""
        if self.is_local or not names:
            return [self.read_json(name) for name in names]
        places = [resolve(self.at(name)) for name in names]
        found = places[0][0].cat([path for _, path in places])
        return [json.loads(found[path]) for _, path in places]

    def write_json(self, name: str, value: object) -> None:
        """Write a JSON file, whole or not at all."""
        data = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        self._write(name, lambda stream: stream.write(data))

    def read_table(self, name: str) -> pa.Table:
        """A Parquet file as a table, without the columns that its folders name."""
        import pyarrow.parquet as pq

        with self.open(name) as stream:
            return pq.read_table(stream)

    def write_table(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file, whole or not at all."""
        import pyarrow.parquet as pq

        self._write(name, lambda stream: pq.write_table(table, stream, compression="zstd"))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file, for reading."""
        system, path = resolve(self.at(name))
        with system.open(path, "rb") as stream:
            yield stream

    def remove(self, name: str) -> None:
        """Remove a file or a folder, if it is there."""
        system, path = resolve(self.at(name))
        if system.exists(path):
            system.rm(path, recursive=True)

    def _write(self, name: str, fill: Callable[[IO[bytes]], object]) -> None:
        """On a disk: write under another name, sync, rename. An object of a store appears when it is complete."""
        if not self.is_local:
            system, path = resolve(self.at(name))
            with system.open(path, "wb") as stream:
                fill(stream)
            return
        target = Path(self.at(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{uuid4().hex}")
        try:
            with unfinished.open("wb") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def resolve(path: str) -> tuple[Any, str]:
    """The fsspec file system of a path, and the path in it. Raises InputError if it cannot be reached."""
    try:
        options = {"auto_mkdir": True} if path.startswith("file:") else {}  # object stores have no folders to make
        system, inner = fsspec.core.url_to_fs(path, **options)
    except (ImportError, ValueError) as error:
        raise InputError(
            f"{path} cannot be reached: {error}.", "Install fsspec's package for it, or copy it."
        ) from error
    return system, str(inner)
