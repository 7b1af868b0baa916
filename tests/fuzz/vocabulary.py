"""What documents say, and odd texts and numbers to say in its place."""

from sockgen.contract import JsonValue

TEXTS = [
    *("", " ", "/", "//", "*", ".", "..", "../..", "~", "~1", "%", "%2F", "#", "$ref"),
    *("connect", "disconnect", "error", "message", "class", "self", "None", "__init__"),
    *("_", "1", "-1", "a b", "a.b", "a/b", "A", "a", "type", "model_config", "list"),
    *("日本", "é", "e\u0301", "ﬁ", "İ", "🐶", "\u202e", "\0", "\x1b[31m", "\x85", "\n"),
    *('"', "'", '"""', "\\", "{{ 7 }}", "{a}", "{", "${x}", "<!--", "# noqa", "%s"),
    *("x" * 300, "x" * 3000, "é" * 120, "a " * 200, "/dev/zero", "file:///a", "//a"),
    *("$message.payload#/id", "$message.header#/a", "#/a", "application/json"),
    *("(a+)+$", "[", "^a$", "\\d", "\\p{L}", "(?<a>b)", "x{1000}", "2026-01-01"),
]
NUMBERS: list[JsonValue] = [
    *(0, 1, -1, 2, 3, 100, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30),
    *(10**300, 0.1, -0.0, 1.5, 1e-300, 1e300, 5e-324, 1.7976931348623157e308),
]
COUNTS = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "minContains"),
    *("minProperties", "maxProperties"),
)
SCHEMA: dict[str, list[JsonValue]] = {
    "type": [
        *("object", "array", "string", "integer", "number", "boolean", "null"),
        [],
        ["string", "null"],
        ["object", "array"],
        ["integer", "number"],
    ],
    "format": [
        *("date", "date-time", "uuid", "email", "binary", "byte", "tuple", "uri", "x"),
        *("time", "duration", "ipv4", "int32", "int64", "double", "regex", "decimal"),
    ],
    "enum": [[], [None], ["a", "A", "a "], [1, 1.0, True], [{}, []], ["a", 1], [""]],
    "const": [None, "a", 1, True, 1.0, {}, [], {"a": [None]}, "é", 2**70],
    "default": [None, "a", 1, True, 0.1, {}, [], {"a": 1}, [[]], "x" * 200],
    "examples": [[], [None], ["a"], [1], [{}], [{"a": 1}], [[1, 2]]],
    "required": [[], ["a"], ["a", "b"], [""], ["a", "a"], ["日本"]],
    "properties": [{}, {"a": {}}, {"a": True}, {"": {}}, {"a": {"$ref": "#"}}],
    "additionalProperties": [True, False, {}, {"type": "string"}],
    "patternProperties": [{}, {"^a": {}}, {"(": {}}, {"": {"type": "string"}}],
    "propertyNames": [{}, {"pattern": "^a"}, {"enum": ["a"]}, False],
    "items": [{}, True, False, [{}], [{"type": "string"}, {}], {"type": "integer"}],
    "prefixItems": [[], [{}], [{"type": "string"}, {"type": "integer"}]],
    "additionalItems": [True, False, {}],
    "contains": [{}, {"type": "string"}, False],
    "oneOf": [[], [{}], [{"type": "string"}, {"type": "null"}], [{}, {}]],
    "anyOf": [[], [{}], [{"type": "string"}, {"type": "integer"}], [True, False]],
    "allOf": [[], [{}], [{"type": "string"}, {"type": "integer"}], [False]],
    "not": [{}, {"type": "string"}, True, {"not": {}}],
    "if": [{}, {"type": "string"}],
    "then": [{}, False],
    "else": [{}, {"minLength": 1}],
    "$defs": [{}, {"a": {"$ref": "#/$defs/a"}}],
    "discriminator": ["a", {"propertyName": "a"}, 1],
    "nullable": [True, False],
    "contentEncoding": ["base64", "x"],
    "deprecated": [True],
    "readOnly": [True],
    "uniqueItems": [True, False],
    "pattern": ["^a$", "(a+)+$", "[", "\\d", "\\p{L}", "(?<a>b)\\k<a>", ""],
    "title": [*TEXTS[:20]],
    "description": [*TEXTS],
    "$id": ["a", "http://a/", "#", ""],
    "$anchor": ["a"],
    "x-socketio": [
        {"idempotency": True},
        {"args": "single"},
        {"args": "positional"},
    ],
    **dict.fromkeys(COUNTS, NUMBERS),
}
ELSEWHERE: dict[str, list[JsonValue]] = {
    "x-socketio": [
        {},
        {"error": True},
        {"timeout": 0.1},
        {"timeout": 10**300},
        {"auth": {}},
        {"ordered": True},
        {"rooms": ["a"]},
        {"joins": ["a"]},
        {"leaves": ["a"]},
        {"rooms": {"a": {"name": "a"}}},
        {"perspective": "client"},
        {"rooms": {"a": {"name": "a-{b}", "parameters": {"b": {}}}}},
        {"joins": [{"room": "a", "b": "$message.payload#/c"}]},
        {"ignore": ["SG3"]},
        {"transports": ["polling"]},
        {"events": "channel"},
        {"auth": "token"},
    ],
    "payload": [
        None,
        True,
        {},
        {"type": "string"},
        {"type": "array"},
        {"oneOf": []},
        {"type": "array", "prefixItems": [{}]},
        {"type": "array", "items": [{}]},
        {"type": "object", "format": "tuple", "properties": {"0": {}, "1": {}}},
        {"schemaFormat": "a", "schema": {}},
        {"type": "string", "format": "binary"},
    ],
    "x-ack": [{}, {"type": "string"}, {"args": {}}, {"args": {"prefixItems": []}}],
    "reply": [{}, {"messages": []}, {"channel": {}}, {"address": None}],
    "security": [[], [{}], [{"a": []}], [{"$ref": "#/components/securitySchemes/a"}]],
    "name": [*TEXTS],
    "address": [*TEXTS, None],
    "title": [*TEXTS],
    "version": [*TEXTS],
    "summary": [*TEXTS],
    "action": ["send", "receive"],
    "deprecated": [True],
    "bindings": [{}, {"ws": {"query": {"type": "object"}}}, {"ws": {"headers": {}}}],
    "traits": [[], [{}], [{"payload": {}}], [{"name": "a"}]],
    "tags": [[], [{"name": "a"}]],
    "examples": [[], [{}], [{"payload": None}], [{"payload": {"a": [1]}, "name": "a"}]],
    "parameters": [{}, {"a": {}}, {"a": {"enum": ["a"]}}],
    "servers": [[], [{"$ref": "#/servers/a"}], {}],
    "asyncapi": ["3.0.0", "3.1.0", "2.6.0", "2.0.0", "4.0.0"],
    "host": [*TEXTS, "a:1", "[::1]:80", "{a}"],
    "protocol": ["ws", "wss", "http", "kafka", "socket.io"],
}


HOLDERS = frozenset(
    {
        *("properties", "patternProperties", "schemas", "$defs", "definitions"),
        *("oneOf", "anyOf", "allOf", "prefixItems"),
    }
)
"""Keys below which there are schemas."""
SLOTS = frozenset(
    {
        *("payload", "headers", "items", "additionalProperties", "not", "if", "auth"),
        *("schema", "args", "x-ack", "query"),
    }
)
"""Keys that have a schema."""
