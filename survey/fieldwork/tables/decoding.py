"""From a file's bytes to its text: marks, encodings, and letters that were spoilt on the way."""

import codecs
import re
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.errors import Said
from survey.fieldwork.tables.table import TableRefused

BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HEAD: Final = 4096
MARK: Final = "\ufeff"
END_OF_FILE: Final = "\x1a"
ONE_BYTE: Final = {
    "cp1252": Said("Windows text"),
    "mac_roman": Said("text of an old Macintosh program"),
    "cp850": Said("text of an old DOS program"),
}
UMLAUTS: Final = frozenset("äöüÄÖÜß")
LETTERS: Final = frozenset("éèêëàâáçîïíôóòûùúñåøæœÉÈÀÇÅØ’–“”„€")
SPOILT: Final = re.compile("[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€.|\ufffd")
"""UTF-8 that was read as Windows text and saved again ("Ã¼" for "ü"), or letters that are lost."""


class EncodingWrong(TableRefused):
    """The file is not in the encoding that was named, or its letters were spoilt before."""

    code: ClassVar[str] = "IMPORT-ENCODING"


@dataclass(frozen=True)
class Decoded:
    """A file's text, and what was changed to get it."""

    text: str
    notes: tuple[Said, ...]


def decoded(file: str, content: bytes, encoding: str | None) -> Decoded:
    """Return a file's text in the encoding named; with none named, UTF-8 or plain Windows text.

    Raises ``EncodingWrong`` with the line of the first letter that cannot be right.
    """
    named, notes = _encoding(file, content, encoding)
    try:
        text = content.decode(named)
    except UnicodeError:
        raise _wrong(file, content, named, encoding) from None
    for find, what in (
        (MARK, Said("a second byte-order mark")),
        ("\0", Said("an empty character (NUL)")),
    ):
        if find in text:
            line = text[: text.index(find)].count("\n") + 1
            text = text.replace(find, "")
            notes += (
                Said("{file}, line {line}: {what} was left out.", file=file, line=line, what=what),
            )
    bare = text.rstrip()
    if bare.endswith(END_OF_FILE):
        text = bare.rstrip(END_OF_FILE)
    if spoilt := SPOILT.search(text):
        raise EncodingWrong(
            "{file}, line {line}: letters were spoilt when the file was"
            " saved (ü stands there as Ã¼ or as a question mark in a box). Export it again from"
            " where it was made, as UTF-8.",
            file=file,
            line=_line(text, spoilt.start()),
        )
    return Decoded(text, notes)


def likely_encoding(content: bytes) -> str | None:
    """Return the one-byte encoding in which a text that is not UTF-8 has the likeliest letters."""
    scores = {name: _likelihood(content, name) for name in ONE_BYTE}
    best = max(scores, key=lambda name: scores[name])
    alone = sum(score == scores[best] for score in scores.values()) == 1
    return best if scores[best] > 0 and alone else None


def _likelihood(content: bytes, encoding: str) -> int:
    text = content.decode(encoding, errors="replace")
    return sum(
        2 if letter in UMLAUTS else 1 if letter in LETTERS else -1
        for letter in re.findall("[^\x00-\x7f]", text)
    )


def _encoding(file: str, content: bytes, encoding: str | None) -> tuple[str, tuple[Said, ...]]:
    """Return the encoding to read with, once the file's bytes agree with the one named."""
    for mark, marked in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            kind = marked.removesuffix("-sig")
            if encoding and not codecs.lookup(encoding).name.startswith(kind):
                raise EncodingWrong(
                    "{file}, line 1: the file begins as {kind} and the mapping says {encoding}."
                    " Name that encoding in the mapping.",
                    file=file,
                    kind=kind,
                    encoding=encoding,
                )
            return marked, ()
    if encoding is None:
        return _unnamed(file, content)
    named = codecs.lookup(encoding).name
    zeros = content[:HEAD].count(0)
    if named in ("utf-16", "utf-32"):  # without a mark, which would have been found above
        raise _wrong(file, content, named, encoding)
    if zeros * 5 > len(content[:HEAD]) and not named.startswith(("utf-16", "utf-32")):
        raise _wrong(file, content, named, encoding)
    if not named.startswith("utf"):
        _refuse_other(file, content, named, encoding)
    return named, ()


def _unnamed(file: str, content: bytes) -> tuple[str, tuple[Said, ...]]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if likely_encoding(content) != "cp1252":
            raise _wrong(file, content, "utf-8", None) from None
        return "cp1252", (
            Said(
                "{file} is not UTF-8 and was read as Windows text (cp1252): look at the names.",
                file=file,
            ),
        )
    return "utf-8", ()


def _refuse_other(file: str, content: bytes, named: str, encoding: str) -> None:
    """One-byte encodings read anything, so look whether the file's letters say another one."""
    if content.isascii():
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        likely = likely_encoding(content)
        if named in ONE_BYTE and likely not in (None, named) and _likelihood(content, named) < 0:
            first = next(at for at, byte in enumerate(content) if byte > 0x7F)
            raise EncodingWrong(
                "{file}, line {line}: the file looks like {kind} and the mapping says {encoding}."
                ' Write encoding = "{likely}" in the mapping, or save the file as UTF-8.',
                file=file,
                line=content[:first].count(10) + 1,
                kind=ONE_BYTE[str(likely)],
                encoding=encoding,
                likely=likely,
            ) from None
        return
    first = next(at for at, letter in enumerate(text) if not letter.isascii())
    raise EncodingWrong(
        "{file}, line {line}: the file is UTF-8 and the mapping says {encoding}."
        ' Write encoding = "utf-8" in the mapping.',
        file=file,
        line=_line(text, first),
        encoding=encoding,
    )


def _wrong(file: str, content: bytes, named: str, encoding: str | None) -> EncodingWrong:
    try:
        content.decode(named)
    except UnicodeDecodeError as broken:
        readable = content[: broken.start]
    except UnicodeError:
        readable = b""
    else:
        readable = content[: max(content.find(b"\0"), 0)]
    line = readable.decode(named, errors="ignore").count("\n") + 1
    likely = None if b"\0" in content[:HEAD] else likely_encoding(content)
    looks = Said(" It looks like {kind}.", kind=ONE_BYTE[likely]) if likely else ""
    if encoding is None:
        return EncodingWrong(
            "{file}, line {line}: not UTF-8.{looks} Save the file as UTF-8 (in Excel: CSV UTF-8).",
            file=file,
            line=line,
            looks=looks,
        )
    return EncodingWrong(
        "{file}, line {line}: the file is not in the encoding {encoding} that the mapping"
        ' names.{looks} Save it as UTF-8, or write encoding = "{likely}" in the mapping{other}.',
        file=file,
        line=line,
        encoding=encoding,
        looks=looks,
        likely=likely or "cp1252",
        other="" if likely else Said(', or "utf-16": these are what Excel may write'),
    )


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
