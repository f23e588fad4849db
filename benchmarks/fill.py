"""Make a store of very many claims by varying the articles of the sample corpus (see ``vary``).

    python benchmarks/fill.py DB --claims 1000000 [--compared]

Articles are written by the store's own writer. ``--compared``: with all that the comparison keeps of a document, and
with the facts and relations that the variation itself tells, as if every document had been compared: which claims of a
story's outlets are one fact is known, so that it takes minutes, and not hours.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported; a process a core is enough

import numpy as np
import vary

from claimtrack.compare import groups, packs, relate, tables
from claimtrack.compare.candidates import document_vector, whole
from claimtrack.compare.packs import Pack
from claimtrack.compare.relate import Verdict
from claimtrack.compare.sketch import Sketch, sketch_of
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.topics import Topic, topic_of
from claimtrack.compare.vectors import WIDTH, read_alone, unpacked
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction
from claimtrack.read import read_articles
from claimtrack.store import Run, Store, writer
from claimtrack.store.connection import writing

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
STORIES = 20
"""Stories in one task of a worker, and in one transaction."""
SCORE = 0.9
"""Likelihood that is written for what is known."""
Place = tuple[int, int]
"""A statement: number of the document in its story, and of the statement in it."""
Link = tuple[Place, Place, Verdict]


@dataclass(frozen=True, slots=True)
class Base:
    """The corpus, with vectors of the things that it counts."""

    extractions: list[Extraction]
    things: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the comparison keeps of a document. ``keys``: claim and figure of each statement, by position."""

    pack: Pack
    topic: Topic
    vector: bytes
    keys: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Made:
    """A document, and what the comparison keeps of it."""

    extraction: Extraction
    sketch: Sketch
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A story's documents, and the facts that several of them tell: statements, and what holds between them."""

    documents: list[Made]
    facts: list[tuple[list[Place], list[Link]]]


def base(*, compared: bool) -> Base:
    """The articles of the sample corpus that have claims, as the pipeline reads them."""
    articles = [a for a in read_articles([str(CORPUS)]) if isinstance(a, Article) and "/bad/" not in str(a.path)]
    found = [extraction for extraction in map(extract, articles) if extraction.claims]
    told = [s for extraction in found for s in statements(extraction)] if compared else []
    return Base(found, read_alone(dict.fromkeys(s.thing for s in told if s.thing)))


# ------------------------------------------------------------------ in the workers
_BASE: list[Base] = []


def _set_up(base: Base) -> None:
    _BASE.append(base)


def make(numbers: range, seed: int, names: int, *, compared: bool) -> list[Told]:
    """Some stories."""
    base = _BASE[0]
    return [_told(base, vary.story(base.extractions, n, seed, names), compared=compared) for n in numbers]


def _told(base: Base, story: vary.Story, *, compared: bool) -> Told:
    made, known = [], dict[tuple[int, int], list[tuple[Place, Statement]]]()
    for n, (document, chosen) in enumerate(vary.documents(story)):
        sketch = sketch_of(document.article.text, document.article.blocks)
        if not compared:
            made.append(Made(document, sketch))
            continue
        found = list(statements(document))
        vectors = [unpacked(claim.vector) for claim in document.claims]
        keys = [(s.position, tables.EVENT if s.quantity is None else s.quantity) for s in found]
        pack = _pack(base, story, found)
        context = np.array(vectors, np.float32).reshape(-1, WIDTH)
        kept = Kept(pack, topic_of(packs.bundle_of(pack, context)), whole(document_vector(vectors)), keys)
        made.append(Made(document, sketch, kept))
        for i, (statement, key) in enumerate(zip(found, keys, strict=True)):
            known.setdefault((chosen[key[0]], key[1]), []).append(((n, i), statement))
    return Told(made, [_fact(members) for members in known.values() if len(members) > 1])


def _pack(base: Base, story: vary.Story, found: Sequence[Statement]) -> Pack:
    """The statements of a document; the vector of a thing is that of the base article, or some other one."""
    return packs.pack(found, lambda wanted: {text: base.things.get(text) or vary.moved(None, story) for text in wanted})


