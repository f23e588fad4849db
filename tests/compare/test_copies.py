"""Which documents are copies: reprints are, articles that quote the same words are not, in any order of coming."""

from __future__ import annotations

import random
import time
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.compare import copies
from claimtrack.compare.sketch import COPY, SIZE, Sketch, are_copies, sketch_of
from claimtrack.model import Article, Block, Extraction
from claimtrack.store import Store

DISPATCH = (
    "HAVENMOOR (Northern Wire) - A ferry with 212 people on board ran aground off the island of Stell on Monday "
    "night, the coast guard said. Nobody was hurt.\n\n"
    "The Lady Maren left Havenmoor at 7 p.m. and struck a sandbank forty minutes later in thick fog. Lifeboats took "
    "all passengers to the island, where the school was opened for them.\n\n"
    'Captain Ole Brandt told investigators that the radar had failed. "I saw nothing until we stopped," he said.\n\n'
    "The operator, Stell Line, has cancelled all crossings until Thursday. Its ships carry about 900 people a day.\n\n"
    "Two other ferries ran aground in the same channel in 2019."
)
REPRINT = (  # another headline, no dateline, a word changed, the last paragraph cut
    "Ferry stuck in fog\n\n"
    "A ferry with 212 people on board ran aground off the island of Stell late on Monday, the coast guard said. "
    "Nobody was hurt.\n\n" + "\n\n".join(DISPATCH.split("\n\n")[1:4])
)
OWN_REPORT = (
    "Passengers of the Lady Maren spent the night on mattresses in a gym after their ship hit a sandbank near Stell. "
    "The coast guard counted 212 people, among them a wedding party of thirty. Its inquiry will take weeks, and the "
    "channel stays closed to large vessels until divers have looked at the hull."
)
SPEECH = (
    '"We will not close a single harbour on this coast as long as I am in office, because a village without a harbour '
    "is a village without a future, and whoever tells you otherwise has never had to wait for a boat in February, with "
    'a sick child on one arm and a bag of groceries on the other," '
)
QUOTING_ONE = (
    f"The transport minister defended her budget in parliament on Tuesday. {SPEECH}Ane Dahl said. Her party wants to "
    "spend 40 million crowns on piers this year, twice as much as last year. Opposition members left the room before "
    "the vote, which ended in a narrow majority for the plan after two hours of debate about costs."
)
QUOTING_TWO = (
    f"Fishermen have little faith in promises from the capital. {SPEECH}the minister told them from a stage by the "
    "water this week. Jon Vik, who lands cod at Stell, counted five closures in ten years. His cousin sold both of his "
    "boats in spring and now drives a lorry between two warehouses on the mainland, and he likes the hours."
)
OTHER = "The council of Dorn voted on Friday to plant 4,000 trees along the ring road, half of them oaks. " * 2

TEXTS = {"dispatch": DISPATCH, "reprint": REPRINT, "own": OWN_REPORT, "one": QUOTING_ONE, "two": QUOTING_TWO}


def grouped(store: Store) -> set[frozenset[str]]:
    """Groups of more than one document, by their ids."""
    names = dict(store.db.execute("SELECT key, id FROM documents").fetchall())
    found: dict[int, set[str]] = {}
    for document, group in copies.groups(store).items():
        found.setdefault(group, set()).add(names[document])
    return {frozenset(group) for group in found.values() if len(group) > 1}


def filled(texts: dict[str, str]) -> Store:
    store = Store(":memory:")
    run = store.start_run()
    for name, text in texts.items():
        store.add(Extraction(Article(name, text)), run)
    return store


@pytest.mark.parametrize(
    ("a", "b", "expected", "reason"),
    [
        (DISPATCH, DISPATCH, True, "the same text"),
        (DISPATCH, REPRINT, True, "changed headline, no dateline, last paragraph cut"),
        (DISPATCH, DISPATCH.upper().replace("\n\n", "\n"), True, "case and layout do not count"),
        (DISPATCH, "\n\n".join(DISPATCH.split("\n\n")[:3]), True, "cut to its first half"),
        (DISPATCH, OWN_REPORT, False, "the same event in other words"),
        (QUOTING_ONE, QUOTING_TWO, False, "the same statement quoted"),
        (f"{SPEECH}she said.", f"{SPEECH}she said.", True, "nothing but a quotation, the same"),
        ("Rain expected in Dorn today.", "Rain expected in Dorn tonight.", False, "short notices of one form"),
        ("Closed.", "Closed.", True, "too short for a triple, but the same"),
        ("Closed.", "Open.", False, "too short for a triple"),
    ],
)
def test_two_texts(a: str, b: str, expected: bool, reason: str) -> None:
    with filled({"a": a, "b": b}) as store:
        assert bool(grouped(store)) is expected, reason


def test_groups_name_every_document_by_the_smallest_key() -> None:
    with filled(TEXTS) as store:
        assert copies.groups(store) == {1: 1, 2: 1, 3: 3, 4: 4, 5: 5} == copies.groups(store.db)


