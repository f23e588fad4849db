"""Count in how many news articles each stem stands, for claimtrack/compare/words.py.

    python -m pipelines.matching.frequencies --corpora DIR

``DIR`` holds polnear and worldwide (their training and development parts) and timebank: a few thousand articles of
many countries. Stems of fewer than ``LEAST`` articles are left out: they count as rare.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from claimtrack.compare import words

LEAST = 4


def texts(corpora: Path) -> Iterator[str]:
    """Texts of all articles."""
    for path in sorted(corpora.glob("polnear/*/text/*")):
        yield path.read_text(encoding="utf8")
    for path in sorted(corpora.glob("worldwide/*/*.tsv")):
        lines = path.read_text(encoding="utf8").splitlines()
        yield " ".join(line.partition("\t")[0] for line in lines)
    for path in sorted(corpora.glob("timebank/*.tml")):
        yield re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf8"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path)
    counts, total = Counter[str](), 0
    for text in texts(parser.parse_args().corpora):
        counts.update(set(words.stems(text)))
        total += 1
    head = [
        "# In how many news articles a stem stands (see compare/words.py); written by",
        "# `python -m pipelines.matching.frequencies`. First all articles, then each stem and its count.",
        f"articles\t{total}",
    ]
    rows = [f"{word}\t{n}" for word, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= LEAST]
    path = Path(words.__file__).parent / "data" / "frequencies.tsv"
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
