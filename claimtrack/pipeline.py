"""Load the pipeline: the one that the package carries, or another spaCy pipeline with this project's layers on top."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from claimtrack.errors import ModelError

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
) -> Language:
    """Load the trained pipeline; ``spacy.load("claimtrack")`` calls this with the same arguments."""
    from spacy.util import load_model_from_path

    import claimtrack.components  # noqa: F401

    nlp = load_model_from_path(
        model_path(), vocab=vocab, disable=disable, enable=enable, exclude=exclude, config=config or {}
    )
    nlp.max_length = 2**31  # the encoder reads in segments: memory is bounded without a limit on the text
    return nlp


def load_other(name: str) -> Language:
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
    nlp.max_length = 2**31
    return nlp


@lru_cache(maxsize=2)
def load_pipeline(model: str | None = None) -> Language:
    """The pipeline, loaded once a process: the trained one, or another by its name. Raises ModelError."""
    try:
        return load() if model is None else load_other(model)
    except (ImportError, OSError, ValueError) as error:
        raise ModelError(f"The language model cannot be loaded: {error}.", "Install claimtrack again.") from error


def model_identity(model: str | None = None) -> tuple[str, str]:
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
