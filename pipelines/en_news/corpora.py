"""Readers of the public corpora, each in its published format, to sentences with labels.

A ``Passage`` is a run of consecutive sentences of one document. A label that a corpus does not
annotate is None. Nothing of a corpus is stored in this project.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.lang.en import English

from claimtrack.annotate.windows import rule_starts

Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Tree:
    """Universal Dependencies labels, one a word; ``heads`` are word indices of the passage, a root is its own head."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deprels: list[str]


@dataclass(slots=True)
class Passage:
    """Words of consecutive sentences with what a corpus says of them.

    ``starts``, ``blocks``: whether a word is the first of its sentence, of its paragraph. ``offsets``:
    (start, end) in ``text``. ``tags``: BIO tags. ``links``: (role, first word of the fragment, first word
    of the cue). ``scores``: a label for each sentence.
    """

    corpus: str
    id: str
    words: list[str]
    starts: list[bool]
    blocks: list[bool]
    text: str | None = None
    offsets: Spans | None = None
    tree: Tree | None = None
    tags: list[str] | None = None
    links: list[tuple[str, int, int]] | None = None
    scores: list[int] | None = None
    events: list[dict[str, Spans]] | None = None


TOKENIZER = English().tokenizer


def tokenize(text: str) -> tuple[list[str], Spans, list[bool]]:
    """Words of spaCy's English tokenizer without white space, their offsets, and which begin a paragraph.

    Paragraphs are parted by blank lines where the text has any, else by line breaks.
    """
    gap = "\n\n" if "\n\n" in text else "\n"
    words: list[str] = []
    offsets: Spans = []
    blocks: list[bool] = []
    end = 0
    for token in TOKENIZER(text):
        if token.is_space:
            continue
        words.append(token.text)
        blocks.append(not offsets or gap in re.sub(r"[ \t\r\xa0]", "", text[end : token.idx]))
        end = token.idx + len(token)
        offsets.append((token.idx, end))
    return words, offsets, blocks


