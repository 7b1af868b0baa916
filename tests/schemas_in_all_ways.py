"""Every keyword of JSON Schema, AsyncAPI and OpenAPI, with values that try it."""

from sockgen.contract import JsonObject, JsonValue

_LISTS: list[JsonValue] = [
    [],
    [1],
    [1, 1],
    [1, True],
    [1, 1.0],
    ["a"],
    ["a", 1],
    [None],
    [[1], [1.0]],
    [0, False],
    [{"a": 1}, {"a": 1.0}],
    [1, 2, 3],
    ["a", "b", "a"],
    [{}, []],
]
_OBJECTS: list[JsonValue] = [
    {},
    {"a": 1},
    {"a": "x"},
    {"a": None},
    {"b": 1},
    {"a": 1, "b": 2},
    {"a": 1, "b": "x", "c": 3},
    {"x-1": 1},
    {"x-1": "a", "a": 1},
    {"A": 1},
]
ANY: list[JsonValue] = [
    *(None, True, False, 0, 1, 2, 3, -1, 1.0, 1.5, 0.3, 12.5, 1e20, 10**40),
    *("", "a", "ab", "abc", "b", "1", "é", "text", "a\n"),
    *_LISTS,
    *_OBJECTS,
]
"""Values that every schema is tried with."""

KEYWORDS: dict[str, JsonObject] = {
    "type list": {"type": ["string", "null", "integer"]},
    "type number": {"type": "number"},
    "type integer": {"type": "integer"},
    "type boolean": {"type": "boolean"},
    "type null": {"type": "null"},
    "const 1": {"const": 1},
    "const true": {"const": True},
    "const false": {"const": False},
    "const null": {"const": None},
    "const 1.5": {"const": 1.5},
    "const text": {"const": "a"},
    "const object": {"const": {"a": 1}},
    "const list": {"const": [1, True]},
    "enum integers": {"type": "integer", "enum": [0, 1, 2]},
    "enum of floats": {"enum": [1.0, 2.5]},
    "enum mixed": {"enum": [1, "a", None, True]},
    "enum objects": {"enum": [{"a": 1}, [1], "a"]},
    "enum beside length": {"enum": ["a", "abc"], "maxLength": 2},
    "enum or boolean": {"anyOf": [{"enum": [1, 2]}, {"type": "boolean"}]},
    "true or integer": {"oneOf": [{"const": True}, {"type": "integer"}]},
    "multipleOf": {"type": "integer", "multipleOf": 2},
    "multipleOf float": {"type": "number", "multipleOf": 0.1},
    "multipleOf cents": {"type": "number", "multipleOf": 0.01},
    "multipleOf of integers": {"type": "integer", "multipleOf": 1.5},
    "minimum": {"type": "number", "minimum": 1, "maximum": 2.5},
    "exclusive": {"type": "integer", "exclusiveMinimum": 0.5, "exclusiveMaximum": 3},
    "minLength": {"type": "string", "minLength": 1, "maxLength": 2},
    "pattern": {"type": "string", "pattern": "^a"},
    "pattern of lookahead": {"type": "string", "pattern": "^(?!ab)"},
    "pattern to the end": {"type": "string", "pattern": "^ab?$"},
    "pattern of lookahead to the end": {"type": "string", "pattern": "^(?!b)ab?$"},
    "pattern to the end that is forbidden": {"not": {"pattern": "^ab?$"}},
    "pattern of letters": {"type": "string", "pattern": "^\\p{L}+$"},
    "uniqueItems": {"type": "array", "uniqueItems": True},
    "contains": {"type": "array", "contains": {"type": "integer"}},
    "minContains": {"type": "array", "contains": {"const": 1}, "minContains": 2},
    "maxContains": {
        **{"type": "array", "contains": {"type": "integer"}},
        **{"minContains": 0, "maxContains": 1},
    },
    "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1},
    "items false": {"type": "array", "items": False},
    "maxItems": {"type": "array", "maxItems": 2},
    "prefixItems": {"type": "array", "prefixItems": [{"type": "string"}, True]},
    "prefixItems closed": {
        **{"type": "array", "prefixItems": [{"type": "string"}]},
        **{"items": False, "minItems": 1},
    },
    "prefixItems and items": {
        **{"type": "array", "prefixItems": [{"type": "string"}]},
        **{"items": {"type": "integer"}},
    },
    "tuple inside": {
        "type": "object",
        "properties": {
            "a": {"type": "array", "prefixItems": [{"type": "integer"}, {}]},
        },
    },
    "unevaluatedItems": {
        **{"type": "array", "prefixItems": [{"type": "integer"}]},
        **{"contains": {"type": "string"}, "unevaluatedItems": False},
    },
    "propertyNames": {"type": "object", "propertyNames": {"pattern": "^[a-z]$"}},
    "minProperties": {"type": "object", "minProperties": 1, "maxProperties": 2},
    "minProperties beside": {
        "type": "object",
        "properties": {"a": {}},
        "minProperties": 2,
    },
    "patternProperties": {
        "type": "object",
        "patternProperties": {"^x-": {"type": "integer"}},
    },
    "patternProperties closed": {
        "type": "object",
        "patternProperties": {"^x-": {"type": "integer"}},
        "additionalProperties": False,
    },
    "patternProperties and properties": {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "patternProperties": {"^x-": {"type": "string"}, "a": {"minimum": 1}},
        "additionalProperties": {"type": "boolean"},
    },
    "additionalProperties false": {
        "type": "object",
        "properties": {"a": {}},
        "additionalProperties": False,
    },
    "additionalProperties beside": {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": {"type": "string"},
    },
    "additionalProperties alone": {
        "type": "object",
        "additionalProperties": {"type": "integer"},
    },
    "required of another": {"type": "object", "required": ["a"]},
    "required and closed": {
        "type": "object",
        "properties": {"a": {}},
        "required": ["a", "b"],
        "additionalProperties": False,
    },
    "dependentRequired": {"type": "object", "dependentRequired": {"a": ["b"]}},
    "dependentSchemas": {
        "type": "object",
        "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}},
    },
    "dependencies": {
        "type": "object",
        "dependencies": {"a": ["b"], "b": {"required": ["c"]}},
    },
    "unevaluatedProperties": {
        "type": "object",
        "allOf": [{"properties": {"a": {}}}],
        "anyOf": [{"properties": {"b": {"const": 2}}, "required": ["b"]}, True],
        "unevaluatedProperties": False,
    },
    "unevaluatedProperties of all": {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer"}}},
            {"type": "object", "properties": {"b": {}}},
        ],
        "unevaluatedProperties": False,
    },
    "if then else": {
        "type": "object",
        "properties": {"a": {}},
        "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
        "then": {"required": ["b"]},
        "else": {"maxProperties": 1},
    },
    "if alone": {"if": {"type": "string"}, "then": {"minLength": 2}},
    "not": {"not": {"type": "string"}},
    "not of a property": {"type": "object", "properties": {"a": {"not": {}}}},
    "false": {"type": "object", "properties": {"a": False}},
    "allOf": {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer"}}},
            {"type": "object", "properties": {"a": {"minimum": 1}}, "required": ["a"]},
        ]
    },
    "allOf closed twice": {
        "allOf": [
            {
                "type": "object",
                "properties": {"a": {}},
                "additionalProperties": False,
            },
            {"type": "object", "properties": {"b": {}}},
        ]
    },
    "allOf of scalars": {"type": "string", "allOf": [{"minLength": 1}, {"not": {}}]},
    "allOf of patterns": {
        **{"type": "string", "pattern": "a"},
        **{"allOf": [{"pattern": "b"}, {"minLength": 2}]},
    },
    "anyOf": {"anyOf": [{"type": "integer", "minimum": 2}, {"type": "string"}]},
    "anyOf beside": {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "oneOf overlapping": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    "oneOf of required": {
        "type": "object",
        "properties": {"a": {}, "b": {}},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "oneOf or null": {
        "oneOf": [
            {"type": "null"},
            {"type": "object", "properties": {"a": {}}, "minProperties": 1},
        ]
    },
    "discriminator": {
        "discriminator": "a",
        "oneOf": [
            {"type": "object", "properties": {"a": {"const": "x"}}, "required": ["a"]},
            {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]},
        ],
    },
    "reference": {"$ref": "#/components/schemas/Named"},
    "reference with siblings": {
        "$ref": "#/components/schemas/Named",
        "required": ["b"],
        "maxProperties": 2,
    },
    "reference to itself": {
        "type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/reference-to-itself"}},
        "dependentRequired": {"a": ["b"]},
    },
    "references to rules": {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Named"},
    },
    "annotations": {
        **{"type": "string", "title": "t", "description": "d", "default": "a"},
        **{"examples": ["a"], "readOnly": True, "deprecated": True},
        **{"contentEncoding": "base64", "contentMediaType": "a/b", "$comment": "c"},
    },
    "keywords of other types": {"type": "string", "minimum": 3, "required": ["a"]},
    "contradiction": {"type": "integer", "minimum": 3, "maximum": 1},
}
"""Schemas by what they try."""

