"""The network as it runs: one window in, labels and scores out. This is the graph that is exported.

It computes what ``network.Network`` computes, arranged for one window and one core: attention as one fused
operation of onnxruntime's, the last layer for first pieces alone (nothing reads the others), all mixes of layers
as one product.
"""

from __future__ import annotations

from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from pipelines.en_news.network import Layer, Network

VIEWS: Final = ("syntax", "names", "attribution", "vector")
INPUTS: Final = ("ids", "types", "first", "forced")
OUTPUTS: Final = (
    "starts", "upos", "xpos", "feats", "lemma", "arcs", "heads", "deprel", "attribution", "names", "links", "worth",
    "vectors",
)  # fmt: skip


class Attention(torch.autograd.Function):
    """Attention of several heads: one node of the exported graph."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        """``q`` (1, Q, hidden), ``k`` and ``v`` (1, T, hidden) -> (1, Q, hidden)."""
        q, k, v = (x.unflatten(2, (heads, -1)).transpose(1, 2) for x in (q, k, v))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        """onnxruntime's own operation; the number of pieces stays open in its type."""
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        return out.setType(q.type().with_sizes([1, None, None]))


def run_layer(layer: Layer, x: Tensor, first: Tensor | None = None) -> Tensor:
    """A layer over all pieces (1, T, hidden), or its answer for the pieces ``first`` (W,) only."""
    q, k, v = layer.qkv(x).split(x.shape[-1], -1)
    if first is not None:
        q, x = q.index_select(1, first), x.index_select(1, first)
    x = layer.norm1(x + layer.out(Attention.apply(q, k, v, layer.heads)))
    out: Tensor = layer.norm2(x + layer.down(F.gelu(layer.up(x))))
    return out


class Runtime(nn.Module):
    """Inputs: (1, T) ids and types, (1, W) first pieces and forced sentence starts.

    ``forced``: 1 a start, -1 none, 0 the model decides.
    Outputs, without the batch axis: starts (W,) 0 or 1; upos, xpos, feats, lemma, heads, deprel (W,) indices;
    arcs (W, W); attribution (W, 7), names (W, 19) emissions; links (2, W, W): source and content fragments to
    cues; worth (W,) logits to be averaged over a sentence; vectors (W, 256) to be averaged over a claim.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor, first: Tensor, forced: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        net = self.network
        syntax, names, quote, vector = self.views(ids, types, first[0])
        logit = net.start(syntax)[..., 0]
        starts = ((forced > 0) | ((forced == 0) & (logit > 0))).long()
        sentence = starts.cumsum(1)
        arcs = net.arcs(syntax, sentence[:, :, None] == sentence[:, None, :])
        heads = arcs.argmax(-1)
        tags = [net.tag[k](syntax).argmax(-1) for k in ("upos", "xpos", "feats", "lemma")]
        out = (
            starts,
            *tags,
            arcs,
            heads,
            net.relations(syntax, heads).argmax(-1),
            net.attribution(quote),
            net.names["worldwide"](names),
            net.link(quote),
            net.worth(quote)[..., 0],
            net.vector(vector),
        )
        return tuple(x[0] for x in out)

    def views(self, ids: Tensor, types: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """The mixes of layers of syntax, names, attribution and vectors at first pieces, each (1, W, hidden)."""
        encoder = self.network.encoder
        x = encoder.norm(encoder.words(ids) + encoder.types(types) + encoder.places.weight[: ids.shape[1]])
        layers = [x.index_select(1, first)]
        for layer in encoder.layers[:-1]:
            x = run_layer(layer, x)
            layers.append(x.index_select(1, first))
        layers.append(run_layer(encoder.layers[-1], x, first))
        shares = torch.stack([torch.softmax(self.network.mix[k].weights, 0) for k in VIEWS])
        mixed = shares @ torch.cat(layers).flatten(1)
        return mixed.reshape(len(VIEWS), -1, x.shape[-1]).split(1)
