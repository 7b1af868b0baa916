"""The words in which faults of structure are told."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
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
_NUMBERS = {_TYPES["number"], _TYPES["integer"]}
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
}
_SHORT = 40
_PLACE = re.compile(
    r"\$?(?:message[.#/]+)?(?P<part>header|payload)s?[.#/]+(?P<steps>[^#]+)", re.I
)
_LIMITS = {
    "minLength": "{label} must not be empty",
    "minItems": "{label} must not be empty",
    "uniqueItems": "{label} lists something twice",
    "minimum": "{label} must be {rule} or more",
    "maximum": "{label} must be {rule} or less",
    "maxLength": "{label} must not be longer than {rule} characters",
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
    "$ref": "a reference cannot stand here",
    "ref": "did you mean `$ref`?",
    "xack": "did you mean `x-ack`?",
    "xsocketio": "did you mean `x-socketio`?",
    "xsecurity": "did you mean `x-security`?",
}
_QUOTES = "put the reference in quotes: what follows ` #` is a comment in YAML"
_OF_ANOTHER_VERSION = {
    "url": ("host", "in AsyncAPI 3 it is `host`, with the path in `pathname`"),
    "publish": ("address", "in AsyncAPI 3 it is an operation with `action: receive`"),
    "subscribe": ("address", "in AsyncAPI 3 it is an operation with `action: send`"),
    "host": ("url", "in AsyncAPI 2 it is `url`, with the protocol before it"),
    "pathname": ("url", "in AsyncAPI 2 the path is part of `url`"),
    "address": ("publish", "in AsyncAPI 2 the key of a channel is its address"),
    "messages": (
        "publish",
        "in AsyncAPI 2 a message stands in `publish` or `subscribe`",
    ),
    "operations": (
        "channels",
        "in AsyncAPI 2 an operation is the `publish` or `subscribe` of a channel",
    ),
    "schemaFormat": (
        "payload",
        "in AsyncAPI 3 it is in `payload: {schemaFormat: ..., schema: ...}`",
    ),
    "messageId": ("payload", "in AsyncAPI 3 it is the key of the message"),
    "operationId": ("action", "in AsyncAPI 3 it is the key of the operation"),
    "availableScopes": ("scopes", "in AsyncAPI 2 they are `scopes`"),
    "scopes": ("availableScopes", "in AsyncAPI 3 they are `availableScopes`"),
}
"""Keys of other versions: which key an object has in their place or beside, and why."""
_COMPONENTS = frozenset(
    ("schemas", "securitySchemes", "messageTraits", "operationTraits", "parameters")
)
_FORMER = {
    "url": "host",
    "host": "url",
    "scopes": "availableScopes",
    "availableScopes": "scopes",
}
"""Keys of other versions, and what stands in their place."""


def type_words(rule: Any) -> str:
    """What a `type` of JSON Schema asks for."""
    kinds: list[str] = [rule] if isinstance(rule, str) else list(rule)
    return " or ".join(_TYPES.get(kind, kind) for kind in kinds)


def wanted_words(shape: dict[str, Any], rule: Any) -> str:
    """What a place asks for: a thing with a name of its own, or a type."""
    title = str(shape.get("title", ""))
    return title if title and not title.startswith("the ") else type_words(rule)


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
    scheme = scheme_hint(path, shape, value)
    if scheme is not None:
        return scheme
    if value is None and path and path[-1] == "$ref":
        return _QUOTES
    if value is None:
        return "give it a value, or leave the key out"
    if shape.get("type") == "string" and isinstance(value, int | float):
        return "put it in quotes"
    if shape.get("title") == "a schema" and value is True:
        return "any value is written as `{}`"
    if shape.get("type") == "array" and is_object(value):
        return list_hint()
    if isinstance(value, list):
        return _home_hint(path, shape)
    return _text_hint(shape, value) if isinstance(value, str) else None


def list_hint() -> str:
    """The cure for a mapping where a list is needed."""
    return "write it as a list: each item on a line that begins with `- `"


def _home_hint(path: Pointer, shape: dict[str, Any]) -> str | None:
    """The cure for a list of messages, where the object that lists them is needed."""
    is_choice = path[-1:] == ("message",)
    home = "oneOf" if is_choice else "messages"
    is_home = is_choice or home in shape.get("properties", {})
    return f"write the list below a key `{home}`" if is_home else None


def _text_hint(shape: dict[str, Any], text: str) -> str | None:
    """The cure for text where something else is needed."""
    wanted = type_words(shape.get("type", ()))
    plain, needed = text.strip(), shape.get("required", [])
    if plain.startswith("#/"):
        return f"a reference is written `$ref: '{plain}'`"
    if len(needed) == 1 and plain and len(plain) < _SHORT:
        return f"write it as `{{{needed[0]}: {plain}}}`"
    if shape.get("title") == "a schema" and plain in _TYPES:
        return f"write it as `{{type: {plain}}}`"
    if wanted == _TYPES["array"] and plain and len(plain) < _SHORT:
        return f"write it as a list: `[{plain}]`"
    if wanted == _TYPES["boolean"] and plain.lower() in _TRUTHS:
        return f"write it as `{_TRUTHS[plain.lower()]}`, without quotes"
    if wanted in _NUMBERS and plain.lstrip("-").replace(".", "", 1).isdecimal():
        return "leave the quotes out"
    return None


def scheme_hint(path: Pointer, shape: dict[str, Any], value: Any) -> str | None:
    """The cure for a security scheme that AsyncAPI 3 is told of by its mere name."""
    is_item = path[-2:-1] == ("security",) and shape.get("title") == "a security scheme"
    is_list = path[-1:] == ("security",) and "$ref" in shape.get("items", {})
    if not (is_item or is_list):
        return None
    names = [value] if isinstance(value, str) else [*value] if is_object(value) else []
    name = names[0] if len(names) == 1 and len(names[0]) < _SHORT else "KEY"
    written = f"$ref: '#/components/securitySchemes/{name}'"
    one = f"{{{written}}}"
    return f"AsyncAPI 3 refers to it: `{f'[{one}]' if is_list else one}`"


def is_object(value: Any) -> bool:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def missing_hint(title: str) -> str:
    """How a reference is written."""
    kind = title.rpartition(" ")[2]
    places = {
        "channel": "#/channels/KEY",
        "message": "#/channels/KEY/messages/KEY",
        "server": "#/servers/KEY",
    }
    return f"write it as `$ref: '{places.get(kind, '#/...')}'`"


def closest(word: str, known: list[str]) -> str | None:
    """The word that was probably meant, whatever its case and its hyphens."""
    plain = {_plain(one): one for one in reversed(known)}
    if _FORMER.get(word) in known:
        return _FORMER[word]
    if _plain(word) in plain:
        return plain[_plain(word)]
    close = get_close_matches(_plain(word), list(plain), n=1)
    return plain[close[0]] if close else None


def _plain(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def unknown_key_hint(
    key: str, close: str | None, known: list[str], present: Mapping[str, Any]
) -> str:
    """The cure for a key that an object, of which all is `present`, does not have."""
    if key == "$ref" and present[key] is None:
        return _QUOTES
    if key in _KNOWN_MISTAKES:
        return _KNOWN_MISTAKES[key]
    if "components" in known and key in _COMPONENTS:
        return "it stands below `components`"
    beside, why = _OF_ANOTHER_VERSION.get(key, ("", ""))
    if beside in known:
        return why
    if close:
        return f"did you mean `{close}`?"
    twin = closest(key, [one for one in known if one in present])
    if twin:
        return f"`{twin}` is there already: join the two, or leave this one out"
    usual = [one for one in known if one[:2] != "x-" or one == "x-socketio"]
    if len(usual) <= 8:
        return "its keys are " + ", ".join(f"`{one}`" for one in usual)
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


def pattern_hint(error: "ValidationError") -> str | None:
    """What was meant by a text that has not the form that it should have."""
    found = _PLACE.fullmatch(str(error.instance))
    if error.validator != "pattern" or not found:
        return None
    steps = "/".join(re.split(r"[./]+", found["steps"]))
    meant = f"$message.{found['part'].lower()}#/{steps}"
    fits = re.search(str(error.validator_value), meant)
    return f"did you mean `{meant}`?" if fits else None


def choice_hint(written: str, allowed: list[str]) -> str:
    """What was meant by a word that is none of those that are allowed."""
    several = re.findall(r"[^][\s,|?]+", written)
    if "null" in allowed and len(several) > 1 and set(several) <= set(allowed):
        listed = ", ".join("'null'" if one == "null" else one for one in several)
        return f"write it as a list: `[{listed}]`"
    close = closest(written, allowed)
    if close:
        return f"did you mean `{close}`?"
    return "it can be " + ", ".join(f"`{one}`" for one in allowed)


def later_hint(shape: dict[str, Any], key: str) -> str | None:
    """From which version on a key exists, if only from a later one."""
    later = shape.get("x-later", {}).get(key)
    return f"it exists from AsyncAPI {later} on" if later else None


def label_of(path: Pointer) -> str:
    """What people call a place: its key, or the list that it is in."""
    if not path:
        return "the document"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    names = [step for step in path if isinstance(step, str)]
    return f"item {path[-1] + 1} of `{names[-1]}`" if names else "an item"
