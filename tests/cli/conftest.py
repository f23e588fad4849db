from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import spacy

from claimtrack.cli import main
from claimtrack.model import Extraction
from claimtrack.store import Store
from tests.store.extractions import article, claim, flood

HOSTILE = "=cmd|' /C calc'!A0 said \x1b[2J[bold]boom[/bold] | <b> \x9b31m \u202egnp."


class Done(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command line in this process; what it printed is not on a terminal."""

    def command(*arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Done(int(stopped.value.code or 0), out, err)

    return command


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of three articles, named by the environment; one has a text that attacks whoever prints it."""
    path = tmp_path / "claims.db"
    monkeypatch.setenv("CLAIMTRACK_DB", str(path))
    with Store(path) as store:
        store.add(flood())
        hostile = article("hostile", HOSTILE, title="=1+1 [red]\x1b]0;owned\x07", url=None, published=None, blocks=())
        attack = claim("h1", (0, len(HOSTILE), HOSTILE), source="=evil()", standalone="+1", subject="@x", object="-y")
        store.add(Extraction(hostile, claims=(attack,)))
        store.add(Extraction(article("fr", "L'eau monte.", language="fr", title=None), claims=()))
    return path


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy pipeline with a tokenizer only."""
    path = tmp_path_factory.mktemp("blank") / "pipeline"
    spacy.blank("en").to_disk(path)
    return path
