"""Speed of the whole claimtrack pipeline beside a spaCy CNN pipeline, on the same texts, one thread each.

The CNN pipeline has the usual small-English shape: one tok2vec (MultiHashEmbed, width 96, depth 4) that a
tagger, a parser and an entity recogniser share. It is hardly trained: that costs the same time as a trained one.
Words are counted as spaCy counts them: tokens, punctuation included. Both pipelines run in one process that is
held on one CPU, taking turns, so that what else the machine does hits both alike.

Run it with ``make bench`` or ``python benchmarks/speed.py [--words N] [--rounds N]``.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # read when numpy and its kin are first imported

import spacy  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.training import Example  # noqa: E402
from thinc.api import fix_random_seed  # noqa: E402

import claimtrack  # noqa: E402
from claimtrack.model import Article  # noqa: E402
from claimtrack.read import read_articles  # noqa: E402

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"


def cnn_pipeline(teacher: Language, texts: Sequence[str], passes: int = 5) -> Language:
    """A spaCy pipeline of the small-English shape that has seen a few texts as ``teacher`` annotates them.

    That gives it real label sets, and lets its parser take about as many steps as a trained one does:
    with random weights alone it would end a sentence after each word.
    """
    fix_random_seed(0)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(HERE / "cnn.cfg"), auto_fill=True)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in teacher.pipe(texts)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(passes):
        for example in examples:
            nlp.update([example], sgd=optimizer)
    return nlp


def varied(paragraphs: Sequence[str], n_words: int, seed: int = 0) -> list[str]:
    """Texts of about ten paragraphs, ``n_words`` in all: the paragraphs in random order, each digit drawn anew.

    Drawn digits keep caches from answering what was asked before.
    """
    rng = random.Random(seed)
    texts: list[str] = []
    counted = 0
    while counted < n_words:
        chosen = rng.sample(paragraphs, min(10, len(paragraphs)))
        text = re.sub(r"[1-9]", lambda _: rng.choice("123456789"), "\n\n".join(chosen))
        texts.append(text)
        counted += len(text.split())
    return texts


def corpus_paragraphs(folder: Path) -> list[str]:
    """The paragraphs of the sample corpus, without its bad inputs."""
    articles = [a for a in read_articles([str(folder)]) if isinstance(a, Article) and "/bad/" not in str(a.path)]
    return [p for article in articles for p in re.split(r"\n\s*\n", article.text) if len(p.split()) > 5]


def seconds_of(nlp: Language, texts: Iterable[str]) -> tuple[float, int]:
    """Wall time of one pass over the texts and the number of tokens in them."""
    start = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return time.perf_counter() - start, words


def layer_seconds(nlp: Language, texts: Iterable[str]) -> dict[str, float]:
    """Wall time by component, the tokenizer first, each text run through the components one after the other."""
    spent: dict[str, float] = {"tokenizer": 0.0, **dict.fromkeys(nlp.pipe_names, 0.0)}
    for text in texts:
        start = time.perf_counter()
        doc = nlp.make_doc(text)
        spent["tokenizer"] += time.perf_counter() - start
        for name, component in nlp.pipeline:
            start = time.perf_counter()
            doc = component(doc)
            spent[name] += time.perf_counter() - start
    return spent


def compare(ours: Language, cnn: Language, texts: Sequence[str], rounds: int) -> Table:
    """The two pipelines taking turns: words/s (median round, and the range), and the ratio."""
    times: dict[str, list[float]] = {"claimtrack": [], "spaCy CNN": []}
    words = 0
    for _ in range(rounds):
        for name, nlp in (("claimtrack", ours), ("spaCy CNN", cnn)):
            seconds, words = seconds_of(nlp, texts)
            times[name].append(words / seconds)
    base = statistics.median(times["spaCy CNN"])
    table = Table("pipeline", "words/s", "slowest to fastest round", "ratio", title=f"{words:,} words, one thread")
    for name, speeds in times.items():
        middle = statistics.median(speeds)
        table.add_row(name, f"{middle:,.0f}", f"{min(speeds):,.0f} to {max(speeds):,.0f}", f"{middle / base:.2f}")
    return table


def shares(nlp: Language, texts: Sequence[str]) -> Table:
    """What each component takes of the pipeline's time."""
    spent = layer_seconds(nlp, texts)
    total = sum(spent.values())
    table = Table("layer", "seconds", "share", title="claimtrack by layer")
    for name, seconds in spent.items():
        table.add_row(name, f"{seconds:.2f}", f"{seconds / total:.1%}")
    return table


def hold_on_one_cpu() -> None:
    """Keep this process on one of the CPUs it may use, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--words", type=int, default=50_000, help="length of the text (50000)")
    parser.add_argument("--rounds", type=int, default=3, help="passes over it (3)")
    options = parser.parse_args(arguments)
    hold_on_one_cpu()
    paragraphs = corpus_paragraphs(CORPUS)
    texts = varied(paragraphs, options.words)
    ours = claimtrack.load()
    cnn = cnn_pipeline(ours, paragraphs)
    for nlp in (ours, cnn):
        seconds_of(nlp, texts[:3])  # the first texts fill caches and tables
    console = Console()
    console.print(compare(ours, cnn, texts, options.rounds))
    console.print(shares(ours, texts))


if __name__ == "__main__":
    main()
