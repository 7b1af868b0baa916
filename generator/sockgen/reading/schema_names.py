"""What an entry of the schema table is called, from its place in the document.

A name depends on nothing but the place of the schema and the keys of
`components.schemas`, so that one event can be renamed without touching what
belongs to another.
"""

import re
from pathlib import PurePosixPath

from sockgen.document.bundle import FILES
from sockgen.document.keywords import HOLD_LIST, HOLD_MAP, HOLD_ONE
from sockgen.source import JsonValue, Pointer

# What is left out would have to be written with escapes in a reference.
_SEPARATORS = re.compile(r"[^\w.]+")
_MAPS = frozenset(
    (
        *("channels", "servers", "messages", "schemas", "operations", "replies"),
        *("rooms", "parameters", "properties", "patternProperties"),
        *("dependentSchemas", "$defs", "definitions", "channelBindings"),
    )
)
_SILENT = frozenset(
    (
        *("components", "payload", "x-socketio", "bindings", "ws", "schema"),
        *("prefixItems", "args", "socketio", "socket.io", FILES),
    )
)
_ACKS = frozenset(("x-ack", "x-socketio-ack"))
_UNKNOWN_BINDINGS = frozenset(("socket.io", "socketio"))
_DEFINITIONS = ((), ("definitions",), ("$defs",), ("schemas",))
_PARTS = HOLD_ONE | HOLD_LIST | HOLD_MAP | {"payload", "headers", "schema", "auth"}
"""What a schema at the top of a file may be without being a definition."""


def component_key(pointer: Pointer) -> str | None:
    """The key of an entry of `components.schemas`, None for any other place.

    A file that is a schema, and each definition of a file, is such an entry too.
    """
    if len(pointer) == 3 and pointer[:2] == ("components", "schemas"):
        return str(pointer[2])
    if pointer[:1] != (FILES,) or len(pointer) < 2:
        return None
    if len(pointer) == 2:
        return PurePosixPath(str(pointer[1])).name.partition(".")[0]
    key = str(pointer[-1])
    if len(pointer) == 3 and (key in _PARTS or key.startswith("x-")):
        return None
    named = pointer[2:-1] in (("components", "schemas"), *_DEFINITIONS)
    return key if named else None


def stands_in_extension(pointer: Pointer) -> bool:
    """Whether AsyncAPI says nothing of what stands there, so that nobody judged it."""
    return any(
        isinstance(step, str) and step[:2] == "x-" and step not in (FILES, "x-socketio")
        for step in pointer
    ) or any(step in _UNKNOWN_BINDINGS for step in pointer)


def name_of_place(
    pointer: Pointer, value: JsonValue, before: tuple[str, ...] = ()
) -> str:
    """The document's own words for a schema that has no key in `components.schemas`.

    `#/components/messages/reserve/payload/prefixItems/1` with the title
    `quantity` is `reserve-quantity`. `before` are words for what the pointer
    starts from.
    """
    words = list(before)
    named = False
    last = len(pointer) - 1
    for index, step in enumerate(pointer):
        if named:
            words.append(str(step))
            named = False
        elif isinstance(step, int):
            words.append(_item_name(step, value if index == last else None))
        elif step in _MAPS:
            named = True
        elif step in _ACKS:
            words.append("ack")
        elif index == 1 and pointer[0] == FILES:
            words.append(str(PurePosixPath(step).with_suffix("")))
        elif step not in _SILENT and not (step == "items" and index < last):
            words.append(step)
    plain = [_SEPARATORS.sub("-", word).strip("-") for word in words]
    return "-".join(plain).strip("-") or "schema"


def _item_name(index: int, value: JsonValue) -> str:
    title = value.get("title") if isinstance(value, dict) else None
    return title if isinstance(title, str) and title.strip() else f"{index + 1}"


def folded(name: str) -> str:
    """A name without case and punctuation, as identifiers made from it may collide."""
    return "".join(one for one in name.casefold() if one.isalnum())
