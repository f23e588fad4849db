"""All measurements, as tables on the terminal; in full size also as plots and figures in docs/plots.

    make bench                                                     # a few minutes
    python benchmarks/bench.py --full --folder /tmp/claimtrack     # the figures of docs/benchmarks.md: an hour, 8 GB
    python benchmarks/bench.py add --full --folder /tmp/claimtrack # a part of them, beside those that are there

The store of a million claims is made by the first part that needs it (12 minutes on two free cores) and kept in the
folder, until the code that makes statements changes: then remove it.

Run it on a quiet machine: everything that is measured beside something else is measured in the same run.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import fill
import page
import scale
import speed  # first: it sets the number of threads, before numpy is imported
import whole
from results import PLOTS, Results, machine

import claimtrack

PARTS = ("speed", "whole", "compare", "copies", "add", "queries", "pages")


def run(results: Results, parts: Sequence[str], folder: Path, *, full: bool, large: int) -> None:
    """The parts that are wanted; ``full``: in full size; ``large``: claims of the large store."""
    steps: dict[str, Callable[[], None]] = {
        "speed": lambda: _speed(results, 50_000 if full else 10_000),
        "whole": lambda: _whole(results, 300_000 if full else 20_000),
        "compare": lambda: scale.compare(results, [1000, 10_000, 100_000] if full else [1000, 4000], folder),
        "copies": lambda: scale.copies(results, 10_000 if full else 500),
        "add": lambda: scale.add(results, _filled(folder, large)),
        "queries": lambda: scale.queries(results, [_filled(folder, size) for size in (large // 100, large)]),
        "pages": lambda: _pages(results, folder, large),
    }
    for part in parts:
        results.console.rule(part)
        steps[part]()
        results.write()


def _speed(results: Results, words: int) -> None:
    with speed.on_one_cpu():
        speed.run(results, words)


def _whole(results: Results, words: int) -> None:
    paragraphs = speed.corpus_paragraphs(fill.CORPUS)
    ours = claimtrack.load()
    whole.run(results, speed.varied(paragraphs, words), speed.cnn_pipeline(ours, paragraphs))


def _filled(folder: Path, size: int) -> str:
    """A compared store of this size, made unless it is there."""
    path = folder / f"store-{size}.db"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        fill.fill(str(making), size, compared=True)
        making.rename(path)
    return str(path)


def _pages(results: Results, folder: Path, size: int) -> None:
    import pages

    pages.run(results, _filled(folder, size))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"some of {', '.join(PARTS)} (all)")
    parser.add_argument("--full", action="store_true", help="in full size, and write to docs/plots")
    parser.add_argument("--folder", type=Path, help="where large stores are made, and kept")
    parser.add_argument("--large", type=int, help="claims of the large store (1,000,000; else 10,000)")
    options = parser.parse_args(arguments)
    large = options.large or (1_000_000 if options.full else 10_000)
    with tempfile.TemporaryDirectory() as folder:
        results = Results(PLOTS if options.full else Path(folder))
        results.console.print(machine())
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
        run(results, options.parts or PARTS, options.folder or Path(folder), full=options.full, large=large)
        if options.full:
            page.write()


if __name__ == "__main__":
    main()
