"""Very many short articles, read, annotated and stored: memory of each process, pace, and size of the database.

    python benchmarks/many.py 1000000 --folder /tmp/claimtrack      # writes docs/plots/many.svg and its figures

The articles (a headline, one or two sentences) are sentences of the sample corpus with ever new names and figures. They
come through a pipe as they are wanted. Stopped, the same command goes on where it was: ``FOLDER/many.db`` says how many
are stored, ``FOLDER/many.jsonl`` has what was measured until then. Remove both to begin anew.
"""

from __future__ import annotations

import argparse
import calendar
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

import page
from results import PLOTS, Results

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SHORT, LONG = 40, 220
"""Characters of the sentences that are taken."""
DATE_WORDS = frozenset((*calendar.month_name[1:], *calendar.day_name))
_START = ("bar", "cal", "dor", "fen", "gor", "hal", "kar", "lin", "mar", "nor", "pel", "ras", "sel", "tar", "ver")
_MIDDLE = ("", "and", "em", "il", "om", "ur", "est", "ab", "ott", "ing", "ov", "ar")
_END = ("a", "en", "ic", "in", "ir", "ola", "on", "ova", "or", "ovic", "sk", "ten", "us", "ya", "ek", "um")
_VARIED = re.compile(r"(?<![\w,.])\d+(?:[, ]\d{3})*(?:\.\d+)?(?!\w)|\b[A-Z][a-z]{2,}\b")
_DAY = re.compile(rf"\b({'|'.join(sorted(DATE_WORDS))})$")
_YEAR = re.compile(r"(19|20)\d\d")
SHOWN = 10
"""Rows of the table."""


# ------------------------------------------------------------------ the articles
@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the sample corpus, each once, in the order of the alphabet."""
    from claimtrack.model import Article
    from claimtrack.read import read_articles

    texts = [item.text for item in read_articles([str(CORPUS)]) if isinstance(item, Article) and item.is_english]
    found = {s.strip() for text in texts for s in re.split(r"(?<=[.!?])\s+|\n+", text)}
    whole = (s for s in found if SHORT <= len(s) <= LONG and s[0].isupper() and s[-1] in ".!?")
    return tuple(sorted(s for s in whole if _varied(s, random.Random(0)) != s))


def articles(start: int, stop: int) -> Iterator[dict[str, str]]:
    """The articles of these numbers; each follows from its number alone."""
    for number in range(start, stop):
        chance = random.Random(number)
        told = [_varied(sentence, chance) for sentence in chance.sample(sentences(), chance.choice((2, 2, 3)))]
        day = f"{2020 + number % 6}-{1 + number // 7 % 12:02}-{1 + number // 91 % 28:02}"
        yield {
            "id": f"short-{number}",
            "title": told[0].rstrip("."),
            "text": " ".join(told[1:]),
            "published": day,
            "publisher": f"Outlet {chance.randrange(400)}",
        }


def _varied(sentence: str, chance: random.Random) -> str:
    """A sentence with new figures, and new names for its words with a capital, but the first one."""
    return _VARIED.sub(lambda found: _other(found, chance), sentence)


def _other(found: re.Match[str], chance: random.Random) -> str:
    old, before, after = found[0], found.string[: found.start()].rstrip(), found.string[found.end() :].split(" ")
    if old[0].isdigit():
        is_date = _YEAR.fullmatch(old) or _DAY.search(before) or (after[1:2] and after[1].strip(".,") in DATE_WORDS)
        return old if is_date else re.sub(r"\d", lambda _: str(chance.randint(1, 9)), old)
    if not before or old in DATE_WORDS:
        return old
    return (chance.choice(_START) + chance.choice(_MIDDLE) + chance.choice(_START) + chance.choice(_END)).title()


# ------------------------------------------------------------------ the run
def run(count: int, folder: Path, workers: int, every: int) -> list[dict[str, Any]]:
    """Read the articles that are not stored yet; what was measured, every ``every`` articles, of all runs."""
    db, log = folder / "many.db", folder / "many.jsonl"
    start = stored(db)
    feeder = [sys.executable, __file__, str(count), "--print", str(start)]
    reader = [sys.executable, "-m", "claimtrack", "ingest", "-", "--db", str(db), "--workers", str(workers), "--quiet"]
    if start < count:
        with (
            subprocess.Popen(feeder, stdout=subprocess.PIPE) as pipe,
            subprocess.Popen(reader, stdin=pipe.stdout) as process,
            log.open("a") as out,
        ):
            _watch(process, db, every, start, out)
        if process.returncode:
            raise SystemExit(f"claimtrack ingest ended with {process.returncode}; the same command goes on.")
    return [json.loads(line) for line in log.read_text().splitlines()]


def _watch(process: subprocess.Popen[bytes], db: Path, every: int, start: int, out: Any) -> None:
    """Write a row whenever some more articles are stored, until the process ends."""
    due, last, since = start + every, start, time.perf_counter()
    while process.poll() is None:
        time.sleep(0.5)
        done = stored(db)
        if done >= due:
            now = time.perf_counter()
            row = {"articles": done, "articles/s": round((done - last) / (now - since), 1), **measured(process.pid, db)}
            if row["worker MB"]:  # else the run is ending
                print(json.dumps(row), file=out, flush=True)
            due, last, since = done - done % every + every, done, now


def stored(db: Path) -> int:
    """How many articles are stored: those of the first numbers, because they are written in order."""
    if not db.exists():
        return 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        row = connection.execute("SELECT max(key) FROM documents").fetchone()
        return int(row[0] or 0)
    return 0


def measured(pid: int, db: Path) -> dict[str, Any]:
    """Megabytes that a process and its children hold, and of the database with its journal."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    children += [c for thread in Path(f"/proc/{pid}/task").iterdir() for c in (thread / "children").read_text().split()]
    held = sorted(filter(None, (resident(int(child)) for child in set(children))), reverse=True)
    size = sum(path.stat().st_size for path in db.parent.glob(f"{db.name}*"))
    return {"main MB": resident(pid), "worker MB": held, "database MB": round(size / 1e6, 1)}


