"""From views to text: the Jinja environment, the escapes, and the layout of Python."""

from sockgen.rendering.environment import Renderer, templates_folder
from sockgen.rendering.escapes import Code, comment, docstring, literal, markdown, toml
from sockgen.rendering.layout import WIDTH, bracketed, columns, flat, lay_out, parse

__all__ = [
    "WIDTH",
    "Code",
    "Renderer",
    "bracketed",
    "columns",
    "comment",
    "docstring",
    "flat",
    "lay_out",
    "literal",
    "markdown",
    "parse",
    "templates_folder",
    "toml",
]
