"""The same faults in a server on Node, which `tests/node/faults/` has."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

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


class NodeShops:
    """Servers on Node, one after the other.

    One process has them all, unless a fault ends it.
    """

    def __init__(self) -> None:
        self._program: Program | None = None

    @contextmanager
    def served(self, fault: str = "") -> Iterator[str]:
        """The address of a server, the correct one or one with a fault."""
        program = self._program = self._program or Program("shop.js")
        yield f"http://127.0.0.1:{program.ask(do='listen', fault=fault)}"
        try:
            program.ask(do="close")
        except (RuntimeError, OSError):
            self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        program, self._program = self._program, None
        if program is not None:
            program.close()


def names_on_node() -> set[str]:
    """The faults that the program knows."""
    with closing(Program("shop.js")) as program:
        return set(program.ask(do="faults"))
