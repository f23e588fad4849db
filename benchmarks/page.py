"""docs/benchmarks.md, from the figures that the last full measurement left in docs/plots/figures.json.

Run it with ``python benchmarks/page.py``; ``bench.py --full`` does so too.
"""

from __future__ import annotations

import json
from typing import Any

from results import PLOTS, shown

PAGE = PLOTS.parent / "benchmarks.md"
HEAD = """# Benchmarks

Written by `benchmarks/page.py` from `plots/figures.json`; do not edit.

    python benchmarks/bench.py --full --folder /tmp/claimtrack

measures everything here (an hour, and 8 GB of disk), `make bench` the same in small. What stands beside a peer was
measured in the same run. Each table names the machine, the day, and the load average at its end: on two cores a load
over 2 means that other work took a part, and that seconds are too high; CPU seconds suffer less from it.

Large stores are made by `benchmarks/fill.py`: it varies the articles of the sample corpus (names, figures, days, words,
what an outlet leaves out or says otherwise; `benchmarks/vary.py`), so that two documents of 2 % of all pairs are about
like matters, a story has three outlets on average, and a few names are in very many stories. Of the near pairs of two
stories 3 % share as many words and names that they are compared; in three collections of real news 1 to 2 % do.

Annotating and the whole job were measured in one sitting on a processor with VNNI, all else in another one on AMD's of
2021 without it; nothing else was running. Against what was aimed at: annotating on one core reaches 0.46 of the CNN
pipeline's speed (0.29 without VNNI: 1,639 words/s beside 5,650 of 10,000 words), and the whole job on two cores 0.68
of it, where it was to be faster; the model card (`pipelines/en_news/README.md`) says why. Met are: a first comparison
near linear, one more article in a store of a million claims in half a second, writing in a tenth of the run, an
unchanged corpus read again fifty times as fast, `--help` within 0.3 s; pages of the review over a million claims within
200 ms but for one, the queue of the entity that most claims have.
"""
SECTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Annotating",
        "One thread, held on one CPU. The CNN pipeline is spaCy's small English shape (`benchmarks/cnn.cfg`: tagger, "
        "parser and entity recogniser on one tok2vec); it takes turns with claimtrack on the same texts.",
        ("pipelines", "layers", "peers"),
        ("layers",),
    ),
    (
        "The whole job",
        "Articles in a file to claims in a database, the start of the processes included. The CNN pipeline beside it "
        "stores nothing.",
        ("end to end", "unchanged", "writer", "start-up"),
        ("end-to-end",),
    ),
    (
        "Comparing",
        "The first comparison of a store by number of claims; then one more article for a large store, which is stored "
        "and compared with what it touches; then very many copies of one article.",
        ("compare", "add", "copies"),
        ("compare",),
    ),
    (
        "Very many short articles",
        "Headlines with one or two sentences, each with new names and figures (`benchmarks/many.py`): what the process "
        "that reads and writes holds, and the largest worker; the database with its journal.",
        ("many",),
        ("many",),
    ),
    ("Looking things up", "What the commands ask a store for.", ("queries",), ("queries",)),
    (
        "Pages of the review",
        "Every page through Datasette's own client, without a network. `scans`: tables of which the page reads every "
        "row.",
        ("pages",),
        ("pages",),
    ),
)


def write() -> None:
    """Write the page."""
    known: dict[str, dict[str, Any]] = json.loads((PLOTS / "figures.json").read_text(encoding="utf8"))
    parts = [HEAD]
    for title, words, names, plots in SECTIONS:
        if any(name in known for name in names):
            parts.append(f"## {title}\n\n{words}\n")
            parts += [_table(known[name]) for name in names if name in known]
            parts += [f"![{title}](plots/{plot}.svg)\n" for plot in plots if (PLOTS / f"{plot}.svg").exists()]
    PAGE.write_text("\n".join(parts), encoding="utf8")


def _table(found: dict[str, Any]) -> str:
    rows = found["rows"]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(shown(row.get(column, '')) for column in columns)} |" for row in rows]
    return f"**{found['title']}** ({found['machine']})\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    write()
