"""The functions of the contract tests of events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sockgen.contract import Event
from sockgen.naming import constant as constant_of
from sockgen.rendering import Code, bracketed, docstring, function, literal, statement


@dataclass(frozen=True, slots=True)
class Test:
    """One test function."""

    decorators: tuple[Code, ...]
    signature: Code
    doc: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """An event, and the code by which its tests call what they use."""

    event: Event
    stem: str
    label: str
    contract: str


def marked(part: str, last: bool = False) -> Code:
    """The decorator that says what a test is about."""
    return statement(f"pytest.mark.contract({part}{', last=True' if last else ''})", 0)


def for_each(name: str, constant: str) -> Code:
    """The decorator that runs a test for each case."""
    items = [f'"{name}"', f"{constant}.items()", f"ids={constant}"]
    return bracketed("pytest.mark.parametrize(", items, ")", 0, used=1)


def received(subject: Subject) -> Test:
    """A valid event is handled, and answered if it is to be."""
    name, doc = "is_handled", "A valid `{}` is handled."
    if subject.event.ack is not None:
        name = "is_acknowledged"
        doc = "A valid `{}` is handled and gets an answer that the document allows."
    lines = [f"probe.accepts({subject.contract}, case)"]
    return each(subject, name, doc, subject.label, lines)


def is_answered_call_by_call(subject: Subject, broken: str) -> Test:
    """Each of several calls gets its own answer."""
    return _test(
        subject,
        "is_answered_call_by_call",
        "Each `{}` gets its own answer, also of several at the same time.",
        [marked(subject.contract)],
        ["company: Company"],
        [f"company.keeps_apart({subject.contract}, {subject.label}, {broken})"],
    )


def may_go_unanswered(subject: Subject) -> Test:
    """Who wants no answer asks for none."""
    return _test(
        subject,
        "may_ask_for_no_answer",
        "A `{}` that asks for no acknowledgement does no harm.",
        [marked(subject.contract)],
        ["probe: Probe"],
        [f"probe.takes_unasked({subject.contract}, {subject.label})"],
    )


def may_come_first(subject: Subject) -> Test:
    """A client that has done nothing before is answered as well, after all others."""
    return _test(
        subject,
        "may_come_first",
        "A `{}` is answered if it is the first event of a client.",
        [marked(subject.contract, last=True)],
        ["company: Company"],
        [f"company.comes_first({subject.contract}, {subject.label})"],
    )


def leaves(subject: Subject, joining: Subject, others: Sequence[Subject]) -> Test:
    """Nothing more comes to who has left a room, whatever others do in it."""
    stirring = ", ".join(f"{one.contract}: {one.label}" for one in others)
    out = f"{subject.contract}, {subject.label}"
    into = f"{joining.contract}, RECEIVE_{constant_of(joining.stem)}"
    return _test(
        subject,
        "leaves_its_room",
        f"Who has sent a `{{}}` hears nothing of the room that `{joining.event.name}` "
        "enters.",
        [marked(subject.contract)],
        ["company: Company"],
        [f"company.leaves({out}, {into}, {{{stirring}}})"],
    )


def needs_a_connect(subject: Subject) -> Test:
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


def is_not_taken(subject: Subject) -> Test:
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


def without_example(subject: Subject) -> Test:
    """An event of which no valid arguments are known."""
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


def each(
    subject: Subject, name: str, doc: str, constant: str, lines: Iterable[str]
) -> Test:
    """A test that asks the probe something of each case of a table."""
    decorators = [marked(subject.contract), for_each("case", constant)]
    parameters = ["probe: Probe", "case: Case"]
    return _test(subject, name, doc, decorators, parameters, lines)


def _test(
    subject: Subject,
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
