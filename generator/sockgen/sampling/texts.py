"""Texts of every kind: what a schema may take, and what formats do not."""

from collections.abc import Iterator, Sequence

from sockgen.contract import JsonValue

LONGEST = 5_000
"""Characters of a text that is sent."""

_SCRIPTS = {
    "accents": "Zoë Åström, naïve café",
    "emoji": "🐶🐾 👩‍👩‍👧 🇳🇱",
    "right to left": "שלום مرحبا",
    "combining marks": "e\u0301 n\u0303 o\u0308 q\u0323",
    "Chinese": "小狗和小猫",
    "quotes and markup": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
    "a space": " ",
    "lines and tabs": "one\ntwo\tthree\r\n",
    "the name of what every object has": "constructor",
}
_RIGHT = {
    "date-time": [
        ("an offset", "2026-07-08T09:10:11+02:00"),
        ("a fraction", "2026-07-08T09:10:11.123Z"),
    ],
    "date": [("a leap day", "2024-02-29"), ("the end of a year", "1999-12-31")],
    "time": [("an offset", "09:10:11-05:30"), ("a fraction", "09:10:11.5Z")],
    "duration": [("a clock", "PT1H30M"), ("weeks", "P2W")],
    "uuid": [("in capitals, of version 1", "C232AB00-9414-11EC-B3C8-9F6BDECED846")],
    "email": [("a tag", "first.last+tag@example.co.uk")],
    "idn-email": [("another script", "пример@example.com")],
    "hostname": [("a dash", "a-b.example.org")],
    "ipv4": [("the last one", "255.255.255.255")],
    "ipv6": [("in full", "2001:0db8:0000:0000:0000:ff00:0042:8329")],
    "uri": [("all its parts", "https://u@example.com:8080/a/b?c=d&e=f#g")],
}
_WRONG = {
    "date-time": [
        ("without a zone", "2026-01-02T03:04:05"),
        ("a day only", "2026-01-02"),
        ("a space in it", "2026-01-02 03:04:05"),
        ("an hour too late", "2026-01-02T25:04:05Z"),
        ("a day that is not", "2026-02-30T03:04:05Z"),
        ("of a browser", "Fri Jan 02 2026 03:04:05 GMT+0000"),
        ("seconds since 1970", "1767323045"),
        ("a line break after it", "2026-01-02T03:04:05Z\n"),
    ],
    "date": [
        ("a time as well", "2026-01-02T03:04:05Z"),
        ("the day first", "02.01.2026"),
        ("with slashes", "01/02/2026"),
        ("a day that is not", "2026-02-30"),
        ("without zeros", "2026-1-2"),
    ],
    "time": [
        ("without a zone", "03:04:05"),
        ("without seconds", "03:04Z"),
        ("an hour too late", "25:04:05Z"),
    ],
    "duration": [("seconds", "90"), ("a clock", "01:30:00"), ("empty", "P")],
    "uuid": [
        ("too short", "3fa85f64-5717-4562-b3fc-2c963f66afa"),
        ("without dashes", "3fa85f6457174562b3fc2c963f66afa6"),
        ("too long", "3fa85f64-5717-4562-b3fc-2c963f66afa6-1"),
        ("in braces", "{3fa85f64-5717-4562-b3fc-2c963f66afa6}"),
        ("no hexadecimal", "zfa85f64-5717-4562-b3fc-2c963f66afa6"),
        ("more before it", "1-3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        ("a line break after it", "3fa85f64-5717-4562-b3fc-2c963f66afa6\n"),
    ],
    "email": [
        ("without an @", "someone.example.com"),
        ("without a host", "someone@"),
        ("nobody", "@example.com"),
        ("a space in it", "some one@example.com"),
    ],
    "hostname": [
        ("an underscore", "ex_ample.com"),
        ("a dash first", "-example.com"),
        ("a scheme as well", "https://example.com"),
    ],
    "ipv4": [
        ("a number too large", "192.0.2.256"),
        ("three numbers", "192.0.2"),
        ("a name", "localhost"),
    ],
    "ipv6": [
        ("a group too long", "2001:db8::12345"),
        ("of version 4", "192.0.2.1"),
        ("three colons", "2001:::1"),
    ],
    "uri": [
        ("without a scheme", "example.com/a"),
        ("a path only", "/a/b"),
        ("a space in it", "https://example.com/a b"),
    ],
    "uri-reference": [("a space in it", "/a b"), ("a backslash", "\\a")],
    "iri": [
        ("without a scheme", "example.com"),
        ("a space in it", "https://é.com/a b"),
    ],
    "iri-reference": [("a space in it", "/é b")],
    "uri-template": [("a brace open", "/example/{id")],
    "json-pointer": [("without a slash", "example"), ("an escape cut", "/example~")],
    "relative-json-pointer": [("no number", "/example"), ("a zero before", "01/a")],
}
_WRONG["idn-email"] = _WRONG["email"]


def scripts(least: int, most: int | None) -> Iterator[tuple[str, str]]:
    """Texts in many scripts that are neither too short nor too long."""
    for words, text in _SCRIPTS.items():
        yield words, sized(text, least, most)


def right(formats: Sequence[JsonValue]) -> Iterator[tuple[str, str]]:
    """Texts that have a format and are not the plainest."""
    for one in formats:
        yield from _RIGHT.get(str(one), ())


def wrong(formats: Sequence[JsonValue]) -> Iterator[tuple[str, str, str]]:
    """Texts that lack a format: its name, what is wrong, and the text."""
    for one in formats:
        for words, text in (*_WRONG.get(str(one), ()), ("no such text", "not one")):
            yield str(one), words, text


def sized(text: str, least: int, most: int | None) -> str:
    """A text repeated and cut until it is long enough and not too long."""
    if len(text) < least:
        text = (text + " ") * (least // (len(text) + 1) + 1)
        text = text[:least]
    return text if most is None else text[:most]


def stretched(text: str, length: int) -> str:
    """A text of a length, made of what it begins with."""
    return text[:length] + (text[-1:] or "x") * (length - len(text))


def wide(length: int) -> str:
    """A text of characters of which each is several bytes.

    None is two units of UTF-16, in which many a correct program counts.
    """
    return "猫" * length


def off_pattern(text: str) -> Iterator[str]:
    """Texts that hardly a pattern matches which matches this one."""
    yield f"{text[:-1]}!"
    yield f" {text[1:]}"
    yield text.swapcase()
    yield text[::-1]
    yield f"{text} "
    yield f" {text}"
    yield f"{text}\n"
    yield "".join("x" if x.isdigit() else "0" for x in text)
    yield ""
    yield "?"
    yield "\u00e9"
