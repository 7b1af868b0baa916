"""Adds to modules of a user what they lack, and leaves every other byte alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m

from sockgen.scaffolding.fresh import import_line

_HOOKS = {"on_connect", "on_disconnect", "on_error"}
_Body = Sequence[cst.BaseStatement | cst.BaseSmallStatement]


@dataclass(frozen=True, slots=True)
class Found:
    """A class of handlers in a module of the user, and what it has.

    `complete` is False if it may have more methods than the module shows.
    """

    name: str
    subscript: str
    names: frozenset[str]
    complete: bool

    def leftovers(self, wanted: Iterable[str]) -> list[str]:
        """Its handlers of events that no client sends any more."""
        known = _HOOKS | set(wanted)
        return sorted(x for x in self.names if x.startswith("on_") and x not in known)


def find_class(module: cst.Module, base: str) -> Found | None:
    """The class that derives from a generated one."""
    classes = {one.name.value: one for one in _classes(module.body)}
    for one in classes.values():
        for argument in one.bases:
            value, subscript = argument.value, ""
            if isinstance(value, cst.Subscript):
                subscript = module.code_for_node(value)
                value = value.value
                subscript = subscript.removeprefix(module.code_for_node(value)).strip()
            if _last(value) == base:
                names, complete = _members(one, classes, base)
                return Found(one.name.value, subscript, names, complete)
    return None


def add_methods(
    module: cst.Module, name: str, fresh: cst.Module, wanted: Iterable[str]
) -> cst.Module:
    """Add methods of the class of a fresh module to one of the user."""
    lacking = set(wanted)
    source = next(_classes(fresh.body))
    added = [
        one
        for one in source.body.body
        if isinstance(one, cst.FunctionDef) and one.name.value in lacking
    ]
    target = next(one for one in _classes(module.body) if one.name.value == name)
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
    grown = module.deep_replace(target, changed)
    assert isinstance(grown, cst.Module)
    return _with_imports(grown, fresh, added)


def add_class(module: cst.Module, fresh: cst.Module) -> cst.Module:
    """Add the class of a fresh module at the end of one of the user."""
    added = next(_classes(fresh.body))
    grown = module.with_changes(body=[*module.body, added])
    return _with_imports(grown, fresh, [added])


def server_arguments(module: cst.Module, server: str) -> set[str] | None:
    """The keywords that a server is made with; None if that is not to be seen."""
    call = _call(module, server)
    if call is None or any(one.star for one in call.args):
        return None
    return {one.keyword.value for one in call.args if one.keyword}


def add_arguments(
    module: cst.Module, server: str, fresh: cst.Module, lacking: Iterable[str]
) -> cst.Module:
    """Give the call that makes a server the keywords that it lacks."""
    call, source = _call(module, server), _call(fresh, server)
    assert call is not None
    assert source is not None
    wanted = set(lacking)
    added = [x for x in source.args if x.keyword and x.keyword.value in wanted]
    changed = call.with_changes(args=[*_joined(call, added)])
    grown = module.deep_replace(call, changed)
    assert isinstance(grown, cst.Module)
    return _with_imports(grown, fresh, added)


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


_NONE = cst.SimpleWhitespace("")


def _call(module: cst.Module, server: str) -> cst.Call | None:
    for one in m.findall(module, m.Call()):
        assert isinstance(one, cst.Call)
        function = one.func.value if isinstance(one.func, cst.Subscript) else one.func
        if _last(function) == server:
            return one
    return None


def _classes(body: _Body) -> Iterator[cst.ClassDef]:
    return (one for one in body if isinstance(one, cst.ClassDef))


def _last(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def _members(
    owner: cst.ClassDef, classes: Mapping[str, cst.ClassDef], base: str
) -> tuple[frozenset[str], bool]:
    """The names of a class and of its bases, and whether all of these were seen."""
    names: set[str] = set()
    complete = True
    for one in owner.body.body:
        if isinstance(one, cst.FunctionDef):
            names.add(one.name.value)
        else:
            targets = m.findall(one, m.AssignTarget() | m.AnnAssign())
            for each in targets:
                assert isinstance(each, cst.AssignTarget | cst.AnnAssign)
                names.add(_last(each.target))
    for argument in owner.bases:
        value = argument.value
        name = _last(value.value if isinstance(value, cst.Subscript) else value)
        if name in {base, "Generic"}:
            continue
        if name in classes and classes[name] is not owner:
            more, all_seen = _members(classes[name], classes, base)
            names |= more
            complete = complete and all_seen
        else:
            complete = False
    return frozenset(names), complete


def _with_imports(
    module: cst.Module, fresh: cst.Module, added: Sequence[cst.CSTNode]
) -> cst.Module:
    """Import what was added uses and the module does not know yet."""
    used = {
        found.value
        for node in added
        for found in m.findall(node, m.Name())
        if isinstance(found, cst.Name)
    }
    known = {name for _, _, names in _imports(module) for name in names}
    known |= {one.name.value for one in _classes(module.body)}
    lacking: dict[str, list[str]] = {}
    for _, origin, names in _imports(fresh):
        for name in names:
            if name in used and name not in known:
                lacking.setdefault(origin, []).append(name)
    for origin, names in lacking.items():
        module = _imported(module, origin, names)
    return module


def _imports(
    module: cst.Module,
) -> Iterator[tuple[cst.SimpleStatementLine, str, list[str]]]:
    for line in module.body:
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        for one in line.body:
            if isinstance(one, cst.ImportFrom) and not isinstance(
                one.names, cst.ImportStar
            ):
                dots = "." * len(one.relative)
                origin = module.code_for_node(one.module) if one.module else ""
                yield line, dots + origin, [_bound(x) for x in one.names]
            elif isinstance(one, cst.Import):
                yield line, "", [_bound(x).partition(".")[0] for x in one.names]


def _bound(alias: cst.ImportAlias) -> str:
    return alias.evaluated_alias or alias.evaluated_name


def _imported(module: cst.Module, origin: str, names: Sequence[str]) -> cst.Module:
    """Add names to the import of their module, or an import of their own."""
    ending = module.default_newline
    for line, known, before in _imports(module):
        text = module.code_for_node(line.with_changes(leading_lines=()))
        if known == origin and "#" not in text and " as " not in text:
            [node] = _statements(import_line(origin, [*before, *names]), ending)
            new = node.with_changes(leading_lines=line.leading_lines)
            changed = module.deep_replace(line, new)
            assert isinstance(changed, cst.Module)
            return changed
    [node] = _statements(import_line(origin, names), ending)
    place = _place(module)
    body = [*module.body[:place], node, *module.body[place:]]
    return module.with_changes(body=body)


def _statements(text: str, ending: str) -> list[cst.SimpleStatementLine]:
    module = cst.parse_module(text.replace("\n", ending) + ending)
    return [one for one in module.body if isinstance(one, cst.SimpleStatementLine)]


def _place(module: cst.Module) -> int:
    """Where an import goes: after the last one, or after the docstring."""
    place = 1 if module.get_docstring() is not None else 0
    for number, line in enumerate(module.body):
        if isinstance(line, cst.SimpleStatementLine) and any(
            isinstance(one, cst.Import | cst.ImportFrom) for one in line.body
        ):
            place = number + 1
    return place
