"""Quality on the sample corpus against its hand-noted claims; ``docs/floors.json`` holds what it may not fall below.

    python -m tests.floors                 print the figures
    python -m tests.floors --write REASON  write them as the new floors, with the reason; keep it honest

Figures are shares of the noted claims, in per cent. A noted claim is found when a claim of the pipeline shares half
of the shorter one's characters; the one that shares most figures, then most characters, is taken. Source, polarity
and modality are counted over found claims; quantities and dates over all noted ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from claimtrack.extract import extract_article
from claimtrack.model import Article, Claim, Extraction
from claimtrack.read import read_articles

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
FLOORS = ROOT / "docs" / "floors.json"
SLACK = 0.05
"""Per cent that a figure may differ from its floor by rounding."""

Gold = dict[str, Any]


def digest() -> str:
    """Hash of all files of the corpus."""
    out = hashlib.sha256()
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file()):
        out.update(path.relative_to(CORPUS).as_posix().encode() + b"\0" + path.read_bytes())
    return out.hexdigest()[:16]


def words(name: str | None) -> list[str]:
    """A name's words, for comparison."""
    return [w for w in re.findall(r"\w+", (name or "").lower()) if w not in ("the", "a", "an", "s")]


def same_name(a: str | None, b: str | None) -> bool:
    """Whether one name's words are a run of the other's."""
    short, long = sorted((words(a), words(b)), key=len)
    if not short:
        return not long
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def figures_match(gold: Gold, found: Extraction, claim: Claim) -> int:
    """How many of the noted values the claim has."""
    values = {float(found.quantities[i].value) for i in claim.quantities}
    return sum(q["value"] in values for q in gold["quantities"])


def pairs(gold: list[Gold], found: Extraction) -> dict[int, Claim]:
    """Noted claim -> claim of the pipeline, one to one, the best first."""
    options = []
    for i, g in enumerate(gold):
        for claim in found.claims:
            shared = overlap(g["span"], (claim.start, claim.end))
            if shared * 2 >= min(g["span"][1] - g["span"][0], claim.end - claim.start):
                options.append((figures_match(g, found, claim), shared, -i, claim))
    out: dict[int, Claim] = {}
    taken: set[str] = set()
    for _, _, i, claim in sorted(options, key=lambda o: o[:3], reverse=True):
        if -i not in out and claim.id not in taken:
            out[-i] = claim
            taken.add(claim.id)
    return out


def located(gold: list[Gold], text: str) -> list[Gold]:
    """The noted claims with their places."""
    out, at = [], 0
    for g in gold:
        begin = text.find(g["evidence"], at)
        at = begin = begin if begin >= 0 else text.index(g["evidence"])
        out.append(g | {"span": (begin, begin + len(g["evidence"]))})
    return out


def quantity_marks(g: Gold, part: Gold, found: Extraction) -> dict[str, bool]:
    """Whether a noted figure is there: value, with comparator, with unit."""
    begin = found.article.text.index(part["text"], *g["span"])
    here = [q for q in found.quantities if overlap((begin, begin + len(part["text"])), (q.start, q.end))]
    right = [
        q
        for q in here
        if math.isclose(part["value"], float(q.value), rel_tol=1e-4)
        and (part["high"] is None) == (q.high is None)
        and (q.high is None or math.isclose(part["high"], float(q.high), rel_tol=1e-4))
    ]
    return {
        "quantity value": bool(right),
        "quantity value and comparator": any(q.comparator == part["comparator"] for q in right),
        "quantity value and unit": any(q.unit == part["unit"] for q in right),
    }


def date_mark(g: Gold, part: Gold, found: Extraction) -> bool:
    """Whether a noted date is there with its value."""
    begin = found.article.text.index(part["text"], *g["span"])
    end = begin + len(part["text"])
    return any(d.value == part["value"] for d in found.dates if overlap((begin, end), (d.start, d.end)))


def measure() -> dict[str, float]:
    """All figures on the sample corpus, in per cent."""
    expected = json.loads((CORPUS / "expected.json").read_text(encoding="utf8"))
    counts: dict[str, list[bool]] = defaultdict(list)
    for item in read_articles([str(CORPUS)]):
        place = Path(str(item.path)).relative_to(CORPUS).as_posix()
        if isinstance(item, Article) and place in expected:
            found = extract_article(item)
            gold = located(expected[place], item.text)
            paired = pairs(gold, found)
            for i, g in enumerate(gold):
                counts["claims found"].append(i in paired)
                if i in paired:
                    claim = paired[i]
                    unnamed = g["source_kind"] == "anonymous" and claim.source is None and claim.attribution is not None
                    counts["source"].append(same_name(g["source"], claim.source) or unnamed)
                    counts["polarity"].append(g["polarity"] == claim.polarity)
                    counts["modality"].append(g["modality"] == claim.modality)
                for part in g["quantities"]:
                    for name, mark in quantity_marks(g, part, found).items():
                        counts[name].append(mark)
                for part in g["dates"]:
                    counts["date value"].append(date_mark(g, part, found))
    return {name: round(100 * sum(marks) / len(marks), 2) for name, marks in sorted(counts.items())}


def main() -> None:
    """Print the figures, or write them as floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="REASON", help="write the figures as the new floors")
    args = parser.parse_args()
    figures = measure()
    for name, value in figures.items():
        print(f"{name:32} {value:6.2f}")
    if args.write:
        row = {"corpus": digest(), "reason": args.write, "floors": figures}
        FLOORS.write_text(json.dumps(row, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