def _fact(members: list[tuple[Place, Statement]]) -> tuple[list[Place], list[Link]]:
    links = []
    for (x, a), (y, b) in combinations(members, 2):
        (x, a), (y, b) = ((x, a), (y, b)) if relate.in_order(a, b) else ((y, b), (x, a))
        verdict = relate.relate(a, b)
        if verdict is not None:
            links.append((x, y, verdict))
    return [place for place, _ in members], links


# ------------------------------------------------------------------ in the writer
class Filler:
    """Writes stories into a store; a transaction for each list of them."""

    def __init__(self, store: Store) -> None:
        self.db = store.db
        self.run: Run = store.start_run(model="varied", model_hash="varied")
        self.claims = 0

    def write(self, told: list[Told]) -> None:
        """Write some stories."""
        with writing(self.db):
            for story in told:
                keys = [self._document(made) for made in story.documents]
                for members, links in story.facts:
                    self._fact(story, keys, members, links)

    def _document(self, made: Made) -> list[tuple[int, int]]:
        """Write a document; the keys of its statements."""
        writer.write(self.db, made.extraction, self.run, made.sketch)
        self.claims += len(made.extraction.claims)
        if made.kept is None:
            return []
        version = self.db.execute("SELECT max(key) FROM versions").fetchone()[0]
        tables.add_pack(self.db, version, made.kept.pack)
        tables.add_topic(self.db, version, packs.layout(), made.kept.topic)
        tables.add_compared(self.db, version, self.run.id, made.kept.vector)
        claims = [key for key, _ in tables.claim_vectors(self.db, version)]
        return [(claims[position], quantity) for position, quantity in made.kept.keys]

    def _fact(self, story: Told, keys: list[list[tuple[int, int]]], members: list[Place], links: list[Link]) -> None:
        at = {place: keys[place[0]][place[1]] for place in members}
        document, statement = members[0]
        made = story.documents[document]
        assert made.kept is not None
        position, quantity = made.kept.keys[statement]
        claim = made.extraction.claims[position]
        name = groups.fact_id(claim.id, None if quantity == tables.EVENT else quantity)
        tables.add_matches(self.db, ((at[a], at[b], SCORE) for a, b in combinations(members, 2)))
        rows = [(at[a], at[b], verdict, SCORE) for a, b, verdict in links]
        tables.replace_facts(self.db, (), [(name, claim.text[:120], [(at[m], None) for m in members], rows)])


def names_for(claims: int) -> int:
    """From how many names the stories of a store are drawn."""
    return max(300, claims // 50)


def fill(
    path: str, claims: int, *, seed: int = 0, names: int | None = None, compared: bool = False, workers: int = 2
) -> int:
    """Make a store of at least ``claims`` claims at ``path``; how many it has. ``names``: to draw from."""
    names = names or names_for(claims)
    with (
        Store(path) as store,
        ProcessPoolExecutor(workers, get_context("spawn"), _set_up, (base(compared=compared),)) as pool,
    ):
        store.db.execute("PRAGMA synchronous = OFF")
        store.db.execute("PRAGMA cache_size = -200000")
        filler = Filler(store)
        for told in _stories(pool, seed, names, compared=compared, ahead=2 * workers):
            filler.write(told)
            if filler.claims >= claims:
                break
        pool.shutdown(cancel_futures=True)
        store.finish_run(filler.run)
        store.db.execute("ANALYZE")
    return filler.claims


def _stories(pool: ProcessPoolExecutor, seed: int, names: int, *, compared: bool, ahead: int) -> Iterator[list[Told]]:
    """Stories without end, made by the workers, in order; no more than ``ahead`` lists wait."""
    begins = iter(range(0, 10**9, STORIES))
    tasks: list[Any] = []

    def submit(begin: int) -> Any:
        return pool.submit(make, range(begin, begin + STORIES), seed, names, compared=compared)

    tasks += [submit(begin) for begin in islice(begins, ahead)]
    for begin in begins:
        yield tasks.pop(0).result()
        tasks.append(submit(begin))


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a store and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("db")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--names", type=int, help="names to draw from; the fewer, the more stories share one")
    parser.add_argument("--compared", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    many = fill(
        options.db,
        options.claims,
        seed=options.seed,
        names=options.names,
        compared=options.compared,
        workers=options.workers,
    )
    size = Path(options.db).stat().st_size / 2**20
    print(f"{many:,} claims in {time.perf_counter() - start:.0f} s, {size:,.0f} MB")


if __name__ == "__main__":
    main()
