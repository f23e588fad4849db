"""Write the reference that the code knows best: docs/schema.md (tables of a new database) and docs/commands.md.

    python docs/generate.py

``tests/test_docs.py`` fails when these files are stale.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from sqlite_utils import Database

from claimtrack.cli import app
from claimtrack.store import Store, schema

DOCS = Path(__file__).parent


def schema_page() -> str:
    """The tables of a new database, with the conventions that the module states."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.db"
        with Store(path):
            pass
        with Database(path) as database:
            tables = {t.name: t.schema for t in database.tables if not t.name.startswith(("_", "sqlite_"))}
    shadows = ("_data", "_idx", "_content", "_docsize", "_config")
    shown = [f"## {n}\n\n```sql\n{s}\n```" for n, s in sorted(tables.items()) if not n.endswith(shadows)]
    return "\n\n".join(["# Tables", inspect.getdoc(schema) or "", *shown]) + "\n"


def option_lines(command: typer.core.TyperCommand | object) -> Iterator[str]:
    """A line for each argument and option."""
    for parameter in getattr(command, "params", []):
        if parameter.name == "help" or getattr(parameter, "hidden", False):
            continue
        names = ", ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()
        yield f"- `{names}`: {' '.join((parameter.help or '').split())}"


def commands(group: object, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its name, those of groups too."""
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def commands_page() -> str:
    """Every command with its arguments and options."""
    group = typer.main.get_command(app)
    pages = ["# Commands", " ".join((group.epilog or "").split())]
    for name, command in commands(group):
        pages += [f"## claimtrack {name}", " ".join((command.help or "").split()), "\n".join(option_lines(command))]
    return "\n\n".join(pages) + "\n"


PAGES = {"schema.md": schema_page, "commands.md": commands_page}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf8")


if __name__ == "__main__":
    main()