# ------------------------------------------------------------------ PolNeAR
def read_standoff(path: Path) -> list[dict[str, Spans]]:
    """Events of a brat standoff file: role -> character spans. Roles may be numbered, spans discontinuous."""
    parts: dict[str, Spans] = {}
    events: list[dict[str, Spans]] = []
    for line in path.read_text(encoding="utf8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:  # a line break inside an annotated text
            continue
        if line.startswith("T"):
            places = fields[1].split(" ", 1)[1]
            parts[fields[0]] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
        elif line.startswith("E"):
            roles: dict[str, Spans] = defaultdict(list)
            for pair in fields[1].split():
                role, key = pair.split(":")
                role = role.rstrip("0123456789")
                if role != "Attribution" and key in parts:
                    roles[role] += parts[key]
            events.append(dict(roles))
    return events


def merge(spans: Spans, text: str) -> Spans:
    """Join spans that only white space parts."""
    out: list[list[int]] = []
    for start, end in sorted(spans):
        if out and not text[out[-1][1] : start].strip():
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return [(a, b) for a, b in out]


def attribution_passage(name: str, text: str, events: list[dict[str, Spans]]) -> Passage:
    """Tag words with source, cue and content, and link each fragment of source and content to its cue."""
    words, offsets, blocks = tokenize(text)
    tags = ["O"] * len(words)
    links: set[tuple[str, int, int]] = set()
    first: dict[tuple[str, int, int], int] = {}

    def tag(role: str, span: tuple[int, int]) -> int | None:
        if (role, *span) in first:
            return first[(role, *span)]
        inside = [i for i, (a, b) in enumerate(offsets) if a < span[1] and b > span[0] and tags[i] == "O"]
        if not inside:
            return None
        for i in inside:
            tags[i] = f"I-{role}"
        tags[inside[0]] = f"B-{role}"
        first[(role, *span)] = inside[0]
        return inside[0]

    for event in events:
        for role in ("Cue", "Source", "Content"):
            for span in merge(event.get(role, []), text):
                tag(role, span)
    for event in events:
        cues = [first.get(("Cue", *s)) for s in merge(event.get("Cue", []), text)]
        for role in ("Source", "Content"):
            for span in merge(event.get(role, []), text):
                at = first.get((role, *span))
                links |= {(role, at, cue) for cue in cues if at is not None and cue is not None}
    return Passage(
        "polnear",
        name,
        words,
        rule_starts(words, blocks),
        blocks,
        text,
        offsets,
        tags=tags,
        links=sorted(links),
        events=events,
    )


def polnear(folder: Path, *, every_annotator: bool) -> Iterator[Passage]:
    """PolNeAR articles; each annotator's file is a passage of its own, or the first one in sorted order."""
    for path in sorted((folder / "text").glob("*.txt")):
        pattern = re.compile(re.escape(path.stem) + r"_[0-9a-f]+\.ann")
        files = sorted(p for p in (folder / "attributions").iterdir() if pattern.fullmatch(p.name))
        text = path.read_text(encoding="utf8")
        for file in files if every_annotator else files[:1]:
            yield attribution_passage(file.stem, text, read_standoff(file))


# ------------------------------------------------------------------ token and tag columns
def columns(path: Path, corpus: str, separator: str | None) -> Iterator[list[tuple[str, str]]]:
    """Sentences of (word, BIO tag) of a file of columns."""
    sentence: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf8", errors="replace").split("\n"):
        if not line.strip() or line.startswith("-DOCSTART-"):
            if sentence:
                yield sentence
            sentence = []
            continue
        word, _, tag = line.rstrip("\n").partition(separator or " ")
        word, tag = word.strip(), (tag.split("\t")[0].strip() or "O")  # nested tags: the outermost comes first
        if word and not (corpus == "worldwide" and word.startswith("http")):
            sentence.append((word, tag))
    if sentence:
        yield sentence


def bio(tags: list[str]) -> list[str]:
    """Make BIO tags consistent: a span begins with B."""
    out, previous = [], "O"
    for tag in tags:
        if tag.startswith("I-") and (previous == "O" or previous[2:] != tag[2:]):
            tag = "B-" + tag[2:]
        out.append(tag)
        previous = tag
    return out


def tagged_passage(corpus: str, name: str, sentences: list[list[tuple[str, str]]]) -> Passage:
    """One passage of tagged sentences; paragraphs are not known, so the first word alone begins one."""
    words = [w for s in sentences for w, _ in s]
    tags = [t for s in sentences for t in bio([t for _, t in s])]
    starts = [i == 0 for s in sentences for i in range(len(s))]
    return Passage(corpus, name, words, starts, [i == 0 for i in range(len(words))], tags=tags)


def worldwide(folder: Path) -> Iterator[Passage]:
    """Worldwide English newswire: a file an article."""
    for path in sorted(folder.glob("*.tsv")):
        sentences = list(columns(path, "worldwide", "\t"))
        if sentences:
            yield tagged_passage("worldwide", path.stem, sentences)


def wikigold(folder: Path) -> Iterator[Passage]:
    """WikiGold sentences, twenty a passage; IO tags of the published file are made BIO."""
    sentences = list(columns(folder / "CONLL-format/data/wikigold.conll.txt", "wikigold", " "))
    for i in range(0, len(sentences), 20):
        yield tagged_passage("wikigold", str(i), sentences[i : i + 20])


RE3D_TYPES = {
    "Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Money": "MONEY",
    "Temporal": "TIME", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON", "Quantity": "QUANTITY",
}  # fmt: skip


def re3d(folder: Path) -> Iterator[Passage]:
    """re3d documents; of overlapping entities the surer, then the longer one counts."""
    for documents in sorted(folder.glob("*/documents.json")):
        texts = {d["_id"]: d["text"] for d in map(json.loads, documents.read_text(encoding="utf8").splitlines())}
        entities = defaultdict(list)
        for e in map(json.loads, (documents.parent / "entities.json").read_text(encoding="utf8").splitlines()):
            if e["type"] in RE3D_TYPES:
                rank = (-e.get("confidence", 0), e["begin"] - e["end"])
                entities[e["documentId"]].append((rank, e["begin"], e["end"], RE3D_TYPES[e["type"]]))
        for key, text in texts.items():
            words, offsets, blocks = tokenize(text)
            tags = ["O"] * len(words)
            for _, begin, end, label in sorted(entities[key]):
                inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > begin]
                if inside and all(tags[i] == "O" for i in inside):
                    for i in inside:
                        tags[i] = ("B-" if i == inside[0] else "I-") + label
            if words:
                yield Passage("re3d", key, words, rule_starts(words, blocks), blocks, text, offsets, tags=tags)


