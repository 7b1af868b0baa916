"""Adds to modules of a user what they lack, and leaves every other byte alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

import libcst as cst
from libcst import matchers as m

from sockgen.scaffolding.importing import fitted

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NONE = cst.SimpleWhitespace("")


def fresh_module(text: str, module: cst.Module) -> cst.Module:
    """The text of a fresh module, with the line endings and the indents of another."""
    indent = module.default_indent
    text = re.sub(
        r"^(?: {4})+", lambda found: indent * (len(found[0]) // 4), text, flags=re.M
    )
    return cst.parse_module(text.replace("\n", module.default_newline))


def add_methods(
    module: cst.Module,
    name: str,
    fresh: cst.Module,
    wanted: Iterable[str],
    package: str,
) -> cst.Module:
    """Add methods of the class of a fresh module to one of the user."""
    lacking = set(wanted)
    source = _class(fresh)
    methods = [
        one
        for one in source.body.body
        if isinstance(one, cst.FunctionDef) and one.name.value in lacking
    ]
    module, added = fitted(module, fresh, methods, package)
    target = _class(module, name)
    deeper = _Deeper(_indent_of(module, name))
    added = [cst.ensure_type(one.visit(deeper), cst.FunctionDef) for one in added]
    body = target.body
    if isinstance(body, cst.SimpleStatementSuite):
        line = cst.SimpleStatementLine(
            body.body, trailing_whitespace=body.trailing_whitespace
        )
        block = cst.IndentedBlock([line])
    else:
        assert isinstance(body, cst.IndentedBlock)
        block = body
    changed = target.with_changes(body=block.with_changes(body=[*block.body, *added]))
    return cst.ensure_type(module.deep_replace(target, changed), cst.Module)


class _Deeper(cst.CSTTransformer):
    """Indents the lines of docstrings, which are all one text to libcst."""

    def __init__(self, indent: str) -> None:
        super().__init__()
        self._indent = indent

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        value = re.sub(r"\n(?=[^\r\n])", f"\n{self._indent}", original_node.value)
        return updated_node.with_changes(value=value)


def _indent_of(module: cst.Module, name: str) -> str:
    """What stands before a class, which may be one of a function."""
    found = re.search(rf"^([ \t]*)class\s+{re.escape(name)}\b", module.code, re.M)
    return found[1] if found else ""


def add_class(module: cst.Module, fresh: cst.Module, package: str) -> cst.Module:
    """Add the class of a fresh module at the end of one of the user."""
    module, added = fitted(module, fresh, [_class(fresh)], package)
    return module.with_changes(body=[*module.body, *added])


def keywords(call: cst.Call) -> set[str] | None:
    """The keywords that a server is made with; None if that is not to be seen."""
    if any(one.star for one in call.args):
        return None
    return {one.keyword.value for one in call.args if one.keyword}


def add_arguments(
    module: cst.Module,
    call: cst.Call,
    fresh: cst.Module,
    lacking: Iterable[str],
    package: str,
) -> cst.Module:
    """Give the call that makes a server the keywords that it lacks."""
    wanted = set(lacking)
    arguments = [
        one
        for found in m.findall(fresh, m.Call())
        if isinstance(found, cst.Call)
        for one in found.args
        if one.keyword and one.keyword.value in wanted
    ]
    # Imports leave all other nodes as they are, so the call is still found.
    grown, added = fitted(module, fresh, arguments, package)
    changed = call.with_changes(args=[*_joined(call, added)])
    return cst.ensure_type(grown.deep_replace(call, changed), cst.Module)


def _joined(call: cst.Call, added: Sequence[cst.Arg]) -> Iterator[cst.Arg]:
    """Arguments after those of a call, each on a line if those are."""
    if not call.args:
        for place, one in enumerate(added):
            last = place == len(added) - 1
            space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            yield one.with_changes(
                comma=cst.MaybeSentinel.DEFAULT if last else space,
                whitespace_after_arg=cst.SimpleWhitespace(""),
            )
        return
    *before, last_one = call.args
    between: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
    if before and isinstance(before[-1].comma, cst.Comma):
        between = _plain(before[-1].comma.whitespace_after)
    elif isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace):
        between = _plain(call.whitespace_before_args)
    old = last_one.comma
    end = old.whitespace_after if isinstance(old, cst.Comma) else None
    tail = last_one.whitespace_after_arg
    # A comment behind the last argument stays behind it.
    beside = _commented(between, end or tail)
    yield from before
    yield last_one.with_changes(
        comma=cst.Comma(whitespace_after=beside), whitespace_after_arg=_NONE
    )
    comma = cst.Comma(whitespace_after=between)
    for one in added[:-1]:
        yield one.with_changes(comma=comma, whitespace_after_arg=_NONE)
    moved = beside is not between
    yield added[-1].with_changes(
        comma=cst.Comma(whitespace_after=_plain(end) if moved else end)
        if end
        else cst.MaybeSentinel.DEFAULT,
        whitespace_after_arg=_plain(tail) if moved else tail,
    )


def _plain(
    space: cst.BaseParenthesizableWhitespace,
) -> cst.BaseParenthesizableWhitespace:
    """White space without its comments and empty lines."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return space


def _commented(
    space: cst.BaseParenthesizableWhitespace, other: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """White space with the comments of another, if both are on several lines."""
    several = cst.ParenthesizedWhitespace
    if isinstance(space, several) and isinstance(other, several):
        return space.with_changes(
            first_line=other.first_line, empty_lines=other.empty_lines
        )
    return space


def line_of(text: bytes, owner: str, name: str) -> int | None:
    """The line of a class, of a method of one, or of a keyword that has no owner."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and node.name == owner:
            inside = [one for one in node.body if isinstance(one, _FUNCTIONS)]
            return next((x.lineno for x in inside if x.name == name), node.lineno)
        if isinstance(node, ast.keyword) and node.arg == name and not owner:
            return node.lineno
    return None


def _class(module: cst.Module, name: str = "") -> cst.ClassDef:
    """The class of a name, or the only one."""
    for one in m.findall(module, m.ClassDef()):
        assert isinstance(one, cst.ClassDef)
        if not name or one.name.value == name:
            return one
    raise AssertionError(name)
