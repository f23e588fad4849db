"""What is told from few bytes of a document is what its statements tell."""

from __future__ import annotations

import numpy as np
import pytest

from claimtrack.compare import matching
from claimtrack.compare.columns import Bundle
from claimtrack.compare.statements import statements
from claimtrack.compare.topics import Topic, may_match, topic_of
from claimtrack.compare.vectors import WIDTH, bundle
from claimtrack.extract import extract
from claimtrack.model import Article
from claimtrack.store import Store
from claimtrack.store.schema_scale import BLOCK

TEXTS = (
    "More than 31 miners were killed in the Brisna mine on Monday, the governor, Teodor Vasko, said on Tuesday.",
    "A union official said that 44 miners had been killed in the Brisna mine, where Teodor Vasko is governor.",
    "Teodor Vasko opened a bakery in Orsk Dol on Friday. He said that it would bake 2,000 loaves a day.",
    "Halcar Motors sold 120,000 cars in May, the company said. Its profit rose to 3 million dollars.",
    "It rained.",
    "Forty-four miners were killed when gas exploded in the mine, a union official said.",
)


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    def lookup(texts: list[str]) -> dict[str, bytes]:
        return {text: bytes(2 * WIDTH) for text in texts}

    found = [list(statements(extract(Article(text, text, published="2025-05-06")))) for text in TEXTS]
    return [bundle(told, lookup) for told in found]  # type: ignore[arg-type]


def test_it_lets_through_what_matches_compares(bundles: list[Bundle]) -> None:
    kept = [topic_of(each) for each in bundles]
    wanted = [
        [bool(matching.alike_enough(matching.same_actors(a, b), matching.same_topic(a, b))) for b in bundles]
        for a in bundles
    ]
    assert [may_match(own, kept).tolist() for own in kept] == wanted
    assert matching.same_actors(bundles[1], bundles[5]) < matching.LEAST_ACTORS and wanted[1][5], "no names, one matter"
    assert wanted[0][1] and not wanted[0][3] and not any(wanted[4]), "one mine; a mine and a firm; nothing named"


def test_no_other_documents(bundles: list[Bundle]) -> None:
    assert may_match(topic_of(bundles[0]), []).tolist() == []
    assert may_match(Topic(b"", b"", b"", b""), [topic_of(bundles[0])]).tolist() == [False]


def test_a_block_is_written_by_the_migration_as_by_the_comparison() -> None:
    from claimtrack.compare import candidates, tables
    from claimtrack.store import schema_scale

    vector = np.random.default_rng(0).normal(size=WIDTH)
    old = (vector / np.linalg.norm(vector)).astype("<f2")
    made = schema_scale._vectors({BLOCK + 3: old.tobytes()})
    with Store(":memory:") as store:
        tables._place(store.db, BLOCK + 3, candidates.whole(old.astype(np.float32)))
        assert list(tables.vectors(store.db)) == [(BLOCK, made)]
    assert (tables.BLOCK, tables.SIZE) == (BLOCK, 2 * WIDTH)


def test_what_is_no_more_compared_has_no_vector() -> None:
    from claimtrack.compare import tables, update

    with Store(":memory:") as store:
        store.add(extract(Article("a", TEXTS[0], published="2025-05-06")))
        update(store)
        assert any(any(data) for _, data in tables.vectors(store.db))
        store.db.execute("DELETE FROM compared")
        assert not any(any(data) for _, data in tables.vectors(store.db))
