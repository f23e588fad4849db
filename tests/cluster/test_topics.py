"""Documents that can share a fact share a block, and a block gives the facts of one machine."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claimtrack.cluster import manifest, topics
from claimtrack.cluster.blocks import Block, compare_block, files
from claimtrack.cluster.storage import Folder
from claimtrack.cluster.topics import blocks, pairs_of
from claimtrack.compare import facts, update
from claimtrack.extract import extract_article
from claimtrack.ingest import ingest
from claimtrack.store import Store
from tests.cluster.jobs import run_here

CHAIN = [(0, 1, 0.9), (1, 2, 0.4), (2, 3, 0.8), (5, 6, 0.5)]
CUTS = [
    (10, [[0, 1, 2, 3, 5, 6]], 0, "all fit one block"),
    (4, [[0, 1, 2, 3], [5, 6]], 0, "groups that nothing joins are parted for nothing"),
    (3, [[0, 1], [2, 3], [5, 6]], 1, "a group that is too large is cut at its weakest pair"),
    (1, [], 4, "blocks of one document hold no pair"),
]


@pytest.mark.parametrize(("most", "expected", "apart"), [case[:3] for case in CUTS], ids=[case[3] for case in CUTS])
def test_near_documents_share_a_block(most: int, expected: list[list[int]], apart: int) -> None:
    assert blocks(pairs_of(CHAIN), most) == (expected, apart)


def test_nothing_near_gives_no_block() -> None:
    assert blocks(pairs_of([]), 10) == ([], 0)


ROOT = Path(__file__).parents[2]
FLOODS = ["corpus/flood-day-two.txt", "corpus/flood-toll.html", "corpus/flood-wire-copy.html", "corpus/flood-damage.md"]
OTHERS = ["corpus/battery-plant.txt", "corpus/battery-plant-critics.md"]


def test_a_block_gives_the_facts_of_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out = Folder(str(tmp_path / "out"))
    (entry,) = run_here([*FLOODS, *OTHERS], tmp_path / "out", extract_article)
    places = sorted(topics.vectors(out, entry), key=lambda row: row[0].position)
    pairs = topics.near([], [(number, vector) for number, (_, vector) in enumerate(places)])
    found, apart = blocks(pairs, 100)
    assert apart == 0
    for number, numbers in enumerate(found):
        compare_block(out, Block(f"block{number}", tuple(places[n][0] for n in numbers), ()))
    ingest([*FLOODS, *OTHERS], tmp_path / "one.db", workers=0)
    with Store(tmp_path / "one.db") as store:
        update(store)
        expected = list(facts(store.db))
    assert len(expected) > 1
    assert rows(out, "facts", "fact") == sorted(fact.id for fact in expected)
    assert rows(out, "fact_claims", "claim") == sorted(claim.claim for fact in expected for claim in fact.claims)
    assert rows(out, "relations", "detail") == sorted(r.detail for fact in expected for r in fact.relations)
    assert manifest.entries(out) == [entry]


def rows(out: Folder, table: str, column: str) -> list[str]:
    names = files(out)[table]
    return sorted(value for name in names for value in pq.read_table(out.at(name))[column].to_pylist())
