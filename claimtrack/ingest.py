"""The whole job: read, extract in workers, write one article a transaction, and account for every input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimtrack.errors import ClaimtrackError, StoreError
from claimtrack.model import Article, Extraction, FactCheck, ReadFailure

if TYPE_CHECKING:
    from claimtrack.store import Run, Store
    from claimtrack.store.records import Status
    from claimtrack.workers import WorkFailure


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the inputs: ``read == stored + unchanged + failed``, always.

    ``skipped``: those of the stored that are in another language and so are kept without claims.
    ``fact_checks``: those of the stored and unchanged that are published fact-checks, and no articles.
    ``run``: number of the run, under which the store has its failures.
    """

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    run: int = 0
    fact_checks: int = 0


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    db: str | os.PathLike[str] = "claims.db",
    *,
    workers: int | None = None,
    published: str | None = None,
    publisher: str | None = None,
    model: str | None = None,
    progress: Callable[[Summary], None] | None = None,
    extractor: Callable[[Article, str | None], Extraction] | None = None,
) -> Summary:
    """Read articles and store what is found in them; a text that is stored as it is read is left alone.

    Fact-checks (ClaimReview) are stored too, with what is found in the claims that they review.

    ``paths``: files, folders, globs, or "-". ``published``, ``publisher``: for articles that do not say theirs.
    ``workers``: processes (None: one a processor); the database is the same at any number of them.
    ``progress`` is called with the counts so far after each input. ``extractor`` replaces
    ``claimtrack.extract.extract_article``; it must be importable by name, which tells its results apart.
    An input that cannot be read or extracted becomes a failure row, and the rest goes on. Raises StoreError,
    ModelError, InputError. Ended by KeyboardInterrupt, the store holds whole articles only, and its run says
    "interrupted".
    """
    from claimtrack.extract import extract_article
    from claimtrack.pipeline import model_identity
    from claimtrack.read import read_articles
    from claimtrack.store import Store

    articles = read_articles([os.fspath(path) for path in paths], published=published, publisher=publisher)
    if extractor is None:
        name, model_hash = model_identity(model)
    else:
        name, model_hash = f"{extractor.__module__}.{extractor.__qualname__}", None
    with Store(db) as store:
        job = _Job(store, store.start_run(model=name, model_hash=model_hash), progress)
        try:
            job.go(articles, extractor or extract_article, model, workers)
        except BaseException as error:
            job.close("failed" if isinstance(error, Exception) else "interrupted")
            raise
        job.check()
        job.close("finished")
        return job.summary


@dataclass(frozen=True, slots=True)
class _Known:
    """An article, or the claim of a fact-check, that is stored as it was read: nothing is left to find."""

    article: Article


Item = Article | ReadFailure | Extraction | _Known


class _Job:
    """One run: a stream of inputs and the counts of what became of them."""

    def __init__(self, store: Store, run: Run, progress: Callable[[Summary], None] | None) -> None:
        self.store, self.run, self.progress = store, run, progress
        self.summary = Summary(run=run.id)
        self.taken = 0
        self.checks: dict[str, list[FactCheck]] = {}  # those whose claim is being extracted, by its article's id

    def go(
        self,
        articles: Iterable[Article | FactCheck | ReadFailure],
        extractor: Callable[[Article, str | None], Extraction],
        model: str | None,
        workers: int | None,
    ) -> None:
        from claimtrack.workers import extract_all

        for item, result in extract_all(self._sorted(articles), extractor, model, workers):
            outcome = item if result is None else result
            self._count(self._write(outcome), outcome)

    def _sorted(self, articles: Iterable[Article | FactCheck | ReadFailure]) -> Iterator[Item]:
        """Set apart what needs no extraction."""
        from claimtrack.store.check import is_english

        for item in articles:
            self.taken += 1
            if isinstance(item, ReadFailure):
                yield item
                continue
            article, known = self._known(item)
            if known:
                yield _Known(article)
            else:
                yield article if is_english(article) else Extraction(article)

    def _known(self, item: Article | FactCheck) -> tuple[Article, bool]:
        """The text to extract from, and whether the item is stored as it was read."""
        if isinstance(item, Article):
            return item, self.store.knows(item, self.run)
        from claimtrack.read.claimreview import claim_article

        article = claim_article(item)
        known = self.store.knows_fact_check(item, article, self.run)
        if not known:
            self.checks.setdefault(article.id, []).append(item)
        return article, known

    def _write(self, item: Item | WorkFailure) -> str:
        """Write one input's outcome; the answer names its count."""
        if isinstance(item, ReadFailure):
            self.store.add_failure(item, self.run)
            return "failed"
        if isinstance(item, _Known):
            self.store.keep(item.article, self.run)
            return "unchanged"
        if isinstance(item, Article):
            raise TypeError(f"{item.id} came back without an extraction")
        check = self._check_of(item.article)
        if isinstance(item, Extraction):
            return self._add(item, check)
        return self._fail(item.article, item.message, item.remedy)

    def _check_of(self, article: Article) -> FactCheck | None:
        """The fact-check whose claim this is; the same review read twice comes back in order."""
        waiting = self.checks.get(article.id)
        if waiting is None:
            return None
        check = waiting.pop(0)
        if not waiting:
            del self.checks[article.id]
        return check

    def _add(self, item: Extraction, check: FactCheck | None) -> str:
        from claimtrack.store import RejectedError
        from claimtrack.store.check import is_english

        try:
            if check is None:
                outcome = self.store.add(item, self.run)
            else:
                outcome = self.store.add_fact_check(check, item, self.run)
        except RejectedError as error:
            return self._fail(item.article, error.message, error.remedy)
        if outcome in ("unchanged", "reverted"):
            return "unchanged"
        return "stored" if is_english(item.article) else "skipped"

    def _fail(self, article: Article, message: str, remedy: str) -> str:
        self.store.add_failure(ReadFailure(article.path or article.id, None, message, remedy), self.run, article.id)
        return "failed"

    def _count(self, outcome: str, item: Item | WorkFailure) -> None:
        counts = {"read": self.summary.read + 1, outcome: getattr(self.summary, outcome) + 1}
        if isinstance(item, _Known | Extraction) and item.article.kind == "fact_check":
            counts["fact_checks"] = self.summary.fact_checks + 1
        if outcome == "skipped":
            counts["stored"] = self.summary.stored + 1
        self.summary = replace(self.summary, **counts)
        if self.progress is not None:
            self.progress(self.summary)

    def check(self) -> None:
        """Every input that was taken is accounted for."""
        summary = self.summary
        if not self.taken == summary.read == summary.stored + summary.unchanged + summary.failed:
            raise ClaimtrackError(f"{self.taken} inputs were read, but the outcome is {summary}.", "Please report it.")

    def close(self, status: Status) -> None:
        """Close the run with its counts; on a database that cannot be written any more, leave it open."""
        counts = {name: getattr(self.summary, name) for name in ("read", "stored", "unchanged", "failed", "skipped")}
        with suppress(StoreError):
            self.store.finish_run(self.run, status, **counts)