def test_a_copy_of_a_copy_joins_and_order_does_not_matter() -> None:
    """Each text drops a third of what the one before had; the ends are linked by the middle alone."""
    sentences = [f"Sentence {i} tells of harbour {i * 7} and of the {i * 13} boats that lay in it." for i in range(30)]
    chain = {f"c{i}": "\n".join(sentences[i * 5 : i * 5 + 15]) for i in range(4)} | {"other": OTHER}
    expected = {frozenset(["c0", "c1", "c2", "c3"])}
    for order in permutations(chain):
        with filled({name: chain[name] for name in order}) as store:
            assert grouped(store) == expected, order


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_any_order_gives_the_same_groups(seed: int) -> None:
    choice = random.Random(seed)
    texts = TEXTS | {f"edit{i}": _edited(DISPATCH, choice, 0.02 * i) for i in range(8)} | {"other": OTHER}
    results = []
    for order in (list(texts), choice.sample(list(texts), len(texts)), sorted(texts)):
        with filled({name: texts[name] for name in order}) as store:
            results.append(grouped(store))
    assert results[0] == results[1] == results[2]


def _edited(text: str, choice: random.Random, share: float) -> str:
    return " ".join(f"w{choice.random()}" if choice.random() < share else word for word in text.split())


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(0, 600))
def test_the_sketch_estimates_the_share_of_common_triples(seed: int, cut: int) -> None:
    one = [f"a{seed}x{i}" for i in range(600)]
    two = one[:cut] + [f"b{seed}x{i}" for i in range(600 - cut)]
    triples = [set(zip(words, words[1:], words[2:], strict=False)) for words in (one, two)]
    truth = len(triples[0] & triples[1]) / len(triples[0] | triples[1])
    same = (sketch_of(" ".join(one)).values == sketch_of(" ".join(two)).values).mean()
    assert abs(same - truth) < 0.25  # five standard errors


def test_a_sketch_is_the_same_for_ever() -> None:
    """It is compared with sketches of years ago: this value may not change without a migration."""
    sketch = sketch_of(DISPATCH)
    assert sketch.values[:4].tolist() == SKETCH_OF_DISPATCH
    assert len(sketch.values) == SIZE


SKETCH_OF_DISPATCH = [66592997, 38997811, 31129958, 134258974]


def test_boilerplate_of_an_outlet_is_left_out() -> None:
    footer = (
        "Sign up for our letter, follow us on every channel, and read the terms of use before you write to us. " * 3
    )
    texts = [f"A short notice about item {i} and nothing else at all.\n{footer}" for i in (1, 2)]
    with Store(":memory:") as store:
        for i, text in enumerate(texts):
            middle = text.index("\n")
            blocks = (Block("paragraph", 0, middle), Block("boilerplate", middle + 1, len(text)))
            store.add(Extraction(Article(str(i), text, blocks=blocks)))
        assert not grouped(store)
    with filled(dict(zip("ab", texts, strict=True))) as store:
        assert grouped(store), "without blocks the footer is all they are"


def test_only_the_latest_version_of_a_document_counts() -> None:
    with filled({"a": DISPATCH, "b": REPRINT}) as store:
        store.add(Extraction(Article("a", OTHER)))
        assert not grouped(store)
        store.add(Extraction(Article("a", DISPATCH)))
        assert grouped(store) == {frozenset("ab")}


def test_adding_a_version_twice_changes_nothing() -> None:
    with filled(TEXTS) as store:
        before = list(store.db.conn.iterdump())
        copies.add(store.db, 1, DISPATCH)
        assert list(store.db.conn.iterdump()) == before


def test_a_store_from_before_gets_its_sketches(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Store(path) as store:
        run = store.start_run()
        for name, text in TEXTS.items():
            store.add(Extraction(Article(name, text)), run)
        expected = grouped(store)
        store.db.conn.executescript("DROP TABLE sketch_bands; DROP TABLE sketches;")
        store.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_copies'")
        store.db.conn.commit()
    with Store(path, readonly=True) as store:
        assert grouped(store) == expected == {frozenset(["dispatch", "reprint"])}


@pytest.mark.slow
def test_ten_thousand_copies_take_time_in_proportion() -> None:
    choice = random.Random(7)
    with Store(":memory:") as store:
        run = store.start_run()
        spent = []
        for part in range(10):
            begun = time.process_time()
            for i in range(1000):
                text = f"Headline {part} {i}\n\n{_edited(DISPATCH, choice, 0.02)}"
                store.add(Extraction(Article(f"{part}-{i}", text)), run)
            spent.append(time.process_time() - begun)
        assert len(set(copies.groups(store).values())) == 1
    assert spent[-1] < 3 * spent[1] + 1


@pytest.mark.parametrize(
    "text", ['"' * 5000, "“" * 5000, "\x00\ufffd \u202e", "a" * 200_000, "!?" * 9, "水位が上がった" * 50]
)
def test_hostile_texts_are_sketched(text: str) -> None:
    assert sketch_of(text).triples >= 1
    assert np.array_equal(sketch_of(text).values, sketch_of(text).values)


def test_the_threshold_is_the_documented_one() -> None:
    values = np.arange(SIZE, dtype=np.uint32)
    other = np.where(np.arange(SIZE) < SIZE * COPY - 1, values, values + 1000)[None, :].astype(np.uint32)
    assert not are_copies(Sketch(values, 500), other, np.array([500]))[0]
    other[0, : int(SIZE * COPY) + 1] = values[: int(SIZE * COPY) + 1]
    assert are_copies(Sketch(values, 500), other, np.array([500]))[0]
