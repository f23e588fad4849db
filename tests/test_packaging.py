"""``pip install .`` into a plain virtual environment gives a working claimtrack, model included, without PyTorch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "The river rose by 3.2 metres on Sunday, Mayor Anna Lindqvist said. The city will rebuild two bridges.\n"

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that has to succeed; nothing of this environment leaks into it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packaging")


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("claimtrack-*.whl"))


@pytest.fixture(scope="module")
def scripts(folder: Path, wheel: Path) -> Path:
    """The folder of commands of a fresh environment that claimtrack was installed into."""
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return scripts


def test_wheel_has_the_model_and_the_licence_and_nothing_else_of_the_repository(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("claimtrack/en_news/") and name.endswith(".onnx") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"claimtrack"}


def test_command_extracts_a_claim(scripts: Path, folder: Path) -> None:
    (folder / "flood.txt").write_text(ARTICLE, encoding="utf-8")
    printed = run(scripts / "claimtrack", "extract", "flood.txt", "--format", "jsonl", cwd=folder)
    document = json.loads(printed)
    assert [(q["value"], q["unit"]) for q in document["quantities"]][:1] == [(3.2, "metre")]
    assert document["claims"]


def test_spacy_loads_the_pipeline_by_name(scripts: Path, folder: Path) -> None:
    code = f"import spacy; print(len(spacy.load('claimtrack')({ARTICLE!r})._.claims))"
    assert int(run(scripts / "python", "-c", code, cwd=folder)) > 0


def test_it_is_the_installed_package_and_there_is_no_pytorch(scripts: Path, folder: Path) -> None:
    code = "import importlib.util as u; print(u.find_spec('torch'), u.find_spec('claimtrack').origin)"
    torch, origin = run(scripts / "python", "-c", code, cwd=folder).split()
    assert torch == "None"
    assert Path(origin).is_relative_to(folder.resolve() / "env")
