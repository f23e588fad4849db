"""Statements as the store keeps them come back as they were."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from claimtrack.compare import packs
from claimtrack.compare.statements import Statement, statements
from claimtrack.compare.vectors import WIDTH, bundle, packed
from claimtrack.extract import extract
from claimtrack.model import Article

TEXT = (
    "More than 31 miners were killed in the Brisna mine on Monday, the governor, Teodor Vasko, said on Tuesday. "
    "The mine did not produce 840,000 tonnes of coal last year. Rescuers are still searching for 12 missing miners."
)


def lookup(texts: list[str]) -> dict[str, bytes]:
    """Some vector for each text, the same for the same text."""
    return {t: packed(np.random.default_rng(len(t)).normal(size=WIDTH).astype(np.float32)) for t in texts}


@pytest.fixture(scope="module")
def found() -> list[Statement]:
    return list(statements(extract(Article("a", TEXT, published="2025-05-06"))))


def test_statements_come_back(found: list[Statement]) -> None:
    assert len(found) > 4
    kept = [packs.restored(row) for row in packs.rows_of(packs.pack(found, lookup))]
    for one, two in zip(found, kept, strict=True):
        for name in Statement.__dataclass_fields__:
            if name != "vector":
                assert getattr(one, name) == getattr(two, name), name


def test_the_bundle_comes_back(found: list[Statement]) -> None:
    made = bundle(found, lookup)
    claims = {s.position: s.vector for s in found}
    context = [np.frombuffer(claims.get(i) or bytes(2 * WIDTH), "<f2") for i in range(max(claims) + 1)]
    kept = packs.bundle_of(packs.pack(found, lookup), np.array(context, np.float32))
    for name in ("context", "things"):
        np.testing.assert_array_equal(getattr(made, name), getattr(kept, name))
    for (name, one), (_, two) in zip(made.columns.items(), kept.columns.items(), strict=True):
        np.testing.assert_array_equal(one, two, err_msg=name)


def test_vectors_are_found_by_text(found: list[Statement]) -> None:
    made = packs.pack(found, lookup)
    text = next(s.thing for s in found if s.thing)
    assert packs.vectors_of(made)[packs.key_of(text)] == lookup([text])[text]


def test_packs_are_made_anew_when_what_makes_them_changes() -> None:
    folder = Path(packs.__file__).parent
    known, new = set[str](), {"packs", "topics"}
    while new:
        known |= new
        code = "".join((folder / f"{name}.py").read_text(encoding="utf8") for name in new)
        new = set(re.findall(r"claimtrack\.compare\.(\w+) import", code)) - known
        new -= {"matching"}  # of which ``topics`` asks one question, and does not keep the answer
    assert {"statements", "measures"} <= known and not {f"{name}.py" for name in known} & packs.USES
    assert all((folder / name).exists() or (folder / "data" / name).exists() for name in packs.USES)


def test_a_document_without_claims() -> None:
    made = packs.pack([], lookup)
    assert packs.rows_of(made) == [] and packs.vectors_of(made) == {}
    assert packs.bundle_of(made, np.zeros((0, WIDTH), np.float32)).things.shape == (0, WIDTH)