def resident(pid: int) -> float:
    """Megabytes that a process holds; 0 if it is gone."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000
    return 0.0


# ------------------------------------------------------------------ what is shown of it
def show(results: Results, rows: Sequence[dict[str, Any]], workers: int) -> None:
    """A table of some of the rows, and the curve of all."""
    largest = [max(row["worker MB"], default=0.0) for row in rows]
    step = max(1, len(rows) // SHOWN)
    table = [
        {
            "articles": row["articles"],
            "articles/s": row["articles/s"],
            "main process MB": row["main MB"],
            "largest worker MB": most,
            "database MB": row["database MB"],
            "bytes an article": round(row["database MB"] * 1e6 / row["articles"]),
        }
        for row, most in list(zip(rows, largest, strict=True))[step - 1 :: step]
    ]
    many = rows[-1]["articles"]
    results.add("many", table, f"{many:,} short articles, {workers} workers; articles/s since the row measured before")
    lines = {"main process": [(row["articles"], row["main MB"]) for row in rows]}
    lines["largest worker"] = [(row["articles"], most) for row, most in zip(rows, largest, strict=True)]
    results.curve("many", "Memory over very many short articles", "articles", "MB", lines, logarithmic=False)
    results.write()


def main() -> None:
    """Run what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int, help="articles")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/claimtrack"), help="where the database is made")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=int, default=10_000, help="articles between two measurements")
    parser.add_argument("--plots", type=Path, default=PLOTS, help="where figures and plot go (docs/plots)")
    parser.add_argument("--print", type=int, dest="start", help="only print the articles, from this number on")
    options = parser.parse_args()
    if options.start is not None:
        with suppress(BrokenPipeError):
            for article in articles(options.start, options.count):
                print(json.dumps(article), flush=True)
            return
        os._exit(0)  # the reader is gone, and what is left is not wanted
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = run(options.count, options.folder, options.workers, min(options.every, options.count))
    show(Results(options.plots), rows, options.workers)
    if options.plots == PLOTS:
        page.write()


if __name__ == "__main__":
    main()
