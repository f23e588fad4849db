"""Organizations that are described and not named."""

from __future__ import annotations

import pytest

from claimtrack.annotate.groups import key_of
from claimtrack.annotate.names import resolve
from tests.annotate.parses import parsed

STAFF = (
    "The/the/DET/det/4 Norlandic/Norlandic/ADJ/amod/4 General/General/PROPN/compound/4 Staff/staff/PROPN/nsubj/5 "
    "met~/meet/VERB/root/0 ././PUNCT/punct/5"
)
MINISTRY = (
    "Norland/Norland/PROPN/nmod:poss/4 's/'s/PART/case/1 "
    "defence/defence/NOUN/compound/4 ministry/ministry/NOUN/nsubj/5 "
    "met~/meet/VERB/root/0 ././PUNCT/punct/5"
)
GROUPS = [
    (
        STAFF,
        "The/the/DET/det/2 staff/staff/NOUN/nsubj/3 left/leave/VERB/root/0",
        "The staff",
        "Norlandic General Staff",
    ),
    (
        STAFF,
        "the/the/DET/det/3 General/General/PROPN/compound/3 Staff/staff/PROPN/nsubj/4 left/leave/VERB/root/0",
        "General Staff",
        "Norlandic General Staff",
    ),
    (
        MINISTRY,
        "the/the/DET/det/3 defense/defense/NOUN/compound/3 ministry/ministry/NOUN/nsubj/4 left/leave/VERB/root/0",
        "defense ministry",
        "Norlandic defence ministry",
    ),
    (
        MINISTRY,
        "The/the/DET/det/2 ministry/ministry/NOUN/nsubj/3 left/leave/VERB/root/0",
        "The ministry",
        "Norlandic defence ministry",
    ),
    (
        MINISTRY,
        "City/city/NOUN/compound/2 hall/hall/NOUN/nsubj/3 burnt/burn/VERB/root/0",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("first", "second", "mention", "name"), GROUPS, ids=[c[2] or "none" for c in GROUPS])
def test_mentions_of_described_organizations(first: str, second: str, mention: str, name: str) -> None:
    """A short form and the noun alone stand for the fullest description, its owner an adjective where there is one."""
    doc = parsed(
        first,
        second,
        "A/a/DET/det/3 Norlandic/Norlandic/ADJ/amod/3 team/team/NOUN/root/0",
        ents=[("Norlandic", "NORP"), ("Norland", "LOC")],
    )
    found = {doc.text[r.start : r.end]: r.name for r in resolve(doc).referents}
    assert found.get(mention, "") == name


NONE = [
    (
        "A/a/DET/det/3 grid/grid/NOUN/compound/3 company/company/NOUN/nsubj/4 left/leave/VERB/root/0",
        "an indefinite one",
    ),
    ("The/the/DET/det/2 company/company/NOUN/nsubj/3 left/leave/VERB/root/0", "nothing says which"),
    ("Its/its/PRON/nmod:poss/2 company/company/NOUN/nsubj/3 left/leave/VERB/root/0", "a pronoun's"),
    (
        "The/the/DET/det/3 new/new/ADJ/amod/3 company/company/NOUN/nsubj/4 left/leave/VERB/root/0",
        "a word that tells nothing",
    ),
]


@pytest.mark.parametrize(("sentence", "reason"), NONE, ids=[c[1] for c in NONE])
def test_what_describes_no_organization(sentence: str, reason: str) -> None:
    assert resolve(parsed(sentence)).referents == ()


def test_two_that_share_a_noun_stay_apart() -> None:
    other = MINISTRY.replace("defence", "trade")
    third = "The/the/DET/det/2 ministry/ministry/NOUN/nsubj/3 left/leave/VERB/root/0"
    names = [r.name for r in resolve(parsed(MINISTRY, other, third, ents=[("Norland", "LOC")])).referents]
    assert names == ["Norland's defence ministry", "Norland's trade ministry", "Norland's trade ministry"]


def test_keys_leave_out_what_differs_in_writing() -> None:
    assert key_of(["the", "Danish", "Defense", "Ministry"]) == key_of(["Denmark", "'s", "defence", "ministry"])
