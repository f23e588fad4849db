"""A shard that is complete, from its chunks to files by day, and into the manifest.

Until its entry is written nothing of a shard is part of the result, and nothing of it is lost. All names follow from
the shard, its content and its maker: done twice, by whomever, it comes out the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from operator import add
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from claimtrack.cluster import manifest
from claimtrack.cluster.annotating import Done, staging
from claimtrack.cluster.manifest import Counts, Entry, Maker
from claimtrack.cluster.rows import SCHEMAS
from claimtrack.cluster.storage import Folder
from claimtrack.errors import ClaimtrackError

ROOM: Final = 500_000_000
"""Bytes of rows in memory while a shard is written."""
UNDATED: Final = "__HIVE_DEFAULT_PARTITION__"
"""What Hive, DuckDB and Arrow take for a partition without a value."""


def commit(out: Folder, chunks: Sequence[Done], maker: Maker, before: Entry | None) -> Entry:
    """Write a shard's files and its entry, and remove those of ``before``, the shard's entry until now.

    Of a shard that has the same content still, or was written a moment ago by a worker that then died, only the entry
    is renewed. Raises ClaimtrackError where the chunks do not come to the whole shard.
    """
    chunks = sorted(chunks, key=lambda chunk: chunk.first)
    shard, sha256 = chunks[0].shard, chunks[0].sha256
    made = manifest.find(out, shard.key)
    if made is not None and made.result == manifest.result_name(shard, sha256, maker):
        entry = replace(made, shard=shard)
    else:
        entry = _entry(out, chunks, maker)
    manifest.write(out, entry)
    for file in set(before.parquet) - set(entry.parquet) if before else ():
        out.remove(file)
    out.remove(staging(shard, sha256, maker))
    return entry


def _entry(out: Folder, chunks: Sequence[Done], maker: Maker) -> Entry:
    """Write the files of a shard; what the manifest is to say of it."""
    _check_complete(chunks)
    shard, sha256 = chunks[0].shard, chunks[0].sha256
    name = manifest.result_name(shard, sha256, maker)
    files = [file for table in SCHEMAS for file in _write(out, table, chunks, name)]
    counts = reduce(add, (chunk.counts for chunk in chunks))
    return Entry(shard, maker, sha256, counts, tuple(files), datetime.now(UTC).isoformat(timespec="seconds"))


def _check_complete(chunks: Sequence[Done]) -> None:
    """The chunks follow one another to the last, and what was read is what is accounted for."""
    at = 0
    for chunk in chunks:
        whole = chunk.counts.read == chunk.counts.stored + chunk.counts.failed + chunk.counts.withdrawn
        if chunk.first != at or not whole:
            raise ClaimtrackError(f"A part of {chunk.shard.files[0].path} at {at} is missing.", "Please report it.")
        at += chunk.counts.read
    if not chunks[-1].last:
        raise ClaimtrackError(f"The end of {chunks[0].shard.files[0].path} is missing.", "Please report it.")


def _write(out: Folder, table: str, chunks: Sequence[Done], name: str) -> list[str]:
    """Write a table of a shard, a file for each day; of a very large one several, so that memory is bounded."""
    files: list[str] = []
    for number, part in enumerate(_parts(out, table, chunks)):
        if table not in ("documents", "claims"):  # failures and withdrawals have no day
            files.append(_write_part(out, f"{table}/{name}-{number}.parquet", part))
            continue
        for day in sorted(part["day"].unique().to_pylist(), key=lambda day: day or ""):
            file = f"{table}/day={day or UNDATED}/{name}-{number}.parquet"
            files.append(_write_part(out, file, _of_day(part, day).drop_columns("day")))
    return files


def _parts(out: Folder, table: str, chunks: Sequence[Done]) -> Iterator[pa.Table]:
    """The rows of a table, some ``ROOM`` bytes at a time."""
    parts: list[pa.Table] = []
    for chunk in chunks:
        if table in chunk.files:
            parts.append(out.read_table(chunk.files[table]))
        if sum(part.nbytes for part in parts) >= ROOM:
            yield pa.concat_tables(parts)
            parts = []
    if parts:
        yield pa.concat_tables(parts)


def _of_day(whole: pa.Table, day: str | None) -> pa.Table:
    column = whole["day"]
    return whole.filter(pc.is_null(column) if day is None else pc.equal(column, day))


def _write_part(out: Folder, file: str, part: pa.Table) -> str:
    out.write_table(file, part)
    return file


def retire(out: Folder, known: Sequence[Entry], now: Sequence[manifest.Shard]) -> int:
    """Drop the entries whose files all belong to other shards now; how many they were."""
    keys = {shard.key for shard in now}
    listed = {file.path for shard in now for file in shard.files}
    gone = [e for e in known if e.shard.key not in keys and listed.issuperset(f.path for f in e.shard.files)]
    for entry in gone:
        out.remove(entry.name)
        for file in entry.parquet:
            out.remove(file)
    return len(gone)


def total(entries: Sequence[Entry]) -> Counts:
    """The counts of all of them together."""
    return reduce(add, (entry.counts for entry in entries), Counts())
