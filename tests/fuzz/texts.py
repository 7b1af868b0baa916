"""Break the text of a document: most of what comes out is not well-formed."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

_PIECES = [
    *(b"$ref: '#/components/schemas/A'", b"$ref: '#'", b"$ref: '#/channels'"),
    *(b"&a ", b"*a", b"null", b"1e400", b"-0", b"9" * 400, b"true", b"''", b"!!x "),
    *(b"[", b"]", b"{", b"}", b": ", b"- ", b"? ", b",", b"\n", b"\n  ", b"\t", b"#"),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xc2\x85", b'"\\ud800"', b"|\n", b">-\n"),
    *(b"asyncapi: 2.6.0\n", b"asyncapi: 3.0.0\n", b"x-socketio: {}", b"oneOf: ["),
    *(b"(", b"(a+)+$", b"[a-", b"~1", b"%00", b"..", b"/dev/zero", b"http://[::1"),
    b"0x" + b"f" * 5000,
]
Mutation: TypeAlias = Callable[[Random, bytes, Sequence[bytes]], bytes]


def _place(chance: Random, text: bytes) -> int:
    return chance.randrange(len(text) + 1)


def _insert(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(chance, text)
    return text[:at] + chance.choice(_PIECES) + text[at:]


def _remove(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(chance, text)
    return text[:at] + text[at + chance.randrange(1, 60) :]


def _repeat(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(chance, text)
    piece = text[at : at + chance.randrange(1, 200)]
    return text[:at] + piece * chance.randrange(2, 30) + text[at:]


def _move(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    at, to = _place(chance, text), _place(chance, text)
    return text[:to] + text[at : at + chance.randrange(1, 400)] + text[to:]


def _splice(chance: Random, text: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return text[: _place(chance, text)] + other[_place(chance, other) :]


def _lines(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    """Drop, double, indent or swap lines: most such documents are well-formed."""
    rows = text.split(b"\n")
    at, to = chance.randrange(len(rows)), chance.randrange(len(rows))
    match chance.randrange(4):
        case 0:
            del rows[at]
        case 1:
            rows.insert(to, rows[at])
        case 2:
            rows[at] = b"  " + rows[at]
        case _:
            rows[at], rows[to] = rows[to], rows[at]
    return b"\n".join(rows)


def _words(chance: Random, text: bytes, _: Sequence[bytes]) -> bytes:
    """Put one word of the document in place of another, everywhere or once."""
    found = text.split()
    if len(found) < 2:
        return text
    old, new = chance.choice(found), chance.choice(found)
    return text.replace(old, new, chance.choice((1, -1)))


MUTATIONS: tuple[Mutation, ...] = (
    *(_insert, _remove, _repeat, _move, _splice, _lines, _lines, _words, _words),
)
