import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import InputError
from claimtrack.evaluate import Gold, read_gold
from claimtrack.evaluate.places import located

TEXT = "Two ships sank off Marna in 2021. Two ships were saved in 2022, Ada Lind said."


def gold(folder: Path, row: dict[str, Any] | str, name: str = "gold.jsonl") -> Gold:
    path = folder / name
    path.write_text(row if isinstance(row, str) else json.dumps(row), encoding="utf8")
    return next(iter(read_gold([path])))


def test_words_stand_where_they_come_next() -> None:
    rows = located([{"text": "Two ships"}, {"text": "Two ships"}, {"text": "Two"}], TEXT, "x")
    assert [row["start"] for row in rows] == [0, 34, 34]


def test_words_that_follow_are_looked_for_behind_the_row_before() -> None:
    rows = located([{"text": "sank"}, {"text": "Two ships"}], TEXT, "x")
    assert [row["start"] for row in rows] == [10, 34]


def test_source_and_cue_stand_nearest_to_their_content() -> None:
    text = "It rains, Ada said, and it pours. It snows, Ada said."
    row = {"source": {"text": "Ada"}, "cue": {"text": "said"}, "content": [{"text": "It snows"}]}
    (found,) = located([row], text, "x")
    assert [found[key]["start"] for key in ("source", "cue")] == [44, 48]


def test_figures_in_claims_become_lists_of_the_article_and_bound_it(tmp_path: Path) -> None:
    claim = {"evidence": "Two ships were saved in 2022", "quantities": [{"text": "Two ships", "value": 2}]}
    found = gold(tmp_path, {"text": TEXT, "claims": [claim]})
    assert [(q["start"], q["value"]) for q in found.layers["quantities"]] == [(34, 2)]
    assert found.layers["claims"][0]["quantities"] == [0]
    assert found.within == {"quantities": [(34, 62)]}
    assert "dates" not in found.layers, "not annotated is not empty"


def test_an_article_can_lie_beside_the_gold_file(tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text(json.dumps({"text": "No."}) + "\n" + json.dumps({"text": TEXT}))
    found = gold(tmp_path, {"wire.jsonl:2": [{"evidence": "Two ships sank"}]}, "gold.json")
    assert found.article.text == TEXT
    assert found.partial, "a list of claims alone is not all of them"


BAD = [
    ('{"text": "Rain.", "dates": [{"text": "2021", "value": "2021"}]}', "does not stand", "words of another text"),
    ('{"text": "Rain.", "dates": [{"text": "Rain", "start": 1, "end": 5}]}', "is 'ain.'", "offsets that are off"),
    ('{"dates": []}', 'neither "text" nor "path"', "no article"),
    ('{"path": "gone.txt", "dates": []}', "gone.txt", "an article that is not there"),
    ('{"text": "Rain.", "claims": [{"start": 0}]}', "missing or of the wrong kind", "a span without an end"),
    ("[1]", "wrong kind", "no object"),
    ("{", "no gold file", "no JSON"),
]


@pytest.mark.parametrize(("row", "message", "why"), BAD, ids=lambda value: str(value)[:30])
def test_what_is_wrong_with_a_gold_file_is_told(row: str, message: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        gold(tmp_path, row)


def test_a_missing_gold_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_gold([tmp_path / "gone.jsonl"]))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 17)), max_size=6, unique=True))
def test_offsets_cut_the_words(spans: list[tuple[int, int]]) -> None:
    words = [TEXT[start : start + length] for start, length in sorted(spans)]
    for row, word in zip(located([{"text": w} for w in words], TEXT, "x"), words, strict=True):
        assert TEXT[row["start"] : row["end"]] == word == row["text"]
