"""The templates: no logic, and nothing printed that went through no escape."""

from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from sockgen.rendering import Code, Renderer, templates_folder

FOLDER = templates_folder() / "python"
TEMPLATES = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.jinja")
)
ESCAPES = {"literal", "docstring", "comment", "markdown", "toml"}
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If),
    *(nodes.Include, nodes.Macro, nodes.Call, nodes.Filter, nodes.Name),
    *(nodes.Getattr, nodes.Test, nodes.Const, nodes.Not, nodes.And, nodes.Or),
)


def parsed(name: str) -> nodes.Template:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return Environment(trim_blocks=True, lstrip_blocks=True).parse(text)


def printed(template: nodes.Template) -> Iterator[nodes.Expr]:
    for output in template.find_all(nodes.Output):
        for one in output.nodes:
            if not isinstance(one, nodes.TemplateData):
                yield one


def is_attribute(node: nodes.Node) -> bool:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


def is_simple_test(node: nodes.Node) -> bool:
    match node:
        case nodes.Not(node=inner) | nodes.Test(node=inner):
            return is_simple_test(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            return is_simple_test(left) and is_simple_test(right)
        case _:
            return is_attribute(node)


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 8


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_logic(name: str) -> None:
    template = parsed(name)
    for node in template.find_all(nodes.Node):
        assert isinstance(node, ALLOWED), f"{name}:{node.lineno}: {node}"
    for branch in template.find_all(nodes.If):
        assert is_simple_test(branch.test), f"{name}:{branch.lineno}"
    for loop in template.find_all(nodes.For):
        assert is_attribute(loop.iter), f"{name}:{loop.lineno}"
    for call in template.find_all(nodes.Call):
        macros = {one.name for one in template.find_all(nodes.Macro)}
        assert isinstance(call.node, nodes.Name)
        assert call.node.name in macros


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_printed_is_finished_or_escaped(name: str) -> None:
    for node in printed(parsed(name)):
        if isinstance(node, nodes.Filter):
            assert node.name in ESCAPES
            assert node.node is not None
            assert is_attribute(node.node)
        else:
            assert is_attribute(node), f"{name}:{node.lineno}: {node}"


def test_plain_text_cannot_be_printed() -> None:
    renderer = Renderer("python")
    with pytest.raises(TypeError, match="went through no escape"):
        renderer.render("imports.jinja", imports=[["import os"]])
    text = renderer.render("imports.jinja", imports=[[Code("import os")]])
    assert text == "\nimport os\n"


def test_every_filter_of_the_templates_is_an_escape_that_is_there() -> None:
    used = {
        node.name for name in TEMPLATES for node in parsed(name).find_all(nodes.Filter)
    }
    assert used <= ESCAPES
