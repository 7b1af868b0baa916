"""Python expressions laid out the way `ruff format` leaves them.

A formatter at build time would cost more than the build. What fits into a line
stands on it; what does not is split at its outermost brackets, one item a line
with a trailing comma, which a formatter keeps.
"""

import ast
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sockgen.rendering.escapes import Code, literal

WIDTH = 88


def columns(text: str) -> int:
    """How wide a text is: East Asian characters take two columns, marks none."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_more_than_one, _BEYOND_ASCII.findall(text)))


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@lru_cache
def _more_than_one(one: str) -> int:
    """By how many columns a character is wider than a letter."""
    if unicodedata.east_asian_width(one) in "WF":
        return 1
    return -1 if unicodedata.category(one) in {"Mn", "Me"} else 0


def parse(expression: str) -> ast.expr:
    """The syntax tree of an expression."""
    return ast.parse(expression, mode="eval").body


def flat(expression: ast.expr | str) -> Code:
    """An expression on one line, however long."""
    node = parse(expression) if isinstance(expression, str) else expression
    return Code(_flat(node))


def lay_out(expression: ast.expr | str, indent: int, used: int, after: int = 0) -> Code:
    """An expression that begins after `used` columns of a line.

    `indent` is the indentation of that line, and `after` the number of columns
    that follow the expression on its last line.
    """
    node = parse(expression) if isinstance(expression, str) else expression
    line = flat(node)
    if used + columns(line) + after <= WIDTH:
        return line
    return Code(_split(node, indent) or line)


def bracketed(
    head: str, items: Sequence[str], tail: str, indent: int, *, used: int | None = None
) -> Code:
    """`head`, the items and `tail` on one line if they fit, else an item a line.

    The items are code, such as the bases of a class; `head` ends with the
    opening bracket and `tail` begins with the closing one.
    """
    start = indent if used is None else used
    line = f"{head}{', '.join(items)}{tail}"
    if (start + columns(line) <= WIDTH and "\n" not in line) or not items:
        return Code(line)
    pad = " " * (indent + 4)
    lines = "".join(f"{pad}{one},\n" for one in items)
    return Code(f"{head}\n{lines}{' ' * indent}{tail}")


def _flat(node: ast.expr) -> str:
    """An expression on one line; kept, for each level of a layout asks for it."""
    kept: dict[str, str] = vars(node)
    if _KEPT not in kept:
        kept[_KEPT] = _flattened(node)
    return kept[_KEPT]


_KEPT = "sockgen_flat"


def _flattened(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str() | bytes() | float() as value):
            return literal(value)
        case ast.Constant(value=value):
            return "..." if value is ... else repr(value)
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_flat(value)}.{name}"
        case ast.Starred(value=value):
            return f"*{_flat(value)}"
        case ast.Await(value=value):
            return f"await {_flat(value)}"
        case ast.BinOp(op=ast.BitOr()):
            return " | ".join(map(_flat, members(node)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{_flat(operand)}"
        case ast.Subscript(value=value, slice=ast.Tuple(elts=elts)) if elts:
            return f"{_flat(value)}[{', '.join(map(_flat, elts))}]"
        case _:
            opening, items, closing = _parts(node)
            comma = "," if isinstance(node, ast.Tuple) and len(items) == 1 else ""
            inner = ", ".join(key + _flat(one) for key, one in items)
            return f"{opening}{inner}{comma}{closing}"


_Items = list[tuple[str, ast.expr]]


def _parts(node: ast.expr) -> tuple[str, _Items, str]:
    """What stands before, between and after the brackets of an expression."""
    match node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=elts)) if elts:
            return f"{_flat(value)}[", [("", one) for one in elts], "]"
        case ast.Subscript(value=value, slice=item):
            return f"{_flat(value)}[", [("", item)], "]"
        case ast.Call(func=func, args=args, keywords=keywords):
            named = [
                (f"{one.arg}=" if one.arg else "**", one.value) for one in keywords
            ]
            return f"{_flat(func)}(", [("", one) for one in args] + named, ")"
        case ast.List(elts=elts):
            return "[", [("", one) for one in elts], "]"
        case ast.Tuple(elts=elts):
            return "(", [("", one) for one in elts], ")"
        case ast.Set(elts=elts):
            return "{", [("", one) for one in elts], "}"
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            items: _Items = [
                ("**" if key is None else f"{_flat(key)}: ", one) for key, one in pairs
            ]
            return "{", items, "}"
        case _:
            raise TypeError(f"no layout for {ast.dump(node)}")


_ATOMS = (ast.BinOp, ast.Constant, ast.Name, ast.Attribute, ast.Starred, ast.UnaryOp)


def _split(node: ast.expr, indent: int) -> str | None:
    """An expression over several lines; None if it has no brackets to split."""
    if isinstance(node, ast.Await):
        inner = _split(node.value, indent)
        return inner and f"await {inner}"
    if isinstance(node, _ATOMS):
        return None
    opening, items, closing = _parts(node)
    if not items:
        return None
    deeper = indent + 4
    # A comma after the only item of a subscript would make it a tuple.
    lone = isinstance(node, ast.Subscript) and len(items) == 1
    lines = [_item(key, one, deeper, lone=lone) for key, one in items]
    comma = "" if lone else ","
    body = "".join(f"{' ' * deeper}{line}{comma}\n" for line in lines)
    return f"{opening}\n{body}{' ' * indent}{closing}"


def _item(key: str, node: ast.expr, indent: int, *, lone: bool) -> str:
    used = indent + columns(key)
    after = 0 if lone else 1
    line = _flat(node)
    if used + columns(line) + after <= WIDTH:
        return key + line
    if isinstance(node, ast.BinOp) and not key:
        return union(node, indent, after=after)
    return key + lay_out(node, indent, used, after)


def union(node: ast.expr, indent: int, used: int | None = None, after: int = 0) -> Code:
    """A union, one member a line; the first begins after `used` columns."""
    kinds = members(node)
    lines: list[str] = []
    for number, kind in enumerate(kinds):
        bar = "| " if number else ""
        start = indent + len(bar) if number or used is None else used
        left = after if number == len(kinds) - 1 else 0
        lines.append(bar + lay_out(kind, indent, start, left))
    return Code(f"\n{' ' * indent}".join(lines))


def members(node: ast.expr) -> list[ast.expr]:
    """The members of a union, from left to right; the type itself if it is none."""
    found: list[ast.expr] = []
    todo = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, ast.BinOp):
            todo += [one.right, one.left]
        else:
            found.append(one)
    return found
