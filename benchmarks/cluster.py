"""What a run on many machines comes to, measured on one core: rates, bytes, and what follows for a large corpus.

    python benchmarks/cluster.py INPUT... [--articles 400000000]

INPUT: articles of the kind that the corpus has, some hundred or more. Prints docs/scaling.md's figures: articles a
second and core for reading and annotating, bytes a claim in Parquet and in SQLite, rates of merge, times of queries.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimtrack.cluster import committing
from claimtrack.cluster.annotating import annotate, make_work
from claimtrack.cluster.chunks import read_shard
from claimtrack.cluster.manifest import Counts, Entry
from claimtrack.cluster.merge import merge
from claimtrack.cluster.query import query
from claimtrack.cluster.shards import find_shards
from claimtrack.compare import update
from claimtrack.model import Article
from claimtrack.store import Store

QUERIES = {
    "claims by source": "SELECT source, count(*) AS n FROM claims GROUP BY ALL ORDER BY n DESC LIMIT 20",
    "claims of one source": "SELECT day, text FROM claims WHERE source ILIKE '%commission%'",
    "figures of a unit": "SELECT document, value FROM quantities WHERE unit = 'person' AND value > 1000",
    "words in a claim": "SELECT count(*) FROM claims WHERE text ILIKE '%minister%'",
}


def timed(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> tuple[float, Any]:
    """Seconds and the result; of processor time, which other work on the machine hardly changes, or by ``clock``."""
    start = clock()
    result = work()
    return clock() - start, result


def size(folder: Path, pattern: str = "*") -> int:
    """Bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def run(inputs: list[str], out: Path) -> tuple[dict[str, float], Counts, int]:
    """Read, annotate and write all shards in this process; seconds of each step, counts, characters."""
    work = make_work(str(out), {})
    if work.prepare is not None:
        work.prepare(None)
    seconds = {"read": 0.0, "annotate and write": 0.0, "write shards": 0.0}
    entries: list[Entry] = []
    characters = 0
    for shard in find_shards(inputs):
        spent, chunks = timed(lambda shard=shard: list(read_shard(shard, work.maker)))
        seconds["read"] += spent
        characters += sum(len(item.text) for chunk in chunks for _, item in chunk.items if isinstance(item, Article))
        spent, done = timed(lambda chunks=chunks: [annotate(work, chunk, guarded=False) for chunk in chunks])
        seconds["annotate and write"] += spent
        spent, entry = timed(lambda done=done: committing.commit(work.out, done, work.maker, None))
        seconds["write shards"] += spent
        entries.append(entry)
    return seconds, committing.total(entries), characters


def compare(db: Path) -> None:
    """Bring the claims of a database together."""
    with Store(db) as store:
        update(store)


def table(rows: list[tuple[str, float, str]]) -> None:
    """Print names, figures and units."""
    for name, figure, unit in rows:
        print(f"{name:<44} {figure:>14,.2f}  {unit}")


def plan(articles: float, rate: float, claims: float, parquet: float, sqlite: float) -> list[tuple[str, float, str]]:
    """The arithmetic for a corpus: everything grows with the articles."""
    hours = articles / rate / 3600
    return [
        ("articles", articles, ""),
        ("core hours to annotate", hours, "h"),
        ("days on 1,000 cores", hours / 1000 / 24, "d"),
        ("claims", articles * claims / 1e9, "billion"),
        ("Parquet", articles * claims * parquet / 1e12, "TB"),
        ("SQLite, if all were merged", articles * claims * sqlite / 1e12, "TB"),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--articles", type=float, default=4e8, help="size of the corpus to plan for")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out, db = Path(folder) / "out", Path(folder) / "claims.db"
        seconds, counts, characters = run(wanted.inputs, out)
        merging, _ = timed(lambda: merge(str(out), str(db)))
        parquet, documents, sqlite = size(out, "*.parquet"), size(out / "documents"), db.stat().st_size
        comparing = timed(lambda: compare(db))[0]
        asked = {
            name: timed(lambda sql=sql: list(query(str(out), sql)[1]), time.perf_counter)[0]
            for name, sql in QUERIES.items()
        }
    stored, claims = counts.stored, counts.claims
    whole = seconds["annotate and write"] + seconds["write shards"]
    each = f"{characters / stored:,.0f} characters and {claims / stored:.1f} claims each"
    print(f"{stored:,} articles, {each}; load {os.getloadavg()[0]:.1f}; rates are per second of processor time")
    table([(f"{name}, one core", stored / spent, "articles/s") for name, spent in seconds.items()])
    table([("merge into SQLite", stored / merging, "articles/s"), ("the same", claims / merging, "claims/s")])
    table([("compare, in one block", stored / comparing, "articles/s")])
    table(
        [
            ("Parquet a claim", parquet / claims, "bytes"),
            ("of these the lossless documents", documents / claims, "bytes"),
            ("SQLite a claim", sqlite / claims, "bytes"),
        ]
    )
    table([(f"query: {name}", spent * 1000, "ms") for name, spent in asked.items()])
    print("\nFor a corpus of that kind:")
    table(plan(wanted.articles, stored / whole, claims / stored, parquet / claims, sqlite / claims))


if __name__ == "__main__":
    sys.exit(main())
