"""Importing what is heavy without what comes along and is not used: commands start faster by it."""

from __future__ import annotations

import sys
from types import ModuleType


def import_spacy() -> None:
    """Import spaCy without its command line, which brings web clients along: a fifth of a second.

    ``spacy.cli`` can be imported afterwards. Where spaCy is there already, nothing happens.
    """
    if "spacy" in sys.modules:
        return
    package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    module.info = None  # type: ignore[attr-defined]  # the one name that spaCy takes from there
    sys.modules |= {"spacy.cli": package, "spacy.cli.info": module}
    try:
        import spacy  # noqa: F401
    finally:
        for name in ("spacy.cli", "spacy.cli.info"):
            del sys.modules[name]


def import_sqlite_utils() -> None:
    """Import sqlite-utils without pandas, which it imports where it is installed: a third of a second."""
    if "pandas" in sys.modules or "sqlite_utils" in sys.modules:
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]  # "import pandas" fails, as if it were not there
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["pandas"]
