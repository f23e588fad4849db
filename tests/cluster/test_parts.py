"""Parts of large files: together they are the file, whatever the size of the parts."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.cluster import chunks, parts, shards
from claimtrack.cluster.manifest import entries
from claimtrack.cluster.merge import merge
from claimtrack.cluster.parts import cut_lines
from claimtrack.cluster.shards import find_shards
from claimtrack.cluster.storage import Folder
from claimtrack.ingest import ingest
from tests.cluster.jobs import counts, dump, run_here
from tests.extractors import by_sentence


@given(st.lists(st.binary(max_size=12), max_size=20).map(b"\n".join), st.integers(1, 40))
def test_every_line_is_in_one_part(data: bytes, size: int) -> None:
    """Also lines longer than a part, empty ones, and a last one without an end."""
    data = data.replace(b"[", b"")  # which would be a document
    whole = b""
    for begin in range(0, len(data), size):
        copy = io.BytesIO()
        before = cut_lines(io.BufferedReader(io.BytesIO(data)), begin, begin + size, copy)
        assert not copy.getvalue() or before == whole.count(b"\n")
        whole += copy.getvalue()
    assert whole == data


def lines(path: Path) -> None:
    rows = [{"text": f"Train {n} was late. " * (1 + n % 7), "published": f"2025-05-{n % 9 + 1:02}"} for n in range(90)]
    text = [json.dumps(row) for row in rows]
    text[11], text[40] = "", "[1, 2]"
    path.write_text("\n".join(text))


def table(path: Path) -> None:
    rows = [{"text": f"Number {n} of the dams broke. It rained.", "published": "2025-05-02"} for n in range(250)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=20, compression="none", use_dictionary=False)


MADE: dict[str, Any] = {"a.jsonl": lines, "b.parquet": table}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shards, "BIG", 1000)
    monkeypatch.setattr(parts, "PART", 2000)
    monkeypatch.setattr(chunks, "CHUNK", 4)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_file_in_parts_is_read_as_on_one_machine(name: str, prefix: str, tmp_path: Path) -> None:
    MADE[name](Path(name))
    given = f"{prefix}{tmp_path}/{name}" if prefix else name
    assert len(run_here([given], "out")) >= 5
    made = merge("out", "many.db")
    if not prefix:  # names are those that were given
        assert made == ingest([name], "one.db", extractor=by_sentence, workers=0)
        assert dump(Path("one.db")) == dump(Path("many.db"))
    assert (made.read, made.failed) == {"a.jsonl": (89, 1), "b.parquet": (250, 0)}[name]
    again = run_here([given], "out")
    assert counts(again) == counts(entries(Folder("out")))


def test_what_is_added_at_the_end_leaves_the_parts_before_as_they_are(tmp_path: Path) -> None:
    lines(Path("a.jsonl"))
    before = run_here(["a.jsonl"], "out")
    with Path("a.jsonl").open("a") as stream:
        stream.write("\n" + json.dumps({"text": "It snowed. " * 300}))
    after = run_here(["a.jsonl"], "out")
    same = [entry.sha256 for entry in before[:-2]]  # its last line had no end, and may begin in the last but one
    assert same == [entry.sha256 for entry in after[: len(same)]]
    merge("out", "many.db")
    ingest(["a.jsonl"], "one.db", extractor=by_sentence, workers=0)
    assert dump(Path("one.db")) == dump(Path("many.db"))


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.warc", "a.csv", "a.zip"])
def test_what_cannot_be_split_is_one_shard(name: str) -> None:
    Path(name).write_bytes(b"x" * 9000)
    assert [shard.files[0].end for shard in find_shards([name])] == [None]


def test_a_large_json_document_is_one_failure_and_a_damaged_table_one_a_part(tmp_path: Path) -> None:
    Path("list.jsonl").write_text(json.dumps([{"text": "It rained."}] * 400, indent=1))
    Path("bad.parquet").write_bytes(b"PAR1" + b"x" * 9000)
    made = run_here(["list.jsonl", "bad.parquet"], "out")
    assert counts(made).failed == 1 + 5
    assert counts(made).read == 6
