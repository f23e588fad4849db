"""The language model as a spaCy component: tags, trees, entities, attribution spans, check-worthiness, vectors.

One pass of one encoder (see the model card in pipelines/en_news) fills a ``Doc``:

- ``token.pos_, tag_, morph, lemma_, dep_, head``, sentence starts: Universal Dependencies; a root's label is "root";
- ``doc.ents``: PERSON, ORG, LOC, FAC, NORP, PRODUCT, MISC, DATE, MONEY;
- ``doc.spans["attribution.source" | "attribution.cue" | "attribution.content"]`` and
  ``doc.user_data["claimtrack.links"]``: [role, index of the fragment, index of the cue, score] rows;
- ``doc.user_data["claimtrack.checkworthiness"]``: a score in 0..1 for each sentence;
- ``doc.tensor``: float16 (n_tokens, 256); a claim's vector is the mean over its tokens.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab
from tokenizers import Tokenizer

from claimtrack.annotate import decode
from claimtrack.annotate.lemmas import Lemmas
from claimtrack.annotate.links import link_fragments
from claimtrack.annotate.reading import Reading, read
from claimtrack.annotate.structure import blocks_of
from claimtrack.annotate.windows import WordPieces, rule_starts
from claimtrack.errors import ModelError

ROLES: Final = ("Source", "Cue", "Content")
ENTITY: Final = {
    "Person": "PERSON", "Location": "LOC", "Organization": "ORG", "NORP": "NORP", "Facility": "FAC",
    "Product": "PRODUCT", "Misc": "MISC", "Date": "DATE", "Money": "MONEY",
}  # fmt: skip
FILES: Final = ("model.onnx", "tokenizer.json", "labels.json")
SLOW: Final = ["SkipLayerNormFusion"]
"""What onnxruntime does to a graph that makes it slower: its fused norm takes eight times the two it stands for."""
EXACT: Final = ("session.x64quantprecision", "1")
"""Without VNNI onnxruntime adds two int8 products in 16 bits, which overflow: of 9,074 words 556 got another head,
and 56 of 863 attribution spans came out otherwise. With this it takes products that do not, 8 % slower."""
SEGMENT: Final = 4000
"""Words after which a long document is read on from the next block, so that memory stays bounded."""
TASKS: Final = ("upos", "xpos", "feats", "deprel")
"""The heads whose labels go to a Doc's array, in the order of its columns."""


class Graph:
    """The exported graph with its labels; the session is made in the process that uses it, with one thread."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        meta = json.loads(files["labels.json"])
        self.labels: dict[str, list[str]] = meta["labels"]
        self.forms: dict[str, str] = meta["lemmas"]
        self.transitions = {k: np.array(v, np.float32) for k, v in meta["transitions"].items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return Graph, (self.files,)

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The session, made at first use."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry(*EXACT)
        return onnxruntime.InferenceSession(
            self.files["model.onnx"], options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW
        )

    @cached_property
    def names(self) -> list[str]:
        """Names of the outputs."""
        return [o.name for o in self.session.get_outputs()]

    @cached_property
    def pieces(self) -> WordPieces:
        """The base model's word pieces."""
        return WordPieces(Tokenizer.from_str(self.files["tokenizer.json"].decode("utf8")))

    @cached_property
    def lemmas(self) -> Lemmas:
        """The lemmas of words."""
        return Lemmas(self.forms)

    @cached_property
    def codes(self) -> dict[str, np.ndarray[Any, Any]]:
        """spaCy's codes of each head's labels: they are hashes, the same in every vocabulary."""
        vocab, labels = Vocab(), self.labels
        return {
            "upos": np.array([POS_IDS[x] for x in labels["upos"]], np.uint64),
            "xpos": np.array([vocab.strings.add(x) for x in labels["xpos"]], np.uint64),
            "feats": np.array([vocab.morphology.add(x) for x in labels["feats"]], np.uint64),
            "deprel": np.array([vocab.strings.add(x) for x in labels["deprel"]], np.uint64),
        }

    def run(self, *arrays: np.ndarray[Any, Any]) -> dict[str, Any]:
        """Run one window; see ``reading.Run``."""
        feeds = dict(zip(("ids", "types", "first", "forced"), (a[None] for a in arrays), strict=True))
        return dict(zip(self.names, self.session.run(None, feeds), strict=True))

    def spans(self, reading: Reading, head: str) -> list[tuple[int, int, str]]:
        """Decoded spans of a tagging head: (first word, end word, label)."""
        tags = decode.viterbi(reading.words[head], self.transitions[head])  # type: ignore[arg-type]
        return decode.spans([self.labels[head][t] for t in tags.tolist()])


