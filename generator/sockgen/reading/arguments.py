"""From a payload to the arguments of an event, or the values of an acknowledgement."""

from dataclasses import dataclass, replace

from sockgen.contract import Argument
from sockgen.document import Node, is_json_schema
from sockgen.reading.context import Context, options, written
from sockgen.reading.schema_names import component_key
from sockgen.reading.schemas import settled


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one message, and the rule by which they were read.

    `positional` tells how its examples are read.
    """

    values: tuple[Argument, ...] = ()
    positional: bool = False
    nodes: tuple[Node, ...] = ()
    reason: str = "none: there is no payload"


@dataclass(frozen=True, slots=True)
class _Positions:
    """A list of arguments as a schema describes it."""

    items: list[Node]
    required: int
    rest: Node | None = None
    reason: str = ""


def read_arguments(
    context: Context, message: Node, fallback: str, forced: str = ""
) -> Arguments:
    """The arguments of a message; `fallback` names one that has no name of its own.

    `forced` is `single` or `positional` where the document decides the reading.
    """
    payload = written(message, "payload")
    if payload is None:
        return Arguments()
    whole = payload.followed()
    multiple = isinstance(whole.value, dict) and "schemaFormat" in whole.value
    holder = whole if multiple else message
    if not is_json_schema(_format(holder)):
        _unsupported(context, holder)
        return Arguments()
    if multiple:
        payload = whole.raw("schema") or whole
    forced = options(message).text("args") or forced
    return read_values(context, payload, fallback, forced)


def read_values(
    context: Context, schema: Node, fallback: str, forced: str = ""
) -> Arguments:
    """The arguments that a schema describes."""
    whole = schema.followed()
    positions = None if forced == "single" else _positions(context, whole, forced)
    if positions is not None:
        return _positional(context, positions)
    why = "`args: single`" if forced == "single" else "the payload is no tuple"
    values = (_argument(context, schema, fallback),)
    return Arguments(values, nodes=(schema,), reason=f"one: {why}")


def _format(holder: Node) -> str:
    return holder.text("schemaFormat") or "application/schema"


def _positional(context: Context, positions: _Positions) -> Arguments:
    values = [
        replace(
            _argument(context, item, _position_name(item, index)),
            required=index < positions.required,
        )
        for index, item in enumerate(positions.items)
    ]
    nodes = list(positions.items)
    if positions.rest is not None:
        rest = _argument(context, positions.rest, "rest")
        values.append(replace(rest, required=False, rest=True))
        nodes.append(positions.rest)
    return Arguments(tuple(values), True, tuple(nodes), positions.reason)


def _position_name(item: Node, index: int) -> str:
    """What a position without a title is called: the schema it refers to, or a number.

    The schema counts even where more than annotations stands beside the reference.
    """
    referred = component_key(item.target().pointer) if item.reference else None
    return referred or f"argument {index + 1}"


def _argument(context: Context, node: Node, fallback: str) -> Argument:
    schema = settled(node)
    referred = component_key(schema.pointer) if node.reference is not None else None
    return Argument(
        name=node.text("title").strip() or referred or fallback,
        schema=context.schemas.name(node),
        description=node.text("description") or node.followed().text("description"),
    )


def _positions(context: Context, schema: Node, forced: str) -> _Positions | None:
    """The positions of a tuple, None for a schema that is one argument."""
    value = schema.value
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("prefixItems"), list):
        return _list(context, schema, "prefixItems", "items")
    if isinstance(value.get("items"), list):
        return _list(context, schema, "items", "additionalItems")
    if value.get("format") == "tuple" and value.get("type") == "object":
        return _numbered(schema)
    if forced == "positional":
        return _repeated(context, schema)
    return None


def _list(context: Context, schema: Node, items: str, more: str) -> _Positions | None:
    listed, rest = schema.raw(items), schema.raw(more)
    nodes = list(listed.raw_items()) if listed else []
    least, most = schema.get("minItems"), schema.get("maxItems")
    if rest is not None and rest.followed().value in (False, {"not": {}}):
        rest = None
    count = least.value if least else len(nodes)
    required = count if isinstance(count, int) else len(nodes)
    if required > len(nodes) and least is not None:
        context.findings.error(
            "SG315",
            f"`minItems` asks for {required} arguments, but {len(nodes)} are described",
            least.span(),
            f"describe each of them in `{items}`",
        )
    if most and isinstance(most.value, int) and most.value < len(nodes):
        context.findings.error(
            "SG315",
            f"`maxItems` allows {most.value} arguments, but {len(nodes)} are described",
            most.span(),
        )
    reason = f"a list under `{items}`: one for each position"
    return _Positions(nodes, required, rest, reason)


def _numbered(schema: Node) -> _Positions:
    """An object with the keys "0", "1" and so on."""
    properties = schema.get("properties")
    nodes: list[Node] = []
    while properties and (item := properties.raw(str(len(nodes)))) is not None:
        nodes.append(item)
    rest = schema.raw("additionalProperties")
    if rest is not None and rest.followed().value in (False, {"not": {}}):
        rest = None
    names = schema.texts("required")
    needed = [index for index in range(len(nodes)) if str(index) in names]
    required = max(needed, default=-1) + 1
    if schema.get("required") is None:
        required = len(nodes)
    return _Positions(nodes, required, rest, "`format: tuple`: one for each key")


def _repeated(context: Context, schema: Node) -> _Positions | None:
    """A list with one schema for all its items, read as arguments."""
    item = schema.raw("items")
    if schema.text("type") != "array" or item is None:
        context.findings.error(
            "SG315",
            "only a list can be read as positional arguments",
            schema.span(),
            "describe the payload with `type: array`, or leave `args` out",
        )
        return None
    least = schema.get("minItems")
    count = least.value if least and isinstance(least.value, int) else 0
    return _Positions([item] * count, count, item, "`args: positional`")


def _unsupported(context: Context, payload: Node) -> None:
    context.findings.error(
        "SG314",
        f"schemas of the format `{payload.text('schemaFormat')}` are not supported",
        payload.key_span("schemaFormat"),
        "describe the payload as JSON Schema",
    )
