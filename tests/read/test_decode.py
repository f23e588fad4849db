"""Bytes to text: each encoding that news comes in, and each kind of file that is no text."""

import random

import pytest

from claimtrack.errors import InputError
from claimtrack.read.decode import decode

NEWS = (
    "The governor said on Monday that “the plan is – in effect – dead”, and that €3.8 million (about £3.2m) "
    "would be lost. Café owners didn’t agree.\n"
)
RUSSIAN = "Президент заявил во вторник, что страна увеличит расходы на оборону. Бюджет вырастет на пять процентов.\n"
POLISH = "Premier powiedział we wtorek, że rząd zwiększy wydatki na obronę. Minister dodał, iż źródła są żywe.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "why"),
    [
        (NEWS, "utf-8", "the usual case"),
        (NEWS, "utf-8-sig", "Windows editors put a mark in front"),
        (NEWS, "utf-16", "has NUL bytes, but a mark that says why"),
        (NEWS, "utf-32", "as above; its mark begins with that of UTF-16"),
        (NEWS, "cp1252", "old Windows exports"),
        (NEWS[:80], "cp1252", "little to go by"),
        (NEWS + "All of this is plain. " * 400, "cp1252", "a few marks in much ASCII"),
        (RUSSIAN, "cp1251", "another script"),
        (RUSSIAN * 20, "koi8-r", "another script, long"),
        (POLISH, "cp1250", "Central European letters"),
    ],
)
def test_text_comes_back(text: str, encoding: str, why: str) -> None:
    read, note = decode(text.encode(encoding))
    assert read == text, why
    assert (note is None) == encoding.startswith("utf")


def test_a_declared_encoding_is_taken_without_a_note() -> None:
    assert decode(POLISH.encode("iso8859-2"), "iso-8859-2") == (POLISH, None)


def test_declared_latin_1_means_windows_1252() -> None:
    assert decode(NEWS.encode("cp1252"), "ISO-8859-1") == (NEWS, None)


def test_a_declaration_that_is_wrong_does_not_spoil_utf_8() -> None:
    assert decode(NEWS.encode(), "iso-8859-1") == (NEWS, None)


@pytest.mark.parametrize("declared", ["no-such-encoding", "utf-8", "base64"])
def test_a_useless_declaration_is_no_obstacle(declared: str) -> None:
    assert decode(NEWS.encode("cp1252"), declared)[0] == NEWS


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3 1 0 obj", "PDF"),
        (NEWS.encode()[:-20] + "é".encode()[:1], "damaged at byte"),
        (b"PK\x03\x04\x14\x00\x06\x00", "office document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"The plan\x00 is dead.", "NUL"),
        (b"Caf\xe9 \x00\x00", "NUL"),
        (bytes(range(1, 9)) * 50, "control characters"),
        (NEWS.encode("utf-16")[:-1], "not valid"),
        (random.Random(1).randbytes(3000).replace(b"\x00", b"\x01"), "control characters|no other encoding"),
    ],
    ids=["pdf", "cut-utf8", "docx", "png", "nul", "nul-latin1", "controls", "half-utf16", "random"],
)
def test_no_text(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode(data)
    assert caught.value.remedy
