"""Export a trained run: one int8 ONNX graph, and the spaCy pipeline around it.

    python -m pipelines.en_news.export --run train-runs/a --base DIR [--epochs 6,7,8] [--out pipelines/en_news/model]

``--epochs`` averages the weights of these epochs' checkpoints. The pipeline is written to ``--out``: config.cfg,
meta.json, tokenizer, vocabulary, and the encoder with ``model.onnx``, ``tokenizer.json`` and ``labels.json``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from spacy.lang.en import English

from claimtrack.annotate.encoder import EncoderPipe, Graph
from pipelines.en_news.evaluate import float_model
from pipelines.en_news.network import Network, Size
from pipelines.en_news.runtime import INPUTS, OUTPUTS, Runtime
from pipelines.en_news.train import VECTOR

LAYERS = ("times", "quantities", "names", "attribution", "claims")


def averaged(run: Path, base: Path, epochs: list[int]) -> Network:
    """The network with the mean of the weights of some epochs."""
    labels = json.loads((run / "labels.json").read_text(encoding="utf8"))
    states = [torch.load(run / f"epoch{e}.pt", weights_only=True, map_location="cpu") for e in epochs]
    mean: dict[str, Any] = {}
    for name, first in states[0].items():
        mean[name] = sum(s[name] for s in states) / len(states) if first.is_floating_point() else first
    network = Network(Size.read(base), labels, VECTOR)
    network.load_state_dict(mean)
    return network.eval()


def to_onnx(network: Network, path: Path) -> None:
    """Write the float graph."""
    t, w = 9, 7
    example = (
        torch.randint(1000, 2000, (1, t)),
        torch.zeros(1, t, dtype=torch.long),
        torch.arange(1, w + 1)[None],
        torch.zeros(1, w, dtype=torch.long),
    )
    axes = {"ids": {1: "T"}, "types": {1: "T"}, "first": {1: "W"}, "forced": {1: "W"}}
    for name in OUTPUTS:
        axes[name] = {0: "W"}
    axes["arcs"], axes["links"] = {0: "W", 1: "W"}, {1: "W", 2: "W"}
    torch.onnx.export(
        Runtime(network).eval(), example, str(path), input_names=list(INPUTS), output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def quantised(source: Path, target: Path) -> None:
    """int8 weights per channel, activations quantised as they come."""
    quantize_dynamic(str(source), str(target), per_channel=True, weight_type=QuantType.QInt8)


def graph(onnx: Path, network: Network, run: Path, tokenizer: Path) -> Graph:
    """The graph with its labels, as the package carries it."""
    model = float_model(network, run, tokenizer)
    heads = {"upos", "xpos", "feats", "lemma", "deprel", "attribution"}
    meta = {
        "labels": {k: v for k, v in model.labels.items() if k in heads} | {"names": model.labels["worldwide"]},
        "lemmas": json.loads((run / "lemmas.json").read_text(encoding="utf8")),
        "transitions": {k: v.round(4).tolist() for k, v in model.transitions.items()},
    }
    files = {
        "model.onnx": onnx.read_bytes(),
        "tokenizer.json": tokenizer.read_bytes(),
        "labels.json": json.dumps(meta, ensure_ascii=False).encode(),
    }
    return Graph(files)


def write_pipeline(encoder: Graph, out: Path, version: str) -> None:
    """Write the spaCy pipeline to a folder."""
    nlp = English()
    pipe = nlp.add_pipe("claimtrack_encoder")
    assert isinstance(pipe, EncoderPipe)
    pipe.graph = encoder
    for layer in LAYERS:
        nlp.add_pipe(f"claimtrack_{layer}")
    nlp.meta.update(
        name="claimtrack_news",
        version=version,
        description="Sourced claims from English news: one MiniLM-L6 encoder, int8, and the rule layers of claimtrack",
        license="Apache-2.0",
        url="",
    )
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--epochs", required=True, help="numbers of the epochs to average: 6,7,8")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "model")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    network = averaged(args.run, args.base, [int(e) for e in args.epochs.split(",")])
    with tempfile.TemporaryDirectory() as folder:
        wide, narrow = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        to_onnx(network, wide)
        quantised(wide, narrow)
        print(f"float {wide.stat().st_size:,} bytes, int8 {narrow.stat().st_size:,} bytes")
        write_pipeline(graph(narrow, network, args.run, args.base / "tokenizer.json"), args.out, args.version)


if __name__ == "__main__":
    main()
