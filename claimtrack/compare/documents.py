"""Statements and bundles of documents: kept for those met lately, read from the store, or made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from sqlite_utils import Database

from claimtrack.compare import packs, tables
from claimtrack.compare.columns import Bundle
from claimtrack.compare.packs import Pack
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.tables import Key
from claimtrack.compare.vectors import WIDTH, read_alone, unpacked
from claimtrack.store.rows import load_extraction

KEPT, PLACES = 400, 20_000
"""Documents, and places of claims, kept in memory: some 0.2 MB, and 0.1 kB each."""


@dataclass(frozen=True)
class Document:
    """A version with its statements. ``keys``: of each, in the order of the bundle."""

    pack: Pack
    bundle: Bundle
    keys: Sequence[Key]

    @cached_property
    def place(self) -> dict[Key, int]:
        """The place of each statement in the bundle."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements, without vectors."""
        return packs.statements_of(self.pack)


class Documents:
    """The documents of a store; the caller holds a transaction, because what is not there is made and kept."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.get = lru_cache(maxsize=KEPT)(self._get)
        self.versions: dict[int, int] = {}

    def _get(self, version: int) -> Document:
        found = tables.find_pack(self.db, version)
        if found is None or found.layout != packs.layout():
            found = self._make(version, found)
        claims = tables.claim_vectors(self.db, version)
        context = np.array([unpacked(vector) for _, vector in claims], np.float32).reshape(-1, WIDTH)
        bundle = packs.bundle_of(found, context)
        places = zip(bundle.columns.claim.tolist(), bundle.columns.quantity.tolist(), strict=True)
        return Document(found, bundle, [(claims[claim][0], quantity) for claim, quantity in places])

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

    def version(self, node: Key) -> int | None:
        """The version that a statement's claim stands in; None if there is no such claim."""
        if node[0] not in self.versions:
            if len(self.versions) > PLACES:
                self.versions.clear()
            self.versions |= tables.versions_of(self.db, [node[0]])
        return self.versions.get(node[0])

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
        return version, document.statements[document.place[node]]
