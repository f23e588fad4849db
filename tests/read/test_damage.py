"""Files with bytes changed, cut out or repeated at random: whatever comes out, reading never breaks off the run."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtrack.model import Article, FactCheck, ReadFailure, Withdrawal
from tests.read.helpers import NEWS, PAGE, read
from tests.read.test_archives import FILES, tarred, zipped
from tests.read.test_ninjs import FIRST, THIRD
from tests.read.test_syndication import END, HEAD, item
from tests.read.test_warc import record

TRIES = 25


def parquet() -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({"text": [f"{NEWS} {i}" for i in range(20)], "title": ["Two"] * 20}), data)
    return data.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "a.csv": lambda: f'id,title,text\n1,Two,"{NEWS}"\n2,"a ""b""","{NEWS}"\n'.encode() * 3,
    "a.jsonl": lambda: "\n".join(json.dumps(x) for x in (FIRST, THIRD, {"text": NEWS})).encode(),
    "a.json": lambda: json.dumps([FIRST, THIRD, {**FIRST, "pubstatus": "canceled"}]).encode(),
    "a.html": PAGE.encode,
    "a.rss": lambda: (HEAD + item() * 3 + END).encode(),
    "a.parquet": parquet,
    "a.warc": lambda: record() * 3,
    "a.warc.gz": lambda: gzip.compress(record()) * 3,
    "a.zip": lambda: zipped(FILES),
    "a.tar": lambda: tarred(FILES),
    "a.tar.gz": lambda: tarred(FILES, "w:gz"),
    "a.tar.xz": lambda: tarred(FILES, "w:xz"),
    "a.tar.bz2": lambda: tarred(FILES, "w:bz2"),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four changes: a byte, a run of bytes gone, one doubled, one of zeros, or the end cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(changed) or 1), chance.choice((1, 1, 4, 60))
        kind = chance.randrange(5)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at : at + size]
        elif kind == 2:
            changed[at:at] = changed[at : at + size]
        elif kind == 3:
            changed[at : at + size] = bytes(size)
        else:
            del changed[max(at, 1) :]
    return bytes(changed)


@pytest.mark.parametrize("name", SOUND)
def test_damaged_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sound, chance = SOUND[name](), random.Random(name)
    assert not any(isinstance(x, ReadFailure) for x in _read(name, sound)), "the sound file has no failure"
    for _ in range(TRIES):
        data = damaged(sound, chance)
        found = _read(name, data)
        assert found, "an article, or the failure to find one"
        for x in found:
            assert isinstance(x, Article | FactCheck | Withdrawal | ReadFailure)
            if isinstance(x, Article):
                assert x.text.strip() and all(0 <= b.start < b.end <= len(x.text) for b in x.blocks)


def _read(name: str, data: bytes) -> list[object]:
    Path(name).write_bytes(data)
    return list(read(name))
