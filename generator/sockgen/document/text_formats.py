"""The formats that AsyncAPI asks of texts outside payload schemas."""

import re
from collections.abc import Callable

_ENCODED = r"%[0-9A-Fa-f]{2}"
_CHARACTER = rf"(?:[A-Za-z0-9._~!$&'\"()*+,;=:@-]|{_ENCODED})"
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|{_ENCODED})*@)?"
    rf"(?:\[[0-9A-Fa-fVv:.]+\]|(?:[A-Za-z0-9._~!$&'\"()*+,;=-]|{_ENCODED})*)"
    rf"(?::[0-9]*)?(?:/{_CHARACTER}*)*"
    rf"|/?{_CHARACTER}+(?:/{_CHARACTER}*)*|/)"
    rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:\#(?:{_CHARACTER}|[/?])*)?"
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_VARIABLE = rf"(?:[A-Za-z0-9_]|{_ENCODED})+(?::[1-9][0-9]{{0,3}}|\*)?"
_URI_TEMPLATE = re.compile(
    rf"(?:[^\x00-\x20\"'<>%\\^`{{|}}]|{_ENCODED}"
    rf"|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"
)


def is_uri(text: str) -> bool:
    """Whether a text is an absolute URI of RFC 3986."""
    return _URI.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether a text is the address of a mailbox."""
    return _EMAIL.fullmatch(text) is not None


def is_uri_template(text: str) -> bool:
    """Whether a text is a template of RFC 6570."""
    return _URI_TEMPLATE.fullmatch(text) is not None


TEXT_FORMATS: dict[str, Callable[[str], bool]] = {
    "uri": is_uri,
    "email": is_email,
    "uri-template": is_uri_template,
}
