"""Mutants of documents: what people get wrong in one, one slip or a few at a time."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

VERSIONS = [
    *("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0"),
    *("3.0.0", "3.1.0"),
]
ODD_VERSIONS = ["3.2.0", "2.7.0", "1.2.0", "3.0", 3.0, "v3.0.0", "3.0.0-rc1", "2.6.1"]
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2.5, "", "text", [], {}, [None], ["text"], [{}]),
    *({"a": 1}, "0", "true", "2020-01-01", {"$ref": "#/info"}, [1, 1], {"": 1}, 1e300),
]
EXTENSIONS = [
    *("x-", "X-foo", "x-a b", "x-ä", "x-foo.bar", "xfoo", "foo", "x_foo", "x-foo-1_a"),
    *("x-a/b", "x-a:b", "name", "title", "summary", "description", "tags", "$id"),
    *("externalDocs", "bindings", "deprecated", "security", "parameters", "messages"),
    *("servers", "type", "url", "host", "id", "x-twitter", "x-linkedin", "enum"),
]
URIS = [
    *("http://example.com", "example.com", "/docs", "//host/x", "mailto:a@b.c", ""),
    *("http://", "http:///x", "urn:a:b", "urn:", "http://a b", "http://ä.de", "a:b"),
    *("http://example.com/{id}", "http://[::1]/", "ftp://u:p@h:1/x?y#z", "not a uri"),
    *("http://h:port", "https://x.y/%zz", "https://x.y/%20", "HTTP://X", "1http://x"),
    *("https://x.y/<a>", "https://x.y/a|b", "https://x.y/#a#b", "http://x?a=[1]"),
]
EMAILS = [
    *("a@b.c", "a@b", "a", "", "a b@c.de", "a@b.c.", "ä@b.de", '"a b"@c.de', "a@@b.c"),
    *(
        "a.@b.de",
        "a@-b.de",
        "Name <a@b.de>",
        "a+b@c-d.example",
        "a@[1.2.3.4]",
        "A@B.DE",
    ),
]
LOCATIONS = [
    *("$message.header#/a", "$message.payload#/a/b", "$message.payload#", "header#/a"),
    *("$message.payload", "$message.payload#a", "$message.headers#/a", "", "$message"),
    *("$message.header#/a b", "$message.header#/~1a", "$message.header#/a~2", "x$m"),
]
FORMATS = [
    *("application/vnd.aai.asyncapi;version=3.0.0", "application/vnd.aai.asyncapi"),
    *("application/vnd.aai.asyncapi+json;version=2.6.0", "application/json", "avro"),
    *("application/schema+json;version=draft-07", "application/schema", ""),
    *("application/vnd.oai.openapi;version=3.0.0", "application/raml+yaml;version=1.0"),
    *("application/vnd.apache.avro;version=1.9.0", "application/vnd.apache.avro"),
    *("application/schema+yaml;version=draft-07", "application/vnd.google.protobuf"),
    *("application/vnd.oai.openapi+json;version=3.0.0", "application/schema+json"),
    *("application/vnd.aai.asyncapi;version=9.0.0", "application/x-protobuf"),
]
KEYS = [
    *(
        "a?b",
        "a#b",
        "a/{id}",
        "{a}/{b}",
        "",
        "a b",
        "/",
        "a{",
        "é",
        "a.b",
        "$ref",
        "{}",
    ),
    *("a/{a}/{a}", "x-a", "a}", "{?a}", "1", "a|b", "a/b", "a~b", "a%b", "a$b", "a<b"),
]
TEXTS_BY_KEY: dict[str, list[Any]] = {
    **dict.fromkeys(("url", "termsOfService", "id", "tokenUrl"), URIS),
    **dict.fromkeys(("authorizationUrl", "refreshUrl", "openIdConnectUrl"), URIS),
    **dict.fromkeys(("$schema", "$id"), URIS),
    "email": EMAILS,
    "location": LOCATIONS,
    "schemaFormat": FORMATS,
    "asyncapi": [*VERSIONS, *ODD_VERSIONS],
    "type": [
        *("string", "object", "apiKey", "httpApiKey", "http", "oauth2", "X509", "any"),
        *("plain", "scramSha256", "gssapi", "userPassword", "openIdConnect", "String"),
        *(["string", "null"], [], ["string", "string"], "integer", "null", "record"),
    ],
    "in": ["user", "password", "header", "query", "cookie", "path", "body"],
    "scheme": ["bearer", "basic", "Bearer", "digest", ""],
    "action": ["send", "receive", "publish", "subscribe", "Send"],
    "bindingVersion": [
        *("0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "latest", "0.0.1", "1.0", 1),
    ],
    "pattern": ["^a$", "(", "[a-z", "\\d", "(?i)a", "^[\\w-]+$", "\\p{L}", "{", "a{1"],
    "format": ["uri", "date-time", "email", "foo", "int32", "uuid", "", "regex"],
}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all values below a value."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, below in items:
        yield (*path, key)
        yield from places(below, (*path, key))


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


class Mutator:
    """Makes mutants; what one document has may turn up in another."""

    def __init__(self, chance: random.Random, documents: list[Any]) -> None:
        self._chance = chance
        self._donors: dict[str | int, list[Any]] = {}
        for one in documents:
            for path in places(one):
                self._donors.setdefault(path[-1], []).append(at(one, path))
        self._kinds: list[Callable[[Any], bool]] = [
            *(self.drop, self.drop, self.misspell, self.misspell, self.retype),
            *(self.retype, self.add, self.add, self.donate, self.donate, self.text),
            *(self.text, self.refer, self.refer, self.replace_by_reference),
            *(self.rename, self.version, self.twice, self.move, self.same, self.graft),
            *(self.example, self.empty, self.clone, self.insert, self.insert),
        ]

    def mutant(self, document: Any) -> tuple[Any, list[str]]:
        """A document with one slip, or with a few; and what the slips are."""
        data, done = copy.deepcopy(document), list[str]()
        wanted = self._chance.choices([1, 2, 3], [6, 3, 1])[0]
        for _ in range(50):
            kind = self._chance.choice(self._kinds)
            if kind(data):
                done.append(kind.__name__)
                if len(done) == wanted:
                    break
        return data, done

    def _walk(self, data: Any, key: str | None = None) -> Path | None:
        """Some place, rather high up than deep down; one of a key if asked for."""
        if key is not None:
            found = [one for one in places(data) if one[-1] == key]
            return self._chance.choice(found) if found else None
        path: Path = ()
        while isinstance(data, dict | list) and data:
            if len(path) > 1 and self._chance.random() < 0.15:
                break
            keys = list(data) if isinstance(data, dict) else range(len(data))
            keys = [one for one in keys if one != "asyncapi"] or keys
            step = self._chance.choice(keys)
            path, data = (*path, step), data[step]
        return path or None

    def _mapping(self, data: Any) -> Any:
        path = self._walk(data) or ()
        for length in range(len(path) - 1, -1, -1):
            found = at(data, path[:length])
            if isinstance(found, dict) and found:
                return found
        return data

    def _set(self, data: Any, path: Path, value: Any) -> bool:
        before = at(data, path)
        at(data, path[:-1])[path[-1]] = copy.deepcopy(value)
        return json.dumps(before) != json.dumps(value)

    def drop(self, data: Any) -> bool:
        mapping = self._mapping(data)
        if not mapping:
            return False
        del mapping[self._chance.choice(list(mapping))]
        return True

    def misspell(self, data: Any) -> bool:
        mapping = self._mapping(data)
        if not mapping:
            return False
        key = self._chance.choice(list(mapping))
        other = self._slip(str(key))
        return self._renamed(mapping, key, other)

    def _slip(self, word: str) -> str:
        if len(word) < 2:
            return word + "x"
        place = self._chance.randrange(len(word) - 1)
        return self._chance.choice(
            [
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
                word.upper(),
                word.capitalize(),
                word + "s",
                word[:-1],
                word.replace("Id", "ID"),
                word.replace("I", "-i"),
            ]
        )

    def _renamed(self, mapping: Any, key: Any, other: str) -> bool:
        if other in mapping:
            return False
        pairs = [
            (other if one == key else one, below) for one, below in mapping.items()
        ]
        mapping.clear()
        mapping.update(pairs)
        return True

    def retype(self, data: Any) -> bool:
        path = self._walk(data)
        return path is not None and self._set(data, path, self._chance.choice(VALUES))

    def add(self, data: Any) -> bool:
        mapping = self._mapping(data)
        key = self._chance.choice(EXTENSIONS)
        if key in mapping:
            return False
        donors = self._donors.get(key)
        values: list[Any] = VALUES
        if donors and self._chance.random() < 0.7:
            values = donors
        mapping[key] = copy.deepcopy(self._chance.choice(values))
        return True

    def donate(self, data: Any) -> bool:
        """What another document has under the same key."""
        path = self._walk(data)
        donors = self._donors.get(path[-1]) if path else None
        if not path or not donors:
            return False
        return self._set(data, path, self._chance.choice(donors))

    def insert(self, data: Any) -> bool:
        """A key that an object of the same place has in another document."""
        path = self._walk(data) or ()
        while path and not isinstance(at(data, path), dict):
            path = path[:-1]
        mapping = at(data, path)
        if path:
            donors = [
                one for one in self._donors.get(path[-1], ()) if isinstance(one, dict)
            ]
            donor = self._chance.choice(donors) if donors else {}
        else:
            donor = {}
        fresh = [key for key in donor if key not in mapping]
        if not fresh:
            return False
        key = self._chance.choice(fresh)
        mapping[key] = copy.deepcopy(donor[key])
        return True

    def graft(self, data: Any) -> bool:
        """Any key with any value of another document."""
        key = self._chance.choice(list(self._donors))
        if not isinstance(key, str):
            return False
        self._mapping(data)[key] = copy.deepcopy(self._chance.choice(self._donors[key]))
        return True

    def text(self, data: Any) -> bool:
        key = self._chance.choice(list(TEXTS_BY_KEY))
        path = self._walk(data, key)
        if path is None:
            return False
        return self._set(data, path, self._chance.choice(TEXTS_BY_KEY[key]))

    def version(self, data: Any) -> bool:
        if "asyncapi" not in data:
            return False
        odd = self._chance.random() < 0.1
        return self._set(
            data, ("asyncapi",), self._chance.choice(ODD_VERSIONS if odd else VERSIONS)
        )

    def _pointer(self, data: Any) -> str:
        path = self._walk(data) or ()
        steps = (str(one).replace("~", "~0").replace("/", "~1") for one in path)
        return "#" + "".join(f"/{step}" for step in steps)

    def refer(self, data: Any) -> bool:
        """A reference leads elsewhere."""
        path = self._walk(data, "$ref")
        if path is None:
            return False
        before = str(at(data, path))
        others = [at(data, one) for one in places(data) if one[-1] == "$ref"]
        return self._set(
            data,
            path,
            self._chance.choice(
                [
                    self._chance.choice(others),
                    self._chance.choice(others),
                    self._pointer(data),
                    before + "/x",
                    before + "/",
                    before[:-1],
                    before.lstrip("#"),
                    before.replace("#/", "#"),
                    before.rpartition("/")[0],
                    before.rpartition("/")[2],
                    before.replace("/components/", "/component/"),
                    before.replace("/", "%2F"),
                    before.replace("a", "%61"),
                    self._slip(before),
                    "#",
                    "#/",
                    "",
                    None,
                    1,
                    "#/components/schemas/None",
                    "./none.yaml#/a",
                ]
            ),
        )

    def replace_by_reference(self, data: Any) -> bool:
        """A reference takes the place of an object, which is moved or lost."""
        path = self._walk(data)
        if path is None:
            return False
        value = copy.deepcopy(at(data, path))
        if self._chance.random() < 0.4:
            return self._set(data, path, {"$ref": self._pointer(data)})
        place = self._chance.choice(["x-moved", "components", "components"])
        if place == "components":
            group = self._chance.choice(
                [str(path[-2]) if len(path) > 1 else "schemas", str(path[-1]) + "s"]
            )
            components = data.setdefault("components", {})
            if not isinstance(components, dict):
                return False
            holder = components.setdefault(group, {})
            if not isinstance(holder, dict) or holder is at(data, path[:-1]):
                return False
            holder["moved"] = value
            reference = f"#/components/{group}/moved"
        else:
            data["x-moved"] = {"it": value}
            reference = "#/x-moved/it"
        return self._set(data, path, {"$ref": reference})

    def rename(self, data: Any) -> bool:
        """A key that people choose themselves is chosen badly."""
        group = self._chance.choice(
            [
                *(
                    "channels",
                    "parameters",
                    "variables",
                    "servers",
                    "messages",
                    "flows",
                ),
                *("operations", "schemas", "securitySchemes", "properties", "scopes"),
            ]
        )
        path = self._walk(data, group)
        mapping = at(data, path) if path else None
        if not isinstance(mapping, dict) or not mapping:
            return False
        key = self._chance.choice(list(mapping))
        return self._renamed(mapping, key, self._chance.choice(KEYS))

    def twice(self, data: Any) -> bool:
        """Something is listed twice."""
        lists = [one for one in places(data) if isinstance(at(data, one), list)]
        path = self._chance.choice(lists) if lists else None
        found = at(data, path) if path else None
        if not found:
            return False
        found.append(copy.deepcopy(self._chance.choice(found)))
        return True

    def move(self, data: Any) -> bool:
        """A key stands in another object."""
        one, other = self._mapping(data), self._mapping(data)
        if not one or one is other:
            return False
        key = self._chance.choice(list(one))
        value = one.pop(key)
        other[key] = copy.deepcopy(value)
        return True

    def same(self, data: Any) -> bool:
        """An identifier stands for two things."""
        key = self._chance.choice(
            ["operationId", "messageId", "name", "address", "url"]
        )
        found = [one for one in places(data) if one[-1] == key]
        if len(found) < 2:
            return False
        one, other = self._chance.sample(found, 2)
        return self._set(data, one, at(data, other))

    def clone(self, data: Any) -> bool:
        """A thing is there again under another key."""
        mapping = self._mapping(data)
        if not mapping:
            return False
        key = self._chance.choice(list(mapping))
        mapping[f"{key}2"] = copy.deepcopy(mapping[key])
        return True

    def empty(self, data: Any) -> bool:
        path = self._walk(data)
        found = at(data, path) if path else None
        if not isinstance(found, dict | list) or not found:
            return False
        found.clear()
        return True

    def example(self, data: Any) -> bool:
        """An example, a default or what is listed no longer fits."""
        key = self._chance.choice(["examples", "default", "enum", "required", "const"])
        path = self._walk(data, key)
        if path is None:
            return False
        below = [(*path, *one) for one in places(at(data, path))] or [path]
        return self._set(data, self._chance.choice(below), self._chance.choice(VALUES))
