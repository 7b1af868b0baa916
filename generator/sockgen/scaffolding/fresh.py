"""The modules as they are written into an empty folder."""

import ast
from collections.abc import Iterable, Mapping

from sockgen.rendering import (
    Code,
    Renderer,
    bracketed,
    docstring,
    from_line,
    function,
    import_order,
    statement,
)
from sockgen.scaffolding.wanted import Side, Wanted, parameters_of

AUTHENTICATION, PRINCIPAL = "authentication", "Principal"

# The modules of the folder: a package of such a name could not be imported there.
OWN = frozenset({AUTHENTICATION, "handlers", "main"})


def handlers_module(
    wanted: Wanted, side: Side, renderer: Renderer, subscript: str, threads: bool
) -> str:
    """The module of a namespace, whose class has these types for its parameters."""
    start = "def" if threads else "async def"
    methods = [
        {
            "signature": function(
                f"{start} {one.name}",
                parameters_of(one, side.connection, subscript),
                one.returned,
                4,
            ),
            "doc": docstring(one.doc, 8),
        }
        for one in side.methods
    ]
    text = [one.returned for one in side.methods] + [
        kind
        for one in side.methods
        for _, kind in (*one.parameters[1:], *([one.rest] if one.rest else []))
    ]
    used = {side.base, *_names(text), *_names([f"x{subscript}"])}
    used |= {side.connection} if side.methods else set()
    origins = dict(wanted.origins)
    if PRINCIPAL in used:
        origins[PRINCIPAL] = AUTHENTICATION
    return renderer.render(
        "handlers.py.jinja",
        doc=docstring(f"The handlers of {side.attribute}.", 0),
        imports=[*imports(used, origins)],
        head=bracketed(f"class {side.name}(", [f"{side.base}{subscript}"], "):", 0),
        class_doc=docstring(side.doc, 4),
        methods=methods,
    )


def authentication_module(wanted: Wanted, renderer: Renderer, threads: bool) -> str:
    """Who is at the other end, and how that is found out."""
    credential = wanted.credential or "object"
    start = "def" if threads else "async def"
    signature = function(
        f"{start} authenticate", [f"credential: {credential}"], PRINCIPAL, 0
    )
    used = {*_names([credential]), "Refused"}
    return renderer.render(
        "authentication.py.jinja",
        imports=[*imports(used, wanted.origins)],
        signature=signature,
    )


def main_module(
    wanted: Wanted,
    renderer: Renderer,
    classes: Mapping[str, tuple[str, str]],
    principal: bool,
    threads: bool,
) -> str:
    """The module that starts the server; `classes` are those of the handlers."""
    arguments = [f"{key}={name}()" for key, (_, name) in classes.items()]
    used = {wanted.server}
    origins = {wanted.server: wanted.module}
    for module, name in classes.values():
        origins[name] = module
        used.add(name)
    returned = wanted.server
    if wanted.credential:
        arguments.append("authenticate=authenticate")
        origins["authenticate"] = AUTHENTICATION
        used.add("authenticate")
        if principal:
            origins[PRINCIPAL] = AUTHENTICATION
            used.add(PRINCIPAL)
            returned += f"[{PRINCIPAL}]"
    return renderer.render(
        "main.py.jinja",
        doc=docstring(f"Serves {wanted.title}: `python main.py`.", 0),
        imports=[*imports(used, origins)],
        signature=function("def make_server", [], returned, 0),
        made=statement(f"return {wanted.server}({', '.join(arguments)})", 4),
        threads=threads,
    )


def imports(used: Iterable[str], origins: Mapping[str, str]) -> list[Code]:
    """The lines that import names, sorted as isort would."""
    modules: dict[str, list[str]] = {}
    for name in used:
        if name in origins:
            modules.setdefault(origins[name], []).append(name)
    return [import_line(key, modules[key]) for key in sorted(modules, key=str.lower)]


def import_line(module: str, names: Iterable[str]) -> Code:
    """One import, its names in their order."""
    return from_line(module, sorted(set(names), key=import_order))


def _names(expressions: Iterable[str]) -> set[str]:
    return {
        node.id
        for one in expressions
        for node in ast.walk(ast.parse(one, mode="eval"))
        if isinstance(node, ast.Name)
    }
