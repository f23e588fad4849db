"""Train the network on all corpora at once.

    python -m pipelines.en_news.train --corpora DIR --base DIR --run train-runs/a [--epochs 8]

``--base`` is the folder of all-MiniLM-L6-v2 (config.json, model.safetensors, tokenizer.json). A run that was
stopped goes on from its last checkpoint when it is called again. ``log.jsonl`` in the run's folder has a line
every 50 steps and the development figures of each epoch.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from claimtrack.annotate.windows import WINDOW_PIECES, WordPieces, features, inputs, pack
from pipelines.en_news import corpora, evaluate, teacher
from pipelines.en_news.corpora import Passage
from pipelines.en_news.labels import label_sets, lemma_script, lexicon
from pipelines.en_news.network import Network, Size

VECTOR = 256
BATCH = 2048
SHARE = {"claimbuster": 0.3, "ewt": 2, "gum": 2}
"""How often an epoch sees a corpus, where it is not once; each time it is cut into other windows."""
DISTIL = 0.3
"""Weight of the claim vectors' loss: they learn fast, and would else take from the other tasks."""


@dataclass(slots=True)
class Encoded:
    """A passage in numbers. ``targets``: task -> label of each word (-100: none)."""

    passage: Passage
    pieces: list[tuple[int, ...]]
    features: list[int]
    targets: dict[str, list[int]]
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    """(first word, end word, row of the teacher's vectors)"""


@dataclass(slots=True)
class Window:
    """Words ``begin`` to ``end`` of a passage."""

    source: Encoded
    begin: int
    end: int
    size: int


def encode(passage: Passage, pieces: WordPieces, labels: dict[str, dict[str, int]]) -> Encoded:
    """Number words and labels."""
    targets: dict[str, list[int]] = {}
    if passage.tree:
        t = passage.tree
        scripts = [lemma_script(w, m) for w, m in zip(passage.words, t.lemmas, strict=True)]
        columns = {"upos": t.upos, "xpos": t.xpos, "feats": t.feats, "lemma": scripts, "deprel": t.deprels}
        for task, values in columns.items():
            targets[task] = [labels[task].get(v, -100) for v in values]
        targets["start"] = [int(s) for s in passage.starts]
    if passage.tags:
        task = "attribution" if passage.corpus == "polnear" else passage.corpus
        targets[task] = [labels[task].get(t, 0) for t in passage.tags]
    return Encoded(
        passage, [pieces.pieces(w) for w in passage.words], features(passage.words, passage.blocks).tolist(), targets
    )


def windows(encoded: Encoded, rng: random.Random) -> Iterator[Window]:
    """Cut a passage into windows of a random limit, so that the model sees windows of every size."""
    limit = rng.randint(24, WINDOW_PIECES) if rng.random() < 0.3 else rng.randint(120, WINDOW_PIECES)
    lengths = [len(p) for p in encoded.pieces]
    for begin, end in pack(lengths, encoded.passage.starts, limit):
        size = sum(lengths[begin:end])
        while size > WINDOW_PIECES + 64:
            end -= 1
            size -= lengths[end]
        yield Window(encoded, begin, end, size + 2)


def batches(data: dict[str, list[Encoded]], rng: random.Random) -> list[list[Window]]:
    """All batches of an epoch in random order: windows of one corpus and like length, at most BATCH pieces padded."""
    out: list[list[Window]] = []
    for corpus, passages in sorted(data.items()):
        share = SHARE.get(corpus, 1)
        found = [w for _ in range(math.ceil(share)) for p in passages for w in windows(p, rng)]
        found = rng.sample(found, int(len(found) * share / math.ceil(share)))
        found.sort(key=lambda w: w.size + rng.random() * 16)
        batch: list[Window] = []
        longest = 0
        for window in found:
            longest = max(longest, window.size)
            if batch and longest * (len(batch) + 1) > BATCH:
                out.append(batch)
                batch, longest = [], window.size
            batch.append(window)
        if batch:
            out.append(batch)
    rng.shuffle(out)
    return out