FORMATS: dict[str, list[JsonValue]] = {
    "date": ["2026-01-02", "2026-02-30", "26-01-02", "2026-01-02T00:00:00Z"],
    "time": ["03:04:05Z", "03:04:05", "03:04:05.5+01:00", "24:00:00Z", "23:59:60Z"],
    "date-time": [
        *("2026-01-02T03:04:05Z", "2026-01-02t03:04:05.5+01:00", "2026-01-02"),
        *("2026-01-02 03:04:05Z", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z"),
    ],
    "duration": ["P1D", "PT1H2M", "P1W", "P", "P1DT", "PT", "P1M2W", "1D"],
    "uuid": [
        "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "3fa85f6457174562b3fc2c963f66afa6",
    ],
    "email": ["a@b.c", "a", "a@", "a b@c.d", '"a b"@c.d', "a@[127.0.0.1]", "a..b@c.d"],
    "idn-email": ["é@b.c", "a"],
    "hostname": ["a", "a.b-c", "-a", "a_b", "", "a..b", "a" * 64],
    "ipv4": ["1.2.3.4", "01.2.3.4", "256.1.1.1", "1.2.3"],
    "ipv6": ["::1", "fe80::1%eth0", "::ffff:1.2.3.4", "12345::", "1.2.3.4"],
    "uri": ["http://a/b?c#d", "urn:x", "/a", "http://a b", "http://é", "http://[::1"],
    "uri-reference": ["/a", "", "a:b", "a b", "#f", "\\a"],
    "iri": ["http://é", "é"],
    "iri-reference": ["é", "a b"],
    "uri-template": ["http://a/{b}", "http://a/{b", "{+a,b*}"],
    "json-pointer": ["", "/a/~0", "a", "/~2"],
    "relative-json-pointer": ["0", "1/a", "0#", "01", "/a"],
}
"""Texts that try each format that is checked."""

NAMED: JsonObject = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "propertyNames": {"maxLength": 1},
}

MATRIX: dict[str, JsonObject] = {
    **{key.replace(" ", "-"): schema for key, schema in KEYWORDS.items()},
    **{f"format-{one}": {"type": "string", "format": one} for one in FORMATS},
    **{f"format-{one}-alone": {"format": one} for one in FORMATS},
    "Named": NAMED,
}
"""All of these, by names that a document can have."""
