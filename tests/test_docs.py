"""Docs that fail when they are stale."""

import importlib.util
import re
from pathlib import Path

import pytest
import typer

from claimtrack.cli import app

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert spec and spec.loader
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf8")
    assert page == generate.PAGES[name](), "run: python docs/generate.py"


def test_the_readme_names_only_commands_and_options_that_exist() -> None:
    group = typer.main.get_command(app)
    commands = dict(generate.commands(group))
    fenced = "".join((ROOT / "README.md").read_text(encoding="utf8").split("```")[1::2])
    for line in re.findall(r"^claimtrack (.+)$", fenced, re.M):
        rest = line.split()
        if rest[0].startswith("-"):
            continue
        name = next((" ".join(rest[:n]) for n in (3, 2, 1) if " ".join(rest[:n]) in commands), "")
        assert name in commands, line
        known = {o for p in commands[name].params for o in p.opts} | {"--help"}
        assert {w.split("=")[0] for w in rest if w.startswith("--")} <= known, line
