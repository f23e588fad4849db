"""Workers: what one article may take, what becomes of one that takes more, and that nothing else is touched."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from claimtrack.ingest import Found, find
from claimtrack.model import Article
from claimtrack.worker import WorkFailure, seconds_for
from claimtrack.workers import AHEAD, Limits, default_memory, extract_all, processors
from tests.extractors import by_sentence, crashing, crashing_once, endless, greedy, growing, nothing, slowly, warmed


def articles(*texts: str) -> list[tuple[int, Article | None]]:
    return [(number, Article(f"a{number}", text)) for number, text in enumerate(texts)]


def outcomes(results: Iterator[tuple[int, object]]) -> list[str]:
    """For each article in order: how many claims, or why it failed."""
    return [r.message if isinstance(r, WorkFailure) else str(len(r.extraction.claims)) for _, r in results]  # type: ignore[attr-defined]


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_results_come_in_order_and_what_is_no_article_passes_through(workers: int) -> None:
    items = [(n, None if n % 3 else Article(f"a{n}", "It rained. " * (1 + n % 5))) for n in range(60)]
    found = list(extract_all(items, partial(find, by_sentence), workers=workers))
    assert [number for number, _ in found] == list(range(60))
    for number, result in found:
        assert (result is None) == bool(number % 3)
        assert not isinstance(result, Found) or len(result.extraction.claims) == 1 + number % 5


def test_an_article_that_never_ends_is_ended_in_any_code() -> None:
    """The pattern of ``endless`` holds the interpreter's lock; only the kernel can stop it."""
    limits = Limits(timeout=8)
    items = articles("It rained.", "It did hang!", "It snowed.")
    found = outcomes(extract_all(items, partial(find, endless), workers=1, prepare=warmed, limits=limits))
    assert found == ["1", "It took more than 8 seconds.", "1"]


def test_a_longer_article_may_take_longer() -> None:
    assert seconds_for(Article("a", "x" * 999_999), 10) == 10
    assert seconds_for(Article("a", "x" * 2_500_000), 10) == 30


def test_an_article_that_needs_too_much_memory_fails_alone() -> None:
    limits = Limits(memory=2**30)
    found = outcomes(
        extract_all(articles("It rained.", "They eat!", "It snowed."), partial(find, greedy), workers=1, limits=limits)
    )
    assert found == ["1", "It needs more memory than a worker has (1.0 GiB).", "1"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what a process holds")
@pytest.mark.parametrize("memory", [None, 600_000_000])
def test_a_worker_that_has_grown_is_replaced_between_two_articles(memory: int | None) -> None:
    """At 256 MB more than at its start, or half of the limit; no article is lost or done twice."""
    found = list(
        extract_all(articles(*["It rained."] * 24), partial(find, growing), workers=2, limits=Limits(memory=memory))
    )
    assert [result.extraction.article.id for _, result in found if isinstance(result, Found)] == [
        f"a{number}" for number in range(24)
    ]
    had = Counter(result.extraction.article.notes for _, result in found if isinstance(result, Found))
    assert len(had) >= 4
    assert max(had.values()) <= 5  # 5 times 60 MB are more than either


def test_a_fault_in_a_library_is_tried_three_times_and_named() -> None:
    found = outcomes(extract_all(articles("It rained.", "A crash!", "It snowed."), partial(find, crashing), workers=1))
    assert found == ["1", "The worker process died on this article, 3 times (SIGSEGV).", "1"]


def test_a_fault_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    text = f"It broke once! Then it held. {tmp_path / 'told'}"
    assert outcomes(extract_all(articles(text, "It snowed."), partial(find, crashing_once), workers=1)) == ["1", "1"]


def test_reading_never_runs_far_ahead_of_writing() -> None:
    """What is read and not yet taken is bounded, whether the workers are slow or the one who takes."""
    read = 0

    def items() -> Iterator[tuple[int, Article | None]]:
        nonlocal read
        for number in range(300):
            read += 1
            yield number, Article(f"a{number}", "It rained.")

    farthest = 0
    for number, _ in extract_all(items(), partial(find, by_sentence), workers=2):
        farthest = max(farthest, read - number)
    assert farthest <= 2 * AHEAD


def test_long_articles_are_few_at_a_time() -> None:
    text = "It rained for a very long time. " * 60_000  # 1.9 million characters
    read = 0

    def items() -> Iterator[tuple[int, Article | None]]:
        nonlocal read
        for number in range(12):
            read += 1
            yield number, Article(f"a{number}", text)

    for number, _ in extract_all(items(), nothing, workers=1):
        assert read - number <= 4


def test_a_run_that_is_given_up_leaves_no_process_and_no_thread() -> None:
    before = threading.active_count()
    results = extract_all(articles(*["It rained."] * 50), partial(find, slowly), workers=2)
    next(results)
    results.close()
    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_memory_is_shared_out() -> None:
    assert default_memory(1) <= 4 * 2**30
    assert default_memory(10_000) < default_memory(1)
    assert processors() >= 1
