"""From views to text: the Jinja environment, the escapes, and the layout of Python."""

from sockgen.rendering.environment import Renderer, templates_folder
from sockgen.rendering.escapes import (
    Code,
    comment,
    docstring,
    literal,
    markdown,
    row,
    toml,
)
from sockgen.rendering.imports import export_order, from_line, import_order
from sockgen.rendering.layout import (
    WIDTH,
    bracketed,
    columns,
    flat,
    lay_out,
    members,
    parse,
)
from sockgen.rendering.pages import html
from sockgen.rendering.statements import field, function, statement

__all__ = [
    "WIDTH",
    "Code",
    "Renderer",
    "bracketed",
    "columns",
    "comment",
    "docstring",
    "export_order",
    "field",
    "flat",
    "from_line",
    "function",
    "html",
    "import_order",
    "lay_out",
    "literal",
    "markdown",
    "members",
    "parse",
    "row",
    "statement",
    "templates_folder",
    "toml",
]
