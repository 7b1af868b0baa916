"""Python statements laid out the way `ruff format` leaves them."""

import ast
from collections.abc import Sequence
from functools import lru_cache

from sockgen.rendering.escapes import Code
from sockgen.rendering.layout import (
    WIDTH,
    bracketed,
    columns,
    flat,
    lay_out,
    members,
    parse,
    union,
)


def statement(text: str, indent: int) -> Code:
    """An assignment, a `return` or an expression, indented by so many spaces.

    `text` is one line as the escapes and `flat` write it: if it fits, it stays.
    """
    return Code(text) if indent + columns(text) <= WIDTH else _over_lines(text, indent)


@lru_cache(4096)  # most are as they were, when a document is built again
def _over_lines(text: str, indent: int) -> Code:
    match ast.parse(text).body if not text.startswith("return ") else []:
        case [ast.Expr(value=value)]:
            return lay_out(value, indent, indent)
        case [ast.Assign(targets=[target], value=value)]:
            return _assigned(f"{flat(target)} = ", value, indent)
        case [ast.AnnAssign(target=target, annotation=kind, value=ast.expr() as value)]:
            return field(flat(target), kind, value, indent)
        case []:
            return _assigned("return ", parse(text.removeprefix("return ")), indent)
        case _:
            return Code(text)


def field(name: str, kind: ast.expr, value: ast.expr | str | None, indent: int) -> Code:
    """An annotated assignment; without a value it only declares."""
    value = parse(value) if isinstance(value, str) else value
    start = indent + columns(name) + 2
    tail = "" if value is None else f" = {flat(value)}"
    line = flat(kind)
    if start + columns(line) + columns(tail) <= WIDTH:
        return Code(f"{name}: {line}{tail}")
    atom = isinstance(kind, ast.Name)
    # What is assigned is split first, if the rest leaves room for its bracket.
    if value is not None and (atom or start + columns(line) + len(" = (") <= WIDTH):
        splits = isinstance(kind, ast.Subscript)
        head = f"{name}: {line} = "
        assigned = _assigned(head, value, indent, anyway=splits)
        if atom or "\n" in assigned:
            return assigned
    if atom or isinstance(kind, ast.BinOp):
        return Code(f"{name}: {_in_parentheses(kind, indent)}{tail}")
    split = lay_out(kind, indent, start, columns(tail))
    if value is not None and "\n" in split:
        used = indent + columns(split.rpartition("\n")[2].lstrip()) + len(" = ")
        tail = f" = {lay_out(value, indent, used)}"
    return Code(f"{name}: {split}{tail}")


def function(head: str, parameters: Sequence[str], returned: str, indent: int) -> Code:
    """The signature of a function up to its colon; `head` is `async def name`."""
    tail = f") -> {returned}:"
    line = f"{head}({', '.join(parameters)}{tail}"
    if indent + columns(line) <= WIDTH:
        return Code(line)
    if not parameters:
        return Code(_returned(f"{head}() -> ", returned, indent))
    last = _returned(") -> ", returned, indent)
    given = [_parameter(one, indent + 4) for one in parameters]
    return bracketed(f"{head}(", given, last, indent, used=WIDTH)


def _assigned(head: str, value: ast.expr, indent: int, *, anyway: bool = False) -> Code:
    used = indent + columns(head)
    laid_out = lay_out(value, indent, used)
    display = isinstance(value, (ast.Dict, ast.List, ast.Tuple, ast.Set))
    if used + _first_line(laid_out) > WIDTH and not display:
        # What does not even begin on this line stands in parentheses, if that helps.
        inner = indent + 4
        deeper = lay_out(value, inner, inner)
        if inner + _first_line(deeper) <= WIDTH and (anyway or _fits(deeper)):
            return Code(f"{head}(\n{' ' * inner}{deeper}\n{' ' * indent})")
    return Code(head + laid_out)


def _fits(code: str) -> bool:
    return all(columns(line) <= WIDTH for line in code.splitlines())


def _first_line(code: str) -> int:
    return columns(code.partition("\n")[0])


def _in_parentheses(kind: ast.expr, indent: int) -> str:
    """A union or a name, which has no brackets of its own to be split at."""
    inner = indent + 4
    line = flat(kind)
    if inner + columns(line) > WIDTH:
        line = union(kind, inner)
    return f"(\n{' ' * inner}{line}\n{' ' * indent})"


def _returned(start: str, returned: str, indent: int) -> str:
    """The end of a signature, from what stands before the type that is returned."""
    line = f"{start}{returned}:"
    kind = parse(returned)
    if indent + columns(line) <= WIDTH:
        return line
    if isinstance(kind, ast.BinOp):
        return f"{start}{_in_parentheses(kind, indent)}:"
    return f"{start}{lay_out(kind, indent, indent + columns(start), 1)}:"


def _parameter(text: str, indent: int) -> str:
    """A parameter on a line of its own, or on several."""
    if indent + columns(text) + 1 <= WIDTH or ":" not in text:
        return text
    stars = text[: len(text) - len(text.lstrip("*"))]
    match ast.parse(text.lstrip("*")).body:
        case [ast.AnnAssign(target=target, annotation=kind, value=value)]:
            name = f"{stars}{flat(target)}: "
            tail = "" if value is None else f" = {flat(value)}"
            used = indent + columns(name)
            if len(members(kind)) > 1:
                return f"{name}{union(kind, indent, used, columns(tail) + 1)}{tail}"
            return f"{name}{lay_out(kind, indent, used, columns(tail) + 1)}{tail}"
        case _:
            return text
