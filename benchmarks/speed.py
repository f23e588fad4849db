"""Speed of the whole claimtrack pipeline beside a spaCy CNN pipeline, on the same texts, one thread each.

The CNN pipeline has the usual small-English shape: one tok2vec (MultiHashEmbed, width 96, depth 4) that a
tagger, a parser and an entity recogniser share. It is hardly trained: that costs the same time as a trained one.
Words are counted as spaCy counts them: tokens, punctuation included. Both pipelines run in one process that is
held on one CPU, taking turns, so that what else the machine does hits both alike. The layers of figures and dates
stand beside quantulum3 and dateparser's search, which look for the same things in a text.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # read when numpy and its kin are first imported

import spacy  # noqa: E402
from results import Results  # noqa: E402
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


def compare(ours: Language, cnn: Language, texts: Sequence[str], rounds: int) -> list[dict[str, Any]]:
    """The two pipelines taking turns: words/s (median round, and the range), and the ratio."""
    times: dict[str, list[float]] = {"claimtrack": [], "spaCy CNN": []}
    for _ in range(rounds):
        for name, nlp in (("claimtrack", ours), ("spaCy CNN", cnn)):
            seconds, words = seconds_of(nlp, texts)
            times[name].append(words / seconds)
    base = statistics.median(times["spaCy CNN"])
    return [
        {
            "pipeline": name,
            "words/s": statistics.median(speeds),
            "slowest": min(speeds),
            "fastest": max(speeds),
            "ratio": statistics.median(speeds) / base,
        }
        for name, speeds in times.items()
    ]


def shares(nlp: Language, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What each component takes of the pipeline's time."""
    spent = layer_seconds(nlp, texts)
    total, words = sum(spent.values()), sum(len(nlp.make_doc(text)) for text in texts)
    return [
        {"layer": name, "words/s": words / seconds, "share": f"{seconds / total:.1%}"}
        for name, seconds in spent.items()
    ]


def peers(layers: Sequence[dict[str, Any]], texts: Sequence[str], words: int) -> list[dict[str, Any]]:
    """Figures and dates beside the libraries that look for the same in a text. ``words``: of the texts."""
    from dateparser.search import search_dates
    from quantulum3 import parser

    own = {row["layer"]: row["words/s"] for row in layers}
    libraries: tuple[tuple[str, str, str, Callable[[str], object]], ...] = (
        ("figures", "claimtrack_quantities", "quantulum3", parser.parse),
        ("dates", "claimtrack_times", "dateparser search", lambda text: search_dates(text, languages=["en"])),
    )
    rows = []
    for what, layer, library, work in libraries:
        work(texts[0])
        start = time.perf_counter()
        for text in texts:
            work(text)
        speed = words / (time.perf_counter() - start)
        rows.append({"what": what, "claimtrack words/s": own[layer], library: speed, "ratio": own[layer] / speed})
    return rows


@contextmanager
def on_one_cpu() -> Iterator[None]:
    """Keep this process on one of the CPUs it may use, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def run(results: Results, n_words: int, rounds: int = 3) -> None:
    """Measure, and plot what each layer costs."""
    paragraphs = corpus_paragraphs(CORPUS)
    texts = varied(paragraphs, n_words)
    ours = claimtrack.load()
    cnn = cnn_pipeline(ours, paragraphs)
    for nlp in (ours, cnn):
        seconds_of(nlp, texts[:3])  # the first texts fill caches and tables
    results.add("pipelines", compare(ours, cnn, texts, rounds), f"{n_words:,} words, one thread")
    layers = shares(ours, texts)
    results.add("layers", layers, "claimtrack by layer, one thread")
    few = texts[: max(3, len(texts) // 20)]
    words = sum(len(ours.make_doc(text)) for text in few)
    results.add("peers", peers(layers, few, words), "Layers beside other libraries, one thread")
    costs = {row["layer"].removeprefix("claimtrack_"): 1e6 / row["words/s"] for row in layers}
    results.bars("layers", "What a word costs, by layer", "microseconds a word", costs)
