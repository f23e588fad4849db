"""The network: one MiniLM encoder and a head for each task (PyTorch).

Shapes: B windows, T word pieces, W words. A word is its first word piece.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from claimtrack.annotate.windows import FEATURES

IMPOSSIBLE = -1e4


@dataclass(frozen=True)
class Size:
    """Shape of the base model, as its config.json gives it."""

    vocab: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512

    @classmethod
    def read(cls, folder: Path) -> Size:
        """Read a BERT config.json."""
        c = json.loads((folder / "config.json").read_text(encoding="utf8"))
        return cls(
            c["vocab_size"],
            c["hidden_size"],
            c["num_hidden_layers"],
            c["num_attention_heads"],
            c["intermediate_size"],
            c["max_position_embeddings"],
        )


class Layer(nn.Module):
    """A BERT layer (post-norm)."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = size.heads, dropout
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.out = nn.Linear(size.hidden, size.hidden)
        self.norm1 = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.norm2 = nn.LayerNorm(size.hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` (B, T, hidden); ``mask`` (B, 1, 1, T), True where there is a piece."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # dropout here would double its time
        x = self.norm1(x + self.out(attended.transpose(1, 2).reshape(b, t, h)))
        inner = self.down(F.gelu(self.up(x)))
        out: Tensor = self.norm2(x + F.dropout(inner, self.dropout, self.training))
        return out


class Encoder(nn.Module):
    """BERT with a token-type embedding for each word feature; gives all layers."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(size.vocab, size.hidden)
        self.places = nn.Embedding(size.positions, size.hidden)
        self.types = nn.Embedding(FEATURES, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None) -> list[Tensor]:
        """``ids``, ``types`` (B, T) -> [(B, T, hidden)] of the embeddings and each layer."""
        places = self.places.weight[: ids.shape[1]]
        x = self.norm(self.words(ids) + self.types(types) + places)
        x = F.dropout(x, self.dropout, self.training)
        out = [x]
        wide = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
            out.append(x)
        return out

    def load_base(self, weights: Mapping[str, Tensor]) -> None:
        """Take the weights of a Hugging Face BERT; each word feature starts from token type 0."""
        with torch.no_grad():
            self.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
            self.types.weight.copy_(weights["embeddings.token_type_embeddings.weight"][:1].expand(FEATURES, -1))
            copy(self.norm, weights, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                base = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    names = [f"{base}attention.self.{n}.{part}" for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat([weights[n] for n in names]))
                copy(layer.out, weights, base + "attention.output.dense")
                copy(layer.norm1, weights, base + "attention.output.LayerNorm")
                copy(layer.up, weights, base + "intermediate.dense")
                copy(layer.down, weights, base + "output.dense")
                copy(layer.norm2, weights, base + "output.LayerNorm")


def copy(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    """Copy weight and bias of ``name`` into ``module``."""
    module.get_parameter("weight").copy_(weights[name + ".weight"])
    module.get_parameter("bias").copy_(weights[name + ".bias"])


class Mix(nn.Module):
    """A learned weighted sum of the layers (Peters et al. 2018); starts at the last layer."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * layers + [3.0]))

    def forward(self, layers: list[Tensor]) -> Tensor:
        """[(B, W, hidden)] -> (B, W, hidden)."""
        share = torch.softmax(self.weights, 0)
        return sum((share[i] * x for i, x in enumerate(layers[1:], 1)), share[0] * layers[0])


class Crf(nn.Module):
    """Transition scores of a linear-chain CRF over BIO tags; tags that may not follow each other stay impossible."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__()
        n = len(labels)
        allowed = torch.ones(n + 1, n, dtype=torch.bool)  # row n: the start; a window may begin inside of a span
        for j, to in enumerate(labels):
            if to.startswith("I-"):
                for i, frm in enumerate(labels):
                    allowed[i, j] = frm[2:] == to[2:] and frm != "O"
        self.register_buffer("allowed", allowed)
        self.scores = nn.Parameter(torch.zeros(n + 1, n))

    def transitions(self) -> Tensor:
        """(labels + 1, labels): score of column after row; the last row is the start."""
        return self.scores.masked_fill(~self.get_buffer("allowed"), IMPOSSIBLE)

    def loss(self, emissions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood, summed over windows. ``emissions`` (B, W, L), ``gold`` (B, W), ``mask`` (B, W)."""
        emissions, trans = emissions.float(), self.transitions()
        step, start = trans[:-1], trans[-1]
        alpha = start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            new = torch.logsumexp(alpha[:, :, None] + step, 1) + emissions[:, t]
            alpha = torch.where(mask[:, t, None], new, alpha)
        score = emissions.gather(2, gold[..., None])[..., 0]
        moves = trans[gold[:, :-1], gold[:, 1:]]
        path = start[gold[:, 0]] + (score * mask).sum(1) + (moves * mask[:, 1:]).sum(1)
        return (torch.logsumexp(alpha, 1) - path).sum()


class Biaffine(nn.Module):
    """Scores of pairs of words (Dozat and Manning 2017), ``channels`` for each pair."""

    def __init__(self, hidden: int, width: int, channels: int, dropout: float) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.map = nn.Linear(width, width * channels)
        self.bias = nn.Linear(width, channels)
        self.channels, self.width, self.dropout = channels, width, dropout

    def project(self, x: Tensor, side: nn.Linear) -> Tensor:
        """(B, W, hidden) -> (B, W, width)."""
        return F.dropout(F.gelu(side(x)), self.dropout, self.training)

    def forward(self, x: Tensor) -> Tensor:
        """(B, W, hidden) -> (B, channels, W, W): row the dependent, column the head."""
        b, w, _ = x.shape
        left, right = self.project(x, self.left), self.project(x, self.right)
        mapped = self.map(left).view(b, w, self.channels, self.width).transpose(1, 2)
        scores = mapped @ right[:, None].transpose(2, 3)
        return scores + self.bias(right).transpose(1, 2)[:, :, None, :]


class Network(nn.Module):
    """All tasks over one encoder."""

    def __init__(self, size: Size, labels: Mapping[str, list[str]], vector: int) -> None:
        super().__init__()
        h = size.hidden
        self.encoder = Encoder(size)
        self.mix = nn.ModuleDict({k: Mix(size.layers) for k in ("syntax", "names", "attribution", "vector")})
        self.tag = nn.ModuleDict({k: nn.Linear(h, len(labels[k])) for k in ("upos", "xpos", "feats", "lemma")})
        self.start = nn.Linear(h, 1)
        self.arc = Biaffine(h, 256, 1, 0.25)
        self.root = nn.Linear(256, 1)
        self.rel_left, self.rel_right = nn.Linear(h, 96), nn.Linear(h, 96)
        self.rel = nn.Linear(97, 97 * len(labels["deprel"]))
        self.names = nn.ModuleDict({k: nn.Linear(h, len(labels[k])) for k in ("worldwide", "wikigold", "re3d")})
        self.attribution = nn.Sequential(nn.Linear(h, h), nn.GELU(), nn.Dropout(0.1), nn.Linear(h, 7))
        self.crf = nn.ModuleDict({k: Crf(labels[k]) for k in ("attribution", "worldwide", "wikigold", "re3d")})
        self.link = Biaffine(h, 128, 2, 0.2)
        self.worth = nn.Linear(h, 1)
        self.vector = nn.Linear(h, vector)

    def words(self, ids: Tensor, types: Tensor, mask: Tensor | None, first: Tensor) -> list[Tensor]:
        """Layers at each word's first piece. ``first`` (B, W) -> [(B, W, hidden)]."""
        index = first[..., None].expand(-1, -1, self.encoder.words.embedding_dim)
        return [x.gather(1, index) for x in self.encoder(ids, types, mask)]

    def view(self, task: str, layers: list[Tensor]) -> Tensor:
        """The mix of layers that a task reads."""
        out: Tensor = F.dropout(self.mix[task](layers), 0.1, self.training)
        return out

    def arcs(self, x: Tensor, same: Tensor) -> Tensor:
        """Arc scores (B, W, W) within sentences; the diagonal is the score of being the root.

        ``same`` (B, W, W): whether two words stand in one sentence.
        """
        scores = self.arc(x)[:, 0].float()
        root = self.root(self.arc.project(x, self.arc.left)).float()
        place = torch.arange(x.shape[1], device=x.device)
        return torch.where(place[:, None] == place, root, scores).masked_fill(~same, IMPOSSIBLE)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Label scores (B, W, labels) of the arcs to ``heads`` (B, W)."""
        left = F.dropout(F.gelu(self.rel_left(x)), 0.25, self.training)
        right = F.dropout(F.gelu(self.rel_right(x)), 0.25, self.training)
        right = right.gather(1, heads[..., None].expand(-1, -1, right.shape[-1]))
        one = torch.ones_like(left[..., :1])
        left, right = torch.cat([left, one], -1), torch.cat([right, one], -1)
        b, w, d = left.shape
        return (self.rel(left).view(b, w, -1, d) @ right[..., None])[..., 0]
