"""Load the pipeline: the one that the package carries, or another spaCy pipeline with this project's layers on top."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from claimtrack.errors import ModelError
from claimtrack.gazetteer import read_gazetteer
from claimtrack.light import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language

LAYERS: Final = ("times", "quantities", "names", "attribution", "claims")
PACKAGE: Final = Path(__file__).parent
PLACES: Final = (PACKAGE / "en_news", PACKAGE.parent / "pipelines" / "en_news" / "model")
"""Where the trained pipeline lies: in an installed package, in a clone."""


def model_path() -> Path:
    """Folder of the trained pipeline. Raises ModelError if the installation lacks it."""
    for place in PLACES:
        if (place / "config.cfg").exists():
            return place
    raise ModelError("The language model is missing from this installation.", "Install claimtrack again.")


def load(
    vocab: Any = True,
    *,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    config: dict[str, Any] | None = None,
    gazetteer: str | os.PathLike[str] | None = None,
) -> Language:
    """Load the trained pipeline; ``spacy.load("claimtrack")`` calls this with the same arguments.

    ``gazetteer``: a file of names to know (see ``claimtrack.gazetteer``). Raises InputError if there is a fault in it.
    """
    from spacy.util import load_model_from_path

    import claimtrack.components  # noqa: F401

    nlp = load_model_from_path(
        model_path(), vocab=vocab, disable=disable, enable=enable, exclude=exclude, config=config or {}
    )
    _add_gazetteer(nlp, gazetteer)
    nlp.max_length = 2**31  # the encoder reads in segments: memory is bounded without a limit on the text
    return nlp


def _add_gazetteer(nlp: Language, gazetteer: str | os.PathLike[str] | None) -> None:
    if gazetteer is not None:
        import claimtrack.annotate.gazetteer  # noqa: F401  (the component's factory)

        entries = [asdict(known) for known in read_gazetteer(gazetteer)]
        nlp.add_pipe("claimtrack_gazetteer", before="claimtrack_names", config={"entries": entries})


def load_other(name: str, gazetteer: str | os.PathLike[str] | None = None) -> Language:
    """Load another spaCy pipeline by name or path and add the layers that it lacks, with a warning of what is lost."""
    import spacy

    import claimtrack.annotate.clearnlp
    import claimtrack.components  # noqa: F401

    try:
        nlp = spacy.load(name)
    except Exception as error:
        raise ModelError(f"The language model {name} cannot be loaded: {error}.", "Name an installed one.") from error
    if "claimtrack_encoder" not in nlp.pipe_names:
        warnings.warn(
            f"{name} has no model of attribution and check-worthiness: sources are found by rules alone, "
            "and claims have no vectors.",
            stacklevel=2,
        )
    for layer in ("clearnlp", *LAYERS):
        if f"claimtrack_{layer}" not in nlp.pipe_names:
            nlp.add_pipe(f"claimtrack_{layer}")
    _add_gazetteer(nlp, gazetteer)
    nlp.max_length = 2**31
    return nlp


def load_pipeline(model: str | None = None, gazetteer: str | None = None) -> Language:
    """The pipeline, loaded once a process: the trained one, or another by its name. Raises ModelError, InputError."""
    import_spacy()
    return _loaded(model, gazetteer)


@lru_cache(maxsize=2)
def _loaded(model: str | None, gazetteer: str | None) -> Language:
    try:
        return load(gazetteer=gazetteer) if model is None else load_other(model, gazetteer)
    except (ImportError, OSError, ValueError) as error:
        raise ModelError(f"The language model cannot be loaded: {error}.", "Install claimtrack again.") from error


def model_identity(model: str | None = None, gazetteer: str | os.PathLike[str] | None = None) -> tuple[str, str]:
    """Name and hash of a pipeline with its gazetteer. Raises ModelError, InputError."""
    name, digest = _model_identity(model)
    if gazetteer is None:
        return name, digest
    entries = repr(read_gazetteer(gazetteer))
    return name, hashlib.sha256(f"{digest} {entries}".encode()).hexdigest()[:16]


def _model_identity(model: str | None) -> tuple[str, str]:
    """Name and hash of a pipeline: of all its files for a folder, of its version for an installed package."""
    from importlib.metadata import PackageNotFoundError, version

    path = model_path() if model is None else Path(model)
    if not path.is_dir():
        try:
            return str(model), hashlib.sha256(f"{model} {version(str(model))}".encode()).hexdigest()[:16]
        except PackageNotFoundError as error:
            raise ModelError(f"No spaCy pipeline is called {model}.", "Name an installed one.") from error
    digest = hashlib.sha256()
    for file in sorted(f for f in path.rglob("*") if f.is_file()):
        digest.update(str(file.relative_to(path)).encode())
        digest.update(file.read_bytes())
    return path.name if model else "en_news", digest.hexdigest()[:16]
