"""The tables of the contract tests: values on the wire, by what they show."""

from collections.abc import Mapping

from sockgen.rendering import Code, literal, statement
from sockgen.sampling import Cases

_LABEL = 80
"""Characters of the name of a case that pytest shows."""

Listed = Mapping[str, tuple[object, ...]]
"""Values on the wire, by what they show."""


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