# ------------------------------------------------------------------ Universal Dependencies
def conllu(path: Path, corpus: str) -> Iterator[Passage]:
    """Documents of a CoNLL-U file. Words of multi-word tokens count, empty nodes do not."""
    sentences: list[list[list[str]]] = []
    paragraph: list[bool] = []
    name, rows, begins = "", list[list[str]](), True
    for line in path.read_text(encoding="utf8").split("\n"):
        if line.startswith("# newdoc"):
            if sentences:
                yield tree_passage(corpus, name, sentences, paragraph)
            sentences, paragraph, begins = [], [], True
            name = line.rpartition("=")[2].strip()
        elif line.startswith("# newpar"):
            begins = True
        elif line and line[0].isdigit():
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append(fields)
        elif not line and rows:
            sentences.append(rows)
            paragraph.append(begins)
            rows, begins = [], False
    if sentences:
        yield tree_passage(corpus, name, sentences, paragraph)


def tree_passage(corpus: str, name: str, sentences: list[list[list[str]]], paragraph: list[bool]) -> Passage:
    """A passage of CoNLL-U rows."""
    rows = [row for sentence in sentences for row in sentence]
    heads, base = [], 0
    for sentence in sentences:
        heads += [base + int(r[6]) - 1 if r[6] != "0" else base + i for i, r in enumerate(sentence)]
        base += len(sentence)
    feats = ["" if r[5] == "_" else r[5] for r in rows]
    tree = Tree([r[3] for r in rows], [r[4] for r in rows], feats, [r[2] for r in rows], heads, [r[7] for r in rows])
    starts = [i == 0 for s in sentences for i in range(len(s))]
    blocks = [begins and i == 0 for s, begins in zip(sentences, paragraph, strict=True) for i in range(len(s))]
    return Passage(corpus, name, [r[1] for r in rows], starts, blocks, tree=tree)


# ------------------------------------------------------------------ ClaimBuster
def claimbuster(path: Path) -> Iterator[Passage]:
    """ClaimBuster sentences in their order, twenty a passage: 1 check-worthy, 0 not."""
    rows = sorted(json.loads(path.read_text(encoding="utf8")), key=lambda r: r["sentence_id"])
    for i in range(0, len(rows), 20):
        words: list[str] = []
        starts: list[bool] = []
        scores: list[int] = []
        for row in rows[i : i + 20]:
            part, _, _ = tokenize(row["text"])
            if part:
                words += part
                starts += [j == 0 for j in range(len(part))]
                scores.append(int(row["label"]))
        yield Passage("claimbuster", str(i), words, starts, [j == 0 for j in range(len(words))], scores=scores)


def training(folder: Path) -> dict[str, list[Passage]]:
    """All training passages, by corpus."""
    return {
        "polnear": list(polnear(folder / "polnear/train", every_annotator=True)),
        "worldwide": list(worldwide(folder / "worldwide/train")),
        "ewt": list(conllu(folder / "ud_english_ewt/en_ewt-ud-train.conllu", "ewt")),
        "gum": list(conllu(folder / "ud_english_gum/en_gum-ud-train.conllu", "gum")),
        "wikigold": list(wikigold(folder / "wikigold")),
        "re3d": list(re3d(folder / "re3d")),
        "claimbuster": list(claimbuster(folder / "claimbuster/train.json")),
    }


def development(folder: Path) -> dict[str, list[Passage]]:
    """All development passages, by corpus; ClaimBuster, WikiGold and re3d have no development part here."""
    return {
        "polnear": list(polnear(folder / "polnear/dev", every_annotator=False)),
        "worldwide": list(worldwide(folder / "worldwide/dev")),
        "ewt": list(conllu(folder / "ud_english_ewt/en_ewt-ud-dev.conllu", "ewt")),
        "gum": list(conllu(folder / "ud_english_gum/en_gum-ud-dev.conllu", "gum")),
    }
