"""What a package index is told: version, summary, license, authors and links.

A document may say anything here, and packaging tools take little. So each value is made
into one that they take, or is left out.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import urlsplit

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.version import InvalidVersion, Version

from sockgen.contract import Api
from sockgen.rendering import Code, toml
from sockgen.targets.python.notes import Notes

View: TypeAlias = "dict[str, object]"

_SUMMARY = 300  # an index takes 512 characters, and shows it on one line
_NAME = 100
_VERSION = 64  # it is part of the names of files
_URL = 1000


def metadata(api: Api, title: str, notes: Notes, ends: str) -> View:
    """The part of the view of `pyproject.toml` that comes from `info`."""
    version = pep440(api.version)
    if not is_same(api.version, version):
        notes.version(api, version)
    return {
        "version": version,
        "summary": summary(api, title, ends),
        "license": license_expression(api.license, api.license_url),
        "author": _author(api),
        "urls": [{"label": Code(label), "url": toml(url)} for label, url in _urls(api)],
    }


def pep440(version: str) -> str:
    """A version that packaging tools take, as near to the document's as can be."""
    plain = re.sub(
        r"^(?:version|release|ver|rel|v|r)[\s.:_-]*(?=[0-9])", "", _bare(version)
    )
    for one in (_dated(plain), plain, _derived(plain)):
        if (taken := _taken(one)) is not None:
            return taken
    return "0.0.0"


def is_same(written: str, version: str) -> bool:
    """Whether everybody sees that two versions are one: `v2` and `2`, or two dates."""
    plain = _bare(written).removeprefix("v")
    return version in (_taken(plain), _taken(_dated(plain)))


def _bare(version: str) -> str:
    return version.strip().lower()


def _taken(version: str) -> str | None:
    """A version as packaging tools write it; None if they refuse it."""
    try:
        return str(Version(version)) if len(version) <= _VERSION else None
    except (InvalidVersion, ValueError):
        return None


def _dated(version: str) -> str:
    """A date, whose dashes would mean something else in a version."""
    found = re.fullmatch(r"([12][0-9]{3})-([0-9]{1,2})(?:-([0-9]{1,2}))?", version)
    return ".".join(one for one in found.groups() if one) if found else ""


_STAGES = {"alpha": "a", "beta": "b", "rc": "rc", "preview": "rc", "pre": "rc"}


def _derived(version: str) -> str:
    """The number at the beginning, and what can be told of the rest.

    What stands before a release in the eyes of semantic versioning does so here too.
    """
    found = re.match(r"([0-9]{1,9}(?:\.[0-9]{1,9})*)([^0-9+].*)?(?:\+.*)?$", version)
    if not found:
        return ""
    release, rest = found[1], found[2] or ""
    if not re.search(r"[a-z]", rest):
        return release
    number = re.search(r"([0-9]{1,9})[^0-9]*$", rest.partition("+")[0])
    stage = re.match(rf"[\W_]*({'|'.join(_STAGES)})[\W_]*([0-9]{{1,9}})?", rest)
    if stage:
        return f"{release}{_STAGES[stage[1]]}{stage[2] or 0}"
    return f"{release}.dev{number[1] if number else 0}"


def summary(api: Api, title: str, ends: str) -> str:
    """What the API is for, on one line: the first sentence of the description."""
    told = first_paragraph(api.description)
    if not told:
        return _cut(f"{_flat(title)}: a Socket.IO {ends}", _SUMMARY)
    sentence = re.match(r".{20,}?[.!?](?= )", told)
    return _cut(sentence[0] if sentence else told, _SUMMARY)


def first_paragraph(text: str) -> str:
    """The first paragraph of a description that is no heading, on one line."""
    for one in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        lines = [line for line in one.splitlines() if not _HEADING.match(line)]
        if flat := _flat(" ".join(lines)):
            return flat
    return ""


_HEADING = re.compile(r"\s*(#{1,6}(\s|$)|[=*_-]{3,}\s*$)")


def license_expression(name: str, url: str = "") -> str | None:
    """A license as SPDX calls it; a name that SPDX does not know becomes one of ours.

    It is known by the usual ways to write it, `Apache 2.0` or `The MIT License`, or
    else by its address, `https://opensource.org/license/mit`.
    """
    plain = _flat(name)
    words = re.sub(r"\b(the|licen[sc]e|version)\b|,", " ", plain, flags=re.IGNORECASE)
    slug = "-".join(re.sub(r"\bv(?=[0-9])", "", words).split())
    last = re.sub(r"\.(html?|txt|php|md)$", "", url.rstrip("/").rpartition("/")[2])
    for one in (plain, slug, last if "/" in url else ""):
        try:
            return str(canonicalize_license_expression(one))
        except InvalidLicenseExpression:
            continue
    own = re.sub(r"[^A-Za-z0-9.]+", "-", plain)[:_NAME].strip("-.")
    return f"LicenseRef-{own}" if own else None


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{3,254}}$){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


def _author(api: Api) -> Code | None:
    """Who answers for the API, as an inline table."""
    contact = api.contact or {}
    name = _cut(_flat(contact.get("name", "")), _NAME)
    email = contact.get("email", "").strip()
    parts = [f"name = {toml(name)}"] if name else []
    parts += [f"email = {toml(email)}"] if _EMAIL.fullmatch(email) else []
    return Code(f"{{ {', '.join(parts)} }}") if parts else None


def _urls(api: Api) -> Iterator[tuple[str, str]]:
    told = {
        "Documentation": api.documentation,
        "Contact": (api.contact or {}).get("url", ""),
        "License": api.license_url,
        "Terms": api.terms,
    }
    for label, url in told.items():
        if _is_link(url):
            yield label, url


def _is_link(url: str) -> bool:
    """Whether an address of the document leads somewhere from a page of an index."""
    if not re.fullmatch(rf"https?://[!-~]{{1,{_URL}}}", url) or set(url) & set(
        '<>"`\\'
    ):
        return False
    try:
        return "." in (urlsplit(url).hostname or "")
    except ValueError:
        return False


def _flat(text: str) -> str:
    """Text on one line, without what is not shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _cut(text: str, most: int) -> str:
    """Text that is not too long; where it ends early, it says so."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.") + "…"
