"""The views of the contract tests of events: what is sent, and what is asked of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sockgen.contract import Direction, Event, Namespace
from sockgen.naming import constant as constant_of
from sockgen.rendering import (
    Code,
    bracketed,
    docstring,
    function,
    literal,
    statement,
)
from sockgen.sampling import Cases, Sampler
from sockgen.targets.python.names import ApiNames

_GOOD = 16
_BROKEN = 48
"""Cases of one event that are tried."""
_LABEL = 80
"""Characters of the name of a case that pytest shows."""

Listed = Mapping[str, tuple[object, ...]]
"""Values on the wire, by what they show."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test function."""

    decorators: tuple[Code, ...]
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


class Trials:
    """Makes the tests of the events of an API."""

    def __init__(self, names: ApiNames, sampler: Sampler) -> None:
        self._names = names
        self._sampler = sampler

    def event(self, namespace: Namespace, event: Event) -> EventTrial:
        """The tests of one event."""
        subject = self._subject(namespace, event)
        values = self._sampler.arguments(event.arguments, event.examples)
        if values is None:
            return EventTrial((), (_without_example(subject),))
        good = self._sampler.good(event.arguments, event.examples, _GOOD)
        constants = [cases_constant(subject.label, good)]
        if event.direction is Direction.SERVER_TO_CLIENT:
            tests = [self._arrives(namespace, subject)]
            if not self._is_received(namespace, event):
                tests.append(_is_not_taken(subject))
            return EventTrial(tuple(constants), tuple(tests))
        tests = [_received(subject)]
        for prefix, cases, what, doc in (
            (
                "BROKEN",
                self._sampler.broken(event.arguments, values, _BROKEN),
                "an_invalid_payload",
                "A `{}` that breaks its schema is refused, and the connection stands.",
            ),
            (
                "COUNTS",
                self._sampler.miscounted(event.arguments, values),
                "a_wrong_number_of_arguments",
                "A `{}` with too few or too many arguments is refused.",
            ),
        ):
            if cases.listed:
                constant = f"{prefix}_{subject.label}"
                constants.append(cases_constant(constant, cases))
                lines = [f"probe.refuses({subject.contract}, case)"]
                tests.append(_each(subject, f"refuses_{what}", doc, constant, lines))
        if namespace.security:
            tests.append(_needs_a_connect(subject))
        return EventTrial(tuple(constants), tuple(tests))

    def answer(self, event: Event) -> Code | None:
        """Values of a valid acknowledgement, as arguments; None if none is known."""
        values = self.answered(event)
        if values is None:
            return None
        return Code("".join(f", {literal(one)}" for one in values))

    def answered(self, event: Event) -> tuple[object, ...] | None:
        """Values of a valid acknowledgement; None if none is known."""
        if event.ack is None:
            return None
        values = self._sampler.arguments(event.ack.arguments, event.ack.examples)
        if values is None:
            return None
        return self._sampler.on_the_wire(event.ack.arguments, values)

    def _subject(self, namespace: Namespace, event: Event) -> _Subject:
        names = self._names.namespaces[namespace.name]
        named = names.events[event.name, event.direction]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        return _Subject(
            event=event,
            stem=named.stem,
            label=f"{way}_{constant_of(named.stem)}",
            contract=f"contract.{named.constant}",
        )

    def _is_received(self, namespace: Namespace, event: Event) -> bool:
        """Whether clients send an event of this name as well."""
        return any(
            one.name == event.name and one.direction is Direction.CLIENT_TO_SERVER
            for one in namespace.events
        )

    def _arrives(self, namespace: Namespace, subject: _Subject) -> Test:
        """An event of the server comes as it was sent, to those it is for."""
        event = subject.event
        lines: list[str] = []
        doc = "A valid `{}` reaches the client as it was sent."
        joining = self._joining(namespace, event)
        if joining is not None:
            way_in = f"RECEIVE_{constant_of(joining.stem)}"
            lines = [
                f"way_in = next(iter({way_in}.items()))",
                f"probe.joins({joining.contract}, way_in)",
            ]
            doc = (
                f"A `{{}}` reaches those whom `{joining.event.name}` put into its room."
            )
        elif event.ack is not None:
            doc = "A valid `{}` reaches the client, and its answer the server."
        lines.append(f"probe.hears({subject.contract}, case)")
        return _each(subject, "arrives", doc, subject.label, lines)

    def _joining(self, namespace: Namespace, event: Event) -> _Subject | None:
        """The event that puts a client into a room of another, if all can be joined."""
        found = [
            one
            for room in event.rooms
            for one in namespace.events
            if any(joined.room == room for joined in one.joins)
            and one.direction is Direction.CLIENT_TO_SERVER
            and self._sampler.arguments(one.arguments, one.examples) is not None
        ]
        rooms = {joined.room for one in found for joined in one.joins}
        if not event.rooms or not rooms.issuperset(event.rooms):
            return None
        return self._subject(namespace, found[0])


