"""Statements and bundles of documents: kept for those met lately, read from the store, or made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from sqlite_utils import Database

from claimtrack.compare import exchange, packs, tables
from claimtrack.compare.columns import Bundle, Ints
from claimtrack.compare.packs import Pack, Row
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.tables import Key
from claimtrack.compare.topics import Topic, topic_of
from claimtrack.compare.vectors import WIDTH, read_alone, unpacked
from claimtrack.store.rows import load_extraction

KEPT, PLACES = 400, 20_000
"""Documents and places of claims, kept in memory: some 0.2 MB, and 0.1 kB each."""
UNREAD = 0
"""In place of the group of a version that was not asked for yet; the groups of all take 8 bytes each."""


@dataclass(frozen=True)
class Document:
    """A version with its statements. ``keys``: of each, in the order of the bundle.

    ``converted``: the bundle with its sums of money in one currency, if it has any and the user gave rates.
    """

    pack: Pack
    bundle: Bundle
    keys: Sequence[Key]
    converted: Bundle | None = None

    @cached_property
    def place(self) -> dict[Key, int]:
        """The place of each statement in the bundle."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def digest(self) -> bytes:
        """The same for documents of which comparison sees the same."""
        columns = self.pack.columns, self.pack.vectors, self.bundle.context.tobytes()
        return hashlib.blake2b(b"".join(columns), digest_size=16).digest()

    @cached_property
    def restored(self) -> dict[Key, Statement]:
        """The statements that were asked for: those of a document that many others match are, again and again."""
        return {}

    @cached_property
    def rows(self) -> list[Row]:
        """The statements as they are kept."""
        return packs.rows_of(self.pack)

    def statement(self, node: Key) -> Statement:
        """A statement, without its vector."""
        if node not in self.restored:
            self.restored[node] = packs.restored(self.rows[self.place[node]])
        return self.restored[node]


class Documents:
    """The documents of a store; the caller holds a transaction, because what is not there is made and kept."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.get = lru_cache(maxsize=KEPT)(self._get)
        self.versions: dict[int, int] = {}
        self.groups = np.zeros(0, np.int64)
        self.rates = exchange.kept(db)

    def _get(self, version: int) -> Document:
        found = tables.find_pack(self.db, version)
        if found is None or found.layout != packs.layout():
            found = self._make(version, found)
        claims = tables.claim_vectors(self.db, version)
        self._place(dict.fromkeys((key for key, _ in claims), version))
        context = np.array([unpacked(vector) for _, vector in claims], np.float32).reshape(-1, WIDTH)
        bundle = packs.bundle_of(found, context)
        places = zip(bundle.columns.claim.tolist(), bundle.columns.quantity.tolist(), strict=True)
        keys = [(claims[claim][0], quantity) for claim, quantity in places]
        return Document(found, bundle, keys, None if self.rates is None else exchange.bundle_in(self.rates, bundle))

    def topics(self, versions: Sequence[int]) -> list[Topic]:
        """What each of these versions is about."""
        layout = packs.layout()
        found = {version: Topic(*row) for version, row in tables.topics(self.db, versions, layout).items()}
        for version in versions:
            if version not in found:
                found[version] = topic_of(self.get(version).bundle)
                tables.add_topic(self.db, version, layout, found[version])
        return [found[version] for version in versions]

    def _make(self, version: int, old: Pack | None) -> Pack:
        known = {} if old is None else packs.vectors_of(old)
        found = list(statements(load_extraction(self.db, version)))
        made = packs.pack(found, lambda wanted: self._vectors(wanted, known))
        tables.add_pack(self.db, version, made)
        return made

    def _vectors(self, wanted: Sequence[str], known: dict[int, bytes]) -> dict[str, bytes]:
        """Vectors of things: as the document had them, or another one, else read by the model."""
        found = {text: known[packs.key_of(text)] for text in wanted if packs.key_of(text) in known}
        found |= tables.texts(self.db, [text for text in wanted if text not in found])
        new = read_alone(text for text in wanted if text not in found) if len(found) < len(wanted) else {}
        tables.add_texts(self.db, new)
        return found | new

    def copies(self, versions: Iterable[int]) -> Mapping[int, int]:
        """Group of each version: versions that are copies of one another share one."""
        wanted = sorted(set(versions))
        return dict(zip(wanted, self.copy_groups(np.array(wanted, np.int64)).tolist(), strict=True))

    def copy_groups(self, versions: Ints) -> Ints:
        """The same as an array, for very many: a group for each version; of one that was not sketched, a negative
        number that no other has."""
        missing = int(versions.max(initial=0)) + 1 - len(self.groups)
        if missing > 0:
            self.groups = np.concatenate([self.groups, np.full(missing + len(self.groups), UNREAD)])
        new = versions[self.groups[versions] == UNREAD].tolist()
        if new:
            read = tables.copy_groups(self.db, new)
            self.groups[new] = [read.get(version, -version) for version in new]
        return self.groups[versions]

    def version(self, node: Key) -> int | None:
        """The version that a statement's claim stands in; None if there is no such claim."""
        if node[0] not in self.versions:
            self._place(tables.versions_of(self.db, [node[0]]))
        return self.versions.get(node[0])

    def _place(self, found: Mapping[int, int]) -> None:
        """Keep the versions of some claims."""
        if len(self.versions) > PLACES:
            self.versions.clear()
        self.versions |= found

    def beside(self, node: Key) -> Sequence[Key]:
        """The statements of a statement's document, itself too."""
        version = self.version(node)
        return () if version is None else self.get(version).keys

    def has(self, node: Key) -> bool:
        """Whether a statement is one in what was extracted last."""
        version = self.version(node)
        return version is not None and node in self.get(version).place

    def statement(self, node: Key) -> tuple[int, Statement]:
        """A statement with the version that it stands in. Raises KeyError if there is none."""
        version = self.version(node)
        if version is None:
            raise KeyError(node)
        document = self.get(version)
        return version, document.statement(node)
