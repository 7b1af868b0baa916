"""The same faults in a server on Node, which `tests/node/faults/` has."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.faulty.faults import FAULTS
from tests.node_programs import Program

_CLASSES = (
    "Class-based namespaces of python-socketio acknowledge with no values what no "
    "method handles. socket.io has none, and acknowledges nothing by itself."
)
NOT_ON_NODE = {
    "connect of a class can be forged": _CLASSES,
    "disconnect of a class can be forged": _CLASSES,
    "case of names of a class is ignored": _CLASSES,
    "number is no number": "JSON.stringify writes null for what is no number.",
}
"""The faults that a server on Node cannot have, and why."""
NAMES = tuple(name for name in FAULTS if name not in NOT_ON_NODE)
"""The faults that the program has to know."""


@contextmanager
def served_by_node(fault: str = "") -> Iterator[str]:
    """The address of a server on Node, the correct one or one with a fault."""
    program = Program("shop.js")
    try:
        yield f"http://127.0.0.1:{program.ask(do='listen', fault=fault)}"
    finally:
        program.close()


def names_on_node() -> set[str]:
    """The faults that the program knows."""
    program = Program("shop.js")
    try:
        return set(program.ask(do="faults"))
    finally:
        program.close()
