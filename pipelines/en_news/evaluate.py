"""Figures of the language model on the development corpora.

    python -m pipelines.en_news.evaluate --corpora DIR [--model pipelines/en_news/model] [--run train-runs/a --epochs 4]

prints a table for the exported int8 graph and, with ``--run`` and ``--base``, for the float network beside it.

Definitions. Exact spans: character spans of each role with outer spaces, quote marks and closing punctuation
left out, over whole articles. Relation: source and content of one attribution; found when the sources share a
character and the contents' Jaccard over non-space characters is at least 0.5. Entities: exact spans and types.
Treebanks: gold words and sentences; LAS with the subtypes of the labels, and of the universal part of the labels
alone, as the CoNLL 2018 shared task counts it. Sentence starts: gold words and paragraphs, sentences not given.
Claim vectors (stories): share of claims with a claim of the same fact among the k nearest claims of other documents.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from claimtrack.annotate import decode
from claimtrack.annotate.encoder import FILES, Graph
from claimtrack.annotate.lemmas import Lemmas
from claimtrack.annotate.links import LIKELY, link_fragments
from claimtrack.annotate.reading import Reading, Run, read
from claimtrack.annotate.windows import WordPieces
from pipelines.en_news import corpora
from pipelines.en_news.corpora import Passage, Spans
from pipelines.en_news.network import Network
from pipelines.en_news.runtime import OUTPUTS, Runtime

Figures = dict[str, float]
CALIBRATION = {"B-Source": -0.25, "I-Cue": -0.3}
"""Added to the scores of entering these tags, so that precision and recall of sources and cues balance. Each was
chosen on one half of PolNeAR's development part and helps on the other, both ways round; more than these two (every
transition, tags of contents, tags of entities) gained nothing on the other half."""
OUTER = " \n\t“”‘’\"',;:"


def f1(hits: int, predicted: int, gold: int) -> float:
    """F1 in per cent."""
    return 200 * hits / (predicted + gold) if predicted + gold else 0.0


def torch_run(network: Network) -> Run:
    """Run windows through the network as trained, in float."""
    runtime = Runtime(network).eval()

    def run(*arrays: Any) -> dict[str, Any]:
        with torch.inference_mode():
            out = runtime(*(torch.from_numpy(np.asarray(a, np.int64))[None] for a in arrays))
        return {k: v.numpy() for k, v in zip(OUTPUTS, out, strict=True)}

    return run


class Model:
    """A way to run windows, with the labels and transitions that go with it."""

    def __init__(
        self,
        run: Run,
        labels: dict[str, list[str]],
        lemmas: dict[str, str],
        transitions: dict[str, Any],
        tokenizer: Path,
    ) -> None:
        self.run, self.labels, self.lemmas, self.transitions = run, labels, Lemmas(lemmas), transitions
        self.pieces = WordPieces(Tokenizer.from_file(str(tokenizer)))

    def read(self, passage: Passage, sentences: bool = False) -> Reading:
        """Read a passage, with its gold sentences or without."""
        given = passage.starts if sentences else None
        return read(self.run, self.pieces, passage.words, passage.blocks, sentences=given)

    def spans(self, reading: Reading, head: str, labels: str) -> list[tuple[int, int, str]]:
        """Decoded spans of a tagging head: (first word, end word, label)."""
        tags = decode.viterbi(reading.words[head], self.transitions[head])  # type: ignore[arg-type]
        return decode.spans([self.labels[labels][t] for t in tags])


def trimmed(spans: Iterable[tuple[int, int]], text: str) -> set[tuple[int, int]]:
    """Spans joined over white space, without outer spaces, quote marks and closing punctuation."""
    out = set()
    for start, end in corpora.merge(list(spans), text):
        while start < end and text[start] in OUTER:
            start += 1
        while start < end and text[end - 1] in OUTER + ".!?":
            end -= 1
        if start < end:
            out.add((start, end))
    return out


def characters(spans: Iterable[tuple[int, int]], text: str) -> set[int]:
    """Places of the non-space characters of spans."""
    return {i for a, b in spans for i in range(a, min(b, len(text))) if not text[i].isspace()}


def grouped(model: Model, passage: Passage, reading: Reading) -> list[dict[str, Spans]]:
    """Attributions of a passage: role -> character spans, one for each cue, and one for each fragment without cue."""
    offsets = passage.offsets or []
    found: dict[str, Spans] = defaultdict(list)
    for a, b, label in model.spans(reading, "attribution", "attribution"):
        found[label].append((a, b))
    links = link_fragments(reading, found["Source"], found["Cue"], found["Content"])
    chars = {k: [(offsets[a][0], offsets[b - 1][1]) for a, b in v] for k, v in found.items()}
    events = [{"Cue": [c], "Source": list[Any](), "Content": list[Any]()} for c in chars.get("Cue", [])]
    single = []
    for role in ("Source", "Content"):
        for i, span in enumerate(chars.get(role, [])):
            cues = [cue for r, n, cue, score in links if r == role.lower() and n == i and score > LIKELY]
            for cue in cues:
                events[cue][role].append(span)
            if not cues:
                single.append({role: [span]})
    return [*events, *single]


def attribution(model: Model, passages: Sequence[Passage]) -> Figures:
    """Exact spans of each role, and relations."""
    roles = {r: [0, 0, 0] for r in ("Source", "Cue", "Content")}
    relation = [0, 0, 0]
    for passage in passages:
        text, gold = passage.text or "", passage.events or []
        events = grouped(model, passage, model.read(passage))
        for role, count in roles.items():
            g = set[Any]().union(*(trimmed(e.get(role, []), text) for e in gold))
            p = set[Any]().union(*(trimmed(e.get(role, []), text) for e in events))
            add(count, len(g & p), len(p), len(g))
        add(relation, *relations(events, gold, text))
    return {r.lower(): f1(*c) for r, c in roles.items()} | {"relation": f1(*relation)}


def add(count: list[int], *values: int) -> None:
    """Add element by element."""
    for i, v in enumerate(values):
        count[i] += v


def relations(events: list[dict[str, Spans]], gold: list[dict[str, Spans]], text: str) -> tuple[int, int, int]:
    """Relations found, predicted, and in gold; the best contents are paired first, one to one."""
    wanted = [(characters(e["Source"], text), characters(e["Content"], text)) for e in gold if whole(e)]
    predicted = [(characters(e["Source"], text), characters(e["Content"], text)) for e in events if whole(e)]
    pairs = [
        (len(gc & pc) / len(gc | pc), i, j)
        for i, (gs, gc) in enumerate(wanted)
        for j, (ps, pc) in enumerate(predicted)
        if gc & pc and gs & ps
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    for jaccard, i, j in sorted(pairs, reverse=True):
        if jaccard >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return len(used[0]), sum(bool(e.get("Source")) for e in events), len(wanted)


def whole(event: dict[str, Spans]) -> bool:
    """Whether an attribution has both source and content."""
    return bool(event.get("Source") and event.get("Content"))


def entities(model: Model, passages: Sequence[Passage]) -> Figures:
    """Exact spans and types, of all types and of each."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for passage in passages:
        gold = set(decode.spans(passage.tags or []))
        found = set(model.spans(model.read(passage, sentences=True), "names", "worldwide"))
        for label in {x[2] for x in gold | found}:
            g, p = {x for x in gold if x[2] == label}, {x for x in found if x[2] == label}
            add(counts[label], len(g & p), len(p), len(g))
    total = [sum(c[i] for c in counts.values()) for i in range(3)]
    return {"entities": f1(*total)} | {k: f1(*v) for k, v in sorted(counts.items())}