class EncoderPipe:
    """See the module."""

    def __init__(self, vocab: Vocab, name: str) -> None:
        self.vocab, self.name = vocab, name
        self.graph: Graph | None = None

    # -------------------------------------------------------------- spaCy's serialisation
    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model's files to a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, data in self._graph().files.items():
            (Path(path) / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EncoderPipe:
        """Read the model's files from a folder."""
        missing = [n for n in FILES if not (Path(path) / n).exists()]
        if missing:
            raise ModelError(f"{path} lacks {', '.join(missing)}.", "Install claimtrack again, or export the model.")
        self.graph = Graph({n: (Path(path) / n).read_bytes() for n in FILES})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model's files as bytes."""
        import srsly

        data: bytes = srsly.msgpack_dumps(self._graph().files)
        return data

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EncoderPipe:
        """The reverse of ``to_bytes``."""
        import srsly

        self.graph = Graph(srsly.msgpack_loads(data))
        return self

    def _graph(self) -> Graph:
        if self.graph is None:
            raise ModelError(
                "The encoder has no model.", "Load the pipeline with claimtrack.load(), not with add_pipe."
            )
        return self.graph

    # -------------------------------------------------------------- annotation
    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` in place."""
        index, words, blocks = words_of(doc)
        writer = _Writer(doc, self._graph())
        for begin, end in segments(words, blocks):
            writer.add(index[begin:end], words[begin:end], blocks[begin:end])
        writer.finish()
        return doc


def words_of(doc: Doc) -> tuple[np.ndarray[Any, Any], list[str], list[bool]]:
    """The tokens that are no white space: their indices, their texts, and whether each is the first of its block.

    A bullet before a block belongs to it.
    """
    orth, space, place = doc.to_array([ORTH, IS_SPACE, IDX]).reshape(len(doc), 3).T
    index = np.flatnonzero(space == 0)
    strings = doc.vocab.strings
    texts = {code: strings[code] for code in set(orth[index].tolist())}
    block = np.searchsorted([b.end for b in blocks_of(doc)], place[index].astype(np.int64), side="right")
    return index, [texts[code] for code in orth[index].tolist()], (np.diff(block, prepend=-1) != 0).tolist()


def segments(words: Sequence[str], blocks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Cut a long document at blocks, or at sentences where a block is very long."""
    if len(words) <= 2 * SEGMENT:
        if words:
            yield 0, len(words)
        return
    starts, begin = rule_starts(words, blocks), 0
    for i in range(len(words)):
        size = i - begin
        if (size >= SEGMENT and blocks[i]) or (size >= 2 * SEGMENT and (starts[i] or size >= 3 * SEGMENT)):
            yield begin, i
            begin = i
    yield begin, len(words)


class _Writer:
    """Collects what the graph says of the segments of a document, then writes it to the Doc at once."""

    def __init__(self, doc: Doc, graph: Graph) -> None:
        self.doc, self.graph = doc, graph
        n = len(doc)
        self.array = np.zeros((n, 6), np.uint64)
        self.heads = np.arange(n, dtype=np.int64)
        self.tensor = np.zeros((n, 256), np.float16)
        self.worth = np.full(n, np.nan, np.float32)
        self.entities: list[Span] = []
        self.groups: dict[str, list[Span]] = {r: [] for r in ROLES}
        self.links: list[list[Any]] = []

    def add(self, at: Any, words: Sequence[str], blocks: Sequence[bool]) -> None:
        """Read a segment. ``at``: the token of each word."""
        apart = (np.diff(at, prepend=at[0] - 2) > 1).tolist()
        reading = read(self.graph.run, self.graph.pieces, words, blocks, apart=apart)
        rows: dict[str, Any] = dict(reading.words)
        rows["deprel"] = self._relations(rows["deprel"], reading.heads)
        for column, task in enumerate(TASKS):
            self.array[at, column] = self.graph.codes[task][rows[task]]
            self._know(task, rows[task])
        self.array[at, 4] = self._lemmas(words, rows)
        self.heads[at] = at[reading.heads]
        self.tensor[at] = rows["vectors"]
        self.worth[at] = rows["worth"]
        index = at.tolist()
        for begin, end, label in self.graph.spans(reading, "names"):
            self.entities.append(Span(self.doc, index[begin], index[end - 1] + 1, label=ENTITY[label]))
        self._attributions(reading, index)

    def _know(self, task: str, found: Any) -> None:
        """See to it that the vocabulary has the labels found; in a memory zone it forgets them with the Doc."""
        vocab = self.doc.vocab
        if task != "upos":
            add = vocab.morphology.add if task == "feats" else vocab.strings.add
            for label in np.unique(found).tolist():
                add(self.graph.labels[task][label])

    def _relations(self, labels: Any, heads: Any) -> Any:
        """Labels that fit the tree: a root is called "root", and nothing else is."""
        names = self.graph.labels["deprel"]
        root, is_root = names.index("root"), heads == np.arange(len(heads))
        return np.where(is_root, root, np.where(labels == root, names.index("dep"), labels))

    def _lemmas(self, words: Sequence[str], rows: dict[str, Any]) -> list[int]:
        scripts, upos = self.graph.labels["lemma"], self.graph.labels["upos"]
        add, lemma = self.doc.vocab.strings.add, self.graph.lemmas.of
        triples = list(zip(words, rows["lemma"].tolist(), rows["upos"].tolist(), strict=True))
        made = {(word, s, u): add(lemma(word, scripts[s], upos[u])) for word, s, u in set(triples)}
        return [made[triple] for triple in triples]

    def _attributions(self, reading: Reading, index: Sequence[int]) -> None:
        found: dict[str, list[tuple[int, int]]] = {r: [] for r in ROLES}
        for begin, end, label in self.graph.spans(reading, "attribution"):
            found[label].append((begin, end))
        before = {role: len(spans) for role, spans in self.groups.items()}
        for role, fragments in found.items():
            self.groups[role] += [Span(self.doc, index[b], index[e - 1] + 1, label=role.upper()) for b, e in fragments]
        for role, i, cue, score in link_fragments(reading, found["Source"], found["Cue"], found["Content"]):
            self.links.append([role, i + before[role.capitalize()], cue + before["Cue"], round(score, 4)])

    def finish(self) -> None:
        """Write everything to the Doc."""
        doc = self.doc
        self._spaces()
        self.array[:, 5] = (self.heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        doc.from_array([POS, TAG, MORPH, DEP, LEMMA, HEAD], self.array)  # type: ignore[arg-type]
        doc.tensor = self.tensor  # type: ignore[assignment]
        doc.set_ents(self.entities)
        for role, spans in self.groups.items():
            doc.spans[f"attribution.{role.lower()}"] = spans
        doc.user_data["claimtrack.links"] = self.links
        doc.user_data["claimtrack.checkworthiness"] = [self._score(s) for s in doc.sents]

    def _spaces(self) -> None:
        """White space hangs on the word before it, at the very beginning on the first word."""
        orth, space = self.doc.to_array([ORTH, IS_SPACE]).reshape(len(self.doc), 2).T
        spaces = np.flatnonzero(space)
        if not len(spaces):
            return
        strings = self.doc.vocab.strings
        self.array[spaces, :4] = (POS_IDS["SPACE"], strings.add("_SP"), 0, strings.add("dep"))
        self.array[spaces, 4] = orth[spaces]
        words = np.where(space, -1, np.arange(len(space)))
        before = np.maximum.accumulate(words)[spaces]
        self.heads[spaces] = np.where(before < 0, int(np.argmin(space)), before)

    def _score(self, sentence: Span) -> float:
        values = self.worth[sentence.start : sentence.end]
        values = values[~np.isnan(values)]
        return round(float(1 / (1 + np.exp(-values.mean()))), 4) if len(values) else 0.0


@Language.factory(
    "claimtrack_encoder",
    assigns=[
        "token.pos",
        "token.tag",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.ents",
        "doc.tensor",
    ],
)
def make_encoder(nlp: Language, name: str) -> EncoderPipe:
    """Make the component; ``from_disk`` gives it its model."""
    return EncoderPipe(nlp.vocab, name)
