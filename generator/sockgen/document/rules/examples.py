"""Rules of AsyncAPI 2 for examples and defaults, which match their schema."""

from collections.abc import Iterator

from sockgen.document.expansion import is_json_schema
from sockgen.document.findings import Findings
from sockgen.document.judging import Judge
from sockgen.document.node import Node
from sockgen.document.references import fragment
from sockgen.document.rules.version2 import (
    messages,
    once,
    operations,
    traits_of,
    values,
)
from sockgen.source import Pointer


def message_examples_match_their_schema(root: Node, findings: Findings) -> None:
    """The payload and the headers of an example match those of the message."""
    judge = Judge(root.source)
    for holder in _with_examples(root):
        schemas = {"payload": holder.get("payload")}
        if holder.get("schemaFormat") is None:
            schemas["headers"] = holder.get("headers")
        elif not is_json_schema(holder.text("schemaFormat")):
            continue
        listed = holder.get("examples")
        for example in listed.items() if listed else ():
            for key, schema in schemas.items():
                value = example.get(key)
                if value is not None and schema is not None:
                    _check(judge, schema, value, f"the {key} of the message", findings)


def schema_examples_match_their_schema(root: Node, findings: Findings) -> None:
    """Each of the `examples` of a schema matches it."""
    judge = Judge(root.source)
    for schema in _schemas(root):
        listed = schema.raw("examples")
        for example in listed.raw_items() if listed else ():
            if not isinstance(example.value, str):
                _check(judge, schema, example, "its schema", findings)


def defaults_match_their_schema(root: Node, findings: Findings) -> None:
    """The `default` of a schema matches it."""
    judge = Judge(root.source)
    for schema in _schemas(root):
        default = schema.raw("default")
        if default is not None and not isinstance(default.value, str):
            _check(judge, schema, default, "its schema", findings)


def _with_examples(root: Node) -> Iterator[Node]:
    found = list(messages(root))
    traits = [trait for message in found for trait in traits_of(message)]
    listed = values(root.get("components"), "messageTraits")
    yield from once([*found, *traits, *listed])


def _schemas(root: Node) -> Iterator[Node]:
    """The schemas whose own examples and default are judged."""
    components = root.get("components")
    found = list(values(components, "schemas"))
    for message in (*_whole_messages(root), *values(components, "messages")):
        payload = message.get("payload")
        if payload is not None and message.get("schemaFormat") is None:
            found.append(payload)
    parameters = [
        parameter
        for holder in (root, components)
        for channel in values(holder, "channels")
        for parameter in values(channel, "parameters")
    ]
    for parameter in (*parameters, *values(components, "parameters")):
        schema = parameter.get("schema")
        if schema is not None:
            found.append(schema)
    yield from once(found)


def _whole_messages(root: Node) -> Iterator[Node]:
    for operation in operations(root):
        message = operation.get("message")
        if message is not None:
            yield message


def _check(
    judge: Judge, schema: Node, value: Node, wanted: str, findings: Findings
) -> None:
    for place, fault in judge.faults(schema.pointer, schema.value, value.value):
        what = "default" if value.pointer[-1] == "default" else "example"
        findings.error(
            "SG221",
            f"this {what} does not match {wanted}: {_at(place)}{fault}",
            value.source.span((*value.pointer, *place)),
            f"correct the {what} or the schema",
        )


def _at(place: Pointer) -> str:
    return f"at `{fragment(place)[1:]}`, " if place else ""
