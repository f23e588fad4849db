"""Large stores: comparing very many claims, adding an article to them, looking things up, ten thousand copies."""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import fill
import vary
from results import Results, median_ms, seconds

from claimtrack.compare import FactFilter, facts, update
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction
from claimtrack.store import Store

NEW_STORY = 900_000_000
"""Number of a story that no store has yet."""
ARTICLE = (
    "At least {n} people were killed when a gallery of the Brisna mine collapsed on Monday, the governor said. "
    "Rescuers are searching for 12 missing miners. The mine produced 840,000 tonnes of coal last year."
)


def _apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Call a function in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


# ------------------------------------------------------------------ comparing
def compare(results: Results, sizes: Sequence[int], folder: Path) -> None:
    """Time and memory of a first comparison, by number of claims."""
    rows = []
    for size in sizes:
        path = folder / f"compare-{size}.db"
        fill.fill(str(path), size)
        rows.append(_apart(compare_once, str(path)))
        path.unlink()
    results.add("compare", rows, "First comparison of a store")
    by_size = [(row["claims"], row["seconds"]) for row in rows]
    linear = [(claims, by_size[0][1] * claims / by_size[0][0]) for claims, _ in by_size]
    results.curve(
        "compare",
        "Comparing all claims of a store",
        "claims",
        "seconds",
        {"claimtrack compare": by_size, "if it were linear": linear},
    )


def compare_once(path: str) -> dict[str, Any]:
    """Compare what is in a store; what it took."""
    with Store(path) as store:
        claims = store.db.execute("SELECT count(*) FROM claims").fetchone()[0]
        before = _peak()
        cpu = time.process_time()
        spent = seconds(lambda: update(store))
        cpu = time.process_time() - cpu
        count = {t: store.db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("matches", "facts")}
        return {
            "claims": claims,
            "seconds": spent,
            "CPU seconds": cpu,
            "CPU ms a claim": cpu / claims * 1e3,
            "peak MB": _peak(),
            "of it before": before,
            **count,
        }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


# ------------------------------------------------------------------ adding
def add(results: Results, path: str, articles: int = 30) -> None:
    """Time to store and compare one more article of some twenty claims."""
    rows = _apart(add_articles, path, articles)
    results.add("add", rows, "One more article, stored and compared")


def add_articles(path: str, articles: int) -> list[dict[str, Any]]:
    """Add articles of new stories, one at a time; the first one, which loads the model, does not count."""
    made: list[Extraction] = []
    base = fill.base(compared=False).extractions
    number = NEW_STORY + int(time.time()) % 10**6 * 100
    with Store(path, readonly=True) as store:
        claims = store.db.execute("SELECT count(*) FROM claims").fetchone()[0]
    while len(made) <= articles:
        told = vary.documents(vary.story(base, number, names=fill.names_for(claims)))
        found = [d for d, _ in told if 17 <= len(d.claims) <= 24]
        made += found[: articles + 1 - len(made)]
        number += 1
    with Store(path) as store:
        storing, comparing, sizes, cpu = [], [], [], [time.process_time()]
        for extraction in made:
            storing.append(seconds(lambda: store.add(extraction)))  # noqa: B023
            comparing.append(seconds(lambda: update(store)))
            sizes.append(len(extraction.claims))
            cpu.append(time.process_time())
    both = [a + b for a, b in zip(storing, comparing, strict=True)][1:]
    return [
        {
            "claims in the store": claims,
            "claims in the article": statistics.mean(sizes),
            "store ms": statistics.median(storing[1:]) * 1e3,
            "compare ms": statistics.median(comparing[1:]) * 1e3,
            "both ms": statistics.median(both) * 1e3,
            "both CPU ms": statistics.median(b - a for a, b in pairwise(cpu[1:])) * 1e3,
            "peak MB": _peak(),
            "slowest ms": max(both) * 1e3,
        }
    ]


# ------------------------------------------------------------------ looking up
def queries(results: Results, paths: Sequence[str]) -> None:
    """Time of what the commands ask a store for, by number of claims."""
    rows: list[dict[str, Any]] = []
    for path in paths:
        with Store(path, readonly=True) as store:
            claims = store.db.execute("SELECT count(*) FROM claims").fetchone()[0]
            rows += [{"claims": claims, "query": name, "ms": median_ms(ask)} for name, ask in _asked(store).items()]
    names = list(dict.fromkeys(row["query"] for row in rows))
    sizes = list(dict.fromkeys(row["claims"] for row in rows))
    of = {(row["query"], row["claims"]): row["ms"] for row in rows}
    table = [{"query": name} | {f"{size:,} claims: ms": of[name, size] for size in sizes} for name in names]
    results.add("queries", table, "Queries by number of claims, median of seven, warm")
    if len(sizes) > 1:
        results.curve(
            "queries", "Queries", "claims", "milliseconds", {n: [(s, of[n, s]) for s in sizes] for n in names}
        )


def _asked(store: Store) -> dict[str, Callable[[], object]]:
    """What is asked, by name; about things that the store has."""
    one = store.db.execute("SELECT id, source FROM claims WHERE source NOT NULL ORDER BY key DESC").fetchone()
    label = store.db.execute("SELECT label FROM facts ORDER BY key DESC").fetchone()[0]
    found = store.claim(one[0])
    assert found is not None
    word = max(found.text.split(), key=len)
    return {
        "claim by id": lambda: store.claim(one[0]),
        "claim in its passage": lambda: store.passage(found),
        "100 claims of a source": lambda: list(store.claims(source=one[1], limit=100)),
        "100 claims with a word": lambda: list(store.claims(text=word, limit=100)),
        "100 claims by unit and value": lambda: list(store.claims(unit="soldier", minimum=5000, limit=100)),
        "claims of a document": lambda: list(store.claims(document=found.document)),
        "facts with two words": lambda: list(facts(store.db, FactFilter(text=" ".join(label.split()[:2])))),
    }


# ------------------------------------------------------------------ copies
def copies(results: Results, many: int) -> None:
    """Many copies of one article, with another that has another figure: stored, compared, and what is said of it."""
    rows = _apart(copies_of, many)
    results.add("copies", rows, f"{many:,} copies of one article")


def copies_of(many: int) -> list[dict[str, Any]]:
    """Store and compare copies in steps of a tenth."""
    found = extract(Article("a", ARTICLE.format(n=31), published="2025-05-06"))
    rows, step = [], max(1, many // 5)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "copies.db") as store:
        run = store.start_run()
        for begin in range(0, many, step):
            storing = seconds(lambda: _copy(store, found, range(begin, begin + step), run))  # noqa: B023
            cpu = time.process_time()
            comparing = seconds(lambda: update(store))
            cpu = time.process_time() - cpu
            rows.append(
                {
                    "copies": begin + step,
                    "store ms each": storing / step * 1e3,
                    "compare ms each": comparing / step * 1e3,
                    "compare CPU ms each": cpu / step * 1e3,
                    "facts": store.db.execute("SELECT count(*) FROM facts").fetchone()[0],
                    "relations": store.db.execute("SELECT count(*) FROM relations").fetchone()[0],
                    "not compared with all": store.db.execute(
                        "SELECT count(*) FROM compared WHERE left_out > 0"
                    ).fetchone()[0],
                }
            )
    return rows


def _copy(store: Store, found: Extraction, numbers: range, run: Any) -> None:
    for number in numbers:
        article = replace(found.article, id=f"copy-{number}", publisher=f"Outlet {number}")
        claims = tuple(replace(claim, id=f"{number:010d}{claim.id[:6]}") for claim in found.claims)
        store.add(replace(found, article=article, claims=claims), run)
