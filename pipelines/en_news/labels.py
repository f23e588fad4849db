"""Label sets of the heads, and lemma scripts.

A lemma script turns a lower-case word into its lemma: ``"2|y"`` cuts two characters off the end and
adds "y"; ``"=be"`` replaces the whole word (Straka 2018 calls these lemma rules).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import takewhile

from pipelines.en_news.corpora import Passage

ATTRIBUTION = ("O", "B-Source", "I-Source", "B-Cue", "I-Cue", "B-Content", "I-Content")
TYPES = ("Person", "Location", "Organization", "NORP", "Facility", "Product", "Misc", "Date", "Money")
WIKIGOLD = ("PER", "ORG", "LOC", "MISC")
LEMMATISED = frozenset({"NOUN", "VERB", "AUX", "ADJ", "ADV", "DET", "PRON"})
RE3D = ("PER", "ORG", "LOC", "NORP", "MONEY", "TIME", "WEAPON", "QUANTITY")


def bio_labels(types: Iterable[str]) -> list[str]:
    """O, then B and I of each type."""
    return ["O", *(f"{b}-{t}" for t in types for b in "BI")]


def lemma_script(word: str, lemma: str) -> str:
    """The script that turns the lower-case ``word`` into the lower-case ``lemma``."""
    word, lemma = word.lower(), lemma.lower()
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, lemma, strict=False)))
    if kept == 0 and word != lemma:
        return "=" + lemma
    return f"{len(word) - kept}|{lemma[kept:]}"


def lexicon(treebanks: Iterable[Passage], least: int = 2, sure: float = 0.9) -> dict[str, str]:
    """Lemmas of the word forms that the treebanks show often and nearly always with one lemma: "said VERB": "say"."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for p in treebanks:
        if p.tree:
            for word, upos, lemma in zip(p.words, p.tree.upos, p.tree.lemmas, strict=True):
                if upos in LEMMATISED and word.isalpha():
                    seen[f"{word.lower()} {upos}"][lemma.lower()] += 1
    best = {form: (lemmas.most_common(1)[0], lemmas.total()) for form, lemmas in sorted(seen.items())}
    return {form: lemma for form, ((lemma, n), total) in best.items() if total >= least and n >= sure * total}


def frequent(values: Iterable[str], least: int) -> list[str]:
    """Values that occur at least ``least`` times, most frequent first, ties in alphabetical order."""
    return [v for v, n in sorted(Counter(values).items(), key=lambda x: (-x[1], x[0])) if n >= least]


def label_sets(treebanks: Iterable[Passage]) -> dict[str, list[str]]:
    """Labels of each head, from the treebanks' training parts and the schemes of the other corpora."""
    trees = [(p.words, p.tree) for p in treebanks if p.tree]
    scripts = [lemma_script(w, m) for words, t in trees for w, m in zip(words, t.lemmas, strict=True)]
    return {
        "upos": frequent((x for _, t in trees for x in t.upos), 1),
        "xpos": frequent((x for _, t in trees for x in t.xpos), 1),
        "feats": frequent((x for _, t in trees for x in t.feats), 2),
        "lemma": frequent(scripts, 4),
        "deprel": frequent((x for _, t in trees for x in t.deprels), 1),
        "attribution": list(ATTRIBUTION),
        "worldwide": bio_labels(TYPES),
        "wikigold": bio_labels(WIKIGOLD),
        "re3d": bio_labels(RE3D),
    }
