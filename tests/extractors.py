"""The simplest extractors that there are, quick to import by a worker: one claim a sentence.

They stand for the pipeline, which has tests of its own, and can fail in ways that it should not.
"""

from __future__ import annotations

import ctypes
import os
import re
import time
from dataclasses import replace
from pathlib import Path

from claimtrack.errors import ModelError
from claimtrack.model import Article, Claim, Extraction

SENTENCE = re.compile(r"[^.]+\.")


def by_sentence(article: Article, model: str | None) -> Extraction:
    """One claim a sentence."""
    found = enumerate(SENTENCE.finditer(article.text))
    rest = (None, None, None, "affirmed", "asserted", None, None, (), (), (), 0.5)
    claims = (Claim(f"{article.id}-{i}", m.start(), m.end(), m.group(), *rest) for i, m in found)
    return Extraction(article, claims=tuple(claims))


def with_accidents(article: Article, model: str | None) -> Extraction:
    """Dies, raises or contradicts the text where the text says so."""
    if "die!" in article.text:
        os._exit(3)
    if "raise!" in article.text:
        raise UnpicklableError(lambda: None)
    if "lie!" in article.text:
        return Extraction(article, claims=by_sentence(article, model).claims * 2)
    return by_sentence(article, model)


class UnpicklableError(Exception):
    """An error that cannot be sent from a worker to its parent."""


def slowly(article: Article, model: str | None) -> Extraction:
    time.sleep(0.05)
    return by_sentence(article, model)


def without_model(article: Article, model: str | None) -> Extraction:
    raise ModelError("The model is gone.", "Install it.")


def few_claims(article: Article, model: str | None) -> Extraction:
    """At most fifty claims."""
    whole = by_sentence(article, model)
    return Extraction(article, claims=whole.claims[:50])


def waits_at_nine(article: Article, model: str | None) -> Extraction:
    """Never comes to an end with wire-9 where the environment says so: a run can be interrupted at leisure."""
    if article.id == "wire-9" and "WAIT_AT_NINE" in os.environ:
        time.sleep(600)
    return by_sentence(article, model)


def endless(article: Article, model: str | None) -> Extraction:
    """Hangs in code that no exception reaches, where the text says so."""
    if "hang!" in article.text:
        re.match(r"(a+)+$", "a" * 60 + "b")
    return by_sentence(article, model)


def greedy(article: Article, model: str | None) -> Extraction:
    """Takes 20 GB of memory where the text says so."""
    if "eat!" in article.text:
        return Extraction(replace(article, notes=(str(len(bytearray(20 * 2**30))),)))
    return by_sentence(article, model)


_HELD: list[bytearray] = []


def growing(article: Article, model: str | None) -> Extraction:
    """Holds 60 MB more after each article, and says by which process it was read."""
    _HELD.append(bytearray(b"x") * 60_000_000)
    return Extraction(replace(article, notes=(str(os.getpid()),)))


def crashing(article: Article, model: str | None) -> Extraction:
    """A fault of memory access, as a library may have one, where the text says so."""
    if "crash!" in article.text:
        ctypes.string_at(0)
    return by_sentence(article, model)


def crashing_once(article: Article, model: str | None) -> Extraction:
    """A fault that comes the first time only: the text names the file that tells."""
    told = Path(article.text.split()[-1])
    if "once!" in article.text and not told.exists():
        told.touch()
        ctypes.string_at(0)
    return by_sentence(article, model)


def nothing(article: Article, model: str | None) -> Extraction:
    """No claims."""
    return Extraction(article)


def warmed(model: str | None) -> None:
    """Import what the first article would, so that its time is its own."""
    import claimtrack.compare.sketch  # noqa: F401
