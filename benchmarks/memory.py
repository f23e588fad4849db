"""What a worker holds over many short articles in which new names keep coming, as a curve.

``python benchmarks/memory.py 20000`` takes some seven minutes of processor time, and writes docs/plots/memory.svg.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from results import PLOTS, Results

from claimtrack.extract import extract_article
from claimtrack.ingest import find
from claimtrack.model import Article

EVERY = 250
_PARTS = (
    *("br", "cal", "dor", "fen", "gor", "hal", "kar", "lin", "mar", "nor", "pel", "ras", "sel", "tar", "ver"),
    *("ond", "ich", "ula", "ski", "ovi", "eth", "amb", "ust", "yle"),
)
_SENTENCES = (
    "{p} {q}, minister of {t}, said on Tuesday that {n} people in {c} had lost their homes after the {w} storm.",
    "{o} will cut {n} jobs in {c} by March, chief executive {p} {q} told reporters.",
    "Prices in {c} rose {d} percent last year, according to {o}, which called the {w} figures preliminary.",
    '"We never agreed to the {w} plan," {p} {q} said. {o} declined to comment.',
    "The {o} report found that {d} percent of voters in {c} support {q}.",
)


def articles(count: int) -> Iterator[Article]:
    """Short articles, each with words of its own: made-up names of two to four of the parts above."""
    for number in range(count):
        chance = random.Random(number)
        names = {key: _name(chance) for key in "pqtcwo"}
        names["o"] += " " + chance.choice(("Corp", "Group", "Institute"))
        words = {"t": names["t"].lower(), "w": names["w"].lower()}
        figures = {"n": f"{chance.randint(20, 9000):,}", "d": round(chance.uniform(1, 60), 1)}
        text = " ".join(x.format(**names | words | figures) for x in chance.sample(_SENTENCES, 2))
        yield Article(id=str(number), text=text, published="2025-05-06")


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_PARTS) for _ in range(chance.randint(2, 4))).title()


def main() -> None:
    """Annotate as a worker does, and write down what the process holds."""
    count, points = int(sys.argv[1]), []
    for number, article in enumerate(articles(count)):
        find(extract_article, article, None)
        if number % EVERY == 0:
            points.append((number, resident()))
    Results(PLOTS).curve("memory", "Memory of a worker", "articles", "MB", {"one worker": points}, logarithmic=False)


def resident() -> float:
    """Megabytes that this process holds."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    main()
