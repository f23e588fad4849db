"""How often pronouns and role nouns are resolved to the right name, on GUM's coreference chains.

    python -m pipelines.en_news.coreference --corpora DIR [--part dev] [--misses]

Counted are mentions of persons and organizations that are subjects (of the gold parse) and whose chain has a name in
the document: pronouns and noun phrases with a common noun. The whole pipeline reads the plain text. A mention is right
where the name that it stands for is a name of its chain. Accuracy: right of those resolved; recall: right of all.
Mentions whose chain has no name are counted too where they are resolved, as wrong.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claimtrack.annotate.names import Resolution, resolution_in
from claimtrack.evaluate.names import same_name
from claimtrack.pipeline import load

KINDS = ("person", "organization")
_NOT_COUNTED = frozenset({"i", "we", "you", "who", "that", "which"})
_PARTS = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")


@dataclass(slots=True)
class Mention:
    """A mention of a chain: characters, the kind of its entity, and the head word's place and tags."""

    chain: str
    kind: str
    start: int
    end: int
    head: tuple[int, int] = (0, 0)
    pos: str = ""
    relation: str = ""


@dataclass(slots=True)
class Text:
    """A document as plain text, with its mentions."""

    name: str
    text: str = ""
    mentions: list[Mention] = field(default_factory=list)


def read(path: Path) -> Iterator[Text]:
    """The documents of a CoNLL-U file of GUM."""
    for block in path.read_text(encoding="utf8").split("# newdoc id = ")[1:]:
        document = Text(block.split("\n", 1)[0])
        open_: dict[str, list[Mention]] = defaultdict(list)
        for sentence in block.split("\n\n"):
            _add(document, sentence, open_)
        yield document


def _add(document: Text, sentence: str, open_: dict[str, list[Mention]]) -> None:
    rows = [line.split("\t") for line in sentence.split("\n") if line[:1].isdigit() and line.split("\t")[0].isdigit()]
    if document.text and "# newpar" in sentence:
        document.text = document.text.rstrip() + "\n\n"
    places, closed = [], []
    for row in rows:
        places.append((len(document.text), len(document.text) + len(row[1])))
        entity = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for whole, begun, ended in _PARTS.findall(entity):
            if whole or begun:
                chain, kind = (whole or begun).split("-")[:2]
                open_[chain].append(Mention(chain, kind, places[-1][0], places[-1][1]))
            if whole or ended:
                mention = open_[(whole or ended).split("-")[0]].pop()
                mention.end = places[-1][1]
                closed.append(mention)
        document.text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    for mention in closed:
        _set_head(mention, rows, places)
    document.mentions += closed


def _set_head(mention: Mention, rows: list[list[str]], places: list[tuple[int, int]]) -> None:
    """The word of a mention whose head lies outside of it."""
    inside = {i + 1 for i, (start, end) in enumerate(places) if mention.start <= start and end <= mention.end}
    head = next((i for i in sorted(inside) if int(rows[i - 1][6]) not in inside), None)
    if head is not None:
        mention.head, mention.pos, mention.relation = places[head - 1], rows[head - 1][3], rows[head - 1][7]


def resolved(resolution: Resolution, mention: Mention) -> str | None:
    """The name that the pipeline gives a mention: of the pronoun, or of the noun phrase that ends with its head."""
    start, end = mention.head
    for referent in resolution.referents:
        if referent.start <= start and referent.end == end:
            return referent.name
    return None


def names_of(document: Text, resolution: Resolution) -> dict[str, list[tuple[int, str]]]:
    """Chain -> where and how it is named: by proper names, and by descriptions of organizations ("the Indian army")."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for mention in document.mentions:
        text = document.text[mention.start : mention.end]
        described = mention.kind == "organization" and mention.pos == "NOUN" and len(text.split()) > 2
        if mention.pos == "PROPN" or described:
            found = [e.name for e in resolution.within(mention.start, mention.end) if e.end == mention.head[1]]
            names[mention.chain] += [(mention.start, name) for name in (text, *found)]
    return names


def score(document: Text, resolution: Resolution) -> Iterator[tuple[str, Mention, str | None, bool]]:
    """Each mention that counts: "pronoun" or "nominal", itself, the name that it got, and whether that is right."""
    names = names_of(document, resolution)
    for mention in document.mentions:
        how = {"PRON": "pronoun", "NOUN": "nominal"}.get(mention.pos)
        if how is None or mention.kind not in KINDS or not mention.relation.startswith("nsubj"):
            continue
        if document.text[slice(*mention.head)].lower() in _NOT_COUNTED:
            continue
        name = resolved(resolution, mention)
        if name is not None and same_name(name, document.text[mention.start : mention.end]):
            continue  # a description that names itself
        known = [text for start, text in names.get(mention.chain, ()) if start != mention.start]
        if known or name is not None:
            yield how, mention, name, name is not None and any(same_name(name, one) for one in known)


def main() -> None:
    """Print accuracy and recall of each kind of mention."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    parser.add_argument("--misses", action="store_true", help="print each mention that is not right")
    args = parser.parse_args()
    nlp, counts = load(exclude=["claimtrack_claims"]), Counter[tuple[str, str]]()
    for document in read(args.corpora / "ud_english_gum" / f"en_gum-ud-{args.part}.conllu"):
        resolution = resolution_in(nlp(document.text))
        for how, mention, name, is_right in score(document, resolution):
            counts.update(
                [(how, "all"), *([(how, "resolved")] if name else []), *([(how, "right")] if is_right else [])]
            )
            if args.misses and not is_right:
                before, after = document.text[max(mention.start - 90, 0) : mention.start], document.text[mention.end :]
                context = f"{before}[{document.text[mention.start : mention.end]}]{after[:30]}"
                print(f"{how:8} {document.name}: {name} | {' '.join(context.split())}")
    for how in ("pronoun", "nominal"):
        right, found, every = (counts[how, what] for what in ("right", "resolved", "all"))
        shares = (
            f"accuracy {right / max(found, 1):.3f} ({right}/{found})  recall {right / max(every, 1):.3f} of {every}"
        )
        print(f"{how:8} {shares}")


if __name__ == "__main__":
    main()
