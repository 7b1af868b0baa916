"""The views of the contract tests: examples, invalid variations, and what to expect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sockgen.contract import Direction, Event, JsonValue, Namespace
from sockgen.naming import constant as constant_of
from sockgen.rendering import Code, bracketed, docstring, function, literal, statement
from sockgen.sampling import Sampler
from sockgen.targets.python.flavours import ASYNC
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.types import Types

_MOST = 12
"""Invalid payloads of one event that a test tries."""
_LABEL = 80
"""Characters of the name of an example that pytest shows."""

Case = tuple[str, tuple[object, ...]]
"""Arguments on the wire, and what they show."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test function."""

    decorator: Code
    signature: Code
    doc: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class EventTrial:
    """The tests of one event, and the constants that they use."""

    constants: tuple[Code, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    """An event, and the code by which its tests call what they use."""

    event: Event
    stem: str
    label: str
    contract: str
    client: str
    reference: str
    stream: str
    client_class: str


class Trials:
    """Makes the tests of the events of an API."""

    def __init__(self, names: ApiNames, types: Types, sampler: Sampler) -> None:
        self._names = names
        self._types = types
        self._sampler = sampler

    def event(self, namespace: Namespace, event: Event) -> EventTrial:
        """The tests of one event."""
        subject = self._subject(namespace, event)
        values = self._sampler.arguments(event.arguments, event.examples)
        if values is None:
            return EventTrial((), (_without_example(subject, "payload"),))
        answer = self.answer(event)
        unanswered = event.ack is not None and answer is None
        cases = {subject.label: self._examples(event)}
        if event.direction is Direction.SERVER_TO_CLIENT:
            tests = [_sent(subject, answer)]
        else:
            tests = [_received(subject)]
            broken, counts = f"BROKEN_{subject.label}", f"COUNTS_{subject.label}"
            if invalid := self._broken(event, values):
                cases[broken] = invalid
                tests.append(_refuses_payload(subject, broken))
            if wrong := self._miscounted(event, values):
                cases[counts] = wrong
                tests.append(_refuses_count(subject, counts))
        if unanswered:
            tests[0] = _without_example(subject, "acknowledgement")
            cases.pop(subject.label)
        constants = (_constant(name, listed) for name, listed in cases.items())
        return EventTrial(tuple(constants), tuple(tests))

    def answer(self, event: Event) -> Code | None:
        """Values of a valid acknowledgement, as arguments; None if none is known."""
        if event.ack is None:
            return None
        values = self._sampler.arguments(event.ack.arguments, event.ack.examples)
        if values is None:
            return None
        wire = self._sampler.on_the_wire(event.ack.arguments, values)
        return Code("".join(f", {literal(one)}" for one in wire))

    def _subject(self, namespace: Namespace, event: Event) -> _Subject:
        names = self._names.namespaces[namespace.name]
        named = names.events[event.name, event.direction]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        return _Subject(
            event=event,
            stem=named.stem,
            label=f"{way}_{constant_of(named.stem)}",
            contract=f"contract.{named.constant}",
            client=f"client.{names.attribute}",
            reference=f"reference.{names.attribute}",
            stream=named.stream,
            client_class=ASYNC.name(self._names.client),
        )

    def _examples(self, event: Event) -> list[Case]:
        """All examples of the document that are valid, else one that is made up."""
        found: list[Case] = []
        for number, one in enumerate(event.examples, 1):
            if self._sampler.arguments(event.arguments, [one]) == one.arguments:
                label = one.name or f"example {number}"
                found.append(
                    (label, self._sampler.on_the_wire(event.arguments, one.arguments))
                )
        if not found:
            values = self._sampler.arguments(event.arguments, ())
            found.append(
                ("least", self._sampler.on_the_wire(event.arguments, values or ()))
            )
        return found

    def _broken(self, event: Event, valid: Sequence[JsonValue]) -> list[Case]:
        broken = self._sampler.broken(event.arguments, valid, _MOST)
        return [(one.label, one.arguments) for one in broken.listed]

    def _miscounted(self, event: Event, valid: Sequence[JsonValue]) -> list[Case]:
        counts = self._sampler.miscounted(event.arguments, valid)
        return [(one.label, one.arguments) for one in counts.listed]


def _without_example(subject: _Subject, what: str) -> Test:
    reason = f"no valid {what} of {subject.event.name} is known: add an example to it"
    return Test(
        statement(f"pytest.mark.skip(reason={literal(reason)})", 0),
        Code(f"async def test_{subject.label.lower()}_has_an_example() -> None:"),
        docstring(f"`{subject.event.name}` cannot be tried.", 4),
        (),
    )


def _received(subject: _Subject) -> Test:
    """A valid event is handled, and answered if it is to be."""
    verb, name, doc = "emit", "is_handled", "reaches its handler as it was sent"
    if subject.event.ack is not None:
        verb, name = "call", "is_acknowledged"
        doc = "is handled and gets an answer that the document allows"
    lines = [
        f"values = typed({subject.contract}, wire)",
        f"await {subject.client}.{verb}_{subject.stem}(*values)",
        f"heard = await reference.heard.next({subject.contract})",
        "assert heard == values",
    ]
    return _test(subject, name, f"A valid `{{}}` {doc}.", subject.label, lines)


def _sent(subject: _Subject, answer: Code | None) -> Test:
    """A valid event reaches the client, and its answer the server."""
    return _arrives(subject) if answer is None else _is_answered(subject, answer)


def _arrives(subject: _Subject) -> Test:
    match subject.event.arguments:
        case ():
            check = "item is None"
        case (only,) if not only.rest:
            check = "(item,) == values"
        case _:
            check = "item == values"
    to = f"{subject.reference}.connections"
    lines = [
        f"values = typed({subject.contract}, wire)",
        f"stream = {subject.client}.{subject.stream}()",
        f"await {subject.reference}.emit_{subject.stem}(*values, to={to})",
        "item = await first(stream)",
        f"assert {check}",
    ]
    doc = "A valid `{}` reaches the client as it was sent."
    return _test(subject, "arrives", doc, subject.label, lines)


def _is_answered(subject: _Subject, answer: Code) -> Test:
    to = f"{subject.reference}.connections[0]"
    lines = [
        f"values = typed({subject.contract}, wire)",
        f"expected = answer({subject.contract}{answer})",
        "",
        "async def handle(*given: Any) -> Any:",
        "    assert given == values",
        "    return expected",
        "",
        f"{subject.client}.on_{subject.stem}(handle)",
        f"call = {subject.reference}.call_{subject.stem}(*values, to={to})",
        "given = await result(call)",
        "assert given == expected",
    ]
    doc = "The client's answer to `{}` reaches the server."
    return _test(subject, "is_answered", doc, subject.label, lines)


def _refuses_payload(subject: _Subject, constant: str) -> Test:
    return _refuses(
        subject,
        "an_invalid_payload",
        "A `{}` that breaks its schema is answered with a problem.",
        constant,
        "INVALID_PAYLOAD",
    )


def _refuses_count(subject: _Subject, constant: str) -> Test:
    return _refuses(
        subject,
        "a_wrong_number_of_arguments",
        "A `{}` with too few or too many arguments is answered with a problem.",
        constant,
        "ARGUMENT_COUNT",
    )


def _refuses(
    subject: _Subject, what: str, doc: str, constant: str, problem: str
) -> Test:
    """What is wrong is answered with a problem, and handled by nobody."""
    call = f"send_and_wait({literal(subject.event.name)}, wire, TIMEOUT)"
    lines = [
        f"answered = await {subject.client}.{call}",
        "problem = Problem.from_wire(answered[0])",
        "assert problem is not None",
        f"assert problem.type == problems.{problem}",
    ]
    return _test(subject, f"refuses_{what}", doc, constant, lines)


def _test(
    subject: _Subject, name: str, doc: str, constant: str, lines: Iterable[str]
) -> Test:
    listed = list(lines)
    parameters = [f"client: {subject.client_class}", "wire: tuple[object, ...]"]
    if any("reference." in one for one in listed):
        parameters.insert(1, "reference: Reference")
    head = f"async def test_{subject.stem}_{name}"
    items = ['"wire"', f"{constant}.values()", f"ids={constant}.keys()"]
    return Test(
        bracketed("pytest.mark.parametrize(", items, ")", 0, used=1),
        function(head, parameters, "None", 0),
        docstring(doc.replace("{}", subject.event.name), 4),
        tuple(_line(one) for one in listed),
    )


def _line(text: str) -> Code:
    """A line of a test; only what stands alone can be split."""
    alone = text and not text.startswith((" ", "assert", "async def"))
    return statement(text, 4) if alone else Code(text)


def _constant(name: str, cases: Sequence[Case]) -> Code:
    listed: dict[str, tuple[object, ...]] = {}
    for label, wire in cases:
        plain = "".join(x if x.isprintable() else " " for x in label)[:_LABEL]
        number, free = 1, plain
        while free in listed:
            number += 1
            free = f"{plain} ({number})"
        listed[free] = wire
    return statement(f"{name}: Cases = {literal(listed)}", 0)
