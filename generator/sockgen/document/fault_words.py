"""The words in which faults of structure are told."""

from typing import TYPE_CHECKING, Any

from sockgen.source import Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_LIMITS = {
    "minLength": "{label} must not be empty",
    "minItems": "{label} must not be empty",
    "uniqueItems": "{label} lists something twice",
    "minimum": "{label} must be {rule} or more",
    "exclusiveMinimum": "{label} must be more than {rule}",
    "const": "{label} must be `{rule}`",
}
_TEXTS = {
    "uri": "a URI, such as `https://example.com/docs`",
    "email": "an e-mail address",
    "uri-template": "a URI template, such as `user/{id}/signedup`",
}
_KNOWN_MISTAKES = {
    "socketio": "AsyncAPI has no such binding; Socket.IO is described in `x-socketio`",
    "socket.io": "AsyncAPI has no such binding; Socket.IO is described in `x-socketio`",
    "<<": "merge keys are not part of YAML 1.2",
    "$ref": "a reference cannot stand here",
    "publish": "in AsyncAPI 3 it is an operation with `action: receive`",
    "subscribe": "in AsyncAPI 3 it is an operation with `action: send`",
}


def type_words(rule: Any) -> str:
    """What a `type` of JSON Schema asks for."""
    kinds: list[str] = [rule] if isinstance(rule, str) else list(rule)
    return " or ".join(_TYPES.get(kind, kind) for kind in kinds)


def value_words(value: Any) -> str:
    """What a value is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, int | float):
        return f"the number {value}" if abs(value) < 1e15 else "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def type_hint(path: Pointer, shape: dict[str, Any], value: Any) -> str | None:
    """The cure for a value of the wrong type, where one is known."""
    if "x-refers-to" in shape:
        return missing_hint(str(shape.get("title")))
    if path and path[-1] == "required" and not isinstance(value, list):
        return "list the names of the required properties beside `properties`"
    if shape.get("type") == "string" and isinstance(value, int | float):
        return "put it in quotes"
    if value is None:
        return "give it a value, or leave the key out"
    return None


def missing_hint(title: str) -> str:
    """How a reference is written."""
    kind = title.rpartition(" ")[2]
    places = {
        "channel": "#/channels/KEY",
        "message": "#/channels/KEY/messages/KEY",
        "server": "#/servers/KEY",
    }
    return f"write it as `$ref: '{places.get(kind, '#/...')}'`"


def unknown_key_hint(key: str, close: list[str], known: list[str]) -> str | None:
    """The cure for a key that an object does not have."""
    if key in _KNOWN_MISTAKES:
        return _KNOWN_MISTAKES[key]
    if close:
        return f"did you mean `{close[0]}`?"
    if len(known) <= 8:
        return "its keys are " + ", ".join(f"`{one}`" for one in known)
    return "a key of your own begins with `x-`"


def limit_words(error: "ValidationError", label: str) -> str:
    """What is wrong with a value of the right type."""
    if error.validator == "format":
        return f"{label} must be {_TEXTS[str(error.validator_value)]}"
    if error.validator == "pattern" and isinstance(error.schema, dict):
        return f"{label} must be {error.schema.get('title')}"
    words = _LIMITS.get(str(error.validator))
    if words is None:
        return f"{label} is not allowed: {error.message}"
    return words.format(label=label, rule=error.validator_value)
