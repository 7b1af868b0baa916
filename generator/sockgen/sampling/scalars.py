"""Texts and numbers that suit a schema, and values that hardly any schema takes."""

from collections.abc import Iterator

from sockgen.contract import JsonObject, JsonValue

_TEXTS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "email": "someone@example.com",
    "idn-email": "someone@example.com",
    "uri": "https://example.com/",
    "uri-reference": "/example",
    "iri": "https://example.com/",
    "iri-reference": "/example",
    "uri-template": "/example/{id}",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "json-pointer": "/example",
    "relative-json-pointer": "0/example",
    "regex": "^a",
}


def text_of(schema: JsonObject) -> str:
    """A text of the right length and format."""
    text = _TEXTS.get(str(schema.get("format")), "text")
    if schema.get("contentEncoding") == "base64":
        text = "dGV4dA=="
    least, most = whole(schema.get("minLength")), schema.get("maxLength")
    text += "x" * (min(least, 100_000) - len(text))
    return text[: whole(most)] if most is not None else text


def numbers_of(schema: JsonObject) -> Iterator[JsonValue]:
    """Numbers at the bounds of a schema, and a few more."""
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    step = schema.get("multipleOf")
    yield from (one for one in (low, high, step) if isinstance(one, (int, float)))
    yield from (one + 1 for one in (above,) if isinstance(one, (int, float)))
    yield from (one - 1 for one in (below,) if isinstance(one, (int, float)))
    if isinstance(above, (int, float)) and isinstance(below, (int, float)):
        yield (above + below) / 2
    if isinstance(step, (int, float)) and step and isinstance(low, (int, float)):
        yield -(-low // step) * step
    yield from (1, 0, 0.5)


def variations(value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """Changes that a schema with any opinion refuses."""
    yield "null", None
    yield "of another type", _other(value)
    if isinstance(value, dict):
        for key, one in value.items():
            rest = {name: part for name, part in value.items() if name != key}
            yield f"{key} is missing", rest
            yield f"{key} is of another type", {**value, key: _other(one)}
        yield "a property too many", {**value, "notDeclared": True}
    if isinstance(value, list) and value:
        yield "an item of another type", [_other(value[0]), *value[1:]]


def _other(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return 7
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "text"
    return "7"


def whole(value: JsonValue) -> int:
    """A count, 0 for what is none."""
    return int(value) if isinstance(value, (int, float)) else 0
