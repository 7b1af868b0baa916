"""The line of a document that a test or a defect is about."""

import re
from collections.abc import Sequence

from sockgen.contract import Api, Argument, Direction, Event, JsonValue, Namespace
from sockgen.diagnostics import Span

_HAS = re.compile(r" has `([^`]*)` (?:in value (\d+) )?that ")
_LACKS = re.compile(r" lacks `([^`]*)`(?: in `([^`]*)`)?(?: of value (\d+))?")
_ON = re.compile(r"`([^`]*)` on (\S+) over ")
_REFERENCE = "#/$defs/"


def place_of(
    api: Api, namespace: str, event: str, direction: Direction | None, sentence: str
) -> Span | None:
    """The place of a property, an event or a namespace; None for the API as a whole.

    A server may send something wrong at any moment: then the sentence is about
    another event than the test, and names it.
    """
    heard = _heard(api, sentence)
    if isinstance(heard, Namespace):
        return heard.span
    if heard is not None:
        return _inside(api, heard.arguments, sentence) or heard.span
    for one in api.namespaces:
        if one.name == namespace:
            event = event or _named(one, sentence)
            found = _event(one, event, direction)
            if found is None:
                return one.span
            answers = found.ack.arguments if found.ack else ()
            acknowledged = sentence.startswith(f"the acknowledgement of `{event}` on ")
            nearer = _inside(api, answers, sentence) if acknowledged else None
            return nearer or found.span or one.span
    return None


def told(span: Span | None) -> str:
    """A place as `specs/petstore.yaml:210`; an empty text for none."""
    return f"{span.file}:{span.start.line}" if span else ""


def _named(namespace: Namespace, sentence: str) -> str:
    """The event of clients that a sentence is about first; empty if there is none."""
    sent = {
        one.name
        for one in namespace.events
        if one.direction is Direction.CLIENT_TO_SERVER
    }
    for name, where in _ON.findall(sentence):
        if where == namespace.name and name in sent:
            return str(name)
    return ""


def _event(
    namespace: Namespace, name: str, direction: Direction | None
) -> Event | None:
    for one in namespace.events:
        if one.name == name and direction in (None, one.direction):
            return one
    return None


def _heard(api: Api, sentence: str) -> Event | Namespace | None:
    """What a sentence is about that tells what the server sent by itself."""
    for namespace in api.namespaces:
        for event in namespace.events:
            sent = event.direction is Direction.SERVER_TO_CLIENT
            start = f"`{event.name}` from the server on {namespace.name} over "
            if sent and sentence.startswith(start):
                return event
        emitted = sentence.startswith("the server emitted `")
        if emitted and f"` on {namespace.name} over " in sentence:
            return namespace
        if sentence.startswith(f"the server of {namespace.name} over "):
            return namespace
    return None


def _inside(api: Api, values: Sequence[Argument], sentence: str) -> Span | None:
    """The place of the property that a sentence names, inside one of some values."""
    if has := _HAS.search(sentence):
        steps, number = has[1].split("/"), has[2]
    elif lacks := _LACKS.search(sentence):
        within = lacks[2].split("/") if lacks[2] else []
        steps, number = [*within, lacks[1]], lacks[3]
    else:
        return None
    index = int(number or 1) - 1
    return _property(api, values[index].schema, steps) if index < len(values) else None


def _property(api: Api, key: str, steps: Sequence[str]) -> Span | None:
    """The place of a property of a named schema; None if it is not simply there."""
    path: tuple[str | int, ...] = ()
    schema: JsonValue = api.schemas.get(key)
    for step in steps:
        key, path, schema = _resolved(api, key, path, schema)
        if not isinstance(schema, dict):
            return None
        items, properties = schema.get("items"), schema.get("properties")
        if isinstance(properties, dict) and step in properties:
            path, schema = (*path, "properties", step), properties[step]
        elif step.isdigit() and isinstance(items, dict):
            path, schema = (*path, "items"), items
        else:
            return None
    return api.locate(key, path)


def _resolved(
    api: Api, key: str, path: tuple[str | int, ...], schema: JsonValue
) -> tuple[str, tuple[str | int, ...], JsonValue]:
    """What a schema refers to, however often."""
    seen: set[str] = set()
    while isinstance(schema, dict) and isinstance(name := schema.get("$ref"), str):
        key = name.removeprefix(_REFERENCE)
        if key in seen or not name.startswith(_REFERENCE):
            break
        seen.add(key)
        path, schema = (), api.schemas.get(key)
    return key, path, schema
