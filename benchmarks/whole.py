"""The whole job: reading, annotating and storing, with one worker and two, beside spaCy and plain SQLite."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from results import Results, seconds
from spacy.language import Language

import claimtrack
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction
from claimtrack.store import Store


def run(results: Results, texts: Sequence[str], cnn: Language) -> None:
    """All measurements of this module. ``texts``: articles; ``cnn``: the pipeline to stand beside."""
    with tempfile.TemporaryDirectory() as folder:
        _end_to_end(results, texts, cnn, Path(folder))
        _writer(results, texts[: max(20, len(texts) // 8)], Path(folder))
        _start_up(results, texts[0], Path(folder))


def _words(cnn: Language, texts: Sequence[str]) -> int:
    return sum(len(cnn.make_doc(text)) for text in texts)


def _end_to_end(results: Results, texts: Sequence[str], cnn: Language, folder: Path) -> None:
    """Articles in a file to claims in a database, beside the bare CNN pipeline, and once more unchanged."""
    words, rows, times = _words(cnn, texts), [], dict[str, float]()
    source = folder / "articles.jsonl"
    lines = (json.dumps({"id": str(i), "text": t, "published": "2025-05-06"}) for i, t in enumerate(texts))
    source.write_text("\n".join(lines), encoding="utf8")
    for workers in (1, 2):
        db = folder / f"{workers}.db"
        many = f"{workers} process{'es' if workers > 1 else ''}"
        times[f"claimtrack with its store, {many}"] = seconds(lambda: _ingest(source, db, workers))  # noqa: B023
        times[f"spaCy CNN alone, {many}"] = seconds(lambda: list(cnn.pipe(texts, n_process=workers)))  # noqa: B023
    for name, spent in times.items():
        rows.append({"what": name, "words/s": words / spent, "seconds": spent})
    results.add("end to end", rows, f"{words:,} words in {len(texts)} articles, start of the processes included")
    first = times["claimtrack with its store, 1 process"]
    again = seconds(lambda: _ingest(source, folder / "1.db", 1))
    results.add(
        "unchanged",
        [
            {"run": "first", "seconds": first},
            {"run": "again, nothing changed", "seconds": again, "times faster": first / again},
        ],
        "The same articles twice, one process",
    )
    results.bars(
        "end-to-end", "Articles to claims in a database", "words a second", {r["what"]: r["words/s"] for r in rows}
    )


def _ingest(source: Path, db: Path, workers: int) -> None:
    claimtrack.ingest([source], db=db, workers=workers)


def _writer(results: Results, texts: Sequence[str], folder: Path) -> None:
    """What writing costs: beside the whole run, and beside the same rows through sqlite3 alone."""
    start = time.perf_counter()
    found = [extract(Article(str(i), text, published="2025-05-06")) for i, text in enumerate(texts)]
    annotating = time.perf_counter() - start
    with Store(folder / "w.db") as store:
        writing = seconds(lambda: _add(store, found))
    rows = list(_rows(folder / "w.db"))
    plain = seconds(lambda: _plain(folder / "plain.db", folder / "w.db", rows))
    count = sum(len(values) for _, values in rows)
    many = len(found)
    made = [
        {"what": "annotating", "seconds": annotating, "articles/s": many / annotating},
        {"what": "checking, sketching and writing", "seconds": writing, "articles/s": many / writing},
        {"what": f"sqlite3 executemany of the same {count:,} rows", "seconds": plain, "articles/s": many / plain},
    ]
    for row in made:
        row["share"] = f"{row['seconds'] / (annotating + writing):.1%}"
    results.add("writer", made, f"{many} articles, an article a transaction")


def _add(store: Store, found: Sequence[Extraction]) -> None:
    run = store.start_run()
    for extraction in found:
        store.add(extraction, run)
    store.finish_run(run)


def _rows(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """All rows of the tables that the writer fills itself."""
    with sqlite3.connect(path) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'").fetchall()
        for (name,) in names:
            if not name.startswith(("sqlite_", "_", "review", "queue", "uncompared")):
                yield name, db.execute(f"SELECT * FROM {name}").fetchall()


def _plain(path: Path, like: Path, rows: Sequence[tuple[str, list[Any]]]) -> None:
    """The same tables, without indexes, triggers and full text, filled in one transaction."""
    with sqlite3.connect(like) as db:
        schema = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    with sqlite3.connect(path) as db:
        for name, values in rows:
            db.execute(schema[name])
            if values:
                db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values[0]))})", values)


def _start_up(results: Results, text: str, folder: Path) -> None:
    """Time until the program helps, and until the first claim of one article is there."""
    article = folder / "one.txt"
    article.write_text(text, encoding="utf8")
    program = shutil.which("claimtrack", path=str(Path(sys.executable).parent))
    start = [program] if program else [sys.executable, "-c", "from claimtrack.cli import main; main()"]
    commands = {
        "claimtrack --help": [*start, "--help"],
        "claimtrack extract, one article": [*start, "extract", str(article), "--format", "jsonl"],
        "claimtrack ingest, one article": [*start, "ingest", str(article), "--db", str(folder / "one.db")],
        "python -c 'import spacy'": [sys.executable, "-c", "import spacy"],
    }
    rows = []
    for name, command in commands.items():
        times = sorted(seconds(lambda: subprocess.run(command, capture_output=True, check=False)) for _ in range(5))  # noqa: B023
        rows.append({"command": name, "seconds": times[2], "fastest": times[0]})
    results.add("start-up", rows, "Start-up, median of five")
