"""What is presented at a connect: what is right, and what is wrong with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import quote

from .._runtime.checks import as_object
from .._runtime.credentials import AllOf, Kind, Location, Scheme, Wanted
from .._runtime.errors import InvalidPayload
from .._runtime.events import Namespace
from .defects import Untried

WRONG = "somebody:else"
"""A secret that no server should know."""
MEMBER = "constructor"
"""One that an object of JavaScript seems to have, whatever was put into it."""


@dataclass(frozen=True)
class Presented:
    """The connect `auth` and what the requests carry."""

    auth: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    cookies: Mapping[str, str] = field(default_factory=dict[str, str])

    def all_headers(self) -> dict[str, str]:
        """The headers, with the cookies among them."""
        if not self.cookies:
            return dict(self.headers)
        listed = [f"{quote(x, safe=_TOKEN)}={y}" for x, y in self.cookies.items()]
        return {**self.headers, "Cookie": "; ".join(listed)}


_TOKEN = "!#$&'*+-.^_`|~"
"""Characters of the name of a cookie, besides letters and digits."""


@dataclass(frozen=True)
class Login:
    """What gets a client in.

    `secret` is a token, a key or `name:password`, and `others` those that stand in a
    property of the `auth` which wants another; `auth` is the rest of it. `given` is
    what a person said instead of all that, by namespace.
    """

    secret: str
    others: Mapping[str, str] = field(default_factory=dict[str, str])
    auth: Mapping[str, object] = field(default_factory=dict[str, object])
    given: Presented | None = None

    def good(self, namespace: Namespace, way: int = 0) -> Presented:
        """What opens a namespace by one of its ways in."""
        wanted = _schemes(namespace, way)
        if self.given is not None:
            made = replace(self.given, auth=self._given_auth(namespace))
            # A namespace with one way in gets all that is given, as it is.
            for one in _others(namespace, way):
                made = without(made, one)
            return made
        wants_auth = namespace.auth is not None or any(
            one.location is Location.AUTH for one in wanted
        )
        made = Presented(dict(self.auth) if wants_auth else None)
        for one in wanted:
            made = holding(made, one, self._secret(one))
        return self._completed(namespace, made)

    def advice(self, namespace: Namespace) -> str:
        """What to do about a refusal, if nobody told the tests how to get in."""
        if self.given is not None or not (namespace.security or namespace.auth):
            return ""
        return "; neither --auth nor --header was given to get in with"

    def without_any(self, namespace: Namespace) -> Presented:
        """No credential at all, and nothing else that is not one."""
        made = self.good(namespace)
        for way in range(len(namespace.security)):
            for one in _schemes(namespace, way):
                made = without(made, one)
        return made

    def bad(self, namespace: Namespace, way: int, scheme: str, fault: str) -> Presented:
        """What must not open a namespace: one credential of a way in is spoilt.

        `fault` is `wrong`, `longer`, `shorter`, `letters`, `member`, `empty`,
        `malformed` or `missing`. Raises Untried if a credential cannot have the fault.
        """
        made = self.good(namespace, way)
        one = next(x for x in _schemes(namespace, way) if x.name == scheme)
        if fault == "missing":
            return without(made, one)
        if fault == "malformed":
            return _malformed(made, one)
        secret = _held(made, one) or self._secret(one)
        if fault == "letters" and secret.swapcase() == secret:
            raise Untried("the credential has no letters")
        if fault == "shorter" and len(secret.rpartition(":")[2]) < 2:
            raise Untried("the credential is too short to be cut")
        basic = one.kind is Kind.BASIC
        texts = {
            "wrong": WRONG,
            "longer": f"{secret}x",
            "shorter": secret[:-1],
            "letters": secret.swapcase(),
            "member": MEMBER,
            "empty": ":" if basic else "",
        }
        return holding(made, one, texts[fault])

    def given_in(self, namespace: Namespace, auth: object) -> object:
        """An `auth` near to the examples, with what was given instead of these.

        So it is refused for what is wrong with it, and not for its secrets.
        """
        mine = as_object(self.good(namespace).auth)
        examples = _mapping(replace(self, given=None).good(namespace).auth)
        entries = as_object(auth)
        if mine is None or entries is None:
            return auth
        # As they are written: to Python, 1 and true are the same.
        written = {key: repr(one) for key, one in examples.items() if key in mine}
        return {
            key: mine[key] if written.get(key) == repr(one) else one
            for key, one in entries.items()
        }

    def _secret(self, scheme: Scheme) -> str:
        return self.others.get(scheme.parameter, self.secret)

    def _given_auth(self, namespace: Namespace) -> object:
        auth = self.given.auth if self.given else None
        given = as_object(auth)
        if given and all(key.startswith("/") for key in given):
            return given.get(namespace.name)
        return auth

    def _completed(self, namespace: Namespace, made: Presented) -> Presented:
        """With credentials of other ways in, if the schema of the `auth` wants them."""
        if namespace.auth is None or made.auth is None:
            return made
        try:
            namespace.auth.decode(made.auth, "")
        except InvalidPayload:
            for way in range(len(namespace.security)):
                for one in _schemes(namespace, way):
                    if one.location is Location.AUTH:
                        made = holding(made, one, self._secret(one))
        return made


def holding(made: Presented, scheme: Scheme, secret: str) -> Presented:
    """The same with a credential. Raises Untried if nothing can carry it."""
    name, _, password = secret.partition(":")
    if scheme.location is Location.AUTH:
        more = (
            {"username": name, "password": password}
            if scheme.kind is Kind.BASIC
            else {scheme.parameter: secret}
        )
        return replace(made, auth={**_mapping(made.auth), **more})
    if scheme.location is Location.HEADER:
        if not re.fullmatch(rf"[\w{re.escape(_TOKEN)}]+", scheme.parameter, re.ASCII):
            raise Untried(f"no header can be called {scheme.parameter}")
        text = secret
        if scheme.kind is Kind.BEARER:
            text = f"Bearer {secret}"
        elif scheme.kind is Kind.BASIC:
            text = f"Basic {base64.b64encode(secret.encode()).decode()}"
        return replace(made, headers={**made.headers, scheme.parameter: text})
    if scheme.location is Location.QUERY:
        return replace(made, query={**made.query, scheme.parameter: secret})
    return replace(made, cookies={**made.cookies, scheme.parameter: secret})


def without(made: Presented, scheme: Scheme) -> Presented:
    """The same without a credential."""
    if scheme.location is Location.AUTH:
        taken = (
            {"username", "password"}
            if scheme.kind is Kind.BASIC
            else {scheme.parameter}
        )
        given = as_object(made.auth)
        return made if given is None else replace(made, auth=_left(given, taken))
    taken = {scheme.parameter}
    if scheme.location is Location.HEADER:
        return replace(made, headers=_left(made.headers, taken))
    if scheme.location is Location.QUERY:
        return replace(made, query=_left(made.query, taken))
    return replace(
        made,
        cookies=_left(made.cookies, taken),
        headers=_left(made.headers, {"Cookie"}),
    )


def _held(made: Presented, scheme: Scheme) -> str:
    """The secret that is presented for a credential; empty if none is seen."""
    if scheme.location is Location.AUTH:
        auth = _mapping(made.auth)
        if scheme.kind is Kind.BASIC:
            return ":".join(str(auth.get(x, "")) for x in ("username", "password"))
        return str(auth.get(scheme.parameter, ""))
    carried = {Location.HEADER: made.headers, Location.QUERY: made.query}
    found = {
        key.lower(): one
        for key, one in carried.get(scheme.location, made.cookies).items()
    }
    text = found.get(scheme.parameter.lower(), "")
    if scheme.location is Location.HEADER and scheme.kind is Kind.BEARER:
        return text.partition(" ")[2]
    if scheme.location is Location.HEADER and scheme.kind is Kind.BASIC:
        return base64.b64decode(text.partition(" ")[2]).decode()
    return text


def _malformed(made: Presented, scheme: Scheme) -> Presented:
    """A credential that is none, whatever a server knows of secrets."""
    if scheme.location is Location.AUTH:
        key = "password" if scheme.kind is Kind.BASIC else scheme.parameter
        return replace(made, auth={**_mapping(made.auth), key: ["not", "a", "text"]})
    if scheme.location is Location.HEADER:
        text = "Basic !" if scheme.kind is Kind.BASIC else "Nothing of the kind"
        return replace(made, headers={**made.headers, scheme.parameter: text})
    return holding(made, scheme, "%00")


def _left(given: Mapping[str, object], taken: set[str]) -> dict[str, str]:
    lower = {one.lower() for one in taken}
    left = {key: one for key, one in given.items() if key.lower() not in lower}
    return cast("dict[str, str]", left)


def _mapping(auth: object) -> dict[str, object]:
    return dict(as_object(auth) or {})


def _wanted(way: Wanted | AllOf) -> list[Scheme]:
    if isinstance(way, AllOf):
        return [scheme for scheme, _ in way.wanted.values()]
    return [way[0]]


def _schemes(namespace: Namespace, way: int) -> list[Scheme]:
    return _wanted(namespace.security[way]) if namespace.security else []


def _others(namespace: Namespace, way: int) -> list[Scheme]:
    """The credentials of other ways in."""
    mine = {(one.location, one.parameter) for one in _schemes(namespace, way)}
    return [
        one
        for number in range(len(namespace.security))
        for one in _schemes(namespace, number)
        if (one.location, one.parameter) not in mine
    ]
