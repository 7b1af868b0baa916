"""The views of the contract tests: examples, invalid variations, and what to expect."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from sockgen.contract import Api, Argument, Direction, Event, Example, Namespace
from sockgen.rendering import Code, bracketed, docstring, lay_out, literal
from sockgen.sampling import Sampler
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.types import Types

_MOST = 12
"""Invalid payloads of one event that a test tries."""


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


class Trials:
    """Makes the tests of the events of an API."""

    def __init__(self, api: Api, names: ApiNames, types: Types) -> None:
        self._names = names
        self._types = types
        self.sampler = Sampler(api.schemas)

    def event(self, namespace: Namespace, event: Event) -> EventTrial:
        """The tests of one event."""
        names = self._names.namespaces[namespace.name]
        named = names.events[event.name, event.direction]
        receive = event.direction is Direction.CLIENT_TO_SERVER
        constant = f"{'RECEIVE' if receive else 'SEND'}_{named.stem.upper()}"
        examples = self._examples(event)
        if not examples:
            return EventTrial((), (self._without_example(event, named.stem),))
        maker = _Tests(
            event,
            named.stem,
            f"client.{names.attribute}",
            f"contract.{named.constant}",
            constant,
            named.stream,
            f"reference.{names.attribute}",
            self._names.client,
        )
        constants = [_cases(constant, examples)]
        tests = maker.received() if receive else maker.sent(self.answer(event))
        if receive and (broken := self._broken(event, examples[0][1])):
            constants.append(_cases(f"BROKEN_{named.stem.upper()}", broken))
            tests.append(maker.refused(f"BROKEN_{named.stem.upper()}", "INVALID_PAYLOAD"))
        if receive and (wrong := self._counts(event, examples[0][1])):
            constants.append(_cases(f"COUNTS_{named.stem.upper()}", wrong))
            tests.append(maker.refused(f"COUNTS_{named.stem.upper()}", "ARGUMENT_COUNT"))
        return EventTrial(tuple(constants), tuple(tests))

    def answer(self, event: Event) -> Code | None:
        """The values of a valid acknowledgement, as arguments; None if none is known."""
        if event.ack is None:
            return None
        values = self.sampler.arguments(event.ack.arguments, event.ack.examples)
        if values is None:
            return None
        wire = self._wire(event.ack.arguments, values)
        return Code("".join(f", {literal(one)}" for one in wire))

    def _examples(self, event: Event) -> list[tuple[str, tuple[object, ...]]]:
        """All examples of the document that are valid, else one that is made up."""
        found: list[tuple[str, tuple[object, ...]]] = []
        for number, one in enumerate(event.examples, 1):
            values = self.sampler.arguments(event.arguments, [one])
            if values == one.arguments:
                label = one.name or f"example {number}"
                found.append((label, self._wire(event.arguments, values)))
        if not found:
            values = self.sampler.arguments(event.arguments, ())
            if values is not None:
                found.append(("least", self._wire(event.arguments, values)))
        return found

    def _broken(
        self, event: Event, valid: tuple[object, ...]
    ) -> list[tuple[str, tuple[object, ...]]]:
        values = self.sampler.arguments(event.arguments, event.examples)
        if values is None:
            return []
        broken = self.sampler.broken(event.arguments, values)[:_MOST]
        return [
            (one.label, self._wire(event.arguments, one.arguments)) for one in broken
        ]

    @staticmethod
    def _counts(
        event: Event, valid: tuple[object, ...]
    ) -> list[tuple[str, tuple[object, ...]]]:
        least = sum(one.required and not one.rest for one in event.arguments)
        rest = bool(event.arguments) and event.arguments[-1].rest
        found: list[tuple[str, tuple[object, ...]]] = []
        if least:
            found.append(("too few", valid[: least - 1]))
        if not rest:
            full = (*valid, *[None] * (len(event.arguments) - len(valid)))
            found.append(("too many", (*full, None)))
        return found

    def _wire(
        self, arguments: Sequence[Argument], values: Sequence[object]
    ) -> tuple[object, ...]:
        last = len(arguments) - 1
        return tuple(
            self.sampler.wire(arguments[min(index, last)].schema, one)  # type: ignore[arg-type]
            for index, one in enumerate(values)
        )

    def _without_example(self, event: Event, stem: str) -> Test:
        reason = f"no valid payload of {event.name} is known: add an example to it"
        return Test(
            (Code(f"@pytest.mark.skip(reason={literal(reason)})"),),
            Code(f"async def test_{stem}_has_an_example() -> None:"),
            docstring(f"`{event.name}` cannot be tried.", 4),
            (),
        )


class _Tests:
    def __init__(
        self,
        event: Event,
        stem: str,
        client: str,
        contract: str,
        constant: str,
        stream: str,
        reference: str,
        client_class: str,
    ) -> None:
        self._event = event
        self._stem = stem
        self._client = client
        self._contract = contract
        self._constant = constant
        self._stream = stream
        self._reference = reference
        self._class = client_class

    def received(self) -> list[Test]:
        """A valid event is handled, and answered if it is to be."""
        if self._event.ack is not None:
            call = f"{self._client}.call_{self._stem}(*values)"
            return [
                self._test(
                    "is_acknowledged",
                    "A valid `{}` is handled and gets an answer that the document allows.",
                    self._constant,
                    [f"values = typed({self._contract}, wire)", f"await {call}"],
                    [f"heard = await reference.heard.next({self._contract})", "assert heard == values"],
                )
            ]
        call = f"{self._client}.emit_{self._stem}(*values)"
        return [
            self._test(
                "is_handled",
                "A valid `{}` reaches its handler as it was sent.",
                self._constant,
                [f"values = typed({self._contract}, wire)", f"await {call}"],
                [f"heard = await reference.heard.next({self._contract})", "assert heard == values"],
            )
        ]

    def sent(self, answer: Code | None) -> list[Test]:
        """A valid event reaches the client, and its answer the server."""
        values = f"values = typed({self._contract}, wire)"
        to = f"{self._reference}.connections"
        if self._event.ack is None:
            return [
                self._test(
                    "arrives",
                    "A valid `{}` reaches the client as it was sent.",
                    self._constant,
                    [
                        values,
                        f"stream = {self._client}.{self._stream}()",
                        f"await {self._reference}.emit_{self._stem}(*values, to={to})",
                        "item = await first(stream)",
                    ],
                    [self._compare()],
                )
            ]
        if answer is None:
            return []
        return [
            self._test(
                "is_answered",
                "The client's answer to `{}` reaches the server.",
                self._constant,
                [
                    values,
                    f"expected = answer({self._contract}{answer})",
                    "",
                    "async def handle(*given: Any) -> Any:",
                    "    assert given == values",
                    "    return expected",
                    "",
                    f"{self._client}.on_{self._stem}(handle)",
                    f"given = await {self._reference}.call_{self._stem}(*values, to={to}[0])",
                ],
                ["assert given == expected"],
            )
        ]

    def refused(self, constant: str, problem: str) -> Test:
        """What is wrong is answered with a problem, and handled by nobody."""
        name, text = {
            "INVALID_PAYLOAD": (
                "refuses_an_invalid_payload",
                "A `{}` that breaks its schema is answered with a problem.",
            ),
            "ARGUMENT_COUNT": (
                "refuses_a_wrong_number_of_arguments",
                "A `{}` with too few or too many arguments is answered with a problem.",
            ),
        }[problem]
        call = f"{self._client}.send_and_wait({literal(self._event.name)}, wire, TIMEOUT)"
        return self._test(
            name,
            text,
            constant,
            [f"answered = await {call}"],
            [
                "problem = Problem.from_wire(answered[0])",
                "assert problem is not None",
                f"assert problem.type == problems.{problem}",
            ],
            reference=False,
        )

    def _compare(self) -> str:
        count = len(self._event.arguments)
        if count == 0:
            return "assert item is None"
        return "assert item == values" if count > 1 else "assert (item,) == values"

    def _test(
        self,
        name: str,
        text: str,
        constant: str,
        act: list[str],
        check: list[str],
        *,
        reference: bool = True,
    ) -> Test:
        params = [f"client: {self._class}", "wire: tuple[object, ...]"]
        if reference:
            params.insert(1, "reference: Reference")
        return Test(
            (_parametrize(constant),),
            bracketed(f"async def test_{self._stem}_{name}(", params, ") -> None:", 0),
            docstring(text.format(self._event.name), 4),
            tuple(_statement(one) for one in (*act, *check)),
        )


def _parametrize(constant: str) -> Code:
    items = ['"wire"', f"{constant}.values()", f"ids={constant}.keys()"]
    return bracketed("@pytest.mark.parametrize(", items, ")", 0)


def _statement(line: str) -> Code:
    """A line of a test, split if it is too long for one."""
    if len(line) + 4 <= 88 or line.startswith("    "):
        return Code(line)
    match ast.parse(f"async def f():\n    {line}").body[0]:
        case ast.AsyncFunctionDef(body=[ast.Assign() | ast.Expr() as node]):
            value = node.value
            awaited = isinstance(value, ast.Await)
            inner = value.value if isinstance(value, ast.Await) else value
            head = f"{ast.unparse(node.targets[0])} = " if isinstance(node, ast.Assign) else ""
            head += "await " if awaited else ""
            return Code(head + lay_out(inner, 4, 4 + len(head)))
        case _:
            return Code(line)


def _cases(name: str, cases: Sequence[tuple[str, tuple[object, ...]]]) -> Code:
    listed = {_label(label): wire for label, wire in cases}
    head = f"{name}: Cases = "
    return Code(head + lay_out(literal(listed), 0, len(head)))


def _label(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)[:80]



