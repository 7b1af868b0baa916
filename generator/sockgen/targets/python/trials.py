"""The views of the contract tests of events: what is sent, and what is asked of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.naming import constant as constant_of
from sockgen.rendering import (
    Code,
    literal,
    statement,
)
from sockgen.sampling import Sampler
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.trial_functions import (
    Subject,
    Test,
    each,
    is_answered_call_by_call,
    is_not_taken,
    leaves,
    may_come_first,
    may_go_unanswered,
    needs_a_connect,
    received,
    without_example,
)
from sockgen.targets.python.trial_tables import Listed, cases_constant

_GOOD = 24
_BROKEN = 48
"""Cases of one event that are tried."""
_GOOD_EACH = 3
_BROKEN_EACH = 8
"""Cases for each field of one that has many."""
_FULL = 100
"""Events that an API may have until there are fewer cases for each of them."""
_LEAST = 2
"""Cases of a kind that an event has in however large an API."""
_UNDECLARED = "no-such-event"
_UNDECLARED_ONES = 16
"""Names that a namespace does not have, which are tried."""
_LONGER = "-not-so"
"""What stands behind the name of an event in one of them."""
RESERVED = ("connect", "disconnect", "connect_error", "disconnecting")
"""Events of the library itself, on either end."""


@dataclass(frozen=True, slots=True)
class EventTrial:
    """The tests of one event, and the constants that they use."""

    constants: tuple[Code, ...]
    tests: tuple[Test, ...]


class Trials:
    """Makes the tests of the events of an API."""

    def __init__(self, names: ApiNames, sampler: Sampler, events: int) -> None:
        """`events` is how many the API has: the more, the fewer cases has each."""
        self._names = names
        self._sampler = sampler
        self._share = min(1.0, _FULL / max(events, 1))

    def _most(self, cases: int) -> int:
        """How many cases of a kind one event has at most."""
        return max(_LEAST, int(cases * self._share))

    def event(self, namespace: Namespace, event: Event) -> EventTrial:
        """The tests of one event."""
        subject = self._subject(namespace, event)
        values = self._sampler.arguments(event.arguments, event.examples)
        if values is None:
            return EventTrial((), (without_example(subject),))
        good = self._sampler.good(
            event.arguments,
            event.examples,
            self._most(_GOOD),
            int(_GOOD_EACH * self._share),
        )
        constants = [cases_constant(subject.label, good)]
        if event.direction is Direction.SERVER_TO_CLIENT:
            tests = [self._arrives(namespace, subject)]
            if not self._isreceived(namespace, event):
                tests.append(is_not_taken(subject))
            return EventTrial(tuple(constants), tuple(tests))
        tests = [received(subject)]
        for prefix, cases, what, doc in (
            (
                "BROKEN",
                self._sampler.broken(
                    event.arguments,
                    values,
                    self._most(_BROKEN),
                    int(_BROKEN_EACH * self._share),
                ),
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
                tests.append(each(subject, f"refuses_{what}", doc, constant, lines))
        for broken in (f"BROKEN_{subject.label}", f"COUNTS_{subject.label}"):
            if event.ack is not None and any(broken in one for one in constants):
                tests.append(is_answered_call_by_call(subject, broken))
                break
        if event.ack is not None and good.listed:
            tests += [may_come_first(subject), may_go_unanswered(subject)]
        joining = self._way_in(namespace, event)
        if joining is not None:
            others = [
                self._subject(namespace, one)
                for one in self._sent(namespace)
                if one.arguments and not (one.joins or one.leaves)
            ]
            tests.append(leaves(subject, joining, others))
        if namespace.security:
            tests.append(needs_a_connect(subject))
        return EventTrial(tuple(constants), tuple(tests))

    def undeclared(self, api: Api, namespace: Namespace) -> Listed:
        """Events that a namespace does not have: the name, and what may go with it.

        They are a name of nobody's, those of its own events in other letters, one that
        goes on after the name of such an event, and those of other namespaces.
        """
        taken = {one.name for one in namespace.events}
        nobody = _UNDECLARED
        while nobody in taken:
            nobody += "-x"
        found: dict[str, tuple[object, ...]] = {nobody: (nobody,)}
        near: list[tuple[str, str, Event]] = []
        for where in api.namespaces:
            for one in where.events:
                if where is namespace:
                    other = _in_other_letters(one.name)
                    near.append((other, "in other letters", one))
                else:
                    near.append((one.name, f"of {where.name}", one))
        longer = [
            (f"{one.name}{_LONGER}", "which only begins so", one)
            for one in namespace.events
            if one.direction is Direction.CLIENT_TO_SERVER
        ][:1]
        near = [
            *longer,
            *sorted(near, key=lambda one: one[1] != "in other letters"),
        ]
        for name, words, one in near:
            if len(found) > _UNDECLARED_ONES:
                break
            if (
                one.direction is not Direction.CLIENT_TO_SERVER
                or name in taken
                or name.lower() in RESERVED
            ):
                continue
            values = self._sampler.arguments(one.arguments, one.examples)
            if values is not None:
                taken.add(name)
                wire = self._sampler.on_the_wire(one.arguments, values)
                found[f"{name}, {words}"] = (name, *wire)
        return found

    def fuzzed(self, namespace: Namespace) -> Code | None:
        """The valid cases of all events that clients send; None if there are none."""
        subjects = [self._subject(namespace, one) for one in self._sent(namespace)]
        entries = [f"{one.contract}: {one.label}" for one in subjects]
        if not entries:
            return None
        return statement(f"fuzzer.holds({{{', '.join(entries)}}})", 4)

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

    def _sent(self, namespace: Namespace) -> Iterator[Event]:
        """The events that clients send and of which valid arguments are known."""
        for one in namespace.events:
            if one.direction is Direction.CLIENT_TO_SERVER and (
                self._sampler.arguments(one.arguments, one.examples) is not None
            ):
                yield one

    def _subject(self, namespace: Namespace, event: Event) -> Subject:
        names = self._names.namespaces[namespace.name]
        named = names.events[event.name, event.direction]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        return Subject(
            event=event,
            stem=named.stem,
            label=f"{way}_{constant_of(named.stem)}",
            contract=f"contract.{named.constant}",
        )

    def _isreceived(self, namespace: Namespace, event: Event) -> bool:
        """Whether clients send an event of this name as well."""
        return any(
            one.name == event.name and one.direction is Direction.CLIENT_TO_SERVER
            for one in namespace.events
        )

    def _arrives(self, namespace: Namespace, subject: Subject) -> Test:
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
        return each(subject, "arrives", doc, subject.label, lines)

    def _joining(self, namespace: Namespace, event: Event) -> Subject | None:
        """The event that puts a client into a room of another, if all can be joined."""
        found = [
            one
            for room in event.rooms
            for one in self._sent(namespace)
            if any(joined.room == room for joined in one.joins)
        ]
        rooms = {joined.room for one in found for joined in one.joins}
        if not event.rooms or not rooms.issuperset(event.rooms):
            return None
        return self._subject(namespace, found[0])

    def _way_in(self, namespace: Namespace, event: Event) -> Subject | None:
        """An event that enters a room which another leaves."""
        left = {one.room for one in event.leaves}
        for one in self._sent(namespace):
            if any(joined.room in left for joined in one.joins):
                return self._subject(namespace, one)
        return None


def _in_other_letters(name: str) -> str:
    return next((one for one in (name.upper(), name.lower()) if one != name), name)