def syntax(model: Model, passages: Sequence[Passage]) -> Figures:
    """UPOS, XPOS, features, lemmas, UAS, LAS with gold sentences; sentence starts without them."""
    right: dict[str, int] = defaultdict(int)
    starts, n = [0, 0, 0], 0
    for passage in passages:
        t, reading = passage.tree, model.read(passage, sentences=True)
        assert t is not None
        n += len(passage.words)
        for task, gold in (("upos", t.upos), ("xpos", t.xpos), ("feats", t.feats)):
            names = model.labels[task]
            right[task] += sum(names[i] == g for i, g in zip(reading.words[task].tolist(), gold, strict=True))
        scripts = [model.labels["lemma"][i] for i in reading.words["lemma"].tolist()]
        upos = [model.labels["upos"][i] for i in reading.words["upos"].tolist()]
        rows = zip(passage.words, scripts, upos, strict=True)
        made = [model.lemmas.of(word, script, pos).lower() for word, script, pos in rows]
        right["lemma"] += sum(m == g.lower() for m, g in zip(made, t.lemmas, strict=True))
        head = reading.heads == np.array(t.heads)
        names = model.labels["deprel"]
        found = reading.words["deprel"].tolist()
        label = np.array([names[i] == g for i, g in zip(found, t.deprels, strict=True)])
        right["uas"] += int(head.sum())
        right["las"] += int((head & label).sum())
        universal = [names[i].split(":")[0] == g.split(":")[0] for i, g in zip(found, t.deprels, strict=True)]
        right["las, universal"] += int((head & np.array(universal)).sum())
        free = model.read(passage).words["starts"].astype(bool)
        add(starts, int((free & np.array(passage.starts)).sum()), int(free.sum()), sum(passage.starts))
    return {k: 100 * v / n for k, v in right.items()} | {"starts": f1(*starts)}


MEASURES: dict[str, Callable[[Model, Sequence[Passage]], Figures]] = {
    "polnear": attribution,
    "worldwide": entities,
    "ewt": syntax,
    "gum": syntax,
}


