"""How well relations are found in each story, with weights that were fitted without it.

    python -m pipelines.matching.evaluate --corpora DIR

The stories are those that ``fit`` learns from. A marked claim is found where an extracted one covers it; of two marked
claims that relation counts which has the highest score. Of each kind precision (over the pairs that were judged),
recall and their harmonic mean are printed, with its mean over the four kinds, and how many pairs of different facts
have no relation.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from claimtrack.compare import groups, matching, relate
from claimtrack.compare.sketch import are_copies, sketch_of
from claimtrack.compare.update import POSSIBLE
from claimtrack.model import Claim, Extraction
from pipelines.matching import fit
from pipelines.matching.stories import Told
from pipelines.matching.stories import told as own_stories

KINDS = ("agrees", "conflicts", "updates", "same_source")
COVERED = 0.6
"""Share of the shorter of two spans from which on an extracted claim stands for a marked one: marks are often short."""
Node = tuple[int, int]
"""An article of a story and a statement of it, by their places."""
Found = dict[frozenset[str], tuple[float, str]]
"""Pairs of claims, with score and kind of the best relation between them."""


def relations(articles: list[Extraction], documents: fit.Story) -> Found:
    """What ``claimtrack compare`` says of a story, all of whose articles are compared with one another."""
    pairs: dict[tuple[Node, Node], float] = {}
    bundles = [told for told, _ in documents]
    for i, own in enumerate(bundles):
        for j, other in enumerate(bundles[i + 1 :], i + 1):
            pairs |= {((i, x), (j, y)): chance for x, y, chance in matching.matches(own, other, POSSIBLE)}
    known = {(i, x): s for i, told in enumerate(bundles) for x, s in enumerate(told.statements)}
    order = {node: (articles[node[0]].article.published or "9", *node) for node in known}
    document = {node: node[0] for node in known}
    made = groups.cluster(pairs, document, order, lambda a, b: relate.clash(known[a], known[b]))
    copied = copies(articles)
    found: Found = {}
    for group in made:
        for (a, b), chance in groups.chances(group, pairs, every=True).items():
            if a[0] == b[0]:
                continue
            one, two = known[a], known[b]
            one, two = (one, two) if relate.in_order(one, two) else (two, one)
            verdict = relate.relate(one, two, copied=frozenset((a[0], b[0])) in copied)
            if verdict and chance >= relate.least(verdict):
                key = frozenset((one.claim, two.claim))
                found[key] = max(found.get(key, (0.0, "")), (chance * verdict.sure, verdict.relation))
    return found


def copies(articles: list[Extraction]) -> set[frozenset[int]]:
    """Pairs of articles that are copies."""
    sketches = [sketch_of(found.article.text) for found in articles]
    values, triples = np.stack([s.values for s in sketches]), np.array([s.triples for s in sketches])
    hits = [are_copies(own, values, triples) for own in sketches]
    return {frozenset((i, int(j))) for i, hit in enumerate(hits) for j in np.flatnonzero(hit) if i != j}


def judged(story: Told, articles: list[Extraction], found: Found) -> list[tuple[str, str | None]]:
    """Of each pair of marked claims what holds, and what was found."""
    claims = {a.article.id: a.claims for a in articles}
    marks = {row["id"]: {c.id for c in claims[row["doc"]] if _covers(row, c)} for row in story.claims}
    out = []
    for row in story.gold:
        pairs = (frozenset((a, b)) for a in marks[row["a_claim"]] for b in marks[row["b_claim"]] if a != b)
        best = max((found[pair] for pair in pairs if pair in found), default=None)
        out.append((str(row["relation"]), best and best[1]))
    return out


def _covers(row: dict[str, Any], claim: Claim) -> bool:
    both = min(row["end"], claim.end) - max(row["start"], claim.start)
    return both >= COVERED * min(row["end"] - row["start"], claim.end - claim.start)


def table(rows: list[tuple[str, str | None]]) -> str:
    """Precision, recall and their mean of each kind, and what was kept apart; in percent."""
    half = ("same_source", "agrees")  # one origin taken for two: half right
    wanted = Counter(gold for gold, _ in rows)
    said = Counter(row[0] if row == half else row[1] for row in rows)
    right = Counter({kind: rows.count((kind, kind)) for kind in KINDS}) + Counter({half[0]: rows.count(half) / 2})
    parts, means = [], []
    for kind in KINDS:
        precision, recall = right[kind] / max(said[kind], 1), right[kind] / max(wanted[kind], 1)
        means.append(2 * precision * recall / max(precision + recall, 1e-9))
        parts.append(f"{kind} {100 * precision:.0f}/{100 * recall:.0f}/{100 * means[-1]:.0f}")
    apart = sum(gold == "unrelated" and found is None for gold, found in rows) / max(wanted["unrelated"], 1)
    return f"{'  '.join(parts)}  mean {100 * sum(means) / 4:.1f}  apart {100 * apart:.0f}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path)
    corpora = parser.parse_args().corpora
    known = {story.name: story for story in (*fit.stories(corpora / "stories"), *own_stories())}
    articles = {name: fit.extracted(story) for name, story in known.items()}
    told = {name: fit.labelled(story, articles[name]) for name, story in known.items()}
    kinds = ("figures", "events")
    bundles: dict[str, Any] = {}
    pairs = {kind: fit.Examples.of(told, corpora, kind, bundles) for kind in kinds}
    rows: list[tuple[str, str | None]] = []
    for name, story in known.items():
        weights = {kind: fit.two_steps(pairs[kind].without(name)) for kind in kinds}
        with patch.object(matching, "_weights", return_value=weights):
            own = judged(story, articles[name], relations(articles[name], told[name]))
        print(f"{name:12} {table(own)}")
        rows += own
    print(f"{'all':12} {table(rows)}")


if __name__ == "__main__":
    main()
