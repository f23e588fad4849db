"""What the benchmarks measure on is sound: varied articles are valid, follow from the seed, and fill a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimtrack.compare.statements import statements
from claimtrack.compare.topics import Topic, may_match, topic_of
from claimtrack.compare.vectors import bundle
from claimtrack.extract import extract
from claimtrack.model import Extraction
from claimtrack.read import read_articles
from claimtrack.store import Store
from claimtrack.store.check import problems

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", autouse=True)
def _benchmarks() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def bases() -> list[Extraction]:
    names = ("flood-damage.md", "renewed-ties.txt")
    return [extract(a) for a in read_articles([str(ROOT / "corpus" / name) for name in names])]  # type: ignore[arg-type]


def varied(bases: list[Extraction], stories: int) -> list[Extraction]:
    import vary

    return [d for n in range(stories) for d, _ in vary.documents(vary.story(bases, n))]


def test_varied_articles_are_valid(bases: list[Extraction]) -> None:
    made = varied(bases, 15)
    assert [problem for document in made for problem in problems(document)] == []
    assert len({document.article.id for document in made}) == len(made)
    texts = {document.article.text for document in made}
    assert len(texts) > len(made) / 2 and not texts & {base.article.text for base in bases}


def test_they_follow_from_the_seed(bases: list[Extraction]) -> None:
    assert varied(bases, 5) == varied(bases, 5)


def test_figures_keep_their_form_and_value(bases: list[Extraction]) -> None:
    for document in varied(bases, 15):
        for figure in document.quantities:
            assert figure.number is None or figure.number in figure.text
    plain = [q for d in varied(bases, 15) for q in d.quantities if q.number and q.number.isdigit()]
    assert plain and all(q.value == int(q.number or 0) for q in plain)


def test_few_documents_of_two_stories_are_worth_comparing(bases: list[Extraction]) -> None:
    import vary

    def topic(document: Extraction) -> Topic:
        return topic_of(bundle(list(statements(document)), lambda things: dict.fromkeys(things, bytes(512))))

    stories = [[topic(document) for document, _ in vary.documents(vary.story(bases, n))] for n in range(30)]
    assert all(may_match(told[0], told).all() for told in stories)
    firsts = [told[0] for told in stories]
    assert np.mean([may_match(first, firsts) for first in firsts]) < 0.1


def test_a_store_is_filled_as_if_compared(tmp_path: Path) -> None:
    import fill

    path = tmp_path / "filled.db"
    many = fill.fill(str(path), 400, compared=True, workers=1)
    with Store(path, readonly=True) as store:
        counts = store.counts()
        facts, conflicts, waiting = (
            store.db.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in ("facts", "relations WHERE relation = 'conflicts'", "uncompared")
        )
        assert list(store.verify()) == []
    assert counts["claims"] == many >= 400 and facts > 50 and conflicts > 5 and waiting == 0


def test_short_articles_are_new_and_follow_from_their_numbers() -> None:
    import many

    made = list(many.articles(0, 300))
    assert list(many.articles(200, 300)) == made[200:]
    assert len({a["title"] + a["text"] for a in made}) == len(made)
    assert all(a["title"] and a["text"] for a in made)


def test_very_many_articles_are_taken_up_where_they_were_left(tmp_path: Path) -> None:
    import many
    from results import Results

    first = many.run(20, tmp_path, 1, every=10)
    rows = many.run(30, tmp_path, 1, every=10)
    assert many.stored(tmp_path / "many.db") == 30
    assert rows[: len(first)] == first
    if rows:  # the last articles may be stored between two looks
        many.show(Results(tmp_path / "plots"), rows, workers=1)
        assert (tmp_path / "plots" / "many.svg").exists()
    with Store(tmp_path / "many.db", readonly=True) as store:
        assert [row.id for row in store.documents()] == [f"short-{number}" for number in range(30)]
        assert not store.failures()
