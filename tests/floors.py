"""Quality on the sample corpus against its hand-noted claims; ``docs/floors.json`` holds what it may not fall below.

    python -m tests.floors                         print the figures, and what changed
    python -m tests.floors --write REASON          write the figures as the new floors, if none is lower
    python -m tests.floors --write REASON --lower  also where one is lower; the reason says why that is right

The figures are those of ``claimtrack evaluate corpus/expected.json corpus/layers.json``, in per cent: F1, or recall
where precision is not counted. Each is kept with the number of items that it counts, and all with a digest of the
corpus.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from claimtrack.evaluate import Score, evaluate, read_gold
from claimtrack.extract import extract_article

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLD = (CORPUS / "expected.json", CORPUS / "layers.json")
FLOORS = ROOT / "docs" / "floors.json"
SLACK = 1.5
"""Items of the corpus by which a figure may differ from its floor: another kind of processor adds up floats in another
order, and what the model is undecided about comes out otherwise there, one item of a layer or none."""


def digest() -> str:
    """Hash of all files of the corpus."""
    out = hashlib.sha256()
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file()):
        out.update(path.relative_to(CORPUS).as_posix().encode() + b"\0" + path.read_bytes())
    return out.hexdigest()[:16]


class Figure(NamedTuple):
    """What a line of the table is held to: F1, or recall where precision is not counted, in per cent."""

    value: float
    items: int


def figure(score: Score) -> Figure:
    """The figure of a line of the table."""
    share = score.recall if score.found is None else score.f1
    return Figure(round(100 * (share or 0.0), 2), score.gold)


def measure() -> dict[str, Figure]:
    """All figures on the sample corpus."""
    report = evaluate((gold, extract_article(gold.article)) for gold in read_gold(GOLD))
    return {f"{score.layer}: {score.field}": figure(score) for score in report.scores}


def stored() -> dict[str, Any]:
    """The floors as written."""
    row: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf8"))
    row["floors"] = {name: Figure(*pair) for name, pair in row["floors"].items()}
    return row


def sunk(floors: dict[str, Figure], figures: dict[str, Figure]) -> dict[str, tuple[float, float | None]]:
    """Floor and figure of what lies lower now, or is no longer measured."""
    lower: dict[str, tuple[float, float | None]] = {}
    for name, (value, items) in floors.items():
        now = figures[name].value if name in figures else None
        if now is None or now < value - 100 * SLACK / items:
            lower[name] = (value, now)
    return lower


def main() -> None:
    """Print the figures, or write them as floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="REASON", help="write the figures as the new floors")
    parser.add_argument("--lower", action="store_true", help="write them even where one is lower than its floor")
    args = parser.parse_args()
    figures, floors = measure(), stored()["floors"]
    for name, (value, items) in figures.items():
        floor = floors[name].value if name in floors else float("nan")
        print(f"{name:42} {value:6.2f}  floor {floor:6.2f}  {items:4} items")
    lower = sunk(floors, figures)
    if args.write and lower and not args.lower:
        sys.exit(f"Lower than before: {', '.join(lower)}. Give --lower, and the reason, if that is right.")
    if args.write:
        row = {"corpus": digest(), "reason": args.write, "floors": figures}
        FLOORS.write_text(json.dumps(row, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