def cases_constant(name: str, cases: Cases) -> Code:
    """The assignment of cases, and how many are left out."""
    listed = {one.label: one.arguments for one in cases.listed}
    code = _constant(name, "Cases", listed)
    if cases.left_out:
        return Code(f"# The most telling of {len(listed) + cases.left_out}.\n{code}")
    return code


def table(name: str, kind: str, listed: Listed) -> Code:
    """The assignment of a table of cases."""
    return _constant(name, kind, listed)


def marked(part: str, last: bool = False) -> Code:
    """The decorator that says what a test is about."""
    return statement(f"pytest.mark.contract({part}{', last=True' if last else ''})", 0)


def for_each(name: str, constant: str) -> Code:
    """The decorator that runs a test for each case."""
    items = [f'"{name}"', f"{constant}.items()", f"ids={constant}"]
    return bracketed("pytest.mark.parametrize(", items, ")", 0, used=1)


def _received(subject: _Subject) -> Test:
    """A valid event is handled, and answered if it is to be."""
    name, doc = "is_handled", "A valid `{}` is handled."
    if subject.event.ack is not None:
        name = "is_acknowledged"
        doc = "A valid `{}` is handled and gets an answer that the document allows."
    lines = [f"probe.accepts({subject.contract}, case)"]
    return _each(subject, name, doc, subject.label, lines)


def _needs_a_connect(subject: _Subject) -> Test:
    """A client that has not shown its credentials is not served."""
    return _test(
        subject,
        "needs_a_connect",
        "Nobody's `{}` is handled who has not connected to the namespace.",
        [marked(subject.contract)],
        ["door: Door"],
        [
            f"case = next(iter({subject.label}.items()))",
            f"door.ignores_strangers({subject.contract}, case)",
        ],
    )


def _is_not_taken(subject: _Subject) -> Test:
    """An event of the server is none of a client."""
    lines = [
        f"wire = next(iter({subject.label}.values()))",
        f"probe.ignores({literal(subject.event.name)}, wire)",
    ]
    return _test(
        subject,
        "is_not_taken_from_a_client",
        "A `{}` is for the server to send, and nothing happens if a client does.",
        [marked("NAMESPACE")],
        ["probe: Probe"],
        lines,
    )


def _without_example(subject: _Subject) -> Test:
    reason = f"no valid payload of {subject.event.name} is known: add an example to it"
    return Test(
        (
            marked(subject.contract),
            statement(f"pytest.mark.skip(reason={literal(reason)})", 0),
        ),
        Code(f"def test_{subject.label.lower()}_has_an_example() -> None:"),
        docstring(f"`{subject.event.name}` cannot be tried.", 4),
        (),
    )


def _each(
    subject: _Subject, name: str, doc: str, constant: str, lines: Iterable[str]
) -> Test:
    decorators = [marked(subject.contract), for_each("case", constant)]
    parameters = ["probe: Probe", "case: Case"]
    return _test(subject, name, doc, decorators, parameters, lines)


def _test(
    subject: _Subject,
    name: str,
    doc: str,
    decorators: Sequence[Code],
    parameters: Sequence[str],
    lines: Iterable[str],
) -> Test:
    return Test(
        tuple(decorators),
        function(f"def test_{subject.stem}_{name}", list(parameters), "None", 0),
        docstring(doc.replace("{}", subject.event.name), 4),
        tuple(statement(one, 4) for one in lines),
    )


def _constant(name: str, kind: str, cases: Listed) -> Code:
    listed: dict[str, tuple[object, ...]] = {}
    for label, wire in cases.items():
        plain = "".join(x if x.isprintable() else " " for x in label)[:_LABEL]
        number, free = 1, plain
        while free in listed:
            number += 1
            free = f"{plain} ({number})"
        listed[free] = wire
    return statement(f"{name}: {kind} = {literal(listed)}", 0)
