"""Vectors of the base model for sentences and clauses: what the claim vector is trained towards."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer

from pipelines.en_news.corpora import Passage
from pipelines.en_news.network import Encoder, Size

BORDERS = frozenset({",", ";", ":", "—", "–", "-", "“", "”", '"', "and", "but", "that", "which", "who", "said", "when"})
LONGEST = 128


class HasSpans(Protocol):
    """A passage that takes (first word, end word, row) of its vectors."""

    passage: Passage
    spans: list[tuple[int, int, int]]


class Teacher:
    """all-MiniLM-L6-v2 as published: mean over all pieces, unit length."""

    def __init__(self, base: Path) -> None:
        weights = load_file(base / "model.safetensors")
        self.encoder = Encoder(Size.read(base), dropout=0.0)
        self.encoder.load_base(weights)
        self.encoder.eval()
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.no_padding()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """(n_texts, 384)."""
        rows = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        out = np.empty((len(rows), 384), np.float16)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for at in range(0, len(order), 128):
            chunk = order[at : at + 128]
            ids = torch.zeros(len(chunk), len(rows[chunk[-1]]), dtype=torch.long)
            mask = torch.zeros_like(ids, dtype=torch.bool)
            for j, i in enumerate(chunk):
                ids[j, : len(rows[i])] = torch.tensor(rows[i])
                mask[j, : len(rows[i])] = True
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
                last = self.encoder(ids, torch.zeros_like(ids), mask)[-1].float()
            mean = (last * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            out[chunk] = F.normalize(mean, dim=-1).half().numpy()
        return out


def clause(words: Sequence[str], rng: random.Random) -> tuple[int, int] | None:
    """A random part of a sentence that begins and ends where clauses do, as claims will."""
    cuts = [0, *(i + 1 for i, w in enumerate(words[:-1]) if w.lower() in BORDERS), len(words)]
    pairs = [(a, b) for a in cuts for b in cuts if 5 <= b - a < len(words)]
    return rng.choice(pairs) if pairs else None


def attach(encoded: Sequence[HasSpans], base: Path, cache: Path, size: int) -> tuple[NDArray[np.float16], NDArray[Any]]:
    """Give each passage its sentences' and clauses' rows; return the rows (n, size) and the projection (384, size).

    The rows are kept in ``cache``: the same corpora and seed give the same spans.
    """
    rng, texts = random.Random(7), list[str]()
    for e in encoded:
        words = e.passage.words
        starts = [i for i, s in enumerate(e.passage.starts) if s]
        for begin, end in zip(starts, [*starts[1:], len(words)], strict=True):
            part = clause(words[begin:end], rng)
            for a, b in [(0, end - begin), *([part] if part else [])]:
                if 3 <= b - a <= LONGEST:
                    e.spans.append((begin + a, begin + b, len(texts)))
                    texts.append(" ".join(words[begin + a : begin + b]))
    if cache.exists():
        stored = np.load(cache)
        if len(stored["rows"]) == len(texts):
            return stored["rows"], stored["basis"]
    full = Teacher(base).vectors(texts)
    sample = full[:: max(1, len(full) // 50_000)].astype(np.float32)
    basis = np.linalg.svd(sample.T @ sample)[0][:, :size].astype(np.float32)
    rows = (full.astype(np.float32) @ basis).astype(np.float16)
    np.savez(cache, rows=rows, basis=basis)
    return rows, basis
