"""Bytes to text: UTF-8 first, then what a byte order mark or the page declares, then a careful guess."""

from __future__ import annotations

import codecs
import re

from claimtrack.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "gzip data without the suffix .gz"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_AS_TEXT = "Save it as plain text in UTF-8, or leave it out."
# The characters beyond ASCII that English news uses, and that each have one byte in Windows-1252.
_WESTERN = re.compile(r"[^\x00-\x7f“”‘’„‚–—…•·«»£€¥¢§©®™°±²³½¼¾×\u00a0àáâãäåæçèéêëìíîïñòóôöøùúûüýßœšžÉÖÜÅÄØÇÁ]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of ``data``, and a note on its encoding unless that is UTF-8 or declared.

    ``declared`` is an encoding that the document names itself; it is used where UTF-8 fails. Raises
    ``InputError`` for what is no text (binary data, NUL bytes) and where no encoding fits.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"This is {what}, not text.", _AS_TEXT)
    text, note = _decode_marked(data) or _decode_unmarked(data, declared)
    if "\0" in text:
        raise InputError("There are NUL bytes in it, so this is no text.", _AS_TEXT)
    if len(_CONTROLS.findall(text, 0, 10_000)) > len(text[:10_000]) / 100:
        raise InputError("It is full of control characters, so this is binary data, not text.", _AS_TEXT)
    return text, note


def _decode_marked(data: bytes) -> tuple[str, None] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError as error:
                raise InputError(
                    f"It starts as {encoding}, but is not valid from byte {error.start}.", _AS_TEXT
                ) from None
    return None


def _decode_unmarked(data: bytes, declared: str | None) -> tuple[str, str | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        bad = error.start
    if b"\0" in data:
        raise InputError("There are NUL bytes in it, so this is no text.", _AS_TEXT)
    if declared and (text := _try(data, _web_encoding(declared))) is not None:
        return text, None
    if _is_damaged_utf8(data):
        raise InputError(f"It is UTF-8, but damaged at byte {bad}.", "Fetch or save it again, or mend that place.")
    encoding = _guess(data)
    if encoding is None:
        raise InputError(
            f"It is not UTF-8 (byte {bad} does not fit), no other encoding fits it clearly, and it may be binary data.",
            "Convert it to UTF-8, for example: iconv -f ENCODING -t UTF-8.",
        )
    return data.decode(encoding), f"not UTF-8, read as {encoding}"


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most characters beyond ASCII are sound UTF-8, which text in another encoding hardly has."""
    read = data.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    return sum(character > "\x7f" for character in read) - bad > bad


def _web_encoding(name: str) -> str:
    """Browsers read what is declared as Latin-1 or ASCII as Windows-1252 (WHATWG Encoding Standard)."""
    return "cp1252" if name.lower() in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"} else name


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _guess(data: bytes) -> str | None:
    """The likely encoding by the lines that are not ASCII.

    Windows-1252 where it gives nothing but the marks and letters of English news, few of them: on
    such texts charset-normalizer often prefers cp1250 or cp775. Everything else is its decision.
    """
    from charset_normalizer import from_bytes

    western = _try(data, "cp1252")
    if western is not None and not _WESTERN.search(western) and sum(c > "\x7f" for c in western) < len(western) / 10:
        return "cp1252"
    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())
    best = from_bytes(lines[:200_000]).best()
    return best.encoding if best is not None and _try(data, best.encoding) is not None else None
