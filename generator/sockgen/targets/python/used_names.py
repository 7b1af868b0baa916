"""Which names a module uses, so that it imports no others."""

import ast
import re
from collections.abc import Collection
from typing import cast

_TEXTS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""',
    r'"(?:[^"\\\n]|\\.)*"',
    r"'(?:[^'\\\n]|\\.)*'",
    r"#[^\n]*",
)
_NAME = r"((?:->|:) )?(?<![\w.])([^\W\d]\w*)(?=(\s*[:=](?!=))?)"
_TEXT_OR_NAME = re.compile("|".join((*_TEXTS, _NAME)), re.DOTALL)
_HAS_CODE_IN_TEXTS = re.compile(r"\bf[\"']", re.IGNORECASE)
_EXPORTS = re.compile(r"^__all__ = \[(.*?)\]", re.DOTALL | re.MULTILINE)


def names_in(text: str, known: Collection[str]) -> set[str]:
    """The known names that a module uses: in its code, and in its `__all__`.

    To parse a large module takes long, and mostly it can be seen without: a name is
    used unless it is an attribute, or what is assigned, declared or passed by name.
    """
    # `\w` is less than what a name may have: vowel signs of Hindi are missing.
    plain = all(map(str.isascii, known))
    if plain and not _HAS_CODE_IN_TEXTS.search(text):
        seen = set(_TEXT_OR_NAME.findall(text))
        exported = re.findall(r'"(\w+)"', "".join(_EXPORTS.findall(text)))
        used = {name for sign, name, after in seen if sign or not after}
        doubtful = {name for _, name, _ in seen} - used - {*exported}
        if doubtful.isdisjoint(known):
            return used.union(exported).intersection(known)
    return names_parsed(text).intersection(known)


def names_parsed(text: str) -> set[str]:
    """The names that a module uses: in its code, and in its `__all__`."""
    found: set[str] = set()
    waiting: list[object] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        # Most of a large module are the constants of its tables.
        if isinstance(node, ast.Constant):
            continue
        match node:
            case list():
                waiting.extend(cast("list[object]", node))
            case ast.Name(id=name, ctx=ast.Load()):
                found.add(name)
            case ast.Assign(
                targets=[ast.Name(id="__all__")], value=ast.List(elts=elts)
            ):
                found |= {str(x.value) for x in elts if isinstance(x, ast.Constant)}
            case ast.AST():
                waiting.extend(getattr(node, one, None) for one in node._fields)
            case _:
                pass
    return found