def figures(model: Model, development: dict[str, list[Passage]]) -> dict[str, Figures]:
    """All figures by corpus, in per cent, rounded to two places."""
    out = {k: measure(model, development[k]) for k, measure in MEASURES.items()}
    return {k: {n: round(v, 2) for n, v in f.items()} for k, f in out.items()}


def float_model(network: Network, run: Path, tokenizer: Path) -> Model:
    """The trained network in float."""
    labels = json.loads((run / "labels.json").read_text(encoding="utf8"))
    network.eval()
    crf = {"attribution": network.crf["attribution"], "names": network.crf["worldwide"]}
    transitions = {k: c.transitions().detach().cpu().numpy() for k, c in crf.items()}  # type: ignore[operator]
    transitions["attribution"] += entering(labels["attribution"])
    lemmas = json.loads((run / "lemmas.json").read_text(encoding="utf8"))
    return Model(torch_run(network), labels, lemmas, transitions, tokenizer)


def entering(tags: Sequence[str]) -> Any:
    """What the calibration adds to each tag's score. Shape (n_tags,)."""
    return np.array([CALIBRATION.get(tag, 0.0) for tag in tags], np.float32)


def float_figures(
    network: Network, run: Path, tokenizer: Path, development: dict[str, list[Passage]]
) -> dict[str, Figures]:
    """Figures of a network that is still in training."""
    return figures(float_model(network, run, tokenizer), development)


def nearest(vectors: Any, documents: Sequence[str], facts: Sequence[str], ks: Sequence[int] = (1, 5, 20)) -> Figures:
    """Share of claims with a same-fact claim of another document among the k nearest; unit ``vectors`` (n, d)."""
    likeness = vectors @ vectors.T
    other = np.array(documents)[:, None] != np.array(documents)
    same = (np.array(facts)[:, None] == np.array(facts)) & other
    order = np.argsort(np.where(other, -likeness, np.inf), axis=1)
    asked = same.any(1)
    hits = np.take_along_axis(same, order, 1)[asked]
    return {f"near {k}": 100 * float(hits[:, :k].any(1).mean()) for k in ks}


def stories(graph: Graph, folder: Path) -> Figures:
    """Retrieval of same-fact claims by the mean vectors of their words."""
    texts = {d["id"]: d["text"] for d in lines(folder / "docs.jsonl")}
    claims = lines(folder / "claims.jsonl")
    rows = []
    read_texts = {key: words_and_vectors(graph, text) for key, text in texts.items()}
    for claim in claims:
        offsets, vectors = read_texts[claim["doc"]]
        inside = [i for i, (a, b) in enumerate(offsets) if a < claim["end"] and b > claim["start"]]
        mean = vectors[inside].mean(0)
        rows.append(mean / np.linalg.norm(mean))
    return nearest(np.array(rows), [c["doc"] for c in claims], [c["fact"] for c in claims])


def words_and_vectors(graph: Graph, text: str) -> tuple[Spans, Any]:
    """Offsets of the words of a text, and their vectors."""
    words, offsets, blocks = corpora.tokenize(text)
    return offsets, read(graph.run, graph.pieces, words, blocks).words["vectors"]


def lines(path: Path) -> list[Any]:
    """Objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def exported(folder: Path) -> tuple[Graph, Model]:
    """The exported graph, and the same as a model to measure."""
    files = {name: (folder / "claimtrack_encoder" / name).read_bytes() for name in FILES}
    graph = Graph(files)
    labels = graph.labels | {"worldwide": graph.labels["names"]}
    return graph, Model(
        graph.run, labels, graph.forms, graph.transitions, folder / "claimtrack_encoder" / "tokenizer.json"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--model", type=Path, default=Path(__file__).parent / "model", help="the exported pipeline")
    parser.add_argument("--run", type=Path, help="folder of a training run, to print its float figures too")
    parser.add_argument("--base", type=Path, help="folder of the base model")
    parser.add_argument("--epochs", help="numbers of the epochs whose weights are averaged: 6,7,8")
    args = parser.parse_args()
    development = corpora.development(args.corpora)
    graph, model = exported(args.model)
    found = {"int8": figures(model, development)}
    found["int8"]["stories"] = stories(graph, args.corpora / "stories")
    if args.run:
        from pipelines.en_news.export import averaged

        network = averaged(args.run, args.base, [int(e) for e in args.epochs.split(",")])
        found["float"] = figures(float_model(network, args.run, args.base / "tokenizer.json"), development)
    for corpus, measured in found["int8"].items():
        for name, value in measured.items():
            beside = found["float"].get(corpus, {}).get(name) if "float" in found else None
            print(f"{corpus:10} {name:14} int8 {value:6.2f}" + (f"  float {beside:6.2f}" if beside is not None else ""))


if __name__ == "__main__":
    main()
