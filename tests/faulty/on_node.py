"""The same faults in a server on Node, which `tests/node/faults.js` has."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.node_programs import Program

NAMES = (
    "ack is a json string",
    "ack lacks a value",
    "ack has a value too many",
    "ack begins with an error",
    "ack is empty",
    "ack is null",
    "wrong type in an ack",
    "error is not declared",
    "keys in snake case",
    "null for absent",
    "date in another format",
    "enum is too wide",
    "integer is text",
    "no ack",
    "late ack",
    "ack comes twice",
    "handler crashes over accents",
    "optional argument is wanted",
    "answers are exchanged",
    "nothing is checked",
    "one nested field is not checked",
    "maximum is off by one",
    "numbers are read from text",
    "null is taken for absent",
    "too many arguments are taken",
    "text is taken for binary",
    "invalid events end the connection",
    "invalid events are dropped",
    "refused events have their effect",
    "undeclared event",
    "wrong payload is emitted",
    "emitted to everyone",
    "room is not left",
    "one namespace is open",
    "token is ignored on polling",
    "any token is taken",
    "namespace is missing",
    "any namespace exists",
    "polling is missing",
    "websocket is missing",
    "upgrade is missing",
    "another engine path",
    "origin is refused",
    "any origin is allowed",
    "answers are taken for granted",
    "undeclared events are answered",
)


@contextmanager
def served_by_node(fault: str = "") -> Iterator[str]:
    """The address of a server on Node, the correct one or one with a fault."""
    program = Program("shop.js")
    try:
        yield f"http://127.0.0.1:{program.ask(do='listen', fault=fault)}"
    finally:
        program.close()


def names_on_node() -> tuple[str, ...]:
    """The faults that the program knows."""
    program = Program("shop.js")
    try:
        return tuple(program.ask(do="faults"))
    finally:
        program.close()
