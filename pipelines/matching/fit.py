"""Fit the weights of claimtrack/compare/matching.py on stories that several outlets covered.

    python -m pipelines.matching.fit --corpora DIR [--write]

The stories are those of this folder (stories/) and of ``DIR/stories``: docs.jsonl (articles), claims.jsonl (marked
claims: doc, start, end, value, fact) and gold.jsonl. Articles go through the installed pipeline; a marked figure is the
extracted one that begins in it, and a marked claim the extracted ones that share most of their words with it.
Pairs of one story, of different documents, that can be about one fact are the examples; a pair of one ``fact`` is a
positive. Pairs of two stories are negatives.
Beside them judged.jsonl has pairs of PolNeAR's articles (``DIR/polnear``) that an earlier fit thought possible, of
all likelihoods in like number, each judged by reading: file and place of the two figures (or claims), and whether
they are about one fact. Most are not, which the stories alone do not teach. Some unlike pairs of the same articles,
and of articles on other matters, stand beside them as negatives, unread.
Prints average precision with each story, and a fifth of the judged pairs, left out in turn, then fits on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimtrack.compare import matching
from claimtrack.compare.columns import Bundle
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.vectors import bundle, read_alone
from claimtrack.extract import extract
from claimtrack.model import Article, Extraction
from pipelines.matching.stories import Told
from pipelines.matching.stories import told as own_stories

Array = NDArray[np.float64]
Story = list[tuple[Bundle, list[frozenset[str]]]]
"""Bundles of a story's documents, with the facts of each statement."""
Pairs = tuple[Array, NDArray[np.bool_], Array, NDArray[np.bool_], float]
"""Of two documents: features, which pairs can be about one fact, truth, which pairs count, and how much."""
JUDGED = 0.15
"""Weight of a judged pair: they were chosen among those that an earlier fit thought likely."""
UNLIKE = 0.35
"""Likeness of two claims of two real articles under which they are taken for two facts, unread."""
OTHER, OTHER_TOPIC, OTHERS = 0.1, 0.12, 60
"""Weight of pairs of two stories, and of two real articles on other matters; likeness of two articles under which
their matters are others; how many such pairs of articles."""
COVERED = 0.5
"""Share of the longer of two spans from which on an extracted claim is a marked one. With 0.6 of the shorter one, and
all marks that are covered, events of real news matched three times as often, and mostly wrongly."""
PENALTY = 3.0
"""Of the squared weights, features of unit variance: stories are few."""


