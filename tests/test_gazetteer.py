"""Names that the user knows: reading the file, faults in it, and what becomes of the names in a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.tokens import Doc

import claimtrack
from claimtrack.errors import InputError
from claimtrack.gazetteer import Known, read_gazetteer
from claimtrack.pipeline import load, model_identity

CSV = """name,variants,kind,wikidata
Ilva Torreno,Torreño; Ильва Торрено ,person,Q123
Harbour Union,the Union;HU,organization,
"""
ENTRIES = (
    Known("Ilva Torreno", "person", ("Torreño", "Ильва Торрено"), "Q123"),
    Known("Harbour Union", "organization", ("the Union", "HU")),
)
TEXT = "Torreño said that the Union would close schools. HU denied that. Ilva Torreno left."


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(CSV, encoding="utf-8")
    return file


def test_the_three_formats_say_the_same(tmp_path: Path, csv_file: Path) -> None:
    rows = [{"name": e.name, "kind": e.kind, "variants": list(e.variants), "wikidata": e.wikidata} for e in ENTRIES]
    (tmp_path / "names.json").write_text(json.dumps(rows), encoding="utf-8")
    tables = (
        f'[[name]]\nname = "{e.name}"\nkind = "{e.kind}"\nvariants = {json.dumps(e.variants, ensure_ascii=False)}\n'
        + (f'wikidata = "{e.wikidata}"\n' if e.wikidata else "")
        for e in ENTRIES
    )
    (tmp_path / "names.toml").write_text("\n".join(tables), encoding="utf-8")
    for name in ("names.csv", "names.json", "names.toml"):
        assert read_gazetteer(tmp_path / name) == ENTRIES, name


FAULTS = [
    ("a.csv", "name,kind\n,person\n", "line 2: it has no name"),
    ("a.csv", "name,kind\nOra,ship\n", "'ship' is no kind"),
    ("a.csv", "name,kind,wikidata\nOra,person,123\n", "'123' is no Wikidata id"),
    ("a.csv", "name,kind,alias\nOra,person,O\n", "'alias' is no field"),
    ("a.csv", "name,variants,kind\nOra Veld,Ora,person\nOra Lind,Ora,person\n", "'Ora' stands for both"),
    ("a.json", '{"name": "Ora"}', "has no list of names"),
    ("a.json", "[1]", "entry 1: it has no name"),
    ("a.json", "[", "cannot be parsed"),
    ("a.toml", "name = 3", "has no list of names"),
    ("a.txt", "Ora", "is of no known kind"),
]


@pytest.mark.parametrize(("name", "content", "message"), FAULTS, ids=[f[2] for f in FAULTS])
def test_faults_are_told_with_their_place(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gazetteer(tmp_path / name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gazetteer(tmp_path / "none.csv")


def test_names_of_the_gazetteer_are_canonical(csv_file: Path) -> None:
    found = claimtrack.extract(TEXT, gazetteer=csv_file)
    assert [(e.text, e.name, e.wikidata) for e in found.entities] == [
        ("Torreño", "Ilva Torreno", "Q123"),
        ("the Union", "Harbour Union", None),
        ("HU", "Harbour Union", None),
        ("Ilva Torreno", "Ilva Torreno", "Q123"),
    ]
    assert {c.source for c in found.claims} >= {"Ilva Torreno", "Harbour Union"}


def test_without_a_gazetteer_nobody_has_an_id() -> None:
    assert {e.wikidata for e in claimtrack.extract(TEXT).entities} == {None}


def test_a_longer_name_is_left_alone(tmp_path: Path) -> None:
    """A known name within another one is not that name."""
    file = tmp_path / "names.csv"
    file.write_text("name,kind\nArdel,place\n", encoding="utf-8")
    doc = load(gazetteer=file)("Mira Ardel spoke in Ardel.")
    assert [(e.text, e.id_) for e in doc.ents] == [("Mira Ardel", ""), ("Ardel", "Ardel")]


def test_the_names_go_through_bytes(csv_file: Path) -> None:
    nlp = load(gazetteer=csv_file)
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.entities == doc._.entities
    assert [(e.id_, e.kb_id_) for e in back.ents] == [(e.id_, e.kb_id_) for e in doc.ents]


def test_another_gazetteer_is_another_pipeline(tmp_path: Path, csv_file: Path) -> None:
    """What was extracted with another one is extracted anew; the file's place and name do not matter."""
    same, other = tmp_path / "same.csv", tmp_path / "other.csv"
    same.write_text(CSV, encoding="utf-8")
    other.write_text(CSV.replace("Q123", "Q124"), encoding="utf-8")
    assert model_identity(None, csv_file) == model_identity(None, same)
    assert len({model_identity(None, file) for file in (None, csv_file, other)}) == 3
