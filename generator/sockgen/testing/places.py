"""The line of a document that a test or a defect is about."""

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.diagnostics import Span


def place_of(
    api: Api, namespace: str, event: str, direction: Direction | None, sentence: str
) -> Span | None:
    """The place of an event or a namespace; None for the API as a whole.

    A server may send something wrong at any moment: then the sentence is about
    another event than the test, and names it.
    """
    heard = _heard(api, sentence)
    if heard is not None:
        return heard.span
    for one in api.namespaces:
        if one.name == namespace:
            found = _event(one, event, direction)
            return found.span if found and found.span else one.span
    return None


def told(span: Span | None) -> str:
    """A place as `specs/petstore.yaml:210`; an empty text for none."""
    return f"{span.file}:{span.start.line}" if span else ""


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