def lines(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def stories(folder: Path) -> Iterator[Told]:
    """The stories of a corpus, as those of this package are."""
    found: dict[str, Told] = {}
    for name in ("docs", "claims", "gold"):
        for row in lines(folder / f"{name}.jsonl"):
            story = str(row.get("doc") or row.get("a_doc") or row["id"]).partition("_")[0]
            getattr(found.setdefault(story, Told(story)), name).append(row)
    return iter(found.values())


def extracted(story: Told) -> list[Extraction]:
    """The articles of a story, extracted."""
    return [
        extract(
            Article(
                doc["id"],
                doc["text"],
                title=doc.get("title"),
                publisher=doc.get("publisher"),
                published=doc.get("published"),
            )
        )
        for doc in story.docs
    ]


def labelled(story: Told, articles: list[Extraction]) -> Story:
    """The statements of a story's articles, each with its facts."""
    out: Story = []
    for found in articles:
        marked = [row for row in story.claims if row["doc"] == found.article.id]
        told = list(statements(found))
        out.append((bundle(told, read_alone), [facts_of(s, found, marked) for s in told]))
    return out


def facts_of(statement: Statement, found: Extraction, marked: list[dict[str, Any]]) -> frozenset[str]:
    """The facts of a statement: of the marks that its figure begins in, or that its claim covers."""
    if statement.quantity is not None:
        start = found.quantities[statement.quantity].start
        return frozenset(str(m["fact"]) for m in marked if m["start"] <= start < m["end"] and is_figure(m))
    claim = found.claims[statement.position]
    best = max(marked, key=lambda m: shared(m, claim.start, claim.end), default=None)
    return frozenset([str(best["fact"])] if best and shared(best, claim.start, claim.end) > COVERED else [])


def is_figure(row: dict[str, Any]) -> bool:
    """Whether a marked claim is about a figure (and not about a day, or that something is so)."""
    value = str(row["value"])
    return value not in ("yes", "no") and not (len(value) == 10 and value[4] == "-")


def shared(row: dict[str, Any], start: int, end: int) -> float:
    """Share of the longer of two spans that both have."""
    both = max(0, min(row["end"], end) - max(row["start"], start))
    return both / max(row["end"] - row["start"], end - start, 1)


def examples(documents: Story, kind: str) -> Iterator[Pairs]:
    """Features, pairs that count and truth of each pair of documents."""
    for n, (a, facts_a) in enumerate(documents):
        for b, facts_b in documents[n + 1 :]:
            (rows, features, columns), allowed = compared(a, b, kind)
            truth = np.array([[float(not facts_a[i].isdisjoint(facts_b[j])) for j in columns] for i in rows])
            if allowed.any():
                yield features, allowed, truth.reshape(allowed.shape), allowed, 1.0


def compared(a: Bundle, b: Bundle, kind: str) -> tuple[tuple[Any, Array, Any], NDArray[np.bool_]]:
    """The statements of a kind of two documents: rows, features, columns; and which pairs can be about one fact."""
    (rows, x), (columns, y) = getattr(a, kind), getattr(b, kind)
    features, allowed = matching.pair_features(x, y, kind, matching.same_topic(a, b))
    return (rows, features.astype(np.float64), columns), allowed


def across(told: dict[str, Story], kind: str) -> Iterator[tuple[str, str, Pairs]]:
    """A pair of documents of each two stories: no fact is one."""
    chance = np.random.default_rng(0)
    for one in told:
        for two in told:
            if one < two:
                a, b = (told[name][chance.integers(len(told[name]))][0] for name in (one, two))
                (_, features, _), allowed = compared(a, b, kind)
                if allowed.any():
                    yield one, two, (features, allowed, np.zeros(allowed.shape), allowed, OTHER)


def of_other_matters(bundles: dict[str, Bundle], kind: str) -> Iterator[Pairs]:
    """Some pairs of claims of real articles on other matters."""
    chance = np.random.default_rng(1)
    names = sorted(bundles)
    for _ in range(OTHERS):
        a, b = (bundles[names[i]] for i in chance.choice(len(names), 2, replace=False))
        (_, features, _), allowed = compared(a, b, kind)
        some = allowed & (chance.random(allowed.shape) < 60 / max(int(allowed.sum()), 1))
        if some.any() and matching.same_topic(a, b) <= OTHER_TOPIC:
            yield features, allowed, np.zeros(allowed.shape), some, OTHER


def judged(folder: Path, kind: str, bundles: dict[str, Bundle]) -> Iterator[Pairs]:
    """The pairs that were judged by reading, and some of their articles that are too unlike to be about one fact."""
    chance = np.random.default_rng(1)
    for row in lines(Path(__file__).parent / "judged.jsonl"):
        if row["kind"] != kind:
            continue
        for side in "ab":
            if row[side] not in bundles:
                bundles[row[side]] = read(folder, row[side], row[f"{side}_published"])
        a, b = bundles[row["a"]], bundles[row["b"]]
        (rows, features, columns), allowed = compared(a, b, kind)
        counts = np.zeros_like(allowed)
        counts[np.ix_(places(a, rows, row["a_start"]), places(b, columns, row["b_start"]))] = True
        if (counts & allowed).any():
            truth = np.where(counts, float(row["same"]), 0.0)
            unlike = allowed & (features[..., 0] < UNLIKE) & (chance.random(allowed.shape) < 10 / allowed.sum())
            yield features, allowed, truth, (counts & allowed) | unlike, JUDGED


def read(folder: Path, name: str, published: str) -> Bundle:
    """An article of PolNeAR as statements."""
    path = next(folder.glob(f"polnear/*/text/{name}"))
    found = extract(Article(name, path.read_text(encoding="utf8"), published=published))
    return bundle(list(statements(found)), read_alone)


def places(a: Bundle, rows: Any, start: int) -> list[int]:
    """Which of ``rows`` are statements that begin at a place of the text."""
    return [i for i, row in enumerate(rows) if a.statements[row].start == start]


def fit(x: Array, y: Array, weight: Array) -> Array:
    """Weighted logistic regression by Newton's method on standardised features; the bias last."""
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / deviation, np.ones(len(x))]
    w = np.zeros(z.shape[1])
    penalty = np.r_[np.full(x.shape[1], PENALTY), 0.0]
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, z.T @ (weight * (p - y)) + penalty * w)
        w -= step
        if np.abs(step).max() < 1e-4:
            break
    scaled = w[:-1] / deviation
    return np.r_[scaled, w[-1] - scaled @ mean]


