"""Examples of messages, as arguments, and whether they match their schemas."""

from sockgen.contract import Example
from sockgen.document import Node
from sockgen.reading.arguments import Arguments
from sockgen.reading.context import Context
from sockgen.source import JsonValue, Pointer


def read_examples(
    context: Context, message: Node, arguments: Arguments
) -> tuple[Example, ...]:
    """The examples of a message that match its payload; the others are warned of."""
    listed = message.get("examples")
    found: list[Example] = []
    for item in listed.items() if listed and arguments.values else ():
        payload = item.get("payload")
        if payload is None:
            continue
        values = _values(payload.value, arguments)
        fault = _fault(context, payload, values, arguments)
        if fault is None:
            found.append(Example(tuple(values or ()), item.text("name")))
        else:
            context.findings.warning(
                "SG317",
                f"this example does not match the payload: {fault[1]}",
                payload.source.span((*payload.pointer, *fault[0])),
                "correct the example or the schema; the example is left out",
            )
    return tuple(found)


def _values(payload: JsonValue, arguments: Arguments) -> list[JsonValue] | None:
    if not arguments.positional:
        return [payload]
    if isinstance(payload, dict):
        values: list[JsonValue] = []
        while str(len(values)) in payload:
            values.append(payload[str(len(values))])
        return values
    return payload if isinstance(payload, list) else None


def _fault(
    context: Context, payload: Node, values: list[JsonValue] | None, read: Arguments
) -> tuple[Pointer, str] | None:
    """What is wrong with an example, and where in its payload."""
    if values is None:
        return (), "it is not a list of arguments"
    positions = [one for one in read.values if not one.rest]
    rest = next((one for one in read.values if one.rest), None)
    least = sum(one.required for one in positions)
    if len(values) < least or (rest is None and len(values) > len(positions)):
        return (), f"it has {len(values)} arguments"
    for index, value in enumerate(values):
        argument = positions[index] if index < len(positions) else rest
        fault = context.schemas.fault(argument.schema, value) if argument else None
        if fault is None:
            continue
        place, words = fault
        if read.positional:
            step = str(index) if isinstance(payload.value, dict) else index
            place = (step, *place)
        said = words if len(values) == 1 else f"in argument {index + 1}, {words}"
        return place, said
    return None
