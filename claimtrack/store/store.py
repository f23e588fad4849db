"""``Store``: a claimtrack database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.model import Article, Extraction, FactCheck, ReadFailure, Withdrawal
from claimtrack.store import fact_checks, filters, inputs, queries, runs, spellings, writer
from claimtrack.store.check import rejection
from claimtrack.store.connection import MEMORY, explain, is_alive, open_database, writing
from claimtrack.store.errors import RejectedError
from claimtrack.store.records import (
    ClaimRow,
    DocumentRow,
    FailureRow,
    Outcome,
    Passage,
    Problem,
    Run,
    RunRow,
    SourceRow,
    Status,
)
from claimtrack.store.rows import load_extraction
from claimtrack.store.schema import schema_version
from claimtrack.store.verify import verify

if TYPE_CHECKING:
    from claimtrack.compare.sketch import Sketch

Item = TypeVar("Item")
COUNTED = (
    *("documents", "versions", "claims", "attributions", "sources", "quantities", "dates"),
    *("entities", "mentions", "fact_checks", "failures", "runs"),
)


class Store:
    """A database of claims; a context manager that closes it.

    ``path``: a file, made if it is missing, or ":memory:". ``readonly``: open an existing one for reading.
    ``timeout``: seconds to wait while another process writes. Every method raises StoreError, with the remedy,
    where the database cannot be used.

    >>> with Store(":memory:") as store:
    ...     list(store.claims(source="BBC News"))
    []
    """

    def __init__(self, path: str | os.PathLike[str] = "claims.db", *, readonly: bool = False, timeout: float = 5.0):
        self.path = str(path) if str(path) == MEMORY else str(Path(path))
        self.db: Database = open_database(self.path, readonly=readonly, timeout=timeout)
        filters.add_functions(self.db)
        if not spellings.is_complete(self.db):
            self._fill_spellings(readonly=readonly, timeout=timeout)

    def _fill_spellings(self, *, readonly: bool, timeout: float) -> None:
        """Take the names of an older database; one that cannot be written is searched without."""
        if not readonly:
            with self._explained():
                spellings.fill(self.db)
            return
        with suppress(StoreError):
            Store(self.path, timeout=timeout).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database. What was stored is safe at any time, also without this."""
        self.db.close()

    # Writing

    def start_run(
        self,
        *,
        model: str | None = None,
        model_hash: str | None = None,
        package_version: str | None = None,
        asked: Sequence[str] = (),
        options: Mapping[str, object] | None = None,
    ) -> Run:
        """Open a run: every row names the one that wrote it. Runs whose process is gone are marked interrupted.

        ``package_version``: of another installation that extracted what is stored. ``asked``: the inputs as the user
        named them; ``options``: plain values. Both can be looked up later.
        """
        with self.transaction():
            self._close_dead_runs()
            run = Run(0, package_version or version("claimtrack"), model, model_hash)
            return runs.start(self.db, run, asked, options or {})

    def count(self, run: Run, counts: Mapping[str, int]) -> None:
        """Note how far a run has come; the names are those of ``store.runs.COUNTS``."""
        with self.transaction():
            runs.count(self.db, run, counts)

    def finish_run(
        self,
        run: Run,
        status: Status = "finished",
        *,
        slowest: Sequence[tuple[str, float, int]] = (),
        **counts: int,
    ) -> None:
        """Close a run with its counts (see ``count``). ``slowest``: documents with seconds and characters."""
        with self.transaction():
            runs.count(self.db, run, counts)
            runs.finish(self.db, run, status, slowest)

    def add(
        self,
        extraction: Extraction,
        run: Run | None = None,
        sketch: Sketch | None = None,
        digest: str | None = None,
    ) -> Outcome:
        """Store what was found in one article, whole or not at all; what it did is the answer (see ``Outcome``).

        Without ``run`` the article has a run of its own, which ends with it. ``sketch``: of the article's text, where
        it was made before (``compare.sketch``); ``digest``: its checksum, likewise (``check``). Raises RejectedError
        for an extraction whose offsets do not cut its text, whose indices point nowhere or whose claims share an id.
        """
        _check(extraction)
        if run is None:
            return self._add_alone(extraction)
        with self.transaction():
            return self._followed(extraction.article.id, writer.write(self.db, extraction, run, sketch, digest))

    def withdraw(self, withdrawal: Withdrawal, run: Run) -> bool:
        """Mark a document as taken back by its publisher; False where it is unknown, or so marked before.

        Its claims are kept, and left out of what is asked. An article of its id that is stored later is back.
        """
        with self.transaction():
            return writer.withdraw(self.db, withdrawal, run)

    def add_fact_check(self, check: FactCheck, extraction: Extraction, run: Run) -> Outcome:
        """Store a fact-check with what was found in its claim (``claim_article``); as ``add``.

        "replaced": the review was stored with another verdict, date, or the like.
        """
        _check(extraction)
        with self.transaction():
            return self._followed(extraction.article.id, fact_checks.write(self.db, check, extraction, run))

    def _followed(self, document: str, outcome: Outcome) -> Outcome:
        """After a document was written: its reviews stay with their claims."""
        from claimtrack.review import attach  # the review builds on the store, and not the reverse

        if outcome != "unchanged":
            attach.follow(self.db.conn, document)
        return outcome

    def _add_alone(self, extraction: Extraction) -> Outcome:
        run = self.start_run()
        outcome = self.add(extraction, run)
        unchanged = outcome in ("unchanged", "reverted")
        self.finish_run(run, read=1, stored=int(not unchanged), unchanged=int(unchanged))
        return outcome

    def knows(self, article: Article, run: Run) -> bool:
        """Whether a version with this content is stored, extracted by the same package and model."""
        with self._explained():
            try:
                return writer.find_version(self.db, article, run) is not None
            except UnicodeEncodeError:  # not storable, so not stored: ``add`` says why
                return False

    def knows_fact_check(self, check: FactCheck, article: Article, run: Run) -> bool:
        """Whether a fact-check is stored as it is, and its claim (``article``) was extracted by the same model."""
        with self._explained():
            return fact_checks.is_known(self.db, check) and self.knows(article, run)

    def keep(self, article: Article, run: Run) -> Outcome:
        """Note that an article that the store ``knows`` was read again: its version is the latest, and in force."""
        key = self.version_key(article, run)
        if key is None:
            raise StoreError(f"{article.id} is not stored as it was read.", "Extract it again.")
        if writer.is_in_force(self.db, key):
            return "unchanged"
        with self.transaction():
            return self._followed(article.id, writer.make_latest(self.db, key))

    def known_file(self, mark: bytes, run: Run) -> int | None:
        """How many articles the file with this fingerprint (``store.inputs``) holds, if all are stored and in force."""
        with self._explained():
            return inputs.known_items(self.db, mark, run)

    def remember_file(self, path: str, mark: bytes, versions: Sequence[int], run: Run) -> None:
        """Note the versions that a file gave, so that it need not be read again while its fingerprint is the same."""
        with self.transaction():
            inputs.remember(self.db, path, mark, versions, run)

    def version_key(self, article: Article, run: Run) -> int | None:
        """Key of the version that an article has that the store ``knows``."""
        with self._explained():
            return writer.find_version(self.db, article, run)

    def add_failure(
        self, failure: ReadFailure, run: Run, document: str | None = None, source: str | None = None
    ) -> None:
        """Store an input that could not be read (or annotated: ``document``), so that it can be looked up.

        ``source``: the file that it came from.
        """
        row = [document, failure.path, failure.place, failure.message, failure.remedy, source, run.id]
        plain = [value.encode(errors="replace").decode() if isinstance(value, str) else value for value in row]
        sql = "INSERT INTO failures (document, path, place, message, remedy, input, run) VALUES (?, ?, ?, ?, ?, ?, ?)"
        with self.transaction():
            self.db.conn.execute(sql, plain)

    def mark_retried(self, failed: int, run: int) -> None:
        """Note that the failures of one run were tried again in another."""
        with self.transaction():
            self.db.conn.execute("UPDATE failures SET retried = ? WHERE run = ? AND retried IS NULL", [run, failed])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside is stored as a whole or not at all."""
        with self._explained():
            if self.db.conn.in_transaction:
                yield
            else:
                with writing(self.db):
                    yield

    def roll_back(self) -> None:
        """Forget what a transaction that was cut off has written; without one, do nothing."""
        with self._explained():
            self.db.conn.rollback()

    # Reading

    def claims(
        self,
        *,
        source: str | None = None,
        entity: str | None = None,
        text: str | None = None,
        since: str | None = None,
        until: str | None = None,
        unit: str | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        kind: str | None = None,
        effect: str | None = None,
        document: str | None = None,
        versions: bool = False,
        withdrawn: bool = False,
        limit: int | None = None,
    ) -> Iterator[ClaimRow]:
        """Claims for which every given condition holds, in the order of documents and of the text.

        ``source``, ``entity``: whole words of the name, in any case (the claim's subject counts as an entity).
        ``text``: words of the claim or its source, "phrases" in double quotes. ``since``, ``until``: ISO dates of
        any precision; a date of the claim overlaps them, or, where it has none, the article's date does.
        ``unit``, ``minimum``, ``maximum``: one figure has the unit, and its value or range meets theirs.
        ``kind``: of attribution (direct, indirect, mixed, citation; "none": the article's own voice).
        ``effect``: what the cue does. ``document``: id, URL, path, or how the id begins. ``versions``: older
        versions of the articles too. ``withdrawn``: also those of documents that were taken back.
        """
        wanted = filters.ClaimFilter(
            source=source,
            entity=entity,
            text=text,
            since=since,
            until=until,
            unit=unit,
            minimum=minimum,
            maximum=maximum,
            kind=kind,
            effect=effect,
            document=document,
            versions=versions,
            withdrawn=withdrawn,
            limit=limit,
        )
        with self._explained():
            found = queries.find_claims(self.db, wanted)
        return self._each(found)

    def claim(self, wanted: str) -> ClaimRow | None:
        """The claim with this id, or whose id alone begins so; None where there is none."""
        with self._explained():
            return queries.find_claim(self.db, wanted)

    def passage(self, claim: ClaimRow) -> Passage:
        """A claim in the paragraphs that hold it, its source and its cue."""
        with self._explained():
            return queries.passage_of(self.db, claim)

    def sources(self) -> list[SourceRow]:
        """Sources with their counts, those with most claims first."""
        with self._explained():
            return queries.find_sources(self.db)

    def documents(self, text: str | None = None) -> list[DocumentRow]:
        """Documents in the order in which they came; ``text``: words of the title."""
        with self._explained():
            return queries.find_documents(self.db, text)

    def fact_checks(
        self,
        *,
        text: str | None = None,
        claimant: str | None = None,
        reviewer: str | None = None,
        rating: str | None = None,
        limit: int | None = None,
    ) -> list[FactCheck]:
        """Published fact-checks for which every given condition holds, in the order in which they came.

        ``text``: words of the reviewed claim. ``claimant``, ``reviewer``: whole words of the name, in any case.
        ``rating``: one of ``claimtrack.model.Rating``.
        """
        wanted = fact_checks.CheckFilter(text, claimant, reviewer, rating, limit)
        with self._explained():
            return fact_checks.find_all(self.db, wanted)

    def extraction(self, document: str, number: int | None = None) -> Extraction:
        """All that was found in a document (id, URL, path or how its id begins), in its latest or another version."""
        with self._explained():
            key = filters.document_key(self.db, document)
            return load_extraction(self.db, queries.latest_version(self.db, key, number))

    def withdrawn(self, document: str) -> str | None:
        """The reason for which the document with this id was taken back by its publisher; None if it was not."""
        with self._explained():
            row = self.db.execute("SELECT withdrawn FROM documents WHERE id = ?", [document]).fetchone()
        return None if row is None else row[0]

    def runs(self) -> list[RunRow]:
        """All runs, the newest last."""
        with self._explained():
            return queries.find_runs(self.db)

    def failures(self, run: int | None = None) -> list[FailureRow]:
        """Inputs that could not be read or annotated, in one run or in all."""
        with self._explained():
            return queries.find_failures(self.db, run)

    def verify(self) -> Iterator[Problem]:
        """Everything in the database that does not match its texts; nothing if all is well."""
        return self._each(verify(self.db))

    def counts(self) -> dict[str, int]:
        """Rows of each table that holds articles or what was found in them."""
        with self._explained():
            return {name: self.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}

    @property
    def schema(self) -> str:
        """Name of the newest migration of the database."""
        return schema_version(self.db) or ""

    # Inside

    def _explained(self) -> AbstractContextManager[None]:
        return explain(self.path, self.db)

    def _each(self, items: Iterator[Item]) -> Iterator[Item]:
        """Pass items on; errors that come up on the way are explained too."""
        while True:
            with self._explained():
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item

    def _close_dead_runs(self) -> None:
        for run in self.db.execute("SELECT id, pid, host FROM runs WHERE status = 'running'").fetchall():
            if not is_alive(run[1], run[2]):
                self.db.conn.execute("UPDATE runs SET status = 'interrupted' WHERE id = ?", [run[0]])


def _check(extraction: Extraction) -> None:
    if wrong := rejection(extraction):
        raise RejectedError(*wrong)
