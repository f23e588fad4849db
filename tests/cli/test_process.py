"""The command line as a program: quick to answer, on a terminal, in a pipe."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.store import Store
from tests.store.extractions import flood

PROGRAM = [sys.executable, "-m", "claimtrack"]
HEAVY = ("spacy", "numpy", "trafilatura", "sqlite_utils", "onnxruntime", "dateparser", "quantulum3")


def on_a_terminal(*arguments: str | Path) -> str:
    """All that a command prints on a terminal of 100 columns."""
    master, terminal = pty.openpty()
    env = os.environ | {"COLUMNS": "100", "TERM": "xterm-256color", "NO_COLOR": ""}
    env.pop("NO_COLOR")
    command = [*PROGRAM, *map(str, arguments)]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, env=env) as job:
        os.close(terminal)
        printed = b""
        while True:
            try:
                piece = os.read(master, 1 << 16)
            except OSError:  # the terminal closes when its last process ends
                break
            if not piece:
                break
            printed += piece
        job.wait(60)
    os.close(master)
    return printed.decode()


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import sys
import claimtrack.cli
try:
    claimtrack.cli.main(["--help"])
except SystemExit:
    pass
print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_ends_it_quietly(db: Path) -> None:
    with Store(db) as store:
        for number in range(300):
            store.add(flood(f"{number}-", identity=f"a{number}"))
    command = f"{sys.executable} -m claimtrack claims | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["id"] == "c1"
    assert done.stderr == ""


def test_a_table_on_a_terminal(db: Path) -> None:
    printed = on_a_terminal("claims")
    assert "┃" in printed
    assert "Red Cross" in printed


def test_a_passage_in_colour_on_a_terminal(db: Path) -> None:
    printed = on_a_terminal("show", "c1")
    assert "\x1b[1;36mThe Red Cross\x1b[0m" in printed
    assert "[source:" not in printed
    assert printed.count("content") >= 1, "the legend"


@pytest.mark.parametrize("command", [["claims"], ["claims", "--format", "csv"], ["show", "h1"], ["documents"]])
def test_texts_cannot_steer_a_terminal(command: list[str], db: Path) -> None:
    printed = on_a_terminal(*command)
    assert "\x1b[2J" not in printed
    assert "\x1b]0;" not in printed
    assert "\x9b" not in printed
    assert "\u202e" not in printed


def test_completion_is_offered() -> None:
    env = os.environ | {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "claimtrack cl", "COMP_CWORD": "1"}
    program = Path(sys.executable).with_name("claimtrack")
    done = subprocess.run([program], capture_output=True, text=True, env=env, check=False)
    assert done.stdout.split() == ["claims"]