def two_steps(pairs: list[Pairs]) -> dict[str, list[float]]:
    """Fit both steps on pairs of documents."""
    x = np.concatenate([f[c] for f, _, _, c, _ in pairs])
    y = np.concatenate([t[c] for _, _, t, c, _ in pairs])
    weight = np.concatenate([np.full(int(c.sum()), w) for *_, c, w in pairs])
    first = fit(x, y, weight)
    whole = np.concatenate([with_margins(f, a, first)[c] for f, a, _, c, _ in pairs])
    return {"first": first.round(4).tolist(), "second": fit(whole, y, weight).round(4).tolist()}


def with_margins(features: Array, allowed: NDArray[np.bool_], first: Array) -> Array:
    """Features of the second step."""
    logit = matching.logits(features.astype(np.float32), first.tolist())
    return np.concatenate([features, matching.margins(logit, allowed)], 2)


def scored(pairs: list[Pairs], weights: dict[str, list[float]]) -> tuple[Array, Array]:
    """Probability and truth of all pairs."""
    out, truth = [], []
    for features, allowed, y, counts, _ in pairs:
        whole = with_margins(features, allowed, np.asarray(weights["first"]))
        out.append(matching.sigmoid(matching.logits(whole.astype(np.float32), weights["second"]))[counts])
        truth.append(y[counts])
    return np.concatenate(out), np.concatenate(truth)


def report(p: Array, y: Array) -> str:
    """Average precision, and precision and recall from probability 0.5 on."""
    order = np.argsort(-p)
    hits = y[order]
    average = (np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits > 0].mean()
    chosen = p >= 0.5
    right = (chosen & (y > 0)).sum()
    return (
        f"AP {average:.3f}  P {right / max(chosen.sum(), 1):.3f}  R {right / y.sum():.3f}  ({int(y.sum())} of {len(y)})"
    )


@dataclass(frozen=True)
class Examples:
    """Pairs of one kind: of each story, those judged by reading, of each two stories, of articles on other matters."""

    stories: dict[str, list[Pairs]]
    judged: list[Pairs]
    across: list[tuple[str, str, Pairs]]
    others: list[Pairs]

    @classmethod
    def of(cls, told: dict[str, Story], corpora: Path, kind: str, bundles: dict[str, Bundle]) -> Examples:
        """Collect them; ``bundles`` keeps the real articles that were read."""
        pairs = {name: list(examples(documents, kind)) for name, documents in told.items()}
        real = list(judged(corpora, kind, bundles))
        return cls(pairs, real, list(across(told, kind)), list(of_other_matters(bundles, kind)))

    def without(self, story: str | None, fifth: int | None = None) -> list[Pairs]:
        """Those that are left without a story, or without a fifth of the judged ones."""
        found = [pair for name, pairs in self.stories.items() if name != story for pair in pairs]
        found += [pair for i, pair in enumerate(self.judged) if i % 5 != fifth]
        return found + [pair for one, two, pair in self.across if story not in (one, two)] + self.others


def fitted(pairs: Examples, kind: str) -> dict[str, list[float]]:
    """Weights from all examples, after a report of those without each part in turn."""
    stories = [scored(own, two_steps(pairs.without(name))) for name, own in pairs.stories.items()]
    real = [scored(pairs.judged[i::5], two_steps(pairs.without(None, i))) for i in range(5)]
    for name, found in (("stories", stories), ("judged", real)):
        print(kind, name, "left out:", report(*(np.concatenate(x) for x in zip(*found, strict=True))))
    weights = two_steps(pairs.without(None))
    names = matching.FIGURE_FEATURES if kind == "figures" else matching.EVENT_FEATURES
    print("  ", dict(zip((*names, *matching.MARGINS, "bias"), weights["second"], strict=True)))
    return weights


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights to the package")
    args = parser.parse_args()
    known = [*stories(args.corpora / "stories"), *own_stories()]
    told = {story.name: labelled(story, extracted(story)) for story in known}
    weights, bundles = {}, dict[str, Bundle]()
    for kind in ("figures", "events"):
        weights[kind] = fitted(Examples.of(told, args.corpora, kind, bundles), kind)
    if args.write:
        write(weights)


def write(weights: dict[str, dict[str, list[float]]]) -> None:
    """Write the weights to the package's data file."""
    head = ["# Weights of claimtrack/compare/matching.py; written by `python -m pipelines.matching.fit --write`.", ""]
    for kind, steps in weights.items():
        head += [f"[{kind}]", *(f"{step} = {values}" for step, values in steps.items()), ""]
    path = Path(matching.__file__).parent / "data" / "matching.toml"
    path.write_text("\n".join(head), encoding="utf8")


if __name__ == "__main__":
    main()
