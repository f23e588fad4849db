"""Shards of every format that a crawl or a data set comes in give what a run on one machine gives."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtrack.cluster import chunks
from claimtrack.cluster.merge import merge
from claimtrack.ingest import ingest
from tests.cluster.jobs import dump, run_here
from tests.extractors import by_sentence
from tests.read.helpers import PAGE
from tests.read.test_warc import record

COLUMNS = {"text": "body", "published": "day"}


def warc(path: Path) -> None:
    pages = [record(PAGE.replace("Anna", f"Anna {n}"), f"https://gazette.example/2025/05/0{n + 1}/x") for n in range(5)]
    path.write_bytes(b"".join(gzip.compress(page) for page in pages))


def parquet(path: Path) -> None:
    rows = [{"body": f"Number {n} of the dams broke. It rained.", "day": f"2025-05-{n % 9 + 1:02}"} for n in range(25)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10)


def cut_off(path: Path) -> None:
    warc(path)
    path.write_bytes(path.read_bytes()[:-40])


MADE: dict[str, Any] = {"a.warc.gz": warc, "b.parquet": parquet, "c.warc.gz": cut_off}


@pytest.mark.parametrize("name", MADE)
def test_a_shard_is_read_as_on_one_machine(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(chunks, "CHUNK", 4)
    MADE[name](Path(name))
    one = ingest([name], "one.db", extractor=by_sentence, workers=0, columns=COLUMNS)
    run_here([name], "out", by_sentence, columns=COLUMNS)
    assert merge("out", "many.db") == one
    assert one.stored >= 4
    assert dump(Path("one.db")) == dump(Path("many.db"))
