"""The network as it runs: one window in, labels and scores out. This is the graph that is exported."""

from __future__ import annotations

from typing import Final

from torch import Tensor, nn

from pipelines.en_news.network import Network

INPUTS: Final = ("ids", "types", "first", "forced")
OUTPUTS: Final = (
    "starts", "upos", "xpos", "feats", "lemma", "arcs", "heads", "deprel", "attribution", "names", "links", "worth",
    "vectors",
)  # fmt: skip


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
        layers = net.words(ids, types, None, first)
        syntax, names = net.view("syntax", layers), net.view("names", layers)
        quote, vector = net.view("attribution", layers), net.view("vector", layers)
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