def noisy(window: Window, rng: random.Random) -> list[int]:
    """Word features of a window, now and then without case, quotes or blocks, so that none is leaned on alone."""
    values = window.source.features[window.begin : window.end]
    dice = rng.random()
    if dice < 0.05:
        values = [v & ~7 for v in values]
    elif dice < 0.08:
        values = [(v & ~7) + 2 if v & 7 < 5 else v for v in values]
    if rng.random() < 0.05:
        values = [v & ~8 for v in values]
    if rng.random() < 0.15:
        values = [v & ~16 for v in values]
    return values


def pad(rows: list[Any], value: int) -> Tensor:
    """Stack rows of unequal length."""
    out = torch.full((len(rows), max(len(r) for r in rows)), value, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.as_tensor(np.asarray(row, np.int64))
    return out


class Trainer:
    """Network, data and losses."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.rng = random.Random(args.seed)
        torch.manual_seed(args.seed)
        base = Path(args.base)
        self.pieces = WordPieces(Tokenizer.from_file(str(base / "tokenizer.json")))
        training = corpora.training(Path(args.corpora))
        if args.small:
            training = {k: v[: args.small] for k, v in training.items()}
        treebanks = training["ewt"] + training["gum"]
        self.labels, self.lemmas = label_sets(treebanks), lexicon(treebanks)
        index = {k: {v: i for i, v in enumerate(vs)} for k, vs in self.labels.items()}
        self.data = {k: [encode(p, self.pieces, index) for p in ps] for k, ps in training.items()}
        self.targets, self.basis = teacher.attach(
            [e for k in ("polnear", "worldwide", "claimbuster", "gum") for e in self.data[k]],
            base,
            Path(args.run) / "teacher.npz",
            VECTOR,
        )
        self.network = Network(Size.read(base), self.labels, VECTOR).to(self.device)
        self.network.encoder.load_base(load_file(base / "model.safetensors"))

    def collate(self, batch: list[Window]) -> dict[str, Tensor]:
        """Tensors of a batch."""
        rows = [
            inputs(w.source.pieces[w.begin : w.end], noisy(w, self.rng), self.pieces.cls, self.pieces.sep)
            for w in batch
        ]
        ids = pad([r[0] for r in rows], -1)
        first = pad([r[2] for r in rows], -1)
        out = {
            "mask": ids >= 0,
            "ids": ids.clamp(min=0),
            "types": pad([r[1] for r in rows], 0),
            "words": first >= 0,
            "first": first.clamp(min=0),
        }
        for task in batch[0].source.targets:
            out[task] = pad([w.source.targets[task][w.begin : w.end] for w in batch], -100)
        return {k: v.to(self.device) for k, v in out.items()}

    def loss(self, batch: list[Window]) -> dict[str, Tensor]:
        """Losses of the tasks that the batch's corpus annotates, each about one a word."""
        net, x, corpus = self.network, self.collate(batch), batch[0].source.passage.corpus
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            layers = net.words(x["ids"], x["types"], x["mask"], x["first"])
            out: dict[str, Tensor] = {}
            if corpus in ("ewt", "gum"):
                out |= self.syntax(net.view("syntax", layers), x, batch)
            elif corpus == "polnear":
                out |= self.attribution(net.view("attribution", layers), x, batch)
            elif corpus == "claimbuster":
                out["worth"] = self.worth(net.view("attribution", layers), batch)
            else:
                view = net.view("names", layers)
                gold = x[corpus].clamp(min=0)
                out[corpus] = net.crf[corpus].loss(net.names[corpus](view), gold, x["words"]) / x["words"].sum()
            if any(w.source.spans for w in batch):
                out |= self.distil(net.vector(net.view("vector", layers)).float(), batch)
        return out

    def syntax(self, view: Tensor, x: dict[str, Tensor], batch: list[Window]) -> dict[str, Tensor]:
        """Tags, sentence starts, arcs and their labels; gold sentences mask the arcs."""
        net = self.network
        out = {k: F.cross_entropy(net.tag[k](view).float().flatten(0, 1), x[k].flatten()) for k in net.tag}
        out["feats"], out["lemma"] = out["feats"] * 0.5, out["lemma"] * 0.5
        start = net.start(view)[..., 0].float()
        out["start"] = F.binary_cross_entropy_with_logits(start[x["words"]], x["start"][x["words"]].float())
        sentence = x["start"].clamp(min=0).cumsum(1).masked_fill(~x["words"], -1)
        heads = pad([self.heads(w) for w in batch], -100).to(self.device)
        arcs = net.arcs(view, sentence[:, :, None] == sentence[:, None, :])
        out["arc"] = F.cross_entropy(arcs.flatten(0, 1), heads.flatten())
        labels = net.relations(view, heads.clamp(min=0)).float()
        out["rel"] = F.cross_entropy(labels.flatten(0, 1), x["deprel"].flatten())
        return out

    @staticmethod
    def heads(window: Window) -> list[int]:
        """Heads within a window; a head outside of it (a sentence cut at the limit) is not learned."""
        tree = window.source.passage.tree
        assert tree is not None
        moved = [h - window.begin for h in tree.heads[window.begin : window.end]]
        return [h if 0 <= h < window.end - window.begin else -100 for h in moved]

    def attribution(self, view: Tensor, x: dict[str, Tensor], batch: list[Window]) -> dict[str, Tensor]:
        """Spans by CRF; links of gold fragments to gold cues, many to many."""
        net = self.network
        gold = x["attribution"].clamp(min=0)
        out = {"attribution": net.crf["attribution"].loss(net.attribution(view), gold, x["words"]) / x["words"].sum()}
        scores = net.link(view).float()
        found, targets = [], []
        for b, window in enumerate(batch):
            p = window.source.passage
            tags = (p.tags or [])[window.begin : window.end]
            links = {(r, s - window.begin, c - window.begin) for r, s, c in p.links or []}
            cues = [i for i, t in enumerate(tags) if t == "B-Cue"]
            for channel, role in enumerate(("Source", "Content")):
                for i, tag in enumerate(tags):
                    if tag == f"B-{role}" and cues:
                        found.append(scores[b, channel, i, cues])
                        targets += [float((role, i, c) in links) for c in cues]
        if found:
            flat = torch.cat(found)
            out["link"] = F.binary_cross_entropy_with_logits(flat, torch.tensor(targets, device=flat.device))
        return out

    def worth(self, view: Tensor, batch: list[Window]) -> Tensor:
        """Check-worthiness: the mean of the words' scores is the sentence's logit."""
        scores = self.network.worth(view)[..., 0].float()
        logits, targets = [], []
        for b, window in enumerate(batch):
            p = window.source.passage
            starts = [i for i, s in enumerate(p.starts) if s]
            for n, (begin, end) in enumerate(zip(starts, [*starts[1:], len(p.words)], strict=True)):
                if begin >= window.begin and end <= window.end:
                    logits.append(scores[b, begin - window.begin : end - window.begin].mean())
                    targets.append(float((p.scores or [])[n]))
        if not logits:
            return scores.sum() * 0.0
        return F.binary_cross_entropy_with_logits(torch.stack(logits), torch.tensor(targets, device=scores.device))

    def distil(self, vectors: Tensor, batch: list[Window]) -> dict[str, Tensor]:
        """Mean vectors of sentences and clauses towards the base model's, and their likeness to each other."""
        rows, targets = [], []
        for b, window in enumerate(batch):
            for begin, end, row in window.source.spans:
                if begin >= window.begin and end <= window.end:
                    rows.append(vectors[b, begin - window.begin : end - window.begin].mean(0))
                    targets.append(row)
        if len(rows) < 2:
            return {}
        ours = F.normalize(torch.stack(rows), dim=-1)
        base = F.normalize(torch.as_tensor(self.targets[targets], dtype=torch.float32, device=ours.device), dim=-1)
        loss = (1 - (ours * base).sum(-1)).mean() + 5 * F.mse_loss(ours @ ours.T, base @ base.T)
        return {"vector": DISTIL * loss}


def groups(network: Network, encoder: float, heads: float) -> list[dict[str, Any]]:
    """Parameter groups: encoder and heads at their own rates, no weight decay on biases and norms."""
    out = []
    for own, rate in ((True, encoder), (False, heads)):
        named = [(n, p) for n, p in network.named_parameters() if n.startswith("encoder.") == own]
        for flat, decay in ((False, 0.01), (True, 0.0)):
            chosen = [p for _, p in named if (p.dim() < 2) == flat]
            out.append({"params": chosen, "lr": rate, "base": rate, "weight_decay": decay})
    return out


def train(args: argparse.Namespace) -> None:
    """Train, write a checkpoint and development figures every epoch."""
    run = Path(args.run)
    run.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(args)
    optimizer = torch.optim.AdamW(groups(trainer.network, 2e-4, 5e-4), betas=(0.9, 0.98), eps=1e-8, fused=True)
    each = len(batches(trainer.data, random.Random(0)))
    steps, step, done = each * args.epochs, 0, 0
    warm = int(0.06 * steps)
    last = run / "last.pt"
    if last.exists():
        state = torch.load(last, weights_only=True)
        trainer.network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["epoch"]
        step = done * each  # so that a schedule may be lengthened, or the corpora weighed anew, between epochs
    write_meta(run, trainer)
    development = {k: v[::4] for k, v in corpora.development(Path(args.corpora)).items()}  # a quarter, to follow it
    tokenizer = Path(args.base) / "tokenizer.json"
    for epoch in range(done, args.epochs):
        trainer.rng = random.Random(f"{args.seed}/{epoch}")
        torch.manual_seed(args.seed * 1000 + epoch)
        trainer.network.train()
        seen, since, sums, counts = 0, time.time(), dict[str, float](), dict[str, int]()
        for n, batch in enumerate(batches(trainer.data, trainer.rng), 1):
            rate = min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate
            losses = trainer.loss(batch)
            optimizer.zero_grad(set_to_none=True)
            sum(losses.values(), torch.zeros(())).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trainer.network.parameters(), 1.0)
            optimizer.step()
            step += 1
            seen += sum(w.size for w in batch)
            for k, v in losses.items():
                sums[k] = sums.get(k, 0.0) + v.item()
                counts[k] = counts.get(k, 0) + 1
            if n % 50 == 0:
                rates = {"epoch": epoch + 1, "step": step, "of": steps, "pieces/s": round(seen / (time.time() - since))}
                log(run, rates | {k: round(v / counts[k], 4) for k, v in sums.items()})
                sums, counts = {}, {}
        torch.save(trainer.network.state_dict(), run / f"epoch{epoch + 1}.pt")
        state = {"network": trainer.network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**state, "epoch": epoch + 1}, last)
        log(run, {"epoch": epoch + 1, **evaluate.float_figures(trainer.network, run, tokenizer, development)})


def write_meta(run: Path, trainer: Trainer) -> None:
    """Labels, lemmas and the teacher's projection, for export and evaluation."""
    (run / "lemmas.json").write_text(json.dumps(trainer.lemmas, ensure_ascii=False, indent=0), encoding="utf8")
    (run / "labels.json").write_text(json.dumps(trainer.labels, ensure_ascii=False, indent=1), encoding="utf8")
    np.save(run / "basis.npy", trainer.basis)


def log(run: Path, row: dict[str, Any]) -> None:
    """A line to the log and to the screen."""
    line = json.dumps(row)
    print(line, flush=True)
    with (run / "log.jsonl").open("a", encoding="utf8") as f:
        f.write(line + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", required=True, help="folder of the corpora")
    parser.add_argument("--base", required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--run", required=True, help="folder of this run: checkpoints and log")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", type=int, help="passages of each corpus, to try the code")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    train(args)


if __name__ == "__main__":
    main()
