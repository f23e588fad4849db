"""Read the invented stories of this folder: articles with marked words, and what holds between them.

stories/README.md says how they are written.

    python -m pipelines.matching.stories DIR

writes them as docs.jsonl, claims.jsonl and gold.jsonl, the form in which corpora of stories come.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "stories"
_MARK = re.compile(r"\[(?P<key>[\w#]+)(?P<event>!?)\|(?P<words>[^\]]*)\]")


@dataclass(slots=True)
class Told:
    """A story: rows of articles, of marked claims, and of relations between them."""

    name: str
    docs: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    gold: list[dict[str, Any]] = field(default_factory=list)


def told() -> Iterator[Told]:
    """All stories, by name."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield parse(path.stem, path.read_text(encoding="utf8"))


def parse(name: str, text: str) -> Told:
    """A story from its file."""
    story = Told(name)
    body, _, relations = text.partition("\n== relations\n")
    for head, article in re.findall(r"^== (.+)\n((?:(?!== ).*\n?)*)", body, re.M):
        _article(story, [part.strip() for part in head.split("|")], article.strip())
    known = {row["id"]: row for row in story.claims}
    for line in relations.splitlines():
        a, relation, b, *on = line.split()
        story.gold.append(_gold(name, known[f"{name}_{a}"], relation, known[f"{name}_{b}"], on))
    return story


def _article(story: Told, head: list[str], marked: str) -> None:
    letter, publisher, published, title = head
    doc, text, after = f"{story.name}_{letter}", "", 0
    for mark in _MARK.finditer(marked):
        text += marked[after : mark.start()]
        key = mark["key"].partition("#")[0]
        row = {"id": f"{doc}.{mark['key']}", "doc": doc, "evidence": mark["words"], "fact": f"{story.name}_{key}"}
        row |= {"value": "yes" if mark["event"] else "figure", "start": len(text)}
        text += mark["words"]
        story.claims.append(row | {"end": len(text)})
        after = mark.end()
    text += marked[after:]
    story.docs.append({"id": doc, "publisher": publisher, "title": title, "published": published, "text": text})


def _gold(story: str, a: dict[str, Any], relation: str, b: dict[str, Any], on: list[str]) -> dict[str, Any]:
    row = {"story": story, "relation": "unrelated" if relation == "-" else relation, "on": on[0] if on else None}
    for side, claim in (("a", a), ("b", b)):
        row |= {f"{side}_claim": claim["id"], f"{side}_doc": claim["doc"], f"{side}_evidence": claim["evidence"]}
    return row


def main(folder: Path) -> None:
    """Write the stories as corpora of stories come."""
    found = list(told())
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("docs", "claims", "gold"):
        rows = (json.dumps(row, ensure_ascii=False) for story in found for row in getattr(story, name))
        (folder / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
