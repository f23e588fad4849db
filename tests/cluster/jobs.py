"""Jobs without a cluster, extractors that are quick or die, and what a store holds."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

from claimtrack.cluster import committing, manifest
from claimtrack.cluster.annotating import annotate, make_work
from claimtrack.cluster.chunks import read_shard
from claimtrack.cluster.manifest import Entry
from claimtrack.cluster.shards import find_shards, numbered
from claimtrack.cluster.storage import Folder
from claimtrack.ingest import Extractor
from claimtrack.model import Article, Extraction
from claimtrack.store import Store
from tests.extractors import by_sentence


def with_accidents(article: Article, model: str | None) -> Extraction:
    """Dies or raises where the text says so."""
    if "die!" in article.text:
        os._exit(3)
    if "raise!" in article.text:
        raise ValueError("no")
    return by_sentence(article, model)


def slowly(article: Article, model: str | None) -> Extraction:
    """By sentence, after a while; leaves the number of its process beside the input."""
    note_process(article)
    time.sleep(0.05)
    return by_sentence(article, model)


HELD: list[bytes] = []


def hoarding(article: Article, model: str | None) -> Extraction:
    """By sentence, holding 10 MB more after each article: a chunk of them is more than a process may grow by."""
    note_process(article)
    HELD.append(b"x" * 10_000_000)
    return by_sentence(article, model)


def note_process(article: Article) -> None:
    """A file for each process, beside the folder of the input, with a line for each article that it had."""
    folder = processes(Path((article.path or "").split(":")[0]).parent)
    folder.mkdir(exist_ok=True)
    with (folder / str(os.getpid())).open("a") as stream:
        print(article.id, file=stream)


def processes(inputs: Path) -> Path:
    """Where ``note_process`` writes."""
    return inputs.with_name(f"{inputs.name}-processes")


def run_here(
    inputs: Iterable[Path | str], out: Path | str, extractor: Extractor = by_sentence, **reading: object
) -> list[Entry]:
    """What a job does, one shard after the other, in this process."""
    folder = Folder(str(out))
    work = make_work(str(out), dict(reading), extractor=extractor)
    known = {entry.shard.key: entry for entry in manifest.entries(folder)}
    same = {key: entry.sha256 for key, entry in known.items() if entry.maker == work.maker}
    made = []
    shards = numbered(find_shards(map(str, inputs)), known)
    for shard in shards:
        done = [
            annotate(work, chunk, guarded=False) for chunk in read_shard(shard, work.maker, known=same.get(shard.key))
        ]
        made.append(committing.commit(folder, done, work.maker, known.get(shard.key)))
    committing.retire(folder, list(known.values()), shards)
    return made


def news(folder: Path, lines: int = 100) -> Path:
    """A folder with articles of several days in two formats, two failures, a fact-check and a text in French."""
    folder.mkdir()
    for number in range(3):
        head = f"---\npublished: 2025-09-0{number + 1}\n---\n"
        (folder / f"{number}.txt").write_text(f"{head}The dam lost {number} gates on Monday. The mayor said so.")
    wire = [
        {
            "id": f"wire-{n}",
            "text": f"Number {n} of the trains was late. It rained.",
            "published": f"2025-09-{n % 3 + 1:02}",
        }
        for n in range(lines)
    ]
    del wire[5]["published"]
    wire[7]["text"] = "Le maire a dit que la ville avait perdu deux ponts. Il a plu toute la nuit dans la vallée."
    wire.append(FACT_CHECK)
    text = "".join(json.dumps(row) + "\n" for row in wire)
    (folder / "wire.jsonl").write_text(text + "[1, 2]\n")
    (folder / "empty.txt").write_text("")
    return folder


FACT_CHECK = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "The dam lost nine gates.",
    "url": "https://checks.example/dam",
    "datePublished": "2025-09-04",
    "author": {"@type": "Organization", "name": "Lowen Checks"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ada Brandt"}},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}
LEFT_OUT = ("runs", "_sqlite_migrations", "merged", "inputs", "input_versions")
"""Tables that say when and from which files a store was filled."""


def dump(db: Path, *, runs: bool = True) -> list[tuple[object, ...]]:
    """Every row of a store, but for those that say when and from which files it was filled; with the run or without."""
    with Store(db, readonly=True) as store:
        tables = [table for table in store.db.tables if table.name not in LEFT_OUT and not table.virtual_table_using]
        rows: list[tuple[object, ...]] = []
        for table in tables:
            names = ", ".join(f'"{c.name}"' for c in table.columns if runs or c.name not in ("run", "withdrawn_run"))
            if "_fts_" not in table.name:
                rows += [
                    (table.name, *row) for row in store.db.execute(f"SELECT {names} FROM [{table.name}]").fetchall()
                ]
    return rows


def counts(entries: Iterable[Entry]) -> manifest.Counts:
    return committing.total(list(entries))
