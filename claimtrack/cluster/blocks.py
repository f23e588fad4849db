"""A block of documents, compared in a database of its own by the code of one machine; its facts go to Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from claimtrack.cluster import columns
from claimtrack.cluster.rows import Outcome, outcomes
from claimtrack.cluster.storage import Folder
from claimtrack.cluster.topics import Place
from claimtrack.compare import facts, update
from claimtrack.ingest import Found, write
from claimtrack.model import Fact, FactClaim, Relation, Withdrawal
from claimtrack.store import RejectedError, Store

FOLDER: Final = "comparison"
SCHEMAS: Final[dict[str, pa.Schema]] = {
    "facts": pa.schema([("fact", pa.string()), ("label", pa.string())]),
    "fact_claims": pa.schema([("fact", pa.string()), *columns.columns(FactClaim)]),
    "relations": pa.schema([("fact", pa.string()), *columns.columns(Relation)]),
}
"""Tables of facts, each with the fact's id."""


@dataclass(frozen=True, slots=True)
class Block:
    """Documents to compare. ``key`` names them, their content, and the code that compares.

    ``withdrawn``: files that say which documents were taken back, with the number of the shard of each.
    """

    key: str
    places: tuple[Place, ...]
    withdrawn: tuple[tuple[int, str], ...]

    @property
    def note(self) -> str:
        """The file that says that it is done."""
        return f"{FOLDER}/{self.key}.json"


def compare_block(out: Folder, block: Block) -> None:
    """Compare the documents of a block, and write their facts and the note that they are there."""
    with TemporaryDirectory(prefix="claimtrack-") as folder, Store(Path(folder) / "block.db") as store:
        _fill(store, out, block)
        update(store)
        _write(out, block, list(facts(store.db)))


def _fill(store: Store, out: Folder, block: Block) -> None:
    """Store the documents as a run on one machine would, in the order of the input."""
    run = store.start_run()
    with store.transaction():
        for _, outcome in sorted(_inputs(out, block), key=lambda item: (item[0], item[1].position)):
            if isinstance(outcome.result, Withdrawal):
                store.withdraw(outcome.result, run)
            elif isinstance(outcome.result, Found):
                with suppress(RejectedError):
                    write(store, outcome.result, run, outcome.check)


def _inputs(out: Folder, block: Block) -> Iterator[tuple[int, Outcome]]:
    """The documents of the block, and all withdrawals, each with the number of its shard."""
    wanted: dict[tuple[int, str], set[int]] = {}
    for place in block.places:
        wanted.setdefault((place.shard, place.file), set()).add(place.position)
    for (shard, file), positions in wanted.items():
        for outcome in _read(out, file, "documents", positions):
            yield shard, outcome
    for shard, file in block.withdrawn:
        for outcome in _read(out, file, "withdrawals", None):
            yield shard, outcome


def _read(out: Folder, file: str, table: str, positions: set[int] | None) -> Iterator[Outcome]:
    filters = None if positions is None else [("position", "in", positions)]
    with out.open(file) as stream:
        yield from outcomes(table, pq.read_table(stream, filters=filters).to_pylist())


def _write(out: Folder, block: Block, found: Sequence[Fact]) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "facts": [{"fact": fact.id, "label": fact.label} for fact in found],
        "fact_claims": [{"fact": fact.id} | columns.dump(claim) for fact in found for claim in fact.claims],
        "relations": [{"fact": fact.id} | columns.dump(r) for fact in found for r in fact.relations],
    }
    files = []
    for name, schema in SCHEMAS.items():
        if rows[name]:
            files.append(f"{name}/{block.key}.parquet")
            out.write_table(files[-1], pa.Table.from_pylist(rows[name], schema))
    counts = {name: len(part) for name, part in rows.items()}
    out.write_json(block.note, counts | {"documents": len(block.places), "parquet": files})


def files(out: Folder) -> dict[str, list[str]]:
    """The files of each table, of all blocks that are compared."""
    notes = out.read_all_json(out.names(FOLDER, ".json"))
    names = [name for note in notes for name in note["parquet"]]
    return {table: [name for name in names if name.startswith(f"{table}/")] for table in SCHEMAS}
