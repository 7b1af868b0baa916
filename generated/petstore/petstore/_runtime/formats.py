"""The formats of texts that are checked, as JSON Schema and its RFCs define them."""

from __future__ import annotations

import calendar
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Final

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_DAY_MINUTES = 24 * 60


def is_date(text: str) -> bool:
    """A day of RFC 3339."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    # A year of four hundred has the same days as the year 0, which Python lacks.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 400, month)[1]


def is_time(text: str) -> bool:
    """A time of RFC 3339; a leap second is the last one of a day in UTC."""
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    ahead, behind = int(found[5] or 0), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 60 or ahead > 23 or behind > 59:
        return False
    offset = (ahead * 60 + behind) * (-1 if found[4] == "-" else 1)
    utc = (hour * 60 + minute - offset) % _DAY_MINUTES
    return second < 60 or utc == _DAY_MINUTES - 1


def is_date_time(text: str) -> bool:
    """A point in time of RFC 3339."""
    return text[10:11] in ("T", "t") and is_date(text[:10]) and is_time(text[11:])


def _of(pattern: str) -> Callable[[str], bool]:
    matches = re.compile(pattern).fullmatch
    return lambda text: matches(text) is not None


_DAYS = r"[0-9]+D"
_SECONDS = r"[0-9]+S"
_MINUTES = rf"[0-9]+M(?:{_SECONDS})?"
_HOURS = rf"[0-9]+H(?:{_MINUTES})?"
_MONTHS = rf"[0-9]+M(?:{_DAYS})?"
_YEARS = rf"[0-9]+Y(?:{_MONTHS})?"
_CLOCK = rf"T(?:{_HOURS}|{_MINUTES}|{_SECONDS})"
_DURATION = rf"P(?:(?:{_DAYS}|{_MONTHS}|{_YEARS})(?:{_CLOCK})?|{_CLOCK}|[0-9]+W)"

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_is_label = _of(_LABEL)
_is_atoms = _of(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
)
_is_quoted = _of(r'"(?:[ !#-\[\]-~]|\\[ -~])*"')


def is_hostname(text: str) -> bool:
    """A name of RFC 1123, also one of punycode."""
    return len(text) <= 253 and all(map(_is_plain_label, text.split(".")))


def _is_plain_label(label: str) -> bool:
    if not _is_label(label):
        return False
    if label[2:4] != "--":
        return True
    try:
        return (
            label[:2].lower() == "xn"
            and not label[4:].encode().decode("punycode").isascii()
        )
    except UnicodeError:
        return False


def is_ipv4(text: str) -> bool:
    """Four numbers with dots, none of them with a zero before it."""
    try:
        return bool(ipaddress.IPv4Address(text))
    except ValueError:
        return False


def is_ipv6(text: str) -> bool:
    """An address of RFC 4291, without a zone."""
    try:
        return "%" not in text and bool(ipaddress.IPv6Address(text))
    except ValueError:
        return False


def is_email(text: str) -> bool:
    """An address of RFC 5321: at a host, or at an address in brackets."""
    local, at, host = text.rpartition("@")
    if not at or len(local) > 64 or not (_is_atoms(local) or _is_quoted(local)):
        return False
    if host.startswith("[") and host.endswith("]"):
        inner = host[1:-1]
        return is_ipv6(inner[5:]) if inner[:5] == "IPv6:" else is_ipv4(inner)
    return is_hostname(host)


def is_idn_email(text: str) -> bool:
    """An address in letters of any script."""
    return is_email("".join(one if one.isascii() else "a" for one in text))


def _uri(letters: str, *, relative: bool) -> Callable[[str], bool]:
    """What tells a URI of RFC 3986, with more letters than it has for an IRI."""
    plain = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;={letters}]|%[0-9A-Fa-f]{{2}})"
    char = rf"(?:{plain}|[:@])"
    tail = rf"(?:\?(?:{char}|[/?])*)?(?:\#(?:{char}|[/?])*)?"
    host = rf"(?:\[(?P<ip>[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.(?:{plain}|:)+)\]|{plain}*)"
    authority = rf"(?:(?:{plain}|:)*@)?{host}(?::[0-9]*)?"
    rooted = rf"//{authority}(?:/{char}*)*"
    path = rf"/(?:{char}+(?:/{char}*)*)?|{char}+(?:/{char}*)*|"
    whole = rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{rooted}|{path}){tail}"
    first = rf"(?:{plain}|@)+(?:/{char}*)*"
    beside = rf"(?:{rooted}|/(?:{char}+(?:/{char}*)*)?|{first}|){tail}"
    forms = [re.compile(one) for one in ([whole, beside] if relative else [whole])]

    def holds(text: str) -> bool:
        for form in forms:
            if found := form.fullmatch(text):
                address = found["ip"]
                return not address or address[0] in "vV" or is_ipv6(address)
        return False

    return holds


_LETTER = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})"
_VARIABLE = rf"{_LETTER}(?:\.?{_LETTER})*(?::[1-9][0-9]{{0,3}}|\*)?"
_EXPRESSION = rf"\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}}"
_TEMPLATE = rf"(?:[^\x00-\x20\"'<>\\^`{{|}}%]|%[0-9A-Fa-f]{{2}}|{_EXPRESSION})*"
_BEYOND = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd"

FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "date": is_date,
    "time": is_time,
    "date-time": is_date_time,
    "duration": _of(_DURATION),
    "uuid": _of(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "email": is_email,
    "idn-email": is_idn_email,
    "hostname": is_hostname,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "uri": _uri("", relative=False),
    "uri-reference": _uri("", relative=True),
    "iri": _uri(_BEYOND, relative=False),
    "iri-reference": _uri(_BEYOND, relative=True),
    "uri-template": _of(_TEMPLATE),
    "json-pointer": _of(r"(?:/(?:[^~/]|~[01])*)*"),
    "relative-json-pointer": _of(r"(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)"),
}
"""Whether a text has a format."""
