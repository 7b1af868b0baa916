"""What a client brings to the connect: `auth`, query parameters and headers."""

from sockgen.document import Node
from sockgen.reading.context import options
from sockgen.reading.schemas import settled
from sockgen.source import JsonObject, JsonValue

# What Engine.IO itself puts into a handshake.
_OF_ENGINE_IO = frozenset(
    ("eio", "transport", "sid", "t", "j", "b64", "connection", "upgrade")
)


def auth_of(channel: Node, servers: list[Node]) -> Node | None:
    """The schema of the connect `auth`: of the channel, otherwise of a server."""
    for holder in (channel, *servers):
        auth = options(holder).raw("auth")
        if auth is not None:
            return auth
    return None


def auth_examples(auth: Node | None) -> tuple[JsonValue, ...]:
    """The examples of a connect `auth`."""
    examples = auth.followed().get("examples") if auth else None
    return tuple(one.value for one in examples.raw_items()) if examples else ()


def handshake(binding: Node | None, key: str) -> Node | None:
    """The schema of the query or the headers, without what Engine.IO brings itself."""
    written = binding.raw(key) if binding else None
    if written is None:
        return None
    schema = settled(written)
    properties = schema.get("properties")
    names = [name for name, _ in properties.entries()] if properties else []
    reserved = [name for name in names if name.lower() in _OF_ENGINE_IO]
    if not reserved:
        return written
    if len(reserved) == len(names):
        return None
    return Node(schema.source, schema.pointer, _without(schema.value, reserved))


def _without(schema: JsonValue, names: list[str]) -> JsonValue:
    if not isinstance(schema, dict):
        return schema
    result: JsonObject = {**schema}
    properties, required = schema.get("properties"), schema.get("required")
    if isinstance(properties, dict):
        result["properties"] = {
            name: one for name, one in properties.items() if name not in names
        }
    if isinstance(required, list):
        result["required"] = [one for one in required if one not in names]
    return result
