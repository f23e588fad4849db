"""Facts across more documents than one machine's database holds: block by block, each by the code of one machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ray

from claimtrack import worker
from claimtrack.cluster import manifest, topics
from claimtrack.cluster.blocks import FOLDER, Block, compare_block
from claimtrack.cluster.job import cluster
from claimtrack.cluster.manifest import Entry
from claimtrack.cluster.pool import Pool
from claimtrack.cluster.storage import Folder
from claimtrack.cluster.topics import Pairs, Place
from claimtrack.compare import packs
from claimtrack.errors import InputError

MOST: Final = 2000
"""Documents in a block, if not told otherwise: some minutes of work, and a database of 100 MB."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: documents, those near others, near pairs, those left apart, blocks (those that were
    done before among them), facts and relations."""

    documents: int
    near: int
    pairs: int
    apart: int
    blocks: int
    known: int
    facts: int
    relations: int


def compare(
    folder: str,
    *,
    address: str | None = None,
    workers: int | None = None,
    most: int = MOST,
    progress: Callable[[int, int], None] | None = None,
) -> Compared:
    """Bring the claims of a job's folder together; facts go to Parquet in the same folder.

    ``most``: documents in a block. Up to as many that hang together, the facts are those of one machine; larger topics
    are cut where documents are least near, and ``apart`` counts the near pairs that are not compared for it. Blocks
    that were compared before are passed over. ``progress`` is called with blocks (done, of). The others as in
    ``job.ingest``. Raises InputError, ClaimtrackError.
    """
    out = Folder(folder if "://" in folder else str(Path(folder).absolute()))
    entries = manifest.entries(out)
    if not entries:
        raise InputError(f"There is no finished shard in {folder}.", "Name the folder of `ingest --engine ray --out`.")
    with cluster(address):
        return _Comparison(out, entries, most, progress).go(workers)


class _Comparison:
    """One comparison of everything in a folder."""

    def __init__(
        self, out: Folder, entries: list[Entry], most: int, progress: Callable[[int, int], None] | None
    ) -> None:
        self.out, self.entries, self.most = out, entries, most
        self.progress = progress or (lambda done, of: None)

    def go(self, workers: int | None) -> Compared:
        """Find the blocks, compare those that were not, and drop what is out of date."""
        places, pairs = self._near()
        found, apart = topics.blocks(pairs, self.most)
        made = list(self._blocks(places, found))
        waiting = [block for block in made if not self.out.exists(block.note)]
        if waiting:
            self._compare(waiting, len(made), workers)
        self._drop(made)
        rows = self.out.read_all_json([block.note for block in made])
        return Compared(
            documents=len(places),
            near=sum(map(len, found)),
            pairs=len(pairs),
            apart=apart,
            blocks=len(made),
            known=len(made) - len(waiting),
            facts=sum(row["facts"] for row in rows),
            relations=sum(row["relations"] for row in rows),
        )

    def _near(self) -> tuple[list[Place], Pairs]:
        """All documents in their order, and the near pairs among them."""
        parts = ray.get([_vectors.remote(self.out, entry) for entry in self.entries])
        rows = sorted((row for part in parts for row in part), key=lambda row: (row[0].shard, row[0].position))
        numbered = [(number, vector) for number, (_, vector) in enumerate(rows)]
        pages = [ray.put(numbered[at : at + topics.PAGE]) for at in range(0, len(numbered), topics.PAGE)]
        found = ray.get([_near.remote(pages[:at], page) for at, page in enumerate(pages)])
        places = [place for place, _ in rows]
        return places, topics.joined([*found, _versions(places)])

    def _blocks(self, places: Sequence[Place], found: Iterable[Sequence[int]]) -> Iterator[Block]:
        results = {file: entry.result for entry in self.entries for file in entry.parquet}
        numbers = {file: entry.shard.number for entry in self.entries for file in entry.parquet}
        withdrawals = sorted((n, file) for file, n in numbers.items() if file.startswith("withdrawals/"))
        for block in found:
            own = tuple(places[number] for number in block)
            content = [[results[p.file], p.position] for p in own] + [[results[file]] for _, file in withdrawals]
            key = hashlib.sha256(json.dumps([packs.code(), content]).encode()).hexdigest()[:32]
            yield Block(key, own, tuple(withdrawals))

    def _compare(self, waiting: list[Block], whole: int, workers: int | None) -> None:
        processors = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
        size = min(len(waiting), workers or processors)
        pool: Pool[Block] = Pool(lambda: Comparer.remote(self.out), size)  # type: ignore[attr-defined]
        done = whole - len(waiting)
        for _ in pool.run(iter(waiting)):
            done += 1
            self.progress(done, whole)

    def _drop(self, made: Sequence[Block]) -> None:
        """Remove the blocks of another content or another cut."""
        wanted = {block.note for block in made}
        for note in self.out.names(FOLDER, ".json"):
            if note not in wanted:
                for file in [*self.out.read_json(note)["parquet"], note]:
                    self.out.remove(file)


def _versions(places: Sequence[Place]) -> Pairs:
    """Versions of one document belong together."""
    last: dict[str, int] = {}
    pairs = []
    for number, place in enumerate(places):
        if place.document in last:
            pairs.append((last[place.document], number))
        last[place.document] = number
    return topics.pairs_of([(*pair, 1.0) for pair in pairs])


@ray.remote(num_cpus=0)
def _vectors(out: Folder, entry: Entry) -> list[tuple[Place, bytes]]:
    return topics.vectors(out, entry)


@ray.remote(num_cpus=0)
def _near(before: list[Any], page: list[tuple[int, bytes]]) -> Pairs:
    return topics.near((ray.get(other) for other in before), page)


@ray.remote(num_cpus=1, max_restarts=0)
class Comparer:
    """A process that compares blocks."""

    def __init__(self, out: Folder) -> None:
        self.out = out
        self.enough = worker.enough_now()

    def ready(self) -> bool:
        """Whether it is up."""
        return True

    def do(self, block: Block, *, guarded: bool) -> tuple[None, bool]:
        """See ``blocks.compare_block``, and ``Pool``; there is nothing to guard."""
        compare_block(self.out, block)
        return None, worker.is_tired(self.enough)
